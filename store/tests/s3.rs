//! A bucket keeps what every store promises, and when something goes wrong it says what, in time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bucket;
mod laws;
mod troubled;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_sdk_s3::config::SharedCredentialsProvider;
use bucket::{BUCKET, HASTY, SECRET, Server, Trouble, buckets, config};
use bytes::Bytes;
use sizewise_store::{Bucket, Buckets, ETag, Error, Label, Only, Patience, Store, tag};
use std::collections::BTreeMap;
use std::fmt::Debug;

const TEXT: Bytes = Bytes::from_static(b"0123456789");

/// A server with one object, and somebody who has little patience.
async fn one() -> (Server, Bucket) {
    let server = Server::start().await;
    let bucket = server.hasty();
    bucket.put("a", TEXT, &Label::default(), &Only::Always).await.unwrap();
    (server, bucket)
}

async fn get(bucket: &Bucket) -> Result<Bytes, Error> {
    Ok(bucket.get("a", 1000).await?.bytes)
}

/// The sentence of an error: one line, with no dump in it.
fn sentence<T: Debug>(refused: Result<T, Error>) -> String {
    let sentence = refused.unwrap_err().to_string();
    assert!(!sentence.contains(['\n', '{']) && sentence.len() < 500, "{sentence}");
    sentence
}

macro_rules! assert_is {
    ($found:expr, $expected:pat) => {
        let found = $found;
        assert!(matches!(found, $expected), "{found:?}");
    };
}

pub(crate) use assert_is;

#[tokio::test]
async fn a_bucket_keeps_what_stores_promise() {
    laws::hold(&Server::start().await.bucket("")).await;
}

#[tokio::test]
async fn so_it_does_below_a_prefix() {
    let server = Server::start().await;
    laws::hold(&server.bucket("deep/é +%/below")).await;
    let kept = server.kept.0.lock().unwrap();
    assert!(kept.len() > 1000 && kept.keys().all(|key| key.starts_with("deep/é +%/below/")));
}

#[tokio::test]
async fn two_prefixes_are_two_stores() {
    let server = Server::start().await;
    let (one, other) = (server.bucket("one"), server.bucket("one/other/"));
    one.put("a", TEXT, &Label::default(), &Only::Always).await.unwrap();
    assert_is!(other.look("a").await, Err(Error::Missing));
    other.put("a", TEXT, &Label::default(), &Only::Absent).await.unwrap();
    assert_eq!(other.list("", None).await.unwrap().names, ["a"]);
    assert_eq!(one.list("", None).await.unwrap().names, ["a", "other/a"]);
}

#[tokio::test]
async fn what_is_written_on_an_object_is_what_s3_has_headers_for() {
    let server = Server::start().await;
    let label = Label {
        media_type: Some("image/avif".to_owned()),
        cache_control: None,
        notes: BTreeMap::from([("sizewise-original".to_owned(), "é 1".to_owned())]),
        tags: BTreeMap::from([("sizewise", "variant"), ("a b", "c&d")]),
    };
    server.bucket("").put("a", TEXT, &label, &Only::Always).await.unwrap();
    let kept = server.kept.0.lock().unwrap();
    assert_eq!(kept["a"].tagging.as_deref(), Some("a%20b=c%26d&sizewise=variant"));
    let metadata = kept["a"].metadata.as_ref().unwrap();
    assert_eq!(metadata["sizewise-original"], "%C3%A9 1");
}

