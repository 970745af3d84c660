//! Forgetting variants: of one original, or those that would be made differently today.

use crate::rooms::{Build, Rooms, address, names, picture, put};
use sizewise::Key;
use sizewise_fulfil::{House, Purged, Which};
use sizewise_store::{Deed, Error, Fault, Folder, Memory, Schedule, Store};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("purged").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn stores(name: &str) -> [Arc<dyn Store>; 2] {
    [Arc::new(Memory::default()), Arc::new(Folder::open(&folder(name)).unwrap())]
}

async fn purged(house: &House, key: &str) -> (Purged, Vec<String>) {
    let (key, mut told) = (Key::new(key).unwrap(), Vec::new());
    let purged = house.purge(Which::Of(&key), |name| told.push(name.to_owned())).await.unwrap();
    (purged, told)
}

const TWO: Purged = Purged { looked_at: 2, deleted: 2 };

/// Asks two variants of each.
async fn made_of(keys: &[&str], variants: &Arc<dyn Store>) -> Arc<House> {
    let originals = Arc::new(Memory::default());
    let house = Build::default().house(originals.clone(), variants.clone());
    for key in keys {
        put(&*originals, key, picture(1)).await;
        for made in ["20w/bw", "default,format.webp/default"] {
            let place = sizewise::Address::of_stored(&format!("{made}/{key}")).unwrap();
            house.variant(&place).await.unwrap();
        }
    }
    house
}

/// The names that stand for something of this original, and those that do not.
fn of_key(names: Vec<String>, key: &str) -> (Vec<String>, Vec<String>) {
    let stored = |name: &str| sizewise_fulfil::marked(name).unwrap_or_else(|| name.to_owned());
    let is_of = |name: &String| {
        let place = sizewise::Address::of_stored(&stored(name)).unwrap();
        place.key().as_str() == key
    };
    names.into_iter().partition(is_of)
}

