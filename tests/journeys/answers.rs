//! Pictures: made, remembered, kept.

use crate::client::Client;
use crate::scene::{Setting, folder, large, size_of};
use sizewise_store::Folder;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn both_doors_show_the_same_picture() {
    let scene = Setting::default().open().await;
    let asked = scene.get("/photos/a.jpg?width=20&height=40&style=bw").await;
    let written = scene.get("/40h20w/bw/photos/a.jpg").await;
    assert_eq!((asked.status, written.status), (200, 200), "{}", asked.problem());
    assert_eq!((&asked.body, asked.lasting()), (&written.body, written.lasting()));
    assert_eq!(asked.told("x-sizewise-address"), "/40h20w/bw/photos/a.jpg");
    assert_eq!(asked.told("content-type"), "image/jpeg");
    assert_eq!(size_of(&asked.body), (20, 15));
    assert_eq!(scene.made(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_the_second_and_the_answer_after_a_restart_are_the_same() {
    let variants = folder("restart");
    let setting = || Setting {
        variants: Arc::new(Folder::bounded(&variants, 1_000_000_000).unwrap()),
        ..Setting::default()
    };
    let targets = ["/a.jpg?w=33&style=bw", "/alpha.png?w=30&format=webp", "/a.jpg?format=json"];
    let mut answers = Vec::new();
    let scene = setting().open().await;
    for target in targets {
        let first = scene.get(target).await;
        assert!(first.told("server-timing").starts_with("made;dur="), "{target}");
        let second = scene.get(target).await;
        assert!(second.told("server-timing").starts_with("remembered;dur="), "{target}");
        assert_eq!((&first.body, first.lasting()), (&second.body, second.lasting()));
        answers.push(first);
    }
    scene.close().await;
    let scene = setting().open().await;
    for (target, first) in targets.iter().zip(answers) {
        let kept = scene.get(target).await;
        assert!(kept.told("server-timing").starts_with("kept;dur="), "{target}");
        assert_eq!((&first.body, first.lasting()), (&kept.body, kept.lasting()));
    }
    assert_eq!(scene.made(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn head_makes_and_keeps_as_get_does_and_sends_nothing() {
    let scene = Setting::default().open().await;
    for target in ["/a.jpg?w=50", "/a.jpg", "/large.jpg", "/index.html", "/no.jpg", "/_/health"] {
        // On one connection, so that a body too many would be taken for the next answer.
        let mut client = scene.connect().await;
        let head = client.ask("HEAD", target, &[]).await;
        let get = client.get(target).await;
        assert_eq!((head.status, head.lasting()), (get.status, get.lasting()), "{target}");
        assert_eq!(get.told("content-length"), get.body.len().to_string(), "{target}");
    }
    assert_eq!(scene.made(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_is_sent_as_it_is_however_large() {
    let scene = Setting::default().open().await;
    let answer = scene.get("/large.jpg").await;
    assert_eq!((answer.status, answer.told("content-type").as_str()), (200, "image/jpeg"));
    assert!(answer.body == large(), "{} bytes", answer.body.len());
    assert_eq!(answer.told("cache-control"), "public, max-age=60");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_carries_many_requests() {
    let scene = Setting::default().open().await;
    let mut client = scene.connect().await;
    for (target, status) in [
        ("/a.jpg?w=40", 200),
        ("/no.jpg?w=40", 404),
        ("/large.jpg", 200),
        ("/a.jpg?w=abc", 400),
        ("/a.jpg?w=40", 200),
    ] {
        assert_eq!(client.get(target).await.status, status, "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_come_at_once_are_answered_in_their_order() {
    let scene = Setting::default().open().await;
    let mut client: Client = scene.connect().await;
    let widths = [31, 32, 33, 34, 35];
    let requests = widths.map(|width| format!("GET /a.jpg?w={width} HTTP/1.1\r\nHost: a\r\n\r\n"));
    client.say(requests.concat()).await;
    for width in widths {
        let answer = client.answer("GET").await.unwrap();
        assert_eq!(size_of(&answer.body).0, width);
    }
}
