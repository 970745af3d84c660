//! What goes wrong when it is told to.

use crate::{BUCKET, get, put, store};
use http::Method;
use sizewise_stage::S3;
use sizewise_stage::s3::{CDN, FUNCTION, Trouble};
use sizewise_store::{Label, Only, Store};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const SHORT: Duration = Duration::from_millis(200);

pub(crate) async fn what_is_refused_is_not_done(s3: &S3) {
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

pub(crate) async fn connections_are_cut_before_and_after(s3: &S3) {
    s3.next(Method::PUT, Trouble::Dropped);
    put(s3, &format!("/{BUCKET}/dropped"), &[]).await.unwrap_err();
    s3.next(Method::PUT, Trouble::Lost);
    put(s3, &format!("/{BUCKET}/lost"), &[]).await.unwrap_err();
    assert_eq!(s3.keys(BUCKET).await, ["lost"]);
    assert!(s3.record().deeds.iter().all(|deed| deed.status.is_none()));
    s3.empty(BUCKET).await;
    s3.reset();
}

pub(crate) async fn answers_do_not_come(s3: &S3) {
    s3.next(Method::PUT, Trouble::Stalled);
    timeout(SHORT, put(s3, &format!("/{BUCKET}/stalled"), &[])).await.unwrap_err();
    s3.next(Method::PUT, Trouble::Silent);
    timeout(SHORT, put(s3, &format!("/{BUCKET}/silent"), &[])).await.unwrap_err();
    assert_eq!(s3.keys(BUCKET).await, ["silent"]);
    s3.empty(BUCKET).await;
    s3.reset();
}

pub(crate) async fn bodies_end_in_their_middle(s3: &S3) {
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

pub(crate) async fn troubles_come_once_or_until_there_is_calm(s3: &S3) {
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

pub(crate) async fn everything_takes_longer(s3: &S3) {
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

pub(crate) async fn idle_connections_are_closed(s3: &S3) {
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
