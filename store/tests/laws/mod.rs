//! What every store promises, as functions over any of them. Each works below a folder of its own, so that all can run
//! over one store, one after the other.

use bytes::Bytes;
use sizewise_store::{ETag, Error, Label, Only, PAGE, Store, tag};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

/// Holds a store to all of it.
pub(crate) async fn hold(store: &dyn Store) {
    what_is_put_is_read(store).await;
    what_is_missing_is_missing(store).await;
    a_tag_is_the_md5_of_the_bytes(store).await;
    a_label_comes_back(store).await;
    what_is_put_again_takes_the_place_whole(store).await;
    who_puts_if_absent_never_puts_over(store).await;
    who_replaces_replaces_what_was_seen(store).await;
    of_many_who_put_if_absent_one_does(store).await;
    an_object_that_is_too_large_is_not_read(store).await;
    parts_are_of_the_object_that_was_seen(store).await;
    what_is_gone_may_be_deleted_again(store).await;
    awkward_names_are_names(store).await;
    names_are_listed_below_a_prefix(store).await;
    pages_hold_every_name_once(store).await;
    an_empty_object_is_an_object(store).await;
}

async fn put(store: &dyn Store, name: &str, bytes: &str) -> ETag {
    let bytes = Bytes::copy_from_slice(bytes.as_bytes());
    store.put(name, bytes, &Label::default(), &Only::Always).await.unwrap()
}

async fn read(store: &dyn Store, name: &str) -> String {
    let object = store.get(name, 1_000_000).await.unwrap();
    String::from_utf8(object.bytes.to_vec()).unwrap()
}

async fn what_is_put_is_read(store: &dyn Store) {
    let before = SystemTime::now() - Duration::from_secs(5);
    let etag = put(store, "read/a.txt", "one").await;
    let object = store.get("read/a.txt", 3).await.unwrap();
    assert_eq!(&object.bytes[..], b"one");
    let looked = store.look("read/a.txt").await.unwrap();
    for meta in [object.meta, looked] {
        assert_eq!((meta.etag, meta.length), (etag.clone(), 3));
        assert!(meta.modified > before, "{:?}", meta.modified);
    }
}

async fn what_is_missing_is_missing(store: &dyn Store) {
    put(store, "missing/a", "a file, and no folder").await;
    for name in ["missing/none.txt", "missing", "missing/a/b", "nowhere/at/all"] {
        let looked = store.look(name).await;
        assert!(matches!(looked, Err(Error::Missing)), "look {name}: {looked:?}");
        let got = store.get(name, 10).await;
        assert!(matches!(got, Err(Error::Missing)), "get {name}: {got:?}");
        let part = store.part(name, 0..1, &tag(b"")).await;
        assert!(matches!(part, Err(Error::Missing | Error::Changed)), "part {name}: {part:?}");
    }
}

async fn a_tag_is_the_md5_of_the_bytes(store: &dyn Store) {
    assert_eq!(put(store, "tag/a", "abc").await.as_str(), "900150983cd24fb0d6963f7d28e17f72");
}

async fn a_label_comes_back(store: &dyn Store) {
    let notes = [("sizewise", "variant"), ("sizewise-original", "\"0a-1\" é%")];
    let label = Label {
        media_type: Some("image/webp".to_owned()),
        cache_control: Some("public, max-age=86400".to_owned()),
        notes: notes.map(|(name, note)| (name.to_owned(), note.to_owned())).into(),
        tags: BTreeMap::from([("sizewise", "variant")]),
    };
    let name = "label/é.webp";
    store.put(name, Bytes::from_static(b"webp"), &label, &Only::Absent).await.unwrap();
    let expected = Label { tags: BTreeMap::new(), ..label };
    assert_eq!(store.look(name).await.unwrap().label, expected);
    assert_eq!(store.get(name, 10).await.unwrap().meta.label, expected);
}

async fn what_is_put_again_takes_the_place_whole(store: &dyn Store) {
    let long = put(store, "again/a", "a long one").await;
    let label = Label { media_type: Some("image/png".to_owned()), ..Label::default() };
    let bytes = Bytes::from_static(b"png");
    store.put("again/a", bytes, &label, &Only::Always).await.unwrap();
    let short = put(store, "again/a", "short").await;
    assert_ne!(long, short);
    let object = store.get("again/a", 100).await.unwrap();
    assert_eq!((&object.bytes[..], object.meta.etag), (&b"short"[..], short));
    assert_ne!(object.meta.label.media_type.as_deref(), Some("image/png"));
}

async fn who_puts_if_absent_never_puts_over(store: &dyn Store) {
    let bytes = |text: &'static str| Bytes::from_static(text.as_bytes());
    let label = Label::default();
    store.put("absent/a", bytes("first"), &label, &Only::Absent).await.unwrap();
    let second = store.put("absent/a", bytes("second"), &label, &Only::Absent).await;
    assert!(matches!(second, Err(Error::Changed)), "{second:?}");
    assert_eq!(read(store, "absent/a").await, "first");
}

