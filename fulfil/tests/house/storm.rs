//! A storm: a fifth of all that is asked of the stores fails, in every way there is.

use crate::rooms::{Build, Rooms, address, picture};
use bytes::Bytes;
use futures_util::future::join_all;
use sizewise_fulfil::{Crowd, Keeping, Patience};
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

async fn rooms(patience: Patience) -> Rooms {
    let rooms = Build { patience, ..Build::default() }.rooms();
    for number in 0..6 {
        rooms.upload(&format!("{number}.png"), picture(number)).await;
    }
    rooms
}

/// What a house makes whose stores work, by the names that it is kept under.
async fn healthy() -> HashMap<String, Bytes> {
    let rooms = rooms(Build::default().patience).await;
    let mut made = HashMap::new();
    for path in paths() {
        made.insert(address(&path).stored(), rooms.ask(&path).await.picture.bytes);
    }
    made
}

async fn weathered(seed: u64, healthy: &HashMap<String, Bytes>) {
    let short = Duration::from_millis(10);
    let rooms = rooms(Patience { kept: short, original: 10 * short, keep: short }).await;
    rooms.originals.follow(Schedule::seeded(seed, 200, &FAULTS));
    rooms.variants.follow(Schedule::seeded(!seed, 200, &FAULTS));
    let addresses = paths().iter().map(|path| address(path)).collect::<Vec<_>>();
    let (mut given, mut refused) = (0, 0);
    for round in 0..5 {
        // Each is asked twice at once, and every round begins with another.
        let asked = (0..60).map(|index| &addresses[(index * 7 + round) % addresses.len()]);
        let answers = join_all(asked.clone().map(|place| rooms.house.variant(place))).await;
        for (place, answer) in asked.zip(answers) {
            match answer {
                Ok(answer) => {
                    assert_eq!(answer.picture.bytes, healthy[&place.stored()], "{seed}: {place}");
                    given += 1;
                }
                Err(error) => {
                    let status = error.status();
                    assert!(matches!(status, 404 | 502 | 503 | 504), "{seed}: {error}");
                    refused += 1;
                }
            }
        }
    }
    assert!(given > refused && refused > 0, "{seed}: {given} given, {refused} refused");
    rooms.originals.follow(Schedule::never());
    rooms.variants.follow(Schedule::never());
    recovered(seed, &rooms, healthy).await;
}

/// Everything is right at once, and is found as soon as nobody is busy with what the storm has left.
async fn recovered(seed: u64, rooms: &Rooms, healthy: &HashMap<String, Bytes>) {
    whole(seed, rooms, healthy).await;
    for path in paths() {
        let expected = &healthy[&address(&path).stored()];
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
async fn whole(seed: u64, rooms: &Rooms, healthy: &HashMap<String, Bytes>) {
    for name in rooms.names().await {
        // What is still being kept or deleted may be gone by now.
        let Ok(object) = rooms.kept.get(&name, 1_000_000).await else { continue };
        match sizewise_fulfil::marked(&name) {
            Some(variant) => {
                assert!(healthy.contains_key(&variant), "{seed}: {name}");
                assert!(object.bytes.is_empty(), "{seed}: {name}");
            }
            None => assert_eq!(object.bytes, healthy[&name], "{seed}: {name}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_storm_no_answer_is_torn_or_another_and_after_it_everything_recovers() {
    let healthy = healthy().await;
    assert_eq!(healthy.len(), 30);
    for seed in 0..6 {
        weathered(seed, &healthy).await;
    }
}
