//! The bucket behaves as S3 does, tells afterwards what was asked of it, and fails as it is told.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use bytes::Bytes;
use http::{Method, StatusCode};
use sizewise_stage::s3::{Action, CDN, Condition, FUNCTION, LISTER, READER, Trouble};
use sizewise_stage::{Answer, Folder, S3, Scenes, play, weed_program};
use sizewise_store::{Bucket, Buckets, Error, Label, Only, Patience, Store};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const BUCKET: &str = "pictures";

#[tokio::main]
async fn main() -> ExitCode {
    let Some(weed) = weed_program("a bucket that behaves as S3 does") else {
        return ExitCode::SUCCESS;
    };
    let s3 = S3::start(&weed, &[BUCKET]).await;
    let mut scenes = Scenes::default();
    play!(scenes, &s3;
        a_plus_in_a_path_is_a_space,
        who_may_not_list_is_not_told_what_is_missing,
        who_is_not_known_is_told_so,
        who_may_not_tag_may_not_put_with_tags,
        what_is_not_there_cannot_be_replaced,
        answers_have_what_s3_says_and_nothing_else,
        a_store_does_all_of_its_deeds,
        the_record_says_what_a_role_needs,
        a_request_that_nobody_has_thought_of_fails_the_test,
        what_is_refused_is_not_done,
        connections_are_cut_before_and_after,
        answers_do_not_come,
        bodies_end_in_their_middle,
        troubles_come_once_or_until_there_is_calm,
        everything_takes_longer,
        idle_connections_are_closed,
        hundreds_ask_at_once,
    );
    scenes.ended()
}

async fn get(s3: &S3, who: &str, target: &str) -> Answer {
    s3.ask(who, Method::GET, target, &[], "").await.unwrap()
}

async fn put(s3: &S3, target: &str, headers: &[(&str, &str)]) -> Result<Answer, String> {
    s3.ask(FUNCTION, Method::PUT, target, headers, "new").await
}

fn store(s3: &S3, who: &str) -> Bucket {
    let credentials = Credentials::new(who, who, None, None, "test");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-west-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(&s3.endpoint)
        .build();
    Buckets::of(&config, Patience::default()).unwrap().bucket(BUCKET, "").unwrap()
}

async fn a_plus_in_a_path_is_a_space(s3: &S3) {
    s3.upload(BUCKET, "plus/a b.jpg", "space", "image/jpeg").await;
    s3.upload(BUCKET, "plus/a+b.jpg", "plus", "image/jpeg").await;
    let paths = [("a+b.jpg", "space"), ("a%20b.jpg", "space"), ("a%2Bb.jpg", "plus")];
    for (name, text) in paths {
        let answer = get(s3, CDN, &format!("/{BUCKET}/plus/{name}")).await;
        assert_eq!((answer.status, answer.text().as_str()), (StatusCode::OK, text), "{name}");
    }
    let put = put(s3, &format!("/{BUCKET}/plus/new+one.jpg"), &[]).await.unwrap();
    assert_eq!(put.status, StatusCode::OK);
    let keys = s3.keys(BUCKET).await;
    assert_eq!(keys, ["plus/a b.jpg", "plus/a+b.jpg", "plus/new one.jpg"]);
    s3.empty(BUCKET).await;
    assert!(s3.keys(BUCKET).await.is_empty());
    s3.reset();
}

async fn who_may_not_list_is_not_told_what_is_missing(s3: &S3) {
    let tells = [(CDN, 403, "AccessDenied"), (READER, 403, "AccessDenied")];
    for (who, status, code) in tells.into_iter().chain([(LISTER, 404, "NoSuchKey")]) {
        let target = format!("/{BUCKET}/missing.jpg");
        let answer = get(s3, who, &target).await;
        assert_eq!(answer.status, status, "{who}");
        assert!(answer.text().contains(&format!("<Code>{code}</Code>")), "{}", answer.text());
        assert_eq!(answer.header("content-type"), "application/xml");
        assert_eq!(answer.header("transfer-encoding"), "chunked");
        assert_eq!(answer.header("content-length"), "");
        let head = s3.ask(who, Method::HEAD, &target, &[], "").await.unwrap();
        assert_eq!((head.status.as_u16(), head.body.len()), (status, 0), "{who}");
    }
    let told = s3.record().told_missing();
    assert_eq!(told.into_iter().collect::<Vec<_>>(), [(LISTER.into(), BUCKET.into())]);
    let answer = get(s3, CDN, "/no-such/missing.jpg").await;
    assert!(answer.status == 404 && answer.text().contains("NoSuchBucket"), "{answer:?}");
    let listed = s3.ask(CDN, Method::GET, &format!("/{BUCKET}?list-type=2"), &[], "").await;
    assert_eq!(listed.unwrap().status, StatusCode::FORBIDDEN);
    s3.reset();
}

