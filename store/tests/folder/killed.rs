//! A process that is killed while it writes.

use crate::{child, files, folder, names, noted, put};
use bytes::Bytes;
use sizewise_store::{Folder, Object, Only, Store};
use std::fs::{File, FileTimes};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

const TEST: &str = "killed::what_is_written_when_a_process_is_killed_is_there_whole_or_not_at_all";

/// So many names are written to, again and again.
const NAMES: u64 = 60;

/// The least that is written before the process is killed.
const WRITTEN: usize = 50;

/// SplitMix64.
fn random(seed: u64) -> u64 {
    let mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What is written for the so many-th time: the number, and up to 100,000 bytes that follow from it.
fn content(number: u64) -> Vec<u8> {
    let length = 1 + random(number) % 100_000;
    let bytes = (0..length).map(|index| (number + index * index) as u8);
    number.to_be_bytes().into_iter().chain(bytes).collect()
}

/// Writes until it is killed, four at a time.
fn write(folder: &Path) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = Folder::bounded(folder, 2_500_000).unwrap();
    runtime.block_on(async {
        for start in (random(u64::from(std::process::id()))..).step_by(4) {
            let puts = (start..start + 4).map(|number| {
                let store = store.clone();
                async move {
                    let (name, bytes) = (format!("o/{}.bin", number % NAMES), content(number));
                    let label = noted(&number.to_string());
                    store.put(&name, Bytes::from(bytes), &label, &Only::Always).await.unwrap();
                }
            });
            futures_util::future::join_all(puts).await;
        }
    });
}

/// Starts somebody who writes, and kills it when it has been at it for so long.
fn write_and_be_killed(folder: &Path, time: Duration) {
    let mut child = child::child(TEST, folder).stdout(std::process::Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while files(&folder.join("o")).len() < WRITTEN {
        assert!(child.try_wait().unwrap().is_none(), "it has ended by itself");
        assert!(start.elapsed() < Duration::from_secs(60), "it writes nothing");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Its bytes are those of some number, and its label says the same number.
fn check(name: &str, object: &Object) {
    let (number, _) = object.bytes.split_first_chunk::<8>().unwrap_or_else(|| {
        panic!("{name} has {} bytes", object.bytes.len());
    });
    let number = u64::from_be_bytes(*number);
    assert!(object.bytes == content(number), "{name} is torn");
    assert_eq!(object.meta.label, noted(&number.to_string()), "{name}");
    assert_eq!(object.meta.etag, sizewise_store::tag(&object.bytes), "{name}");
}

#[test]
fn what_is_written_when_a_process_is_killed_is_there_whole_or_not_at_all() {
    if let Some(folder) = child::folder() {
        return write(&folder);
    }
    let folder = folder("killed");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut read = 0;
    for round in 0..8 {
        write_and_be_killed(&folder, Duration::from_micros(random(round) % 30_000));
        let store = Folder::open(&folder).unwrap();
        runtime.block_on(async {
            for name in names(&store).await {
                check(&name, &store.get(&name, u64::MAX).await.unwrap());
                read += 1;
            }
            put(&store, "o/next.bin", b"next").await.unwrap();
            assert_eq!(crate::read(&store, "o/next.bin").await.unwrap(), b"next");
            store.delete("o/next.bin").await.unwrap();
        });
    }
    assert!(read >= 8 * WRITTEN / 2, "{read}");
}

#[test]
fn what_was_never_finished_is_swept_when_nobody_can_be_at_it_any_more() {
    let folder = folder("swept");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = Folder::open(&folder).unwrap();
    runtime.block_on(put(&store, "a", b"whole")).unwrap();
    let waiting = folder.join(".sizewise/waiting");
    let long_ago = SystemTime::now() - Duration::from_secs(2 * 60 * 60);
    for (name, age) in [("old", Some(long_ago)), ("new", None)] {
        let file = File::create_new(waiting.join(name)).unwrap();
        let times = age.map(|age| FileTimes::new().set_modified(age));
        times.inspect(|times| file.set_times(*times).unwrap());
    }
    let store = Folder::open(&folder).unwrap();
    assert_eq!(files(&waiting), [waiting.join("new")]);
    assert_eq!(runtime.block_on(crate::read(&store, "a")).unwrap(), b"whole");
}
