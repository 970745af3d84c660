//! How the bucket answers whom.

use crate::{BUCKET, get, put, store};
use http::{Method, StatusCode};
use sizewise_stage::S3;
use sizewise_stage::s3::{Action, CDN, FUNCTION, LISTER, READER};
use sizewise_store::{Error, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) async fn a_plus_in_a_path_is_a_space(s3: &S3) {
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

pub(crate) async fn who_may_not_list_is_not_told_what_is_missing(s3: &S3) {
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

pub(crate) async fn who_is_not_known_is_told_so(s3: &S3) {
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

pub(crate) async fn who_may_not_tag_may_not_put_with_tags(s3: &S3) {
    s3.permit(FUNCTION, &[Action::PutObject]);
    let target = format!("/{BUCKET}/tagged.jpg");
    let tagged = put(s3, &target, &[("x-amz-tagging", "sizewise=variant")]).await.unwrap();
    assert_eq!(tagged.status, StatusCode::FORBIDDEN);
    assert!(s3.kept(BUCKET, "tagged.jpg").await.is_none());
    assert_eq!(put(s3, &target, &[]).await.unwrap().status, StatusCode::OK);
    s3.empty(BUCKET).await;
    s3.reset();
}

pub(crate) async fn what_is_not_there_cannot_be_replaced(s3: &S3) {
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

pub(crate) async fn answers_have_what_s3_says_and_nothing_else(s3: &S3) {
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

pub(crate) async fn hundreds_ask_at_once(s3: &S3) {
    s3.upload(BUCKET, "a.jpg", vec![1; 10_000], "image/jpeg").await;
    let target = format!("/{BUCKET}/a.jpg");
    let asked = (0..300).map(|_| get(s3, CDN, &target));
    let answers = futures_util::future::join_all(asked).await;
    assert!(answers.iter().all(|answer| answer.body.len() == 10_000));
    assert_eq!(s3.record().count(Method::GET, "a.jpg"), 300);
    s3.empty(BUCKET).await;
    s3.reset();
}
