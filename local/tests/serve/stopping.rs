//! Stopping: whoever waits for an answer gets it.

use crate::server::{Server, answer, ask, pictures, store, wait_until};
use std::io::Write;

#[test]
fn who_waits_for_a_picture_when_it_is_told_to_stop_gets_it() {
    for signal in ["-TERM", "-INT"] {
        let pictures = pictures(&format!("stopped{signal}"), (1600, 1200));
        let folder = pictures.parent().unwrap().to_owned();
        let mut server = Server::start_in(folder, &["--originals", &store(&pictures)]);
        let mut waiting = server.connect();
        ask(&mut waiting, "/a.jpg?format=avif");
        wait_until(|| server.metric("sizewise_crowd{at=\"working\"}") == 1);
        let idle = server.connect();
        server.signal(signal);
        server.wait_for_closed_doors();
        assert_eq!(answer(&mut waiting).status, 200);
        assert_eq!(server.end(), Some(0));
        let log = server.log();
        assert!(log.contains("stopped, and everybody has an answer"), "{log}");
        drop(idle);
    }
}

#[test]
fn who_tells_it_twice_does_not_wait() {
    let mut server = Server::start("twice", &[]);
    let mut slow = server.connect();
    slow.write_all(b"GET /photos").unwrap();
    // It has been heard of him by the time that somebody who came later is answered.
    assert_eq!(server.get("/_/health").status, 200);
    server.signal("-TERM");
    server.wait_for_closed_doors();
    assert!(server.child.try_wait().unwrap().is_none());
    server.signal("-TERM");
    assert_eq!(server.end(), Some(130));
}

#[test]
fn nobody_is_waited_for_longer_than_was_said() {
    let mut server = Server::start("drained", &["--drain", "1"]);
    let mut slow = server.connect();
    slow.write_all(b"GET /photos").unwrap();
    assert_eq!(server.get("/_/health").status, 200);
    server.signal("-TERM");
    assert_eq!(server.end(), Some(0));
    let log = server.log();
    assert!(log.contains("stopped, though some were still waiting"), "{log}");
}
