//! Stores that fail: what a viewer gets, and what is kept.

use crate::rooms::{Build, Meanwhile, Rooms, address, picture};
use sizewise_fulfil::{House, Keeping, Patience};
use sizewise_store::Deed::{Delete, Get, Look, Put};
use sizewise_store::Fault::{Busy, Denied, Down, Lost, Stall};
use sizewise_store::{Schedule, Store};
use std::time::{Duration, Instant};

const PATH: &str = "/20w/bw/a.png";
const STORED: &str = "20w/bw/a.png";

/// Long enough for what answers at once, also on a busy machine, and short enough to wait for what does not.
const SHORT: Duration = Duration::from_millis(100);

async fn impatient() -> Rooms {
    let patience = Patience { kept: SHORT, original: 100 * SHORT, keep: SHORT };
    let rooms = Build { patience, ..Build::default() }.rooms();
    rooms.upload("a.png", picture(1)).await;
    rooms
}

/// Waits until a variant is known not to be kept.
async fn counted(house: &House) {
    let counted = async {
        while house.tally().not_kept == 0 {
            tokio::time::sleep(SHORT / 10).await;
        }
    };
    tokio::time::timeout(300 * SHORT, counted).await.unwrap();
}

#[tokio::test]
async fn whatever_the_store_of_variants_does_the_viewer_gets_the_picture() {
    let expected = Rooms::new().await.ask(PATH).await.picture;
    for (fault, deeds, keeping) in [
        (Busy, &[Get][..], Keeping::Kept),
        (Down, &[Get], Keeping::Kept),
        (Denied, &[Get], Keeping::Kept),
        (Lost, &[Get], Keeping::Kept),
        (Stall, &[Get], Keeping::Kept),
        (Busy, &[Put], Keeping::NotKept),
        (Down, &[Put], Keeping::NotKept),
        (Denied, &[Put], Keeping::NotKept),
        (Lost, &[Put], Keeping::NotKept),
        (Stall, &[Put], Keeping::Slow),
        // Read-only, and nothing at all.
        (Denied, &[Put, Delete], Keeping::NotKept),
        (Busy, &[Get, Look, Put, Delete], Keeping::NotKept),
        (Down, &[Get, Look, Put, Delete], Keeping::NotKept),
        (Stall, &[Get, Look, Put, Delete], Keeping::Slow),
        (Down, &[Look, Delete], Keeping::Kept),
    ] {
        let rooms = impatient().await;
        rooms.variants.follow(Schedule::always(fault, deeds));
        let start = Instant::now();
        let made = rooms.ask(PATH).await;
        assert!(start.elapsed() < 50 * SHORT, "{fault:?} {deeds:?}: {:?}", start.elapsed());
        assert_eq!(made.keeping, keeping, "{fault:?} {deeds:?}");
        assert_eq!(made.picture.bytes, expected.bytes, "{fault:?} {deeds:?}");
        // What is not marked is not there, also where it was put and only the answer was lost.
        let is_there = rooms.kept.look(STORED).await.is_ok();
        assert_eq!(is_there, keeping == Keeping::Kept, "{fault:?} {deeds:?}");
        // It recovers by itself.
        rooms.variants.follow(Schedule::never());
        assert_eq!(rooms.ask(PATH).await.picture.bytes, expected.bytes);
        assert_eq!(rooms.ask(PATH).await.keeping, Keeping::Found, "{fault:?} {deeds:?}");
    }
}

