//! Conditions and ranges: on what was made just now, on what is remembered, and on originals, alike.

use crate::client::Answer;
use crate::scene::{Scene, Setting, folder};
use sizewise_store::Folder;
use std::fs::{self, File};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

const LONG_AGO: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const LONG_HENCE: &str = "Fri, 31 Dec 2100 23:59:59 GMT";

/// A variant that nobody has asked for yet, each time; one that is remembered; and two originals.
async fn each(scene: &Scene, number: &mut u32, headers: &[(&str, &str)]) -> Vec<Answer> {
    *number += 1;
    let made = format!("/a.jpg?w={}", 20 + *number);
    let mut answers = Vec::new();
    for target in [made.as_str(), "/a.jpg?w=20", "/a.jpg", "/large.jpg"] {
        answers.push(scene.ask("GET", target, headers).await);
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_it_already_is_told_so() {
    let scene = Setting::default().open().await;
    for target in ["/a.jpg?w=20", "/a.jpg", "/large.jpg", "/index.html"] {
        let whole = scene.get(target).await;
        let (etag, modified) = (whole.told("etag"), whole.told("last-modified"));
        let weak = format!("W/{etag}");
        let list = format!("\"x\", {etag}");
        for headers in [
            &[("If-None-Match", etag.as_str())][..],
            &[("If-None-Match", &weak)],
            &[("If-None-Match", &list)],
            &[("If-None-Match", "*")],
            &[("If-Modified-Since", &modified)],
            &[("If-Modified-Since", LONG_HENCE)],
            &[("If-None-Match", &etag), ("If-Modified-Since", LONG_AGO)],
            &[("If-None-Match", &etag), ("Range", "bytes=0-1")],
        ] {
            for method in ["GET", "HEAD"] {
                let mut client = scene.connect().await;
                let answer = client.ask(method, target, headers).await;
                assert_eq!(answer.status, 304, "{method} {target} {headers:?}");
                assert_eq!(answer.told("etag"), etag);
                assert_eq!(answer.header("cache-control"), whole.header("cache-control"));
                let length = answer.header("content-length");
                assert!(length.is_none_or(|length| length == whole.told("content-length")));
                // Nothing of a body stands in the way of the next answer.
                assert_eq!(client.get(target).await.body, whole.body);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_something_else_gets_the_whole() {
    let scene = Setting::default().open().await;
    let modified = scene.get("/a.jpg").await.told("last-modified");
    let mut number = 0;
    for headers in [
        &[("If-None-Match", "\"x\"")][..],
        &[("If-None-Match", "x")],
        &[("If-None-Match", "\"x\""), ("If-Modified-Since", LONG_HENCE)],
        &[("If-Modified-Since", LONG_AGO)],
        &[("If-Modified-Since", "yesterday")],
        &[("If-Match", "*"), ("If-Unmodified-Since", LONG_AGO)],
        &[("If-Unmodified-Since", LONG_HENCE)],
        &[("Range", "bytes=0-1"), ("If-Range", "\"x\"")],
        &[("Range", "bytes=0-1"), ("If-Range", LONG_AGO)],
        &[("Range", "bytes=0-1,4-5")],
        &[("Range", "pages=1-2")],
    ] {
        for answer in each(&scene, &mut number, headers).await {
            assert_eq!(answer.status, 200, "{headers:?}");
            assert_eq!(answer.told("content-length"), answer.body.len().to_string());
        }
    }
    assert_eq!(modified, "Mon, 21 Sep 2026 14:13:20 GMT");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_only_what_he_knows_gets_nothing_else_and_nobody_keeps_that_answer() {
    let scene = Setting::default().open().await;
    let mut number = 0;
    for header in [("If-Match", "\"x\""), ("If-Unmodified-Since", LONG_AGO)] {
        for answer in each(&scene, &mut number, &[header]).await {
            assert_eq!((answer.status, answer.body.len()), (412, 0), "{header:?}");
            assert_eq!(answer.told("cache-control"), "no-store");
        }
    }
    for answer in each(&scene, &mut number, &[("Range", "bytes=9000000-")]).await {
        assert_eq!((answer.status, answer.body.len()), (416, 0));
        assert_eq!(answer.told("cache-control"), "no-store");
        assert!(answer.told("content-range").starts_with("bytes */"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_a_part_of_the_whole() {
    let scene = Setting::default().open().await;
    for target in ["/a.jpg?w=20", "/a.jpg", "/large.jpg"] {
        let whole = scene.get(target).await;
        let (etag, modified) = (whole.told("etag"), whole.told("last-modified"));
        let length = whole.body.len();
        // Parts that end within, at and beyond what is read at once.
        for (range, part) in [
            ("bytes=0-0", 0..1),
            ("bytes=10-19", 10..20),
            ("bytes=100-", 100..length),
            ("bytes=-7", length - 7..length),
            ("bytes=3-99999999999999999999", 3..length),
            ("bytes=-99999999999", 0..length),
            ("bytes=1048570-1048580", 1_048_570..1_048_581),
            ("bytes=1048576-2097151", 1_048_576..2_097_152),
            ("bytes=5-4000000", 5..4_000_001),
        ] {
            if part.end > length {
                continue;
            }
            let if_ranges = [None, Some(("If-Range", &*etag)), Some(("If-Range", &*modified))];
            for if_range in if_ranges {
                let headers = [Some(("Range", range)), if_range];
                let headers = headers.into_iter().flatten().collect::<Vec<_>>();
                let answer = scene.ask("GET", target, &headers).await;
                assert_eq!(answer.status, 206, "{target} {headers:?}");
                assert!(answer.body == whole.body[part.clone()], "{target} {headers:?}");
                let expected = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                assert_eq!(answer.told("content-range"), expected);
            }
        }
        let head = scene.ask("HEAD", target, &[("Range", "bytes=0-0")]).await;
        assert_eq!((head.status, head.told("content-length")), (200, length.to_string()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_claim_to_be_from_any_time() {
    let path = folder("times");
    fs::write(path.join("a.jpg"), crate::scene::photograph((40, 30))).unwrap();
    let originals = Arc::new(Folder::open(&path).unwrap());
    let scene = Setting { originals, ..Setting::default() }.open().await;
    let before = UNIX_EPOCH - Duration::from_secs(1_000_000_000);
    File::options().write(true).open(path.join("a.jpg")).unwrap().set_modified(before).unwrap();
    for target in ["/a.jpg", "/a.jpg?w=20"] {
        for headers in [&[][..], &[("If-Range", LONG_AGO), ("Range", "bytes=0-1")]] {
            let answer = scene.ask("GET", target, headers).await;
            assert_eq!(answer.status, 200, "{target}");
            answer.told("last-modified");
        }
    }
    let modified = scene.get("/a.jpg").await.told("last-modified");
    assert_eq!(modified, "Thu, 01 Jan 1970 00:00:00 GMT");
}
