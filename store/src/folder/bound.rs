//! A bound for all files of a folder together: beyond it, what nobody has used for the longest time is deleted.

use super::{Inner, name, walk};
use std::collections::HashMap;
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

/// For which name another one stands, if it does.
pub(super) type Marked = fn(&str) -> Option<String>;

/// How many bytes all files may have.
#[derive(Debug)]
pub(super) struct Bound {
    most: u64,
    marked: Marked,
    /// As many as there are at most, by the last count and by what was written since. Before the first count, it is as
    /// if the folder were full.
    held: AtomicU64,
    /// One counts at a time.
    counting: Mutex<()>,
}

/// What a file costs beside its bytes: what is written on it, and its place in a folder.
const COST: u64 = 512;

/// How much is left when files have been deleted: a fifth of the room is free again, so that one need not count again
/// at once.
const LEFT: (u64, u64) = (4, 5);

/// To note each use would cost a write for each read.
const USED_LATELY: Duration = Duration::from_secs(60 * 60);

/// A mark is put beside what it stands for, and so may be there before.
const MARKED_LATELY: Duration = Duration::from_secs(60 * 60);

impl Bound {
    pub(super) fn new(most: u64, marked: Marked) -> Self {
        // Half of all numbers is no bound either, and leaves room to add.
        let most = most.min(u64::MAX / 2);
        Self { most, marked, held: AtomicU64::new(most), counting: Mutex::new(()) }
    }

    /// Notes that files have grown, and deletes some if they have become too many.
    pub(super) fn grown(&self, inner: &Inner, bytes: u64) {
        let grown = bytes + COST;
        let held = self.held.fetch_add(grown, Ordering::Relaxed);
        if held + grown <= self.most {
            return;
        }
        let Ok(_counting) = self.counting.try_lock() else { return };
        // What comes while one counts is added to this, whether it has been counted or not.
        self.held.store(0, Ordering::Relaxed);
        let left = self.swept(inner);
        self.held.fetch_add(left, Ordering::Relaxed);
    }

    /// Counts all files, deletes what is too much, and says how many bytes are left.
    fn swept(&self, inner: &Inner) -> u64 {
        let mut files = files(&inner.root);
        let mut held = files.iter().map(|file| file.cost).sum::<u64>();
        if held <= self.most {
            return held;
        }
        files.sort_unstable_by_key(|file| file.used);
        let (mut objects, mut marks) = (Vec::new(), HashMap::new());
        for file in files {
            match (self.marked)(&file.name) {
                Some(name) => drop(marks.insert(name, file)),
                None => objects.push(file),
            }
        }
        for object in objects {
            let mark = marks.remove(&object.name);
            if held > self.most / LEFT.1 * LEFT.0 {
                // The mark goes first: who puts both again in between puts a mark too many and not one too few.
                held -= mark.iter().chain([&object]).map(|file| freed(inner, file)).sum::<u64>();
            }
        }
        // What these stood for is gone.
        let marks = marks.values().filter(|mark| !mark.is_new());
        held - marks.map(|mark| freed(inner, mark)).sum::<u64>()
    }
}

/// Deletes a file, and says how much room that makes.
fn freed(inner: &Inner, file: &Used) -> u64 {
    inner.delete(&file.name).map_or(0, |()| file.cost)
}

/// Notes that a file was used. Most file systems do not do it by themselves.
pub(super) fn use_now(file: &File) {
    let now = SystemTime::now();
    let used = file.metadata().and_then(|known| known.accessed());
    let is_new = used.is_ok_and(|used| now.duration_since(used).unwrap_or_default() < USED_LATELY);
    if !is_new {
        // Where it may not be noted, the oldest go first.
        let _ = file.set_times(FileTimes::new().set_accessed(now));
    }
}

struct Used {
    name: String,
    cost: u64,
    used: SystemTime,
}

impl Used {
    fn is_new(&self) -> bool {
        self.used.elapsed().unwrap_or_default() < MARKED_LATELY
    }
}

/// Every object that is a file.
fn files(root: &Path) -> Vec<Used> {
    let paths = walk::all(root);
    let used = |path: &PathBuf| {
        let known = fs::metadata(path).ok()?;
        let used = known.accessed().or_else(|_| known.modified()).ok()?;
        let name = name::name(path.strip_prefix(root).ok()?)?;
        Some(Used { name, cost: known.len() + COST, used })
    };
    paths.iter().filter_map(used).collect()
}
