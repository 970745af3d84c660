//! A bound for all files of a folder together: beyond it, what nobody has used for the longest time is deleted.

use super::{name, sidecar, walk};
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

/// How many bytes all files may have.
#[derive(Debug)]
pub(super) struct Bound {
    most: u64,
    /// As many as there are, by the last count and by what was written since; nothing before the first count.
    held: Mutex<Option<u64>>,
}

/// How much is left when files have been deleted: a fifth of the room is free again, so that one need not count again
/// at once.
const LEFT: (u64, u64) = (4, 5);

/// To note each use would cost a write for each read.
const USED_LATELY: Duration = Duration::from_secs(60 * 60);

impl Bound {
    pub(super) fn new(most: u64) -> Self {
        Self { most, held: Mutex::new(None) }
    }

    /// Notes that files have grown, and deletes some if they have become too many.
    pub(super) fn grown(&self, root: &Path, bytes: u64) {
        // Who comes while another counts has been counted.
        let Ok(mut held) = self.held.try_lock() else { return };
        let known = held.map(|held| held + bytes);
        if known.is_some_and(|known| known <= self.most) {
            *held = known;
            return;
        }
        *held = Some(swept(root, self.most));
    }
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

/// Counts all files, deletes what is too much, and says how many bytes are left.
fn swept(root: &Path, most: u64) -> u64 {
    let mut files = walk::all(root).into_iter().filter_map(used).collect::<Vec<_>>();
    let mut held = files.iter().map(|file| file.length).sum::<u64>();
    if held <= most {
        return held;
    }
    files.sort_unstable_by_key(|file| file.used);
    for file in files {
        if held <= most / LEFT.1 * LEFT.0 {
            break;
        }
        if fs::remove_file(&file.path).is_ok() {
            held -= file.length;
            let name = file.path.strip_prefix(root).ok().and_then(name::name);
            name.inspect(|name| sidecar::delete(root, name));
            walk::prune(root, file.path.parent());
        }
    }
    held
}

struct Used {
    path: PathBuf,
    length: u64,
    used: SystemTime,
}

fn used(path: PathBuf) -> Option<Used> {
    let known = fs::metadata(&path).ok()?;
    let used = known.accessed().or_else(|_| known.modified()).ok()?;
    // An empty file takes room too.
    Some(Used { path, length: known.len().max(512), used })
}