async fn who_is_not_known_is_told_so(s3: &S3) {
    s3.upload(BUCKET, "a.jpg", "a", "image/jpeg").await;
    let answer = get(s3, "stranger", &format!("/{BUCKET}/a.jpg")).await;
    assert!(answer.status == 403 && answer.text().contains("InvalidAccessKeyId"), "{answer:?}");
    let mut stream =
        TcpStream::connect(s3.endpoint.strip_prefix("http://").unwrap()).await.unwrap();
    let request = format!("GET /{BUCKET}/a.jpg HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("403 Forbidden") && answer.contains("AccessDenied"), "{answer}");
    // Whoever the store says that it is, the front believes; but not that one is known.
    let read = store(s3, "stranger").get("a.jpg", 10).await;
    assert!(matches!(&read, Err(Error::Fault(why)) if why.contains("InvalidAccessKeyId")));
    s3.permit("stranger", &[Action::GetObject]);
    assert_eq!(store(s3, "stranger").get("a.jpg", 10).await.unwrap().bytes, "a");
    s3.empty(BUCKET).await;
    s3.reset();
}

async fn who_may_not_tag_may_not_put_with_tags(s3: &S3) {
    s3.permit(FUNCTION, &[Action::PutObject]);
    let target = format!("/{BUCKET}/tagged.jpg");
    let tagged = put(s3, &target, &[("x-amz-tagging", "sizewise=variant")]).await.unwrap();
    assert_eq!(tagged.status, StatusCode::FORBIDDEN);
    assert!(s3.kept(BUCKET, "tagged.jpg").await.is_none());
    assert_eq!(put(s3, &target, &[]).await.unwrap().status, StatusCode::OK);
    s3.empty(BUCKET).await;
    s3.reset();
}

async fn what_is_not_there_cannot_be_replaced(s3: &S3) {
    let target = format!("/{BUCKET}/a.jpg");
    let answer = put(s3, &target, &[("if-match", "\"abc\"")]).await.unwrap();
    assert!(answer.status == 404 && answer.text().contains("NoSuchKey"), "{answer:?}");
    assert_eq!(put(s3, &target, &[("if-none-match", "*")]).await.unwrap().status, 200);
    assert_eq!(put(s3, &target, &[("if-none-match", "*")]).await.unwrap().status, 412);
    let answer = put(s3, &target, &[("if-match", "\"abc\"")]).await.unwrap();
    assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED);
    s3.empty(BUCKET).await;
    s3.reset();
}

async fn answers_have_what_s3_says_and_nothing_else(s3: &S3) {
    let headers = [
        ("content-type", "image/webp"),
        ("cache-control", "public, max-age=1"),
        ("x-amz-meta-sizewise", "variant"),
        ("x-amz-tagging", "sizewise=variant"),
    ];
    put(s3, &format!("/{BUCKET}/a.webp"), &headers).await.unwrap();
    let answer = get(s3, CDN, &format!("/{BUCKET}/a.webp")).await;
    let mut names = answer.headers.keys().map(|name| name.as_str()).collect::<Vec<_>>();
    names.sort_unstable();
    let expected = [
        "accept-ranges",
        "cache-control",
        "content-length",
        "content-type",
        "date",
        "etag",
        "last-modified",
        "server",
        "x-amz-id-2",
        "x-amz-meta-sizewise",
        "x-amz-request-id",
        "x-amz-server-side-encryption",
    ];
    assert_eq!(names, expected);
    assert_eq!(answer.header("server"), "AmazonS3");
    assert_eq!(answer.header("etag"), "\"22af645d1859cb5ca6da0c484f1f37ea\"");
    let kept = s3.kept(BUCKET, "a.webp").await.unwrap();
    assert_eq!((kept.bytes.as_ref(), kept.note("sizewise")), (&b"new"[..], "variant"));
    assert_eq!(kept.tags.into_iter().collect::<Vec<_>>(), [("sizewise".into(), "variant".into())]);
    s3.empty(BUCKET).await;
    s3.reset();
}

