//! Closing: nobody new is let in, and who is inside gets his answer.

use crate::scene::{Setting, memory, photograph, size_of};
use sizewise_local::Drained;
use sizewise_store::{Deed, Fault, Faulty, Schedule};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

#[tokio::test(flavor = "multi_thread")]
async fn those_who_ask_nothing_are_hung_up_on_at_once() {
    let scene = Setting::default().open().await;
    let silent = scene.connect().await;
    let mut idle = scene.connect().await;
    idle.get("/a.jpg?w=40").await;
    let at = scene.at;
    let closed = timeout(Duration::from_secs(10), scene.close()).await;
    assert_eq!(closed, Ok(Drained::Whole));
    assert!(idle.is_left().await);
    assert!(TcpStream::connect(at).await.is_err());
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_asked_gets_his_answer_and_the_connection_ends() {
    let store =
        memory([("a.jpg", photograph((160, 120))), ("film.bin", vec![7; 40_000_000].into())]);
    let originals = Arc::new(Faulty::new(Arc::new(store), Schedule::never()));
    let scene = Setting { originals: originals.clone(), ..Setting::default() }.open().await;
    let mut reading = scene.connect().await;
    reading.say("GET /film.bin HTTP/1.1\r\nHost: a\r\n\r\n").await;
    while originals.count(Deed::Part) < 2 {
        sleep(Duration::from_millis(1)).await;
    }
    let mut asking = scene.connect().await;
    asking.say("GET /a.jpg?w=40 HTTP/1.1\r\nHost: a\r\n\r\n").await;
    while originals.count(Deed::Get) == 0 {
        sleep(Duration::from_millis(1)).await;
    }
    let closing = tokio::spawn(scene.close());
    let made = asking.answer("GET").await.unwrap();
    assert_eq!((made.status, size_of(&made.body)), (200, (40, 30)));
    assert!(asking.is_left().await);
    assert!(!closing.is_finished());
    assert_eq!(reading.answer("GET").await.unwrap().body.len(), 40_000_000);
    assert_eq!(closing.await.unwrap(), Drained::Whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_waited_for_longer_than_was_said() {
    let store = memory([("a.jpg", photograph((160, 120)))]);
    let stalls = Schedule::always(Fault::Stall, &[Deed::Get]);
    let originals = Arc::new(Faulty::new(Arc::new(store), stalls));
    let drain = Duration::from_millis(200);
    let setting = Setting { originals: originals.clone(), drain, ..Setting::default() };
    let scene = setting.open().await;
    let mut asking = scene.connect().await;
    asking.say("GET /a.jpg?w=40 HTTP/1.1\r\nHost: a\r\n\r\n").await;
    while originals.count(Deed::Get) == 0 {
        sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(scene.close().await, Drained::Late);
}
