//! Clients that do not behave.

use crate::client::Client;
use crate::scene::{Scene, Setting, size_of};
use futures_util::future::join_all;
use std::time::Duration;
use tokio::time::timeout;

/// Whether somebody else gets his picture.
async fn check_others(scene: &Scene) {
    let answer = timeout(Duration::from_secs(20), scene.get("/a.jpg?w=40")).await.unwrap();
    assert_eq!((answer.status, size_of(&answer.body)), (200, (40, 30)));
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_who_say_nothing_keep_nobody_waiting() {
    let scene = Setting::default().open().await;
    let silent = join_all((0..200).map(|_| scene.connect())).await;
    let mut slow = join_all((0..200).map(|_| scene.connect())).await;
    for client in &mut slow {
        client.say("GET /a.jpg?w=40 HT").await;
    }
    check_others(&scene).await;
    // Who says the rest after all is answered.
    slow[0].say("TP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(slow[0].answer("GET").await.unwrap().status, 200);
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_nothing_keeps_nobody_waiting() {
    let scene = Setting::default().open().await;
    let mut greedy = join_all((0..20).map(|_| scene.connect())).await;
    for client in &mut greedy {
        for _ in 0..20 {
            client.say("GET /large.jpg HTTP/1.1\r\nHost: a\r\n\r\n").await;
        }
    }
    check_others(&scene).await;
    assert_eq!(greedy[0].answer("GET").await.unwrap().status, 200);
}

/// What becomes of bytes that are no good request: a refusal, or nothing, and then the end.
async fn refused(scene: &Scene, bytes: &[u8]) -> Option<u16> {
    let mut client = scene.connect().await;
    client.say(bytes).await;
    let answer = client.answer("GET").await.map(|answer| answer.status);
    assert!(client.is_left().await, "{}", String::from_utf8_lossy(bytes));
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn rubbish_is_refused_and_hung_up_on() {
    let scene = Setting::default().open().await;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\0\0\0\0\0\0\0\0\r\n\r\n"[..],
        b"\0\0\0\0\0\0\0\0\r\n\r\n",
        b"rubbish\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /a.jpg\r\n\r\n",
        b"GET  /a.jpg HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /a b.jpg HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /a.jpg HTTP/3.7\r\nHost: a\r\n\r\n",
        b"GET /a.jpg HTTP/1.1\r\nHo st: a\r\n\r\n",
        b"GET /a.jpg HTTP/1.1\r\nX: a\0b\r\n\r\n",
        b"GET /a.jpg HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"GET /a.jpg HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ] {
        let status = refused(&scene, bytes).await;
        assert!(matches!(status, None | Some(400)), "{status:?} {}", bytes.escape_ascii());
    }
    check_others(&scene).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_request_may_have_is_refused() {
    let scene = Setting::default().open().await;
    let long = "x".repeat(100_000);
    let many = "X: 1\r\n".repeat(5000);
    for (request, expected) in [
        (format!("GET /a.jpg HTTP/1.1\r\nX: {long}\r\n\r\n"), 431),
        (format!("GET /a.jpg HTTP/1.1\r\n{many}\r\n"), 431),
        (format!("GET /{long}.jpg HTTP/1.1\r\nHost: a\r\n\r\n"), 414),
    ] {
        let mut client = scene.connect().await;
        client.say(request).await;
        // Who is still sending when he is hung up on may not get to read why.
        let status = client.answer("GET").await.map(|answer| answer.status);
        assert!(status.is_none_or(|status| [expected, 431].contains(&status)), "{status:?}");
        assert!(client.is_left().await);
    }
    check_others(&scene).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_text_in_path_or_headers_are_refused_or_passed_over() {
    let scene = Setting::default().open().await;
    for (request, expected) in [
        (&b"GET /a\xff.jpg HTTP/1.1\r\nHost: a\r\n\r\n"[..], &[400][..]),
        (b"GET /\xc3\xa9.jpg HTTP/1.1\r\nHost: a\r\n\r\n", &[400, 404]),
        (b"GET /a\x7f.jpg HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
        (b"GET /a\xc2\x9b31m.jpg HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
        (b"GET /a.jpg?w=\xff HTTP/1.1\r\nHost: a\r\n\r\n", &[400]),
        (b"GET /a.jpg?w=40 HTTP/1.1\r\nAccept: \xff\xfe\r\nHost: a\r\n\r\n", &[200]),
        (b"GET /a.jpg?w=40 HTTP/1.1\r\nIf-None-Match: \"\xff\"\r\nHost: a\r\n\r\n", &[200]),
        (b"GET /a.jpg?w=40 HTTP/1.1\r\nIf-None-Match: \"\xff\"\r\nHost: \xff\r\n\r\n", &[200, 400]),
        (b"GET /a.jpg?w=40 HTTP/1.1\r\nRange: bytes=\xff-\r\nHost: a\r\n\r\n", &[200]),
        (b"GET /a.jpg?w=40 HTTP/1.1\r\nOrigin: \xff\r\nHost: a\r\n\r\n", &[200]),
    ] {
        let mut client = scene.connect().await;
        client.say(request).await;
        let status = client.answer("GET").await.unwrap().status;
        assert!(expected.contains(&status), "{status} {}", request.escape_ascii());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_with_a_request_is_not_taken_for_another() {
    let scene = Setting::default().open().await;
    let inner = "GET /a.jpg?w=99 HTTP/1.1\r\nHost: a\r\n\r\n";
    for (head, body) in [
        (format!("Content-Length: {}\r\n", inner.len()), inner.to_owned()),
        (
            "Transfer-Encoding: chunked\r\n".to_owned(),
            format!("{:x}\r\n{inner}\r\n0\r\n\r\n", inner.len()),
        ),
        ("Transfer-Encoding: chunked\r\n".to_owned(), format!("rubbish\r\n{inner}")),
        ("Transfer-Encoding: chunked\r\n".to_owned(), format!("ffffffffffffffffff\r\n{inner}")),
        ("Content-Length: 1000000000\r\nExpect: 100-continue\r\n".to_owned(), String::new()),
    ] {
        let mut client = scene.connect().await;
        client.say(format!("GET /a.jpg?w=40 HTTP/1.1\r\nHost: a\r\n{head}\r\n{body}")).await;
        let answer = client.answer("GET").await.unwrap();
        assert_eq!((answer.status, size_of(&answer.body).0), (200, 40), "{head}");
    }
    assert_eq!(scene.made(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn older_and_longer_ways_to_ask_are_understood() {
    let scene = Setting::default().open().await;
    let first = scene.get("/a.jpg?w=40").await;
    let mut client = scene.connect().await;
    client.say("GET http://pictures.example/a.jpg?w=40 HTTP/1.1\r\nHost: other\r\n\r\n").await;
    assert_eq!(client.answer("GET").await.unwrap().body, first.body);
    client.say("\r\nGET /a.jpg?w=40 HTTP/1.0\r\n\r\n").await;
    assert_eq!(client.answer("GET").await.unwrap().body, first.body);
    assert!(client.is_left().await, "HTTP/1.0 has one request on a connection");
    for (request, expected) in [
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 204),
        ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("CONNECT a.jpg:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET http://pictures.example HTTP/1.1\r\nHost: a\r\n\r\n", 200),
        ("GET /a.jpg?w=40#top HTTP/1.1\r\nHost: a\r\n\r\n", 200),
    ] {
        let mut client = scene.connect().await;
        client.say(request).await;
        let status = client.answer("GET").await.map(|answer| answer.status);
        assert_eq!(status, Some(expected), "{request}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_away_while_his_picture_is_made_leaves_it_to_the_next() {
    let scene = Setting::default().open().await;
    let mut client: Client = scene.connect().await;
    client.say("GET /a.jpg?w=77 HTTP/1.1\r\nHost: a\r\n\r\n").await;
    drop(client);
    let answer = scene.get("/a.jpg?w=77").await;
    assert_eq!((answer.status, size_of(&answer.body).0), (200, 77));
    assert_eq!(scene.made(), 1);
}
