//! Two houses over one store of variants.

use crate::rooms::{Build, Meanwhile, Rooms, address, picture, put};
use sizewise_fulfil::Keeping;
use sizewise_store::{Deed, Store, tag};

const PATH: &str = "/20w/bw/a.png";
const STORED: &str = "20w/bw/a.png";

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_make_the_same_one_keeps_it_and_both_show_it() {
    for round in 0..20 {
        let rooms = Rooms::new().await;
        let other = Build::default().house(rooms.originals.clone(), rooms.variants.clone());
        let place = address(PATH);
        let (one, other) = tokio::join!(rooms.house.fulfil(&place), other.fulfil(&place));
        let (one, other) = (one.unwrap(), other.unwrap());
        let mut keepings = [one.keeping, other.keeping];
        keepings.sort_by_key(|keeping| *keeping != Keeping::Kept);
        assert!(matches!(keepings, [Keeping::Kept, Keeping::KeptAlready(_)]), "{round}");
        assert_eq!(one.picture.bytes, other.picture.bytes);
        assert_eq!(rooms.ask(PATH).await.keeping, Keeping::Found);
    }
}

#[tokio::test]
async fn who_comes_second_still_has_a_picture() {
    let rooms = Rooms::new().await;
    let first = rooms.house.clone();
    let event = async move { drop(first.fulfil(&address(PATH)).await.unwrap()) };
    let originals = Meanwhile::new(rooms.given.clone(), Deed::Get, event);
    let second = Build::default().house(originals, rooms.variants.clone());
    let made = second.fulfil(&address(PATH)).await.unwrap();
    assert!(matches!(made.keeping, Keeping::KeptAlready(_)));
    assert_eq!(made.picture.bytes, rooms.ask(PATH).await.picture.bytes);
    assert_eq!(rooms.house.tally().made, 1);
}

#[tokio::test]
async fn who_replaces_a_stale_one_does_not_put_over_who_was_faster() {
    let rooms = Rooms::new().await;
    rooms.ask(PATH).await;
    rooms.upload("a.png", picture(2)).await;
    // Both have seen the stale one, when the first replaces it.
    let first = rooms.house.clone();
    let event = async move {
        assert_eq!(first.fulfil(&address(PATH)).await.unwrap().keeping, Keeping::Kept);
    };
    let variants = Meanwhile::new(rooms.kept.clone(), Deed::Look, event);
    let second = Build::default().house(rooms.given.clone(), variants);
    let made = second.fulfil(&address(PATH)).await.unwrap();
    assert!(matches!(made.keeping, Keeping::KeptAlready(_)));
    let kept = rooms.kept.get(STORED, 1_000_000).await.unwrap();
    assert_eq!(kept.meta.label.notes["sizewise-original"], tag(&picture(2)).as_str());
    assert_eq!(kept.bytes, made.picture.bytes);
}

#[tokio::test]
async fn what_was_made_of_an_earlier_original_never_takes_the_place_of_a_later_one() {
    let rooms = Rooms::new().await;
    // While the first state is being made, the second is uploaded, made and kept by another house.
    let (given, fast) = (rooms.given.clone(), rooms.house.clone());
    let event = async move {
        put(&*given, "a.png", picture(2)).await;
        assert_eq!(fast.fulfil(&address(PATH)).await.unwrap().keeping, Keeping::Kept);
    };
    let originals = Meanwhile::new(rooms.given.clone(), Deed::Get, event);
    let slow = Build::default().house(originals, rooms.variants.clone());
    let made = slow.fulfil(&address(PATH)).await.unwrap();
    assert_eq!((made.keeping, made.picture.original), (Keeping::Outdated, tag(&picture(1))));
    let found = rooms.ask(PATH).await;
    assert_eq!((found.keeping, found.picture.original), (Keeping::Found, tag(&picture(2))));
    assert_eq!(rooms.house.tally().made, 1);
}