async fn each_goes_alone(keys: &[&str], variants: Arc<dyn Store>) {
    for &key in keys {
        let house = made_of(keys, &variants).await;
        let before = names(&*variants).await;
        assert_eq!(before.len(), keys.len() * 4);
        let (gone, rest) = of_key(before, key);
        let (purged, told) = purged(&house, key).await;
        assert_eq!((purged, gone.len()), (TWO, 4), "{key}");
        assert_eq!(names(&*variants).await, rest, "{key}");
        assert!(told.iter().all(|name| gone.contains(name)), "{key}: {told:?}");
        // And nothing more at a second time.
        assert_eq!(self::purged(&house, key).await.0, Purged::default(), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_takes_all_of_its_variants_along_and_nothing_of_another() {
    for variants in stores("prefixes") {
        let keys = ["a", "a.jpg", "a.jpg.png", "b/a", "b/a.jpg", "b.jpg/a.jpg", "_sizewise/a.jpg"];
        each_goes_alone(&keys, variants).await;
    }
    // In a folder, what is a file is no folder.
    each_goes_alone(&["a", "a/a", "a/a/a.jpg"], Arc::new(Memory::default())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn awkward_keys_are_purged_like_others() {
    for variants in stores("awkward") {
        let keys = [
            "é/日本/🦀.png",
            "100%/%20.png",
            "%",
            "%%/%",
            "a b+c&d=e.png",
            ".hidden/...",
            ".sizewise/a.png",
            "\"'<>~!$*(),;:@.jpg",
            "400w",
        ];
        each_goes_alone(&keys, variants).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_variants_than_a_page_holds_are_purged() {
    const MANY: u64 = 1005;
    for variants in stores("many") {
        let house = made_of(&["b.png"], &variants).await;
        let rest = names(&*variants).await;
        for from in (1..=MANY).step_by(64) {
            // Of most of them only the mark is there; in a folder, each has folders of its own, and they take time.
            let puts = (from..=MANY.min(from + 63)).map(async |width| {
                if width % 16 == 0 {
                    put(&*variants, &format!("{width}w/bw/a.png"), "variant".into()).await;
                }
                put(&*variants, &format!("_sizewise/a.png/{width}w/bw"), "".into()).await;
            });
            futures_util::future::join_all(puts).await;
        }
        let expected = Purged { looked_at: MANY, deleted: MANY };
        assert_eq!(purged(&house, "a.png").await.0, expected);
        assert_eq!(names(&*variants).await, rest);
    }
}

async fn purged_of_stale(house: &House) -> Result<(Purged, Vec<String>), Error> {
    let mut told = Vec::new();
    let purged = house.purge(Which::Stale, |name| told.push(name.to_owned())).await?;
    told.sort_unstable();
    Ok((purged, told))
}

#[tokio::test]
async fn what_would_be_made_differently_today_goes_and_nothing_else() {
    let rooms = Build::default().rooms();
    for (number, key) in ["same.png", "changed.png", "gone.png"].into_iter().enumerate() {
        rooms.upload(key, picture(number as u8)).await;
        rooms.ask(&format!("/20w/bw/{key}")).await;
    }
    let policy = "[formats.quality]\njpeg = 81";
    let other =
        Build { policy, ..Build::default() }.house(rooms.originals.clone(), rooms.variants.clone());
    other.variant(&address("/30w,format.jpeg/bw/same.png")).await.unwrap();
    rooms.upload("changed.png", picture(9)).await;
    rooms.given.delete("gone.png").await.unwrap();
    // Marks of what is gone,
    for mark in ["same.png/64w/bw", "never.png/20w/bw"] {
        put(&*rooms.kept, &format!("_sizewise/{mark}"), "".into()).await;
    }
    // and what looks like a mark and stands for what may be an original.
    let others = ["_sizewise/a.png", "_sizewise/a.png/photos", "photos/a.png"];
    for name in others {
        put(&*rooms.kept, name, "original".into()).await;
    }
    let (purged, told) = purged_of_stale(&rooms.house).await.unwrap();
    assert_eq!(purged, Purged { looked_at: 6, deleted: 5 });
    let expected = [
        "20w/bw/changed.png",
        "20w/bw/gone.png",
        "20w/bw/never.png",
        "30w,format.jpeg/bw/same.png",
        "64w/bw/same.png",
    ];
    assert_eq!(told, expected);
    let left = ["20w/bw/same.png", others[0], others[1], "_sizewise/same.png/20w/bw", others[2]];
    assert_eq!(rooms.names().await, left);
    let nothing = Purged { looked_at: 1, deleted: 0 };
    assert_eq!(purged_of_stale(&rooms.house).await.unwrap().0, nothing);
}

#[tokio::test]
async fn nothing_is_taken_to_be_stale_because_a_store_does_not_answer() {
    let rooms = Rooms::new().await;
    rooms.ask("/20w/bw/a.png").await;
    let names = rooms.names().await;
    for fault in [Fault::Busy, Fault::Down, Fault::Denied] {
        for (store, deed) in [
            (&rooms.originals, Deed::Look),
            (&rooms.variants, Deed::Look),
            (&rooms.variants, Deed::List),
        ] {
            store.follow(Schedule::always(fault, &[deed]));
            assert!(purged_of_stale(&rooms.house).await.is_err(), "{fault:?} {deed:?}");
            store.follow(Schedule::never());
            assert_eq!(rooms.names().await, names, "{fault:?} {deed:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_that_its_folder_cannot_hold_is_gone_and_stops_no_purge() {
    let rooms = Rooms::new().await;
    rooms.ask("/20w/bw/a.png").await;
    let long = "l".repeat(300);
    rooms.upload(&long, picture(2)).await;
    rooms.ask(&format!("/20w/bw/{long}")).await;
    let originals = Folder::open(&folder("originals")).unwrap();
    put(&originals, "a.png", picture(1)).await;
    let house = Build::default().house(Arc::new(originals), rooms.kept.clone());
    let (purged, told) = purged_of_stale(&house).await.unwrap();
    assert_eq!(
        (purged, told),
        (Purged { looked_at: 2, deleted: 1 }, vec![format!("20w/bw/{long}")])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_forgets_a_variant_forgets_its_mark_and_no_mark_before() {
    let path = folder("bounded");
    let variants = Folder::bounded_with_marks(&path, 40_000, sizewise_fulfil::marked).unwrap();
    let variants: Arc<dyn Store> = Arc::new(variants);
    let keys = (0..60).map(|number| format!("{number}.png")).collect::<Vec<_>>();
    let keys = keys.iter().map(String::as_str).collect::<Vec<_>>();
    let house = made_of(&keys, &variants).await;
    let names = names(&*variants).await;
    let (marks, made): (Vec<_>, Vec<_>) =
        names.iter().partition(|name| sizewise_fulfil::marked(name).is_some());
    assert!(made.len() >= 10 && made.len() < 2 * keys.len(), "{} are left", made.len());
    let mut marked = marks.iter().filter_map(|mark| sizewise_fulfil::marked(mark));
    assert!(marked.by_ref().all(|variant| made.contains(&&variant)), "{names:?}");
    assert_eq!(marks.len(), made.len(), "{names:?}");
    // So every variant that is left can be purged.
    for key in keys {
        purged(&house, key).await;
    }
    assert_eq!(self::names(&*variants).await, [""; 0]);
}
