//! A folder with a bound.

use crate::{files, folder, names, noted, put, read};
use bytes::Bytes;
use sizewise_store::{Folder, Label, Only, Store};
use std::fs::{self, File, FileTimes};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// As if nobody had used it for so many hours.
fn unused(path: &Path, hours: u32) {
    let then = SystemTime::now() - hours * HOUR;
    File::open(path).unwrap().set_times(FileTimes::new().set_accessed(then)).unwrap();
}

/// The bytes of all files but the folder's own.
fn held(folder: &Path) -> u64 {
    let files =
        files(folder).into_iter().filter(|path| !path.starts_with(folder.join(".sizewise")));
    files.map(|path| fs::metadata(path).unwrap().len()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_has_used_for_the_longest_time_goes_first_with_all_that_is_its_own() {
    let path = folder("bound");
    let store = Folder::bounded(&path, 100_000).unwrap();
    for number in 0..9 {
        put(&store, &format!("o/{number}/a"), &[number; 10_000]).await.unwrap();
    }
    for number in 0..9 {
        unused(&path.join(format!("o/{number}/a")), 30 - number);
    }
    // The oldest and the next but one are used again.
    for name in ["o/0/a", "o/2/a"] {
        read(&store, name).await.unwrap();
    }
    put(&store, "o/9/a", &[9; 10_000]).await.unwrap();
    assert_eq!(names(&store).await.len(), 7, "{:?}", names(&store).await);
    let left = [0, 2, 5, 6, 7, 8, 9].map(|number| format!("o/{number}/a"));
    assert_eq!(names(&store).await, left);
    assert_eq!(files(&path.join(".sizewise/labels")).len(), left.len());
    assert!(!path.join("o/1").exists());
    for name in left {
        assert_eq!(store.look(&name).await.unwrap().label, noted("note"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_files_together_stay_within_the_bound_and_one_object() {
    const MOST: u64 = 200_000;
    let path = folder("most");
    let store = Folder::bounded(&path, MOST).unwrap();
    for number in 0..200 {
        let bytes = vec![1; 1000 + number * 97 % 9_000];
        put(&store, &format!("{}/{number}", number % 7), &bytes).await.unwrap();
        assert!(held(&path) <= MOST + bytes.len() as u64, "{}: {}", number, held(&path));
    }
    assert!(held(&path) > MOST / 2, "{}", held(&path));
    // Many at once can be beyond it by as many objects, until the next one comes.
    let puts = (0..64).map(|number| {
        let store = store.clone();
        async move { put(&store, &format!("at once/{number}"), &[1; 5_000]).await.unwrap() }
    });
    futures_util::future::join_all(puts).await;
    put(&store, "next", &[1; 5_000]).await.unwrap();
    assert!(held(&path) <= MOST + 5_000, "{}", held(&path));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_alone_is_too_large_makes_nothing_fail() {
    let store = Folder::bounded(&folder("alone"), 1_000).unwrap();
    for name in ["a", "b"] {
        put(&store, name, &[1; 5_000]).await.unwrap();
    }
    put(&store, "c", b"small").await.unwrap();
    assert_eq!(read(&store, "c").await.unwrap(), b"small");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_for_another_goes_with_it_and_not_before() {
    let path = folder("marks");
    let marked = |name: &str| name.strip_prefix("marks/").map(ToOwned::to_owned);
    let store = Folder::bounded_with_marks(&path, 50_000, marked).unwrap();
    let mark = async |name: &str| {
        let label = Label::default();
        store.put(&format!("marks/{name}"), Bytes::new(), &label, &Only::Always).await.unwrap();
        unused(&path.join("marks").join(name), 100);
    };
    for number in 0..4 {
        let name = number.to_string();
        put(&store, &name, &[number; 10_000]).await.unwrap();
        unused(&path.join(&name), 20 - u32::from(number));
        mark(&name).await;
    }
    // What it stands for was never there.
    mark("never").await;
    assert_eq!(files(&path.join(".sizewise/labels")).len(), 4, "an empty mark needs no label");
    put(&store, "4", &[4; 10_000]).await.unwrap();
    assert_eq!(names(&store).await, ["2", "3", "4", "marks/2", "marks/3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_files_are_counted_and_swept_in_a_moment() {
    let path = folder("thousands");
    // One file under ten thousand names is made sooner than as many files.
    let file = path.join("file");
    fs::write(&file, [1; 100]).unwrap();
    for number in 0..10_000 {
        let folder = path.join(format!("{}", number % 100));
        if number < 100 {
            fs::create_dir(&folder).unwrap();
        }
        fs::hard_link(&file, folder.join(number.to_string())).unwrap();
    }
    let store = Folder::bounded(&path, 3_000_000).unwrap();
    let start = Instant::now();
    put(&store, "next", b"next").await.unwrap();
    // A fifth of a second where nobody else is at work; half of the files go.
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let left = names(&store).await.len();
    assert!((3_000..5_000).contains(&left), "{left}");
    assert_eq!(read(&store, "next").await.unwrap(), b"next");
}
