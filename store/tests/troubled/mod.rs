//! What goes wrong between a store and its bucket, and how it ends.

use crate::bucket::{HASTY, SECRET, Trouble, buckets, config};
use crate::{TEXT, assert_is, get, one, sentence};
use bytes::Bytes;
use futures_util::future::join_all;
use sizewise_store::{Error, Label, Only, Store, tag};
use std::time::{Duration, Instant};

#[tokio::test]
async fn what_passes_is_waited_for() {
    let passing = [
        Trouble::Refused(500, "InternalError"),
        Trouble::Refused(503, "SlowDown"),
        Trouble::Strange(502, "<html>bad gateway</html>"),
        Trouble::Dropped,
        Trouble::Torn,
        Trouble::Silent,
        Trouble::Spoiled,
    ];
    for trouble in passing {
        let (server, bucket) = one().await;
        server.next([trouble.clone()]);
        assert_eq!(get(&bucket).await.unwrap(), TEXT, "{trouble:?}");
        assert_eq!(server.requests(), 3, "{trouble:?}");
    }
}

#[tokio::test]
async fn a_connection_that_ended_while_a_picture_was_made_is_replaced() {
    let (server, bucket) = one().await;
    for number in 0..20 {
        get(&bucket).await.unwrap();
        server.hang_up();
        let name = format!("made/{number}");
        bucket.put(&name, TEXT, &Label::default(), &Only::Absent).await.unwrap();
    }
}

#[tokio::test]
async fn what_does_not_pass_is_an_error_in_time() {
    type Meant = fn(&Error) -> bool;
    let fault: Meant = |error| matches!(error, Error::Fault(_));
    let cases: [(Trouble, Meant); 11] = [
        (Trouble::Refused(500, "InternalError"), fault),
        (Trouble::Refused(501, "NotImplemented"), fault),
        (Trouble::Strange(502, "<html>bad gateway</html>"), fault),
        (Trouble::Refused(503, "SlowDown"), |error| matches!(error, Error::Busy(_))),
        (Trouble::Strange(503, "<html>busy</html>"), |error| matches!(error, Error::Busy(_))),
        (Trouble::Dropped, fault),
        (Trouble::Torn, fault),
        (Trouble::Silent, |error| matches!(error, Error::Late(_))),
        (Trouble::Spoiled, fault),
        (Trouble::Stuck, |error| matches!(error, Error::Late(_))),
        (Trouble::Slow, |error| matches!(error, Error::Late(_))),
    ];
    join_all(cases.map(|(trouble, is_meant)| ends(trouble, is_meant))).await;
}

async fn ends(trouble: Trouble, is_meant: fn(&Error) -> bool) {
    let (server, bucket) = one().await;
    server.next(vec![trouble.clone(); 20]);
    let since = Instant::now();
    let refused = get(&bucket).await;
    assert!(since.elapsed() < HASTY.whole + Duration::from_secs(1), "{trouble:?}");
    assert!(refused.as_ref().is_err_and(is_meant), "{trouble:?}: {refused:?}");
    assert!(server.requests() <= 7, "{trouble:?}: {}", server.requests());
    sentence(refused);
}

#[tokio::test]
async fn a_part_that_was_not_asked_is_none() {
    let (server, bucket) = one().await;
    server.next([Trouble::Shifted]);
    assert_is!(bucket.part("a", 0..3, &tag(&TEXT)).await, Err(Error::Fault(_)));
    server.next([Trouble::Torn]);
    assert_eq!(bucket.part("a", 0..3, &tag(&TEXT)).await.unwrap(), "012");
}

#[tokio::test]
async fn a_server_that_lies_about_lengths_fills_no_memory() {
    let (server, bucket) = one().await;
    server.next([Trouble::Endless]);
    assert_is!(get(&bucket).await, Err(Error::TooLarge { most: 1000, .. }));
    server.next([Trouble::Boasted]);
    assert_is!(get(&bucket).await, Err(Error::TooLarge { most: 1000, .. }));
    server.next([Trouble::Boasted, Trouble::Boasted]);
    assert_is!(bucket.get("a", u64::MAX).await, Err(Error::Fault(_)));
}

#[tokio::test]
async fn a_put_whose_answer_is_lost_is_a_put() {
    let (server, bucket) = one().await;
    let (bytes, label) = (Bytes::from_static(b"mine"), Label::default());
    let (lost, silent) = (Trouble::Lost, Trouble::Silent);
    for (trouble, name, only) in [
        (lost.clone(), "a", Only::Is(tag(&TEXT))),
        (lost.clone(), "b", Only::Absent),
        (silent, "c", Only::Absent),
        (lost, "d", Only::Always),
    ] {
        server.next([trouble]);
        let etag = bucket.put(name, bytes.clone(), &label, &only).await;
        assert_eq!(etag.unwrap(), tag(&bytes), "{only:?}");
    }
}

#[tokio::test]
async fn who_tries_again_finds_what_others_kept_in_between() {
    let (server, bucket) = one().await;
    server.next([Trouble::Refused(500, "InternalError")]);
    let other = Bytes::from_static(b"other");
    let put = bucket.put("a", other, &Label::default(), &Only::Absent).await;
    assert_is!(put, Err(Error::Changed));
    assert_eq!(get(&bucket).await.unwrap(), TEXT);
}

#[tokio::test]
async fn who_comes_second_with_the_same_bytes_comes_second() {
    let (_server, bucket) = one().await;
    assert_is!(bucket.put("a", TEXT, &Label::default(), &Only::Absent).await, Err(Error::Changed));
}

#[tokio::test]
async fn two_who_put_at_once_are_told_that_there_is_another() {
    let (server, bucket) = one().await;
    server.next([Trouble::Refused(409, "ConditionalRequestConflict")]);
    assert_is!(bucket.put("b", TEXT, &Label::default(), &Only::Absent).await, Err(Error::Changed));
}

#[tokio::test]
async fn nobody_there_is_a_fault_and_no_dump() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let bucket = buckets(&config(&endpoint, SECRET), HASTY, "");
    assert_is!(get(&bucket).await, Err(Error::Fault(_)));
    let sentence = sentence(get(&bucket).await);
    assert!(sentence.contains("GetObject in bucket `pictures`"), "{sentence}");
    assert!(sentence.to_lowercase().contains("connection refused"), "{sentence}");
}

#[tokio::test]
async fn who_asks_in_the_wrong_region_is_told_the_right_one() {
    let (server, bucket) = one().await;
    server.next([Trouble::Elsewhere]);
    let sentence = sentence(get(&bucket).await);
    assert!(sentence.contains("the bucket is in eu-west-1"), "{sentence}");
}
