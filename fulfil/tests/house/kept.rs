//! What is made, kept and found again.

use crate::rooms::{Build, Rooms, address, picture};
use sizewise::Address;
use sizewise_fulfil::Keeping;
use sizewise_store::{Deed, Store, tag};

#[tokio::test]
async fn a_missing_variant_is_made_and_kept_with_all_that_is_known_of_it() {
    let rooms = Rooms::new().await;
    let made = rooms.ask("/20w,format.webp/bw/a.png").await;
    assert_eq!((made.keeping, made.picture.media_type.as_str()), (Keeping::Kept, "image/webp"));
    let object = rooms.kept.get("20w,format.webp/bw/a.png", 1_000_000).await.unwrap();
    assert_eq!(object.bytes, made.picture.bytes);
    assert_eq!(object.meta.etag, made.picture.etag);
    let label = object.meta.label;
    assert_eq!(label.media_type.as_deref(), Some("image/webp"));
    let cache_control = rooms.house.policy().answers.cache_control.as_str();
    assert_eq!(label.cache_control.as_deref(), Some(cache_control));
    let note = |name: &str| label.notes[name].as_str();
    assert_eq!(note("sizewise"), "variant");
    assert_eq!(note("sizewise-original"), tag(&picture(1)).as_str());
    assert!(note("sizewise-recipe").len() == 16, "{}", note("sizewise-recipe"));
    // `printf a.png | sha256sum`
    let expected = "7f071235805fbf58a2524f77bff76e1391d0d1cfe2f4c190d73054495e05b460";
    assert_eq!(note("cache-tag"), expected);
}

#[tokio::test]
async fn what_is_kept_has_the_name_of_its_address_and_a_mark_beside_it() {
    let rooms = Rooms::new().await;
    rooms.upload("photos/é 1.png", picture(2)).await;
    rooms.ask("/20w/bw/a.png").await;
    rooms.ask("/default,format.webp/default/photos/%C3%A9%201.png").await;
    let expected = [
        "20w/bw/a.png",
        "_sizewise/a.png/20w/bw",
        "_sizewise/photos/é 1.png/default,format.webp/default",
        "default,format.webp/default/photos/é 1.png",
    ];
    assert_eq!(rooms.names().await, expected);
    let mark = rooms.kept.get(expected[1], 0).await.unwrap();
    assert!(mark.bytes.is_empty());
    let read = Address::of_stored(expected[3]).unwrap();
    assert_eq!(read, address("/default,format.webp/default/photos/%C3%A9%201.png"));
    assert_eq!(sizewise_fulfil::marked(expected[2]).unwrap(), read.stored());
}

#[tokio::test]
async fn what_is_kept_is_found_and_the_same() {
    let rooms = Rooms::new().await;
    let made = rooms.ask("/20w/bw/a.png").await;
    let found = rooms.ask("/20w/bw/a.png").await;
    assert_eq!(found.keeping, Keeping::Found);
    assert_eq!(found.picture.bytes, made.picture.bytes);
    assert_eq!(found.picture.etag, made.picture.etag);
    assert_eq!(found.picture.media_type, made.picture.media_type);
    assert_eq!(found.picture.original, made.picture.original);
    assert_eq!((rooms.house.tally().made, rooms.originals.count(Deed::Get)), (1, 1));
}

#[tokio::test]
async fn every_kind_of_product_is_kept_as_what_it_is() {
    let rooms = Rooms::new().await;
    for (path, media_type) in [
        ("/20w/bw/a.png", "image/png"),
        ("/20w,format.jpeg/bw/a.png", "image/jpeg"),
        ("/default,format.json/default/a.png", "application/json"),
        // The original itself, to the byte.
        ("/400w/default/a.png", "image/png"),
    ] {
        let made = rooms.ask(path).await;
        assert_eq!((made.keeping, made.picture.media_type.as_str()), (Keeping::Kept, media_type));
        let found = rooms.ask(path).await;
        assert_eq!(found.keeping, Keeping::Found, "{path}");
        assert_eq!(found.picture.media_type, media_type, "{path}");
        assert_eq!(found.picture.bytes, made.picture.bytes, "{path}");
    }
}

#[tokio::test]
async fn an_original_is_never_put_over_itself() {
    // Both in one bucket.
    let rooms = Rooms::new().await;
    let house = Build::default().house(rooms.given.clone(), rooms.given.clone());
    let before = rooms.given.look("a.png").await.unwrap();
    let given = house.variant(&address("/a.png")).await.unwrap();
    assert_eq!((given.keeping, given.picture.bytes), (Keeping::NotKept, picture(1)));
    let after = rooms.given.look("a.png").await.unwrap();
    assert_eq!((after.label, after.modified), (before.label, before.modified));
    assert_eq!(crate::rooms::names(&*rooms.given).await, ["a.png"]);
}

#[tokio::test]
async fn what_stands_in_the_place_of_a_variant_and_is_none_is_replaced() {
    let rooms = Rooms::new().await;
    for bytes in ["", "whatever this is"] {
        crate::rooms::put(&*rooms.kept, "20w/bw/a.png", bytes.into()).await;
        let made = rooms.ask("/20w/bw/a.png").await;
        assert_eq!(made.keeping, Keeping::Kept, "{bytes:?}");
        assert_eq!(rooms.ask("/20w/bw/a.png").await.keeping, Keeping::Found, "{bytes:?}");
    }
}