/// What the client of AWS sends, signed, comes through.
async fn deeds(store: &Bucket) {
    let label = Label {
        media_type: Some("image/jpeg".to_owned()),
        tags: [("sizewise", "variant")].into(),
        ..Label::default()
    };
    let bytes = Bytes::from(vec![7; 100_000]);
    let tag = store.put("200w/bw/é +.jpg", bytes.clone(), &label, &Only::Absent).await.unwrap();
    assert_eq!(store.look("200w/bw/é +.jpg").await.unwrap().etag, tag);
    assert_eq!(store.get("200w/bw/é +.jpg", 200_000).await.unwrap().bytes, bytes);
    assert_eq!(store.part("200w/bw/é +.jpg", 1..4, &tag).await.unwrap(), [7, 7, 7].as_slice());
    let plain = Label::default();
    store.put("200w/bw/é +.jpg", bytes, &plain, &Only::Is(tag)).await.unwrap();
    store.put("_sizewise/é +.jpg/200w/bw", Bytes::new(), &plain, &Only::Always).await.unwrap();
    assert_eq!(store.list("_sizewise/", None).await.unwrap().names, ["_sizewise/é +.jpg/200w/bw"]);
    store.delete("_sizewise/é +.jpg/200w/bw").await.unwrap();
}

async fn a_store_does_all_of_its_deeds(s3: &S3) {
    deeds(&store(s3, FUNCTION)).await;
    let kept = s3.kept(BUCKET, "200w/bw/é +.jpg").await.unwrap();
    assert_eq!(kept.bytes.len(), 100_000);
    assert!(kept.tags.is_empty(), "it was replaced by one without: {:?}", kept.tags);
    let missing = store(s3, CDN).get("missing.jpg", 10).await;
    assert!(matches!(missing, Err(Error::Denied(_) | Error::Missing)), "{missing:?}");
    s3.empty(BUCKET).await;
    s3.reset();
}

fn kind(bucket: &str, key: &str) -> String {
    let kind = match key.split('/').next() {
        Some("_sizewise") => "markers",
        Some("200w") => "variants",
        _ => "originals",
    };
    format!("{bucket}/{kind}")
}

async fn the_record_says_what_a_role_needs(s3: &S3) {
    s3.upload(BUCKET, "a.jpg", "a", "image/jpeg").await;
    deeds(&store(s3, FUNCTION)).await;
    get(s3, CDN, &format!("/{BUCKET}/a.jpg")).await;
    get(s3, CDN, &format!("/{BUCKET}/200w/default/a.jpg")).await;
    get(s3, CDN, &format!("/{BUCKET}/200w/default/b.jpg")).await;
    let record = s3.record();
    let needed = record.permissions(kind).into_iter();
    let needed = needed.map(|need| format!("{} {} {}", need.identity, need.action, need.resource));
    let expected = [
        "cdn s3:GetObject pictures/originals",
        "cdn s3:GetObject pictures/variants",
        "function s3:DeleteObject pictures/markers",
        "function s3:GetObject pictures/variants",
        "function s3:ListBucket pictures",
        "function s3:PutObject pictures/markers",
        "function s3:PutObject pictures/variants",
        "function s3:PutObjectTagging pictures/variants",
    ];
    assert_eq!(needed.collect::<Vec<_>>(), expected);
    let conditions = record.conditions(kind).into_iter();
    let conditions = conditions.map(|(need, condition)| (need.resource, condition));
    let variants = || "pictures/variants".to_owned();
    let expected = [
        ("pictures/markers".to_owned(), Condition::Always),
        (variants(), Condition::Absent),
        (variants(), Condition::Is),
    ];
    assert_eq!(conditions.collect::<Vec<_>>(), expected);
    assert_eq!(record.count(Method::GET, "a.jpg"), 1);
    assert_eq!(record.all(Method::DELETE), 1);
    let folder = Folder::new("record");
    s3.write_record(&folder.path().join("deep/record.json"), kind);
    let text = std::fs::read_to_string(folder.path().join("deep/record.json")).unwrap();
    let value = serde_json::from_str::<serde_json::Value>(&text).unwrap();
    let first = serde_json::json!(
        { "identity": "cdn", "action": "s3:GetObject", "resource": "pictures/originals" });
    assert_eq!(value["permissions"][0], first);
    assert_eq!(value["permissions"].as_array().unwrap().len(), 8);
    assert_eq!(value["conditions"][1]["condition"], "if-none-match");
    s3.empty(BUCKET).await;
    s3.reset();
    assert!(s3.record().deeds.is_empty());
}