#[tokio::test]
async fn where_a_stale_variant_cannot_be_replaced_the_viewer_gets_the_new_picture() {
    for (fault, deed, keeping) in [
        (Busy, Look, Keeping::NotKept),
        (Down, Look, Keeping::NotKept),
        (Denied, Look, Keeping::NotKept),
        (Stall, Look, Keeping::Slow),
        (Down, Put, Keeping::NotKept),
        (Down, Delete, Keeping::Kept),
        (Stall, Delete, Keeping::Kept),
    ] {
        let rooms = impatient().await;
        let stale = rooms.ask(PATH).await.picture;
        rooms.upload("a.png", picture(2)).await;
        rooms.variants.follow(Schedule::always(fault, &[deed]));
        let made = rooms.ask(PATH).await;
        assert_eq!(made.keeping, keeping, "{fault:?} {deed:?}");
        assert_ne!(made.picture.bytes, stale.bytes, "{fault:?} {deed:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_deleted_is_told_to_be_outdated_all_the_same() {
    for (fault, keeping) in [(Down, Keeping::Outdated), (Stall, Keeping::Slow)] {
        let rooms = impatient().await;
        let given = rooms.given.clone();
        let event = async move { drop(crate::rooms::put(&*given, "a.png", picture(2)).await) };
        let originals = Meanwhile::new(rooms.given.clone(), Get, event);
        let patience = Patience { keep: SHORT, ..Build::default().patience };
        let build = Build { patience, ..Build::default() };
        let house = build.house(originals, rooms.variants.clone());
        rooms.variants.follow(Schedule::always(fault, &[Delete]));
        assert_eq!(house.variant(&address(PATH)).await.unwrap().keeping, keeping, "{fault:?}");
        // The old one is still there, and is not shown.
        rooms.variants.follow(Schedule::never());
        assert_eq!(rooms.ask(PATH).await.keeping, Keeping::Kept);
    }
}

#[tokio::test]
async fn what_cannot_be_marked_is_not_kept() {
    for fault in [Busy, Down, Denied, Lost, Stall] {
        let rooms = impatient().await;
        // The variant is put, and then the store fails.
        let variants = rooms.variants.clone();
        let event = async move { variants.follow(Schedule::always(fault, &[Put])) };
        let variants = Meanwhile::new(rooms.variants.clone(), Put, event);
        let patience = Patience { keep: SHORT, ..Build::default().patience };
        let house = Build { patience, ..Build::default() }.house(rooms.given.clone(), variants);
        let keeping = house.variant(&address(PATH)).await.unwrap().keeping;
        let expected = if fault == Stall { Keeping::Slow } else { Keeping::NotKept };
        assert_eq!(keeping, expected, "{fault:?}");
        counted(&house).await;
        assert!(rooms.kept.look(STORED).await.is_err(), "{fault:?}: {:?}", rooms.names().await);
    }
}

#[tokio::test]
async fn what_is_not_kept_is_counted_also_where_nobody_waited_for_it() {
    let rooms = impatient().await;
    rooms.variants.follow(Schedule::always(Stall, &[Put]));
    assert_eq!(rooms.ask(PATH).await.keeping, Keeping::Slow);
    // No keeping goes on for ever, with its picture in memory.
    counted(&rooms.house).await;
    assert_eq!(rooms.house.tally().made, 1);
}

#[tokio::test]
async fn what_the_store_of_originals_does_is_told_in_a_sentence() {
    let nothing = "expected an original, found none at `a.png`";
    for (fault, status, sentence) in [
        (Denied, 404, nothing),
        (Busy, 503, "expected the original, found a store that is busy"),
        (Down, 502, "expected the original, found a store that does not work"),
        (Lost, 502, "expected the original, found a store that does not work"),
        (Stall, 504, "expected the original in time, found a store that does not answer"),
    ] {
        let patience = Patience { original: SHORT, ..Build::default().patience };
        let rooms = Build { patience, ..Build::default() }.rooms();
        rooms.upload("a.png", picture(1)).await;
        rooms.originals.follow(Schedule::always(fault, &[Get]));
        assert_eq!(rooms.refused(PATH).await, (status, sentence.to_owned()), "{fault:?}");
        let known = rooms.house.known(&address(PATH)).await.unwrap_err();
        assert_eq!((known.status(), known.to_string()), (status, sentence.to_owned()));
        assert_eq!(rooms.names().await, [""; 0], "{fault:?}");
        // And it recovers.
        rooms.originals.follow(Schedule::never());
        assert_eq!(rooms.ask(PATH).await.keeping, Keeping::Kept, "{fault:?}");
    }
    let rooms = Build::default().rooms();
    assert_eq!(rooms.refused(PATH).await, (404, nothing.to_owned()));
}

#[tokio::test]
async fn what_is_no_picture_or_a_broken_one_or_too_large_is_told_and_not_kept() {
    let whole = picture(1);
    for (bytes, policy, status, sentence) in [
        (whole.slice(..0), "", 415, "expected a picture"),
        ("no picture at all".into(), "", 415, "expected a picture"),
        (whole.slice(..whole.len() / 2), "", 422, "broken PNG"),
        (whole.clone(), "[limits]\nsource_bytes = 100", 413, "100 bytes of a picture"),
        (whole.clone(), "[limits]\nsource_pixels = 100", 413, "pixels"),
    ] {
        let rooms = Build { policy, ..Build::default() }.rooms();
        rooms.upload("a.png", bytes).await;
        let (found, said) = rooms.refused(PATH).await;
        assert_eq!(found, status, "{said}");
        assert!(said.contains(sentence), "{said}");
        assert_eq!(rooms.names().await, [""; 0], "{said}");
    }
}

#[tokio::test]
async fn a_house_answers_if_all_its_stores_do() {
    let rooms = impatient().await;
    rooms.house.answers().await.unwrap();
    for store in [&rooms.originals, &rooms.variants] {
        for fault in [Busy, Down, Stall] {
            store.follow(Schedule::always(fault, &[Look]));
            assert!(rooms.house.answers().await.is_err(), "{fault:?}");
        }
        // Who may not list a bucket is told of nothing that it is forbidden.
        store.follow(Schedule::always(Denied, &[Look]));
        rooms.house.answers().await.unwrap();
        store.follow(Schedule::never());
    }
}
