//! Several who work in one folder.

use crate::{files, folder, names, noted, put};
use bytes::Bytes;
use sizewise_store::{Error, Folder, Label, Only, Store};
use std::sync::Arc;

/// Runs several at once, each with its number.
async fn at_once<F>(many: usize, work: impl Fn(usize) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let tasks = (0..many).map(|number| tokio::spawn(work(number))).collect::<Vec<_>>();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_puts_where_another_deletes_the_last_object_of_a_folder_is_not_disturbed() {
    let path = folder("pruned");
    // Two that know nothing of each other, as two processes do.
    let stores = [Folder::open(&path).unwrap(), Folder::open(&path).unwrap()].map(Arc::new);
    at_once(4, |number| {
        let store = Arc::clone(&stores[number % 2]);
        async move {
            let name = format!("deep/er/and/deeper/{number}");
            for _ in 0..250 {
                put(&*store, &name, b"here").await.unwrap();
                assert_eq!(crate::read(&*store, &name).await.unwrap(), b"here");
                store.delete(&name).await.unwrap();
                assert!(matches!(store.look(&name).await, Err(Error::Missing)));
            }
        }
    })
    .await;
    assert_eq!(names(&*stores[0]).await, [""; 0]);
    assert!(!path.join("deep").exists());
    assert_eq!(files(&path), [""; 0].map(std::path::PathBuf::from), "nothing is left behind");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_write_one_object_leave_one_of_theirs_whole() {
    let path = folder("two");
    let stores = [Folder::open(&path).unwrap(), Folder::open(&path).unwrap()].map(Arc::new);
    let content = |number: usize| [b'a' + number as u8; 5_000];
    at_once(4, |number| {
        let store = Arc::clone(&stores[number % 2]);
        async move {
            for _ in 0..150 {
                let label = noted(&number.to_string());
                let bytes = Bytes::copy_from_slice(&content(number));
                store.put("a", bytes, &label, &Only::Always).await.unwrap();
                let object = store.get("a", 10_000).await.unwrap();
                let writer = usize::from(object.bytes[0] - b'a');
                assert_eq!(object.bytes[..], content(writer), "torn");
                // Where two processes meet, a label may be lost, and is never another's.
                let label = object.meta.label;
                assert!(label == noted(&writer.to_string()) || label == Label::default());
            }
        }
    })
    .await;
    put(&*stores[0], "a", b"last").await.unwrap();
    assert_eq!(stores[1].look("a").await.unwrap().label, noted("note"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_deletes_while_another_puts_takes_no_label_off_what_stays() {
    let store = Arc::new(Folder::open(&folder("unlabelled")).unwrap());
    at_once(2, |number| {
        let store = Arc::clone(&store);
        async move {
            for _ in 0..500 {
                if number == 0 {
                    store.delete("a/b").await.unwrap();
                    continue;
                }
                put(&*store, "a/b", b"here").await.unwrap();
                match store.look("a/b").await {
                    Ok(meta) => assert_eq!(meta.label, noted("note")),
                    Err(error) => assert!(matches!(error, Error::Missing), "{error:?}"),
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_goes_while_a_folder_is_listed_hides_nothing_of_what_stays() {
    let store = Arc::new(Folder::open(&folder("listed")).unwrap());
    for number in 0..40 {
        put(&*store, &format!("{number:02}/stays"), b"").await.unwrap();
    }
    at_once(2, |number| {
        let store = Arc::clone(&store);
        async move {
            for round in 0..150 {
                if number == 0 {
                    let name = format!("{:02}/a/goes", round % 40);
                    put(&*store, &name, b"").await.unwrap();
                    store.delete(&name).await.unwrap();
                    continue;
                }
                let names = names(&*store).await;
                let stay = names.iter().filter(|name| name.ends_with("/stays")).count();
                assert_eq!(stay, 40, "{names:?}");
            }
        }
    })
    .await;
}