async fn a_request_that_nobody_has_thought_of_fails_the_test(s3: &S3) {
    let strange = [
        (Method::GET, format!("/{BUCKET}/a.jpg?acl"), None),
        (Method::POST, format!("/{BUCKET}?delete"), None),
        (Method::GET, format!("/{BUCKET}"), None),
        (Method::GET, format!("/{BUCKET}?list-type=2&fetch-owner=true"), None),
        (Method::PUT, format!("/{BUCKET}/a.jpg"), Some(("x-amz-copy-source", "pictures/b.jpg"))),
    ];
    for (method, target, header) in strange {
        let headers = header.into_iter().collect::<Vec<_>>();
        let answer = s3.ask(FUNCTION, method, &target, &headers, "").await.unwrap();
        assert_eq!(answer.status, StatusCode::NOT_IMPLEMENTED, "{target}");
        let failed = catch_unwind(AssertUnwindSafe(|| s3.record().permissions(kind))).unwrap_err();
        assert!(failed.downcast_ref::<String>().unwrap().contains(&target));
        let failed = catch_unwind(AssertUnwindSafe(|| s3.reset()));
        assert!(failed.is_err() && s3.record().deeds.is_empty());
    }
}

async fn what_is_refused_is_not_done(s3: &S3) {
    for (status, code) in [(403, "AccessDenied"), (500, "InternalError"), (503, "SlowDown")] {
        s3.next(Method::PUT, Trouble::Refused(status, code));
        let target = format!("/{BUCKET}/a.jpg");
        let answer = put(s3, &target, &[]).await.unwrap();
        assert_eq!(answer.status.as_u16(), status);
        assert!(answer.text().contains(&format!("<Code>{code}</Code>")));
        assert!(s3.kept(BUCKET, "a.jpg").await.is_none());
    }
    // The client of AWS tries again.
    s3.next(Method::PUT, Trouble::Refused(503, "SlowDown"));
    let store = store(s3, FUNCTION);
    store.put("a.jpg", "a".into(), &Label::default(), &Only::Always).await.unwrap();
    let deeds = s3.record().deeds;
    let statuses = deeds.iter().map(|deed| deed.status.unwrap().as_u16());
    assert_eq!(statuses.collect::<Vec<_>>(), [403, 500, 503, 503, 200]);
    s3.empty(BUCKET).await;
    s3.reset();
}

async fn connections_are_cut_before_and_after(s3: &S3) {
    s3.next(Method::PUT, Trouble::Dropped);
    put(s3, &format!("/{BUCKET}/dropped"), &[]).await.unwrap_err();
    s3.next(Method::PUT, Trouble::Lost);
    put(s3, &format!("/{BUCKET}/lost"), &[]).await.unwrap_err();
    assert_eq!(s3.keys(BUCKET).await, ["lost"]);
    assert!(s3.record().deeds.iter().all(|deed| deed.status.is_none()));
    s3.empty(BUCKET).await;
    s3.reset();
}

const SHORT: Duration = Duration::from_millis(200);

