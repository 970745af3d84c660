//! Many who ask at once.

use crate::rooms::{Build, Rooms, address, picture};
use futures_util::FutureExt;
use futures_util::future::join_all;
use sizewise_fulfil::{Crowd, Keeping, Room};
use sizewise_store::{Deed, Fault, Schedule};
use std::sync::Arc;

const NOBODY: Crowd = Crowd { working: 0, seated: 0, waiting: 0 };

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_who_ask_for_one_variant_have_it_made_once() {
    let rooms = Arc::new(Rooms::new().await);
    let asked = (0..200).map(|_| {
        let house = Arc::clone(&rooms.house);
        tokio::spawn(async move { house.variant(&address("/20w/bw/a.png")).await.unwrap() })
    });
    let answers = join_all(asked).await;
    let first = &answers[0].as_ref().unwrap().picture;
    for answer in &answers {
        assert_eq!(answer.as_ref().unwrap().picture.bytes, first.bytes);
    }
    assert_eq!((rooms.house.tally().made, rooms.originals.count(Deed::Get)), (1, 1));
    assert_eq!(rooms.house.crowd(), NOBODY);
}

#[tokio::test]
async fn who_asked_first_may_go_away() {
    let rooms = Rooms::new().await;
    let place = address("/20w/bw/a.png");
    assert!(rooms.house.variant(&place).now_or_never().is_none());
    let others = (0..199).map(|_| rooms.house.variant(&place));
    for other in join_all(others).await {
        assert_eq!(other.unwrap().keeping, Keeping::Kept);
    }
    assert_eq!((rooms.house.tally().made, rooms.originals.count(Deed::Get)), (1, 1));
}

#[tokio::test]
async fn what_nobody_waits_for_any_more_is_kept_all_the_same() {
    let rooms = Rooms::new().await;
    let place = address("/20w/bw/a.png");
    assert!(rooms.house.variant(&place).now_or_never().is_none());
    while rooms.house.kept(&place).await.unwrap().is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(rooms.house.tally().made, 1);
}

#[tokio::test]
async fn who_finds_the_queue_full_is_told_when_to_come_again() {
    let room = Room { workers: 1, seats: 1, waiting: 1 };
    let rooms = Build { room, ..Build::default() }.rooms();
    rooms.upload("a.png", picture(1)).await;
    rooms.originals.follow(Schedule::always(Fault::Stall, &[Deed::Get]));
    for (path, crowd, is_full) in [
        ("/20w/bw/a.png", Crowd { seated: 1, ..NOBODY }, false),
        ("/30w/bw/a.png", Crowd { seated: 1, waiting: 1, ..NOBODY }, true),
    ] {
        assert!(rooms.house.variant(&address(path)).now_or_never().is_none());
        while rooms.house.crowd() != crowd {
            tokio::task::yield_now().await;
        }
        assert_eq!(rooms.house.is_full(), is_full);
    }
    let sentence = "expected a place in the queue, found it full: try again in 1 s".to_owned();
    assert_eq!(rooms.refused("/40w/bw/a.png").await, (503, sentence));
}
