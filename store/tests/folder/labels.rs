//! Nobody ever sees the label of one object on the bytes of another.

use crate::{folder, noted};
use bytes::Bytes;
use sizewise_store::{Error, Folder, Only, Store, tag};
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// All of one length, and more than one within a tick of the file system's clock.
fn content(number: u64) -> Bytes {
    Bytes::from(format!("{number:08}").repeat(200))
}

/// How often each was written or read.
const TIMES: u64 = 400;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_label_is_that_of_the_bytes_however_often_they_are_replaced() {
    let store = Arc::new(Folder::open(&folder("labels")).unwrap());
    let (count, is_done) = (Arc::new(AtomicU64::new(1)), Arc::new(AtomicBool::new(false)));
    let put = async |store: &Folder, number: u64| {
        let label = noted(&number.to_string());
        store.put("a/b", content(number), &label, &Only::Always).await.unwrap();
    };
    put(&store, 0).await;
    let writers = (0..2).map(|_| {
        let (store, count) = (Arc::clone(&store), Arc::clone(&count));
        tokio::spawn(async move {
            for _ in 0..TIMES {
                let number = count.fetch_add(1, Ordering::Relaxed);
                let label = noted(&number.to_string());
                store.put("a/b", content(number), &label, &Only::Always).await.unwrap();
            }
        })
    });
    let readers = (0..2).map(|_| {
        let (store, is_done) = (Arc::clone(&store), Arc::clone(&is_done));
        tokio::spawn(async move {
            let mut read = 0;
            while read < TIMES || !is_done.load(Ordering::Relaxed) {
                let object = store.get("a/b", 10_000).await.unwrap();
                let number = object.bytes[..8].escape_ascii().to_string().parse::<u64>().unwrap();
                assert!(object.bytes == content(number), "{number} is torn");
                assert_eq!(object.meta.label, noted(&number.to_string()));
                assert_eq!(object.meta.etag, tag(&object.bytes));
                match store.part("a/b", 8..16, &object.meta.etag).await {
                    Ok(part) => assert_eq!(part, object.bytes.slice(8..16)),
                    Err(error) => assert!(matches!(error, Error::Changed), "{error:?}"),
                }
                read += 1;
            }
        })
    });
    let readers = readers.collect::<Vec<_>>();
    futures_util::future::join_all(writers.collect::<Vec<_>>())
        .await
        .into_iter()
        .for_each(Result::unwrap);
    is_done.store(true, Ordering::Relaxed);
    futures_util::future::join_all(readers).await.into_iter().for_each(Result::unwrap);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_that_is_interrupted_before_the_file_follows_leaves_the_old_object_and_its_label() {
    let path = folder("interrupted");
    let store = Folder::open(&path).unwrap();
    let put = async |number: u64| {
        let label = noted(&number.to_string());
        store.put("a", content(number), &label, &Only::Always).await.unwrap();
    };
    put(1).await;
    let before = path.join("before");
    fs::hard_link(path.join("a"), &before).unwrap();
    put(2).await;
    // What is written on the second is there, and the file is still the first.
    fs::rename(&before, path.join("a")).unwrap();
    let object = store.get("a", 10_000).await.unwrap();
    assert_eq!((object.bytes, object.meta.label), (content(1), noted("1")));
    put(3).await;
    assert_eq!(store.look("a").await.unwrap().label, noted("3"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_somebody_else_puts_there_has_no_label() {
    let path = folder("foreign");
    let store = Folder::open(&path).unwrap();
    let label = noted("mine");
    let mine = store.put("a", Bytes::from_static(b"mine"), &label, &Only::Always).await.unwrap();
    fs::write(path.join("a"), "else").unwrap();
    let object = store.get("a", 10).await.unwrap();
    assert_eq!((&object.bytes[..], object.meta.label), (&b"else"[..], Default::default()));
    assert_ne!(object.meta.etag, mine);
    // A machine that has lost its power leaves nothing where something was promised.
    fs::write(path.join("a"), "").unwrap();
    assert!(matches!(store.get("a", 10).await, Err(Error::Missing)));
    store.put("a", Bytes::from_static(b"next"), &label, &Only::Absent).await.unwrap();
    assert_eq!(store.look("a").await.unwrap().label, label);
}