async fn who_replaces_replaces_what_was_seen(store: &dyn Store) {
    let seen = put(store, "is/a", "seen").await;
    let bytes = |text: &'static str| Bytes::from_static(text.as_bytes());
    let (label, only) = (Label::default(), Only::Is(seen));
    store.put("is/a", bytes("next"), &label, &only).await.unwrap();
    let late = store.put("is/a", bytes("late"), &label, &only).await;
    assert!(matches!(late, Err(Error::Changed)), "{late:?}");
    assert_eq!(read(store, "is/a").await, "next");
    let gone = store.put("is/none", bytes("gone"), &label, &only).await;
    assert!(matches!(gone, Err(Error::Changed | Error::Missing)), "{gone:?}");
}

async fn of_many_who_put_if_absent_one_does(store: &dyn Store) {
    let texts = (0..8).map(|number| format!("writer {number}")).collect::<Vec<_>>();
    let label = Label::default();
    let puts = texts.iter().map(|text| {
        let bytes = Bytes::copy_from_slice(text.as_bytes());
        store.put("many/a", bytes, &label, &Only::Absent)
    });
    let done = futures_util::future::join_all(puts).await;
    let winners = done.iter().zip(&texts).filter(|(done, _)| done.is_ok()).collect::<Vec<_>>();
    assert_eq!(winners.len(), 1, "{done:?}");
    assert!(done.iter().all(|done| matches!(done, Ok(_) | Err(Error::Changed))), "{done:?}");
    assert_eq!(read(store, "many/a").await, *winners[0].1);
}

async fn an_object_that_is_too_large_is_not_read(store: &dyn Store) {
    put(store, "large/a", "12345").await;
    assert_eq!(store.get("large/a", 5).await.unwrap().bytes.len(), 5);
    let large = store.get("large/a", 4).await;
    assert!(matches!(large, Err(Error::TooLarge { most: 4, found: 5 })), "{large:?}");
}

async fn parts_are_of_the_object_that_was_seen(store: &dyn Store) {
    let etag = put(store, "part/a", "0123456789").await;
    for (range, expected) in [(0..3, "012"), (3..7, "3456"), (8..10, "89"), (8..100, "89")] {
        let part = store.part("part/a", range.clone(), &etag).await.unwrap();
        assert_eq!(&part[..], expected.as_bytes(), "{range:?}");
    }
    put(store, "part/a", "another one").await;
    let part = store.part("part/a", 0..3, &etag).await;
    assert!(matches!(part, Err(Error::Changed)), "{part:?}");
}

async fn what_is_gone_may_be_deleted_again(store: &dyn Store) {
    put(store, "gone/a", "a").await;
    for _ in 0..2 {
        store.delete("gone/a").await.unwrap();
        assert!(matches!(store.look("gone/a").await, Err(Error::Missing)));
    }
    store.put("gone/a", Bytes::from_static(b"b"), &Label::default(), &Only::Absent).await.unwrap();
    assert_eq!(read(store, "gone/a").await, "b");
}

async fn awkward_names_are_names(store: &dyn Store) {
    let names = [
        "awkward/a b+c&d=e.jpg",
        "awkward/é/日本/🦀.jpg",
        "awkward/100%/%20.jpg",
        "awkward/%/a",
        "awkward/a?b#c.jpg",
        "awkward/\"'<>~!$*(),;:@.jpg",
        "awkward/.hidden/...",
        "awkward/400h200w,fit.cover/bw/a.jpg",
        "awkward/_sizewise/a.jpg/400w/bw",
    ];
    for name in names {
        put(store, name, name).await;
    }
    for name in names {
        assert_eq!(read(store, name).await, name);
    }
    let mut listed = listed(store, "awkward/").await;
    listed.sort_unstable();
    let mut names = names.map(ToOwned::to_owned);
    names.sort_unstable();
    assert_eq!(listed, names);
}

async fn names_are_listed_below_a_prefix(store: &dyn Store) {
    for name in ["list/a/1", "list/a/b/2", "list/a/b/c/3", "list/ab/4", "list/a.jpg"] {
        put(store, name, name).await;
    }
    let mut below = listed(store, "list/a/").await;
    below.sort_unstable();
    assert_eq!(below, ["list/a/1", "list/a/b/2", "list/a/b/c/3"]);
    assert_eq!(listed(store, "list/a/b/c/").await, ["list/a/b/c/3"]);
    assert_eq!(listed(store, "list/none/").await, [""; 0]);
}

async fn pages_hold_every_name_once(store: &dyn Store) {
    let mut names = (0..PAGE + 5).map(|number| format!("page/{}/{number}", number % 7));
    let names = names.by_ref().collect::<Vec<_>>();
    for some in names.chunks(64) {
        futures_util::future::join_all(some.iter().map(|name| put(store, name, ""))).await;
    }
    let first = store.list("page/", None).await.unwrap();
    assert!(first.names.len() <= PAGE && first.after.is_some(), "{}", first.names.len());
    let mut listed = listed(store, "page/").await;
    listed.sort_unstable();
    let mut names = names;
    names.sort_unstable();
    assert_eq!(listed, names);
}

async fn an_empty_object_is_an_object(store: &dyn Store) {
    put(store, "empty/a", "not yet").await;
    let etag = put(store, "empty/a", "").await;
    assert_eq!(read(store, "empty/a").await, "");
    assert_eq!(store.look("empty/a").await.unwrap().etag, etag);
}

/// All names below a prefix.
async fn listed(store: &dyn Store, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut after = None;
    loop {
        let page = store.list(prefix, after.as_deref()).await.unwrap();
        names.extend(page.names);
        after = page.after;
        if after.is_none() {
            return names;
        }
    }
}