#[tokio::test]
async fn no_name_leads_out_of_the_prefix() {
    let server = Server::start().await;
    let bucket = server.bucket("below");
    let long = "a".repeat(1024);
    for name in ["", "..", "../a", "a/../../b", "a/.", &long] {
        assert_is!(bucket.get(name, 1).await, Err(Error::Name(_)));
        let put = bucket.put(name, TEXT, &Label::default(), &Only::Always).await;
        assert_is!(put, Err(Error::Name(_)));
    }
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn beyond_the_end_there_is_nothing() {
    let (_server, bucket) = one().await;
    for range in [10..20, 100..200, 3..3] {
        assert_eq!(bucket.part("a", range, &tag(&TEXT)).await.unwrap(), "");
    }
    assert_is!(bucket.part("a", 3..3, &ETag::new("other")).await, Err(Error::Changed));
}

#[tokio::test]
async fn who_may_not_list_a_bucket_is_denied_what_is_missing() {
    let (server, bucket) = one().await;
    server.next([Trouble::Refused(403, "AccessDenied"), Trouble::Refused(403, "")]);
    for _ in 0..2 {
        let denied = bucket.get("none", 1).await.unwrap_err();
        assert!(matches!(denied, Error::Denied(_)) && denied.is_missing(), "{denied:?}");
    }
    server.next([Trouble::Strange(403, "")]);
    assert_is!(bucket.look("none").await, Err(Error::Denied(_)));
}

#[tokio::test]
async fn what_an_operator_reads_is_one_line_with_all_in_it() {
    let (server, bucket) = one().await;
    server.next([Trouble::Refused(403, "AccessDenied")]);
    assert_eq!(
        sentence(get(&bucket).await),
        "expected a permission, found none: GetObject in bucket `pictures`: 403 AccessDenied: \
         as the test wants it (request 4442587FB7D0A2F9)"
    );
}

#[tokio::test]
async fn an_archived_object_is_not_missing() {
    let (server, bucket) = one().await;
    server.next([Trouble::Refused(403, "InvalidObjectState")]);
    assert_is!(get(&bucket).await, Err(Error::Fault(_)));
}

#[tokio::test]
async fn who_is_not_who_they_say_is_told_so() {
    let (server, _) = one().await;
    let bucket = buckets(&config(&server.endpoint, "another"), HASTY, "");
    let refused = get(&bucket).await;
    assert_is!(refused, Err(Error::Fault(_)));
    assert!(sentence(get(&bucket).await).contains("SignatureDoesNotMatch"));
}

#[tokio::test]
async fn a_missing_bucket_is_no_missing_object() {
    let server = Server::start().await;
    let connected = Buckets::of(&config(&server.endpoint, SECRET), HASTY).unwrap();
    let bucket = connected.bucket("no-such", "").unwrap();
    assert_is!(bucket.get("a", 1).await, Err(Error::Fault(_)));
    let put = bucket.put("a", TEXT, &Label::default(), &Only::Always).await;
    assert_is!(put, Err(Error::Fault(_)));
    let sentence = sentence(get(&bucket).await);
    assert!(sentence.contains("`no-such`") && sentence.contains("NoSuchBucket"), "{sentence}");
}

#[tokio::test]
async fn what_cannot_be_reached_as_told_is_told_at_once() {
    let config = config("localhost:8333", SECRET);
    let refused = Buckets::of(&config, Patience::default());
    assert!(sentence(refused).contains("expected an endpoint such as https://host"));
    let nowhere = aws_config::SdkConfig::builder().build();
    assert!(sentence(Buckets::of(&nowhere, HASTY)).contains("expected a region"));
    let own = nowhere.into_builder().endpoint_url("http://localhost:8333").build();
    let buckets = Buckets::of(&own, HASTY).unwrap();
    assert!(buckets.bucket("", "").is_err());
    assert!(buckets.bucket(BUCKET, "").is_ok());
}

#[tokio::test]
async fn who_has_no_credentials_is_told_so() {
    let (server, _) = one().await;
    let profile = ProfileFileCredentialsProvider::builder().profile_name("which nobody has");
    let nobody = SharedCredentialsProvider::new(profile.build());
    let config = config(&server.endpoint, SECRET).into_builder().credentials_provider(nobody);
    let bucket = buckets(&config.build(), HASTY, "");
    assert_is!(get(&bucket).await, Err(Error::Fault(_)));
    assert!(sentence(get(&bucket).await).contains("credential"));
    assert_eq!(server.requests(), 1);
}
