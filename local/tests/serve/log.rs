//! The log: one line for each request.

use crate::server::{Server, empty};
use serde_json::{Value, json};
use std::process::Stdio;

#[test]
fn each_request_has_one_line_for_programs_whatever_it_asks() {
    let server = Server::start("lines", &[]);
    let kept = server.get("/photos/01.jpg?w=50&style=bw").body.len();
    let original = server.get("/photos/01.jpg").body.len();
    server.get("/photos/01.jpg?w=50%0a%1b[31m%22%7D");
    server.get("/no.jpg");
    server.get("/_/health");
    let log = server.log();
    let lines = log.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines = lines.collect::<Vec<Value>>();
    assert_eq!(lines.len(), 4, "{lines:?}");
    let told = |line: &Value| {
        let names = ["status", "outcome", "method", "path", "key", "variant", "bytes"];
        Value::from(names.map(|name| line[name].clone()).to_vec())
    };
    let (path, key) = ("/photos/01.jpg", "photos/01.jpg");
    assert_eq!(told(&lines[0]), json!([200, "made", "GET", path, key, "style bw, width 50", kept]));
    assert_eq!(lines[0]["query"], "w=50&style=bw");
    assert!(lines[0]["ms"].as_f64().is_some_and(|ms| ms > 0.0));
    assert!(lines[0]["stages"].as_str().is_some_and(|stages| stages.contains("decode ")));
    let variant = &lines[1]["variant"];
    assert_eq!(told(&lines[1]), json!([200, "original", "GET", path, key, variant, original]));
    assert_eq!((&lines[2]["status"], &lines[2]["outcome"]), (&json!(400), &json!("refused")));
    let found = "expected an original, found none at `no.jpg`";
    assert_eq!((&lines[3]["status"], &lines[3]["refused"]), (&json!(404), &json!(found)));
}

#[test]
fn who_wants_warnings_only_hears_of_no_request() {
    let mut server = Server::start("quiet", &["--log", "warn"]);
    for target in ["/photos/01.jpg?w=50", "/no.jpg", "/photos/01.jpg?w=abc", "/_/metrics"] {
        server.get(target);
    }
    server.signal("-TERM");
    assert_eq!((server.end(), server.log().as_str()), (Some(0), ""));
}

#[test]
fn a_log_that_nobody_reads_any_more_ends_no_request() {
    let mut server = Server::start_with(empty("unread"), &[], Stdio::piped());
    drop(server.child.stderr.take());
    for target in ["/photos/01.jpg?w=50", "/photos/01.jpg", "/no.jpg"] {
        assert!([200, 404].contains(&server.get(target).status), "{target}");
    }
}
