//! A storm: a fifth of all that is asked of the stores fails, in every way there is.

use crate::rooms::{Build, Rooms, address, picture};
use bytes::Bytes;
use futures_util::future::join_all;
use sizewise_fulfil::{Crowd, Fulfilled, Keeping, Patience, Picture};
use sizewise_store::{Fault, Schedule, Store};
use std::collections::HashMap;
use std::time::Duration;

const FAULTS: [Fault; 5] = [Fault::Busy, Fault::Down, Fault::Denied, Fault::Stall, Fault::Lost];

/// Six pictures in five sizes.
fn paths() -> Vec<String> {
    let sizes = ["8w", "12w", "20w,format.webp", "24h", "30w,format.jpeg"];
    let keys = (0..6).map(|number| format!("{number}.png"));
    keys.flat_map(|key| sizes.map(|size| format!("/{size}/bw/{key}"))).collect()
}

/// The pictures, and others by the same names.
async fn upload(rooms: &Rooms, state: u8) {
    for number in 0..6 {
        rooms.upload(&format!("{number}.png"), picture(number + 6 * state)).await;
    }
}

/// What a house makes whose stores work, by the tags of the originals and the names that it is kept under.
#[derive(Default)]
struct Healthy(HashMap<(String, String), Bytes>);

impl Healthy {
    async fn new() -> Self {
        let (rooms, mut healthy) = (Build::default().rooms(), Self::default());
        for state in 0..2 {
            upload(&rooms, state).await;
            for path in paths() {
                let Picture { original, bytes, .. } = rooms.ask(&path).await.picture;
                healthy.0.insert((original.to_string(), address(&path).stored()), bytes);
            }
        }
        assert_eq!(healthy.0.len(), 60);
        healthy
    }

    fn of(&self, original: &str, stored: &str) -> &Bytes {
        &self.0[&(original.to_owned(), stored.to_owned())]
    }
}

/// Asks each twice at once, and says how many were given and how many refused.
async fn asked(seed: u64, round: usize, rooms: &Rooms, healthy: &Healthy) -> (u32, u32) {
    let addresses = paths().iter().map(|path| address(path)).collect::<Vec<_>>();
    let asked = (0..60).map(|index| &addresses[(index * 7 + round) % addresses.len()]);
    let answers = join_all(asked.clone().map(|place| rooms.house.variant(place))).await;
    let (mut given, mut refused) = (0, 0);
    for (place, answer) in asked.zip(answers) {
        match answer {
            Ok(Fulfilled { picture, .. }) => {
                let expected = healthy.of(picture.original.as_str(), &place.stored());
                assert_eq!(picture.bytes, *expected, "{seed}: {place}");
                given += 1;
            }
            Err(error) => {
                let status = error.status();
                assert!(matches!(status, 404 | 502 | 503 | 504), "{seed}: {error}");
                refused += 1;
            }
        }
    }
    (given, refused)
}

async fn weathered(seed: u64, healthy: &Healthy) {
    let short = Duration::from_millis(10);
    let patience = Patience { kept: short, original: 10 * short, keep: short };
    let rooms = Build { patience, ..Build::default() }.rooms();
    rooms.originals.follow(Schedule::seeded(seed, 200, &FAULTS));
    rooms.variants.follow(Schedule::seeded(!seed, 200, &FAULTS));
    let (mut given, mut refused) = (0, 0);
    for round in 0..6 {
        if round % 3 == 0 {
            upload(&rooms, round as u8 / 3).await;
        }
        let asked = asked(seed, round, &rooms, healthy).await;
        (given, refused) = (given + asked.0, refused + asked.1);
    }
    assert!(given > refused && refused > 0, "{seed}: {given} given, {refused} refused");
    rooms.originals.follow(Schedule::never());
    rooms.variants.follow(Schedule::never());
    recovered(seed, &rooms, healthy).await;
}

/// Everything is right at once, and is found as soon as nobody is busy with what the storm has left.
async fn recovered(seed: u64, rooms: &Rooms, healthy: &Healthy) {
    whole(seed, rooms, healthy).await;
    for path in paths() {
        let place = address(&path);
        let original = rooms.given.look(place.key().as_str()).await.unwrap().etag;
        let expected = healthy.of(original.as_str(), &place.stored());
        let mut asked = 0;
        loop {
            let answer = rooms.ask(&path).await;
            assert_eq!(answer.picture.bytes, *expected, "{seed}: {path}");
            asked += 1;
            if answer.keeping == Keeping::Found {
                break;
            }
            assert!(asked < 100, "{seed}: {path} is not kept: {:?}", answer.keeping);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    whole(seed, rooms, healthy).await;
    assert_eq!(rooms.house.crowd(), Crowd { working: 0, seated: 0, waiting: 0 }, "{seed}");
}

/// Whatever is kept is a variant whole, or the mark of one.
async fn whole(seed: u64, rooms: &Rooms, healthy: &Healthy) {
    for name in rooms.names().await {
        // What is still being kept or deleted may be gone by now.
        let Ok(object) = rooms.kept.get(&name, 1_000_000).await else { continue };
        match sizewise_fulfil::marked(&name) {
            Some(_) => assert!(object.bytes.is_empty(), "{seed}: {name}"),
            None => {
                let original = &object.meta.label.notes["sizewise-original"];
                assert_eq!(object.bytes, *healthy.of(original, &name), "{seed}: {name}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_storm_no_answer_is_torn_or_another_and_after_it_everything_recovers() {
    let healthy = Healthy::new().await;
    for seed in 0..6 {
        weathered(seed, &healthy).await;
    }
}