async fn answers_do_not_come(s3: &S3) {
    s3.next(Method::PUT, Trouble::Stalled);
    timeout(SHORT, put(s3, &format!("/{BUCKET}/stalled"), &[])).await.unwrap_err();
    s3.next(Method::PUT, Trouble::Silent);
    timeout(SHORT, put(s3, &format!("/{BUCKET}/silent"), &[])).await.unwrap_err();
    assert_eq!(s3.keys(BUCKET).await, ["silent"]);
    s3.empty(BUCKET).await;
    s3.reset();
}

async fn bodies_end_in_their_middle(s3: &S3) {
    s3.upload(BUCKET, "a.jpg", vec![1; 100_000], "image/jpeg").await;
    let target = format!("/{BUCKET}/a.jpg");
    s3.next(Method::GET, Trouble::Torn);
    s3.ask(FUNCTION, Method::GET, &target, &[], "").await.unwrap_err();
    s3.next(Method::GET, Trouble::Stuck);
    timeout(SHORT, get(s3, FUNCTION, &target)).await.unwrap_err();
    // A store notices, and tries again.
    s3.next(Method::GET, Trouble::Torn);
    assert_eq!(store(s3, FUNCTION).get("a.jpg", 200_000).await.unwrap().bytes.len(), 100_000);
    assert_eq!(s3.record().count(Method::GET, "a.jpg"), 4);
    s3.empty(BUCKET).await;
    s3.reset();
}

async fn troubles_come_once_or_until_there_is_calm(s3: &S3) {
    s3.upload(BUCKET, "a.jpg", "a", "image/jpeg").await;
    s3.upload(BUCKET, "b.jpg", "b", "image/jpeg").await;
    s3.when(|deed| deed.key == "b.jpg", Trouble::Refused(500, "InternalError"));
    s3.always(|deed| deed.key == "a.jpg", Trouble::Refused(503, "SlowDown"));
    let mut statuses = Vec::new();
    for key in ["a.jpg", "b.jpg", "a.jpg", "b.jpg"] {
        statuses.push(get(s3, CDN, &format!("/{BUCKET}/{key}")).await.status.as_u16());
    }
    assert_eq!(statuses, [503, 500, 503, 200]);
    s3.reset();
    assert_eq!(get(s3, CDN, &format!("/{BUCKET}/a.jpg")).await.status, 200);
    s3.empty(BUCKET).await;
    s3.reset();
}

async fn everything_takes_longer(s3: &S3) {
    s3.upload(BUCKET, "a.jpg", "a", "image/jpeg").await;
    let target = format!("/{BUCKET}/a.jpg");
    s3.latency(SHORT);
    let since = Instant::now();
    get(s3, CDN, &target).await;
    assert!(since.elapsed() >= SHORT);
    s3.reset();
    s3.next(Method::GET, Trouble::Late(SHORT));
    let since = Instant::now();
    get(s3, CDN, &target).await;
    assert!(since.elapsed() >= SHORT);
    s3.empty(BUCKET).await;
    s3.reset();
}

async fn idle_connections_are_closed(s3: &S3) {
    s3.idle(SHORT);
    let mut stream =
        TcpStream::connect(s3.endpoint.strip_prefix("http://").unwrap()).await.unwrap();
    let request = "HEAD /pictures/a.jpg HTTP/1.1\r\nHost: a\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let since = Instant::now();
    let mut answer = String::new();
    timeout(SHORT * 20, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "it is closed without a word: {answer}");
    assert!(since.elapsed() >= SHORT);
    s3.reset();
}

async fn hundreds_ask_at_once(s3: &S3) {
    s3.upload(BUCKET, "a.jpg", vec![1; 10_000], "image/jpeg").await;
    let target = format!("/{BUCKET}/a.jpg");
    let asked = (0..300).map(|_| get(s3, CDN, &target));
    let answers = futures_util::future::join_all(asked).await;
    assert!(answers.iter().all(|answer| answer.body.len() == 10_000));
    assert_eq!(s3.record().count(Method::GET, "a.jpg"), 300);
    s3.empty(BUCKET).await;
    s3.reset();
}
