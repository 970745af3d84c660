//! Faults: stores that do not work, and viewers who get their pictures anyway.

use crate::scene::{Setting, memory, photograph, size_of};
use sizewise_fulfil::Patience;
use sizewise_store::{Deed, Fault, Faulty, Memory, Schedule, Store};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

fn faulty(store: Memory) -> Arc<Faulty> {
    Arc::new(Faulty::new(Arc::new(store), Schedule::never()))
}

fn impatient() -> Patience {
    let short = Duration::from_millis(100);
    Patience { kept: short, keep: short, ..Patience::default() }
}

const ALL: [Deed; 6] = [Deed::Look, Deed::Get, Deed::Part, Deed::Put, Deed::Delete, Deed::List];

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_variants_that_fails_costs_nobody_his_picture() {
    for (fault, deeds) in [
        (Fault::Down, &ALL[..]),
        (Fault::Busy, &ALL),
        (Fault::Denied, &ALL),
        (Fault::Stall, &ALL),
        (Fault::Lost, &ALL),
        // Read-only.
        (Fault::Denied, &[Deed::Put, Deed::Delete]),
    ] {
        let variants = faulty(Memory::default());
        variants.follow(Schedule::always(fault, deeds));
        let patience = impatient();
        let setting = Setting { variants: variants.clone(), patience, ..Setting::default() };
        let scene = setting.open().await;
        for _ in 0..2 {
            let answer = scene.get("/a.jpg?w=40").await;
            assert_eq!((answer.status, size_of(&answer.body)), (200, (40, 30)), "{fault:?}");
        }
        // It is remembered, though it could not be kept.
        assert_eq!(scene.made(), 1, "{fault:?}");
        variants.follow(Schedule::never());
        assert_eq!(scene.get("/a.jpg?w=41").await.status, 200);
        assert!(variants.look("41w/default/a.jpg").await.is_ok(), "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_remembered_is_shown_while_originals_cannot_be_read() {
    for fault in [Fault::Down, Fault::Busy, Fault::Stall] {
        let originals = faulty(memory([("a.jpg", photograph((160, 120)))]));
        let patience = Patience { original: Duration::from_millis(300), ..impatient() };
        let setting = Setting { originals: originals.clone(), patience, ..Setting::default() };
        let scene = setting.open().await;
        let before = scene.get("/a.jpg?w=40").await;
        originals.follow(Schedule::always(fault, &ALL));
        let during = scene.get("/a.jpg?w=40").await;
        assert_eq!((during.status, &during.body), (200, &before.body), "{fault:?}");
        assert_eq!(during.lasting(), before.lasting());
        let other = scene.get("/a.jpg?w=41").await;
        assert!([502, 503, 504].contains(&other.status), "{fault:?}");
        originals.follow(Schedule::never());
        assert_eq!(scene.get("/a.jpg?w=41").await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_is_shown_while_originals_cannot_be_read() {
    let variants = Arc::new(Memory::default());
    let kept = Setting { variants: variants.clone(), ..Setting::default() }.open().await;
    let before = kept.get("/a.jpg?w=40").await;
    let originals = faulty(Memory::default());
    originals.follow(Schedule::always(Fault::Down, &ALL));
    let scene = Setting { originals, variants, ..Setting::default() }.open().await;
    let after = scene.get("/a.jpg?w=40").await;
    assert_eq!((&after.body, after.lasting()), (&before.body, before.lasting()));
    assert_eq!(scene.made(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_whose_store_fails_midway_ends_before_its_length_says_so() {
    for fault in [Fault::Down, Fault::Stall] {
        // More than the system takes for a client who does not read yet.
        let originals = faulty(memory([("film.bin", vec![7; 40_000_000].into())]));
        let patience = Patience { original: Duration::from_millis(300), ..impatient() };
        let setting = Setting { originals: originals.clone(), patience, ..Setting::default() };
        let scene = setting.open().await;
        let mut client = scene.connect().await;
        client.say("GET /film.bin HTTP/1.1\r\nHost: a\r\n\r\n").await;
        // The head of the file, and its first part.
        while originals.count(Deed::Part) < 2 {
            sleep(Duration::from_millis(1)).await;
        }
        originals.follow(Schedule::always(fault, &[Deed::Part]));
        assert_eq!(client.answer("GET").await, None, "{fault:?}");
    }
}
