//! Refusals: each status with a sentence that a person can act on.

use crate::client::Answer;
use crate::scene::{OPEN, Scene, Setting, memory, photograph};
use sizewise_drawn::{quarters, whole};
use sizewise_fulfil::{Patience, Room};
use sizewise_store::{Deed, Fault, Faulty, Memory, Schedule};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

#[track_caller]
fn check(answer: &Answer, status: u16, sentence: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.problem(), sentence);
    assert_eq!(answer.told("cache-control"), "public, max-age=10");
    assert_eq!(answer.header("etag"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_answered_with_its_status_and_its_sentence() {
    let limits = "[limits]\nsource_bytes = 1000000\nsource_pixels = 20000\n";
    let scene = Setting::with(limits).open().await;
    let long = format!("/{}.jpg?w=20", "a".repeat(1100));
    for (target, status, sentence) in [
        ("/a.jpg?width=abc", 400, "expected a whole number of at least 1 for `width`, found `abc`"),
        (
            "/20w/default/a.jpg?h=20",
            400,
            "expected no `height` in the query of a path that holds its options already, found it",
        ),
        ("/a%zz.jpg?w=20", 400, "expected two hex digits after `%` in the path, found `%zz`"),
        (
            "/a.jpg?crop=500,500,10,10",
            400,
            "expected a `crop` within the 160x120 pixels of the picture, found `500_500_10_10`",
        ),
        (
            "/a.jpg?w=20&signature=00",
            403,
            "expected no `signature`, since no signing key is configured, found one",
        ),
        ("/no.jpg?w=20", 404, "expected an original, found none at `no.jpg`"),
        ("/no.jpg", 404, "expected an original, found none at `no.jpg`"),
        ("/no.css", 404, "expected an original, found none at `no.css`"),
        ("/large.jpg?w=20", 413, "expected at most 1000000 bytes of a picture, found 5000000"),
        (&long, 414, "expected a stored key of at most 1024 bytes, found 1104"),
        ("/text.jpg?w=20", 415, "expected a picture, found other bytes"),
        ("/photo.heic?w=20", 415, "expected a picture that can be read, found HEIC"),
    ] {
        check(&scene.get(target).await, status, sentence);
    }
    let broken = scene.get("/broken.jpg?w=20").await;
    assert_eq!(broken.status, 422);
    assert!(broken.problem().starts_with("broken JPEG: "), "{}", broken.problem());
    let scene = Setting::with("[limits]\nsource_pixels = 19199\n").open().await;
    let sentence = scene.get("/a.jpg?w=20").await;
    check(&sentence, 413, "expected at most 19199 pixels of a picture, found 19200");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_strangers_may_not_ask_needs_a_signature() {
    let scene = Setting { policy: String::new(), ..Setting::default() }.open().await;
    let sentence =
        "expected a `signature` for `blur`, or a `preset` that asks the same, found neither";
    check(&scene.get("/a.jpg?blur=5").await, 403, sentence);
    let policy =
        format!("{OPEN}[signing]\nkeys = [{{ inline = \"0123456789abcdef\" }}]\nrequired = true\n");
    let scene = Setting { policy, ..Setting::default() }.open().await;
    for target in ["/a.jpg?w=20", "/20w/default/a.jpg"] {
        let sentence = "expected a `signature` of this URL, found none";
        check(&scene.get(target).await, 403, sentence);
    }
    let wrong = format!("/a.jpg?w=20&signature={}", "0".repeat(64));
    let sentence = "expected a `signature` that fits this URL, found another";
    check(&scene.get(&wrong).await, 403, sentence);
    assert_eq!(scene.made(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_methods_are_refused_and_told_which_there_are() {
    let scene = Setting::default().open().await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "BREW"] {
        for target in ["/a.jpg?w=20", "/a.jpg", "/index.html", "/_/health"] {
            let answer = scene.ask(method, target, &[("Content-Length", "0")]).await;
            assert_eq!(answer.status, 405, "{method} {target}");
            let sentence = format!("expected GET or HEAD, found `{method}`");
            assert_eq!(answer.problem(), sentence, "{target}");
            assert_eq!(answer.told("allow"), "GET, HEAD, OPTIONS");
        }
    }
}

fn faulty(fault: Fault, deeds: &[Deed]) -> Arc<Faulty> {
    let store = memory([("a.jpg", photograph((160, 120)))]);
    Arc::new(Faulty::new(Arc::new(store), Schedule::always(fault, deeds)))
}

/// Long enough for what works, and short enough to wait for what does not.
fn impatient(original: Duration) -> Patience {
    Patience { original, ..Patience::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_does_not_work_is_to_blame() {
    for (fault, status, sentence) in [
        (Fault::Down, 502, "expected the original, found a store that does not work"),
        (Fault::Busy, 503, "expected the original, found a store that is busy"),
        (Fault::Stall, 504, "expected the original in time, found a store that does not answer"),
        (Fault::Denied, 404, "expected an original, found none at `a.jpg`"),
    ] {
        let originals = faulty(fault, &[Deed::Get, Deed::Part]);
        let patience = impatient(Duration::from_millis(300));
        let scene = Setting { originals, patience, ..Setting::default() }.open().await;
        for target in ["/a.jpg?w=20", "/a.jpg"] {
            let answer = scene.get(target).await;
            check(&answer, status, sentence);
            assert_eq!(answer.header("retry-after").is_some(), status == 503);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_the_queue_full_is_told_when_to_come_again() {
    let originals = faulty(Fault::Stall, &[Deed::Get]);
    let room = Room { workers: 1, seats: 1, waiting: 0 };
    let stalled = Arc::clone(&originals);
    let scene = Setting { originals, room, ..Setting::default() }.open().await;
    let mut first = scene.connect().await;
    first.say("GET /a.jpg?w=20 HTTP/1.1\r\nHost: a\r\n\r\n").await;
    while stalled.count(Deed::Get) == 0 {
        sleep(Duration::from_millis(5)).await;
    }
    let second = scene.get("/a.jpg?w=21").await;
    check(&second, 503, "expected a place in the queue, found it full: try again in 1 s");
    assert_eq!(second.told("retry-after"), "1");
}

/// A picture takes much longer to make than anybody here waits.
async fn occupied(scene: &Scene) {
    let mut client = scene.connect().await;
    client.say("GET /huge.png?format=avif HTTP/1.1\r\nHost: a\r\n\r\n").await;
    while scene.site.house().crowd().working == 0 {
        sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_come_to_his_turn_in_time_is_told_to_come_again() {
    let huge = whole::png_of(&quarters((700, 700), 1)).into();
    let originals = Arc::new(memory([("huge.png", huge), ("a.jpg", photograph((160, 120)))]));
    let room = Room { workers: 1, seats: 1, waiting: 9 };
    let patience = impatient(Duration::from_millis(100));
    let setting = Setting { originals, room, patience, ..Setting::default() };
    let scene = setting.open().await;
    occupied(&scene).await;
    let late = scene.get("/a.jpg?w=20").await;
    check(&late, 503, "expected to come to its turn in time, found 0 s too short");
    assert_eq!(late.told("retry-after"), "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_may_stand_in_for_a_refusal_whose_status_stays() {
    let policy = "[answers]\nfallback = \"fallback.png\"\nerror_cache_control = \"max-age=3\"\n";
    let scene = Setting::with(policy).open().await;
    let etag = scene.get("/fallback.png").await.told("etag");
    for (target, status, size) in [
        ("/no.jpg?w=8", 404, (8, 6)),
        ("/no.jpg", 404, (32, 24)),
        ("/a.jpg?w=abc", 400, (32, 24)),
        ("/text.jpg?w=16", 415, (16, 12)),
    ] {
        for headers in [&[][..], &[("If-None-Match", &*etag)], &[("Range", "bytes=0-1")]] {
            let answer = scene.ask("GET", target, headers).await;
            assert_eq!((answer.status, answer.told("content-type")), (status, "image/png".into()));
            assert_eq!(answer.told("cache-control"), "max-age=3");
            assert_eq!(&answer.body[1..4], b"PNG");
            let side = |at: usize| u32::from_be_bytes(answer.body[at..at + 4].try_into().unwrap());
            assert_eq!((side(16), side(20)), size, "{target}");
            assert!(answer.told("x-sizewise-problem").starts_with("expected "));
        }
    }
    // A method that asks for no picture gets none.
    let answer = scene.ask("POST", "/no.jpg", &[("Content-Length", "0")]).await;
    assert_eq!(answer.problem(), "expected GET or HEAD, found `POST`");
    let unicode = scene.get("/n%C3%B6.jpg?w=8").await;
    assert_eq!(unicode.told("x-sizewise-problem"), "expected an original, found none at `n?.jpg`");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_in_that_is_missing_leaves_the_sentence() {
    let policy = "[answers]\nfallback = \"gone.png\"\n";
    let setting = Setting { originals: Arc::new(Memory::default()), ..Setting::with(policy) };
    let answer = setting.open().await.get("/no.jpg?w=8").await;
    check(&answer, 404, "expected an original, found none at `no.jpg`");
}
