//! What is known afterwards of what was asked.

use crate::{BUCKET, get, store};
use bytes::Bytes;
use http::{Method, StatusCode};
use sizewise_stage::s3::{CDN, Condition, FUNCTION};
use sizewise_stage::{Folder, S3};
use sizewise_store::{Bucket, Error, Label, Only, Store};
use std::panic::{AssertUnwindSafe, catch_unwind};

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

pub(crate) async fn a_store_does_all_of_its_deeds(s3: &S3) {
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

pub(crate) async fn the_record_says_what_a_role_needs(s3: &S3) {
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

pub(crate) async fn a_request_that_nobody_has_thought_of_fails_the_test(s3: &S3) {
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
