//! Originals that change, before a variant is asked for and while it is made.

use crate::rooms::{Build, Meanwhile, Rooms, address, names, picture};
use sizewise_fulfil::Keeping;
use sizewise_store::{Deed, Fault, Schedule, Store};
use std::time::Duration;

const PATH: &str = "/20w/bw/a.png";
const STORED: &str = "20w/bw/a.png";

#[tokio::test]
async fn a_variant_of_an_earlier_original_is_made_anew_and_replaced() {
    let rooms = Rooms::new().await;
    let first = rooms.ask(PATH).await.picture;
    rooms.upload("a.png", picture(2)).await;
    let second = rooms.ask(PATH).await;
    assert_eq!(second.keeping, Keeping::Kept);
    assert_ne!(second.picture.bytes, first.bytes);
    let found = rooms.ask(PATH).await;
    assert_eq!((found.keeping, found.picture.bytes), (Keeping::Found, second.picture.bytes));
    assert_eq!(rooms.names().await, [STORED, "_sizewise/a.png/20w/bw"]);
}

#[tokio::test]
async fn a_variant_whose_original_changes_while_it_is_made_is_not_kept() {
    let rooms = Rooms::new().await;
    let given = rooms.given.clone();
    let event = async move { drop(crate::rooms::put(&*given, "a.png", picture(2)).await) };
    let originals = Meanwhile::new(rooms.given.clone(), Deed::Get, event);
    let house = Build::default().house(originals, rooms.variants.clone());
    let made = house.variant(&address(PATH)).await.unwrap();
    assert_eq!(made.keeping, Keeping::Outdated);
    assert!(rooms.kept.look(STORED).await.is_err(), "{:?}", rooms.names().await);
    // Who asks now gets the new one, and that is kept.
    let next = house.variant(&address(PATH)).await.unwrap();
    assert_eq!(next.keeping, Keeping::Kept);
    assert_ne!(next.picture.bytes, made.picture.bytes);
}

#[tokio::test]
async fn a_variant_whose_original_is_deleted_while_it_is_made_is_not_kept() {
    let rooms = Rooms::new().await;
    let given = rooms.given.clone();
    let event = async move { given.delete("a.png").await.unwrap() };
    let originals = Meanwhile::new(rooms.given.clone(), Deed::Get, event);
    let house = Build::default().house(originals, rooms.variants.clone());
    let made = house.variant(&address(PATH)).await.unwrap();
    assert_eq!(made.keeping, Keeping::Outdated);
    assert!(rooms.kept.look(STORED).await.is_err(), "{:?}", names(&*rooms.kept).await);
    assert_eq!(rooms.refused(PATH).await.0, 404);
}

#[tokio::test]
async fn a_kept_variant_of_a_deleted_original_is_not_shown() {
    for fresh_for in [Duration::ZERO, Duration::from_nanos(1)] {
        let rooms = Build { fresh_for, ..Build::default() }.rooms();
        rooms.upload("a.png", picture(1)).await;
        rooms.ask(PATH).await;
        rooms.given.delete("a.png").await.unwrap();
        for _ in 0..3 {
            assert_eq!(rooms.refused(PATH).await.0, 404, "{fresh_for:?}");
        }
    }
}

#[tokio::test]
async fn an_original_that_turns_out_to_be_gone_is_not_taken_to_be_there_for_a_while_again() {
    let fresh_for = Duration::from_millis(100);
    let rooms = Build { fresh_for, ..Build::default() }.rooms();
    rooms.upload("a.png", picture(1)).await;
    rooms.ask(PATH).await;
    rooms.given.delete("a.png").await.unwrap();
    tokio::time::sleep(fresh_for).await;
    for _ in 0..3 {
        assert_eq!(rooms.refused(PATH).await.0, 404);
    }
}

#[tokio::test]
async fn an_original_in_a_folder_is_looked_at_each_time() {
    let rooms = Rooms::new().await;
    for number in 2..5 {
        rooms.upload("a.png", picture(number)).await;
        assert_eq!(rooms.ask(PATH).await.keeping, Keeping::Kept);
        let looks = rooms.originals.count(Deed::Look);
        assert_eq!(rooms.ask(PATH).await.keeping, Keeping::Found);
        assert_eq!(rooms.originals.count(Deed::Look), looks + 1);
    }
}

#[tokio::test]
async fn an_original_in_a_bucket_is_looked_at_when_its_time_is_up() {
    let fresh_for = Duration::from_secs(3600);
    let rooms = Build { fresh_for, ..Build::default() }.rooms();
    rooms.upload("a.png", picture(1)).await;
    let first = rooms.ask(PATH).await.picture;
    rooms.upload("a.png", picture(2)).await;
    let looks = rooms.originals.count(Deed::Look);
    for _ in 0..10 {
        let found = rooms.ask(PATH).await;
        assert_eq!((found.keeping, found.picture.bytes), (Keeping::Found, first.bytes.clone()));
    }
    assert_eq!(rooms.originals.count(Deed::Look), looks);

    let fresh_for = Duration::from_millis(1);
    let house = Build { fresh_for, ..Build::default() }
        .house(rooms.originals.clone(), rooms.variants.clone());
    assert_eq!(house.variant(&address(PATH)).await.unwrap().keeping, Keeping::Kept);
    for number in 3..5 {
        rooms.upload("a.png", picture(number)).await;
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert_eq!(house.variant(&address(PATH)).await.unwrap().keeping, Keeping::Kept);
    }
}

#[tokio::test]
async fn an_original_that_cannot_be_looked_at_is_taken_to_be_unchanged() {
    for fresh_for in [Duration::ZERO, Duration::from_nanos(1), Duration::from_secs(3600)] {
        let mut build = Build { fresh_for, ..Build::default() };
        build.patience.kept = Duration::from_millis(50);
        let rooms = build.rooms();
        rooms.upload("a.png", picture(1)).await;
        let made = rooms.ask(PATH).await;
        for fault in [Fault::Busy, Fault::Down, Fault::Lost, Fault::Stall] {
            rooms.originals.follow(Schedule::always(fault, &[Deed::Look]));
            let found = rooms.ask(PATH).await;
            assert_eq!(found.keeping, Keeping::Found, "{fault:?}, {fresh_for:?}");
            assert_eq!(found.picture.bytes, made.picture.bytes);
        }
    }
}

#[tokio::test]
async fn a_variant_of_an_original_that_cannot_be_looked_at_again_is_kept() {
    let rooms = Rooms::new().await;
    for (path, fault) in [("/20w/bw/a.png", Fault::Busy), ("/30w/bw/a.png", Fault::Down)] {
        rooms.originals.follow(Schedule::always(fault, &[Deed::Look]));
        assert_eq!(rooms.ask(path).await.keeping, Keeping::Kept);
    }
}
