//! What was seen of files: as long as the file system says of a file what it said then, everything holds that was found
//! out about it, and it needs neither be looked for behind links nor opened. To ask for that is one call of the system
//! instead of eight, and a server asks it for every picture that it has in memory.

use crate::object::Meta;
use quick_cache::sync::Cache;
use std::fmt;
use std::fs::Metadata;
use std::io;
use std::time::{Duration, SystemTime};

/// Files that were looked at, by their names.
pub(super) struct Seen(Cache<String, (Face, Meta)>);

/// What the file system says of a file that has not been opened. No file has that of another, be it one that took its
/// place or one that a link leads to now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Face {
    length: u64,
    modified: SystemTime,
    own: Own,
}

/// As many files as are remembered; each takes some 300 bytes.
const FILES: usize = 50_000;

/// A file that changes twice within one tick of the file system's clock may look the same. So nothing is remembered of a
/// file that has changed just now; ticks are of two seconds where they are longest.
const SETTLED: Duration = Duration::from_secs(3);

impl Default for Seen {
    fn default() -> Self {
        Self(Cache::new(FILES))
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Seen").field(&self.0.len()).finish()
    }
}

impl Seen {
    /// What was found out about a file, if it still has this face.
    pub(super) fn get(&self, name: &str, face: &Face) -> Option<Meta> {
        let (seen, meta) = self.0.get(name)?;
        (seen == *face).then_some(meta)
    }

    pub(super) fn note(&self, name: &str, face: Face, meta: &Meta) {
        if face.is_settled() {
            self.0.insert(name.to_owned(), (face, meta.clone()));
        }
    }
}

impl Face {
    pub(super) fn of(file: &Metadata) -> io::Result<Self> {
        Ok(Self { length: file.len(), modified: file.modified()?, own: Own::of(file)? })
    }

    fn is_settled(&self) -> bool {
        let changed = self.own.changed().max(self.modified);
        changed.elapsed().is_ok_and(|age| age > SETTLED)
    }
}

/// What tells files apart that have the same length and time.
#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Own {
    device: u64,
    number: u64,
    /// When anything was last changed, its name included: seconds and nanoseconds of unix time.
    changed: (i64, i64),
}

#[cfg(unix)]
impl Own {
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere, a file may not know")]
    fn of(file: &Metadata) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt;
        let changed = (file.ctime(), file.ctime_nsec());
        Ok(Self { device: file.dev(), number: file.ino(), changed })
    }

    fn changed(&self) -> SystemTime {
        let seconds = u64::try_from(self.changed.0).unwrap_or(0);
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }
}

#[cfg(not(unix))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Own {
    created: SystemTime,
}

#[cfg(not(unix))]
impl Own {
    fn of(file: &Metadata) -> io::Result<Self> {
        Ok(Self { created: file.created()? })
    }

    fn changed(&self) -> SystemTime {
        self.created
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::{ETag, Label};
    use std::fs;

    /// Files that are there for long.
    fn face(name: &str) -> Face {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        Face::of(&fs::metadata(path).unwrap()).unwrap()
    }

    #[test]
    fn what_was_seen_holds_for_a_file_as_it_was_and_for_no_other() {
        let (one, other) = (face("Cargo.toml"), face("clippy.toml"));
        let label = Label::default();
        let meta = Meta { etag: ETag::new("t"), modified: one.modified, length: one.length, label };
        let seen = Seen::default();
        seen.note("one", one, &meta);
        assert_eq!(seen.get("one", &one).map(|meta| meta.etag), Some(ETag::new("t")));
        assert!(seen.get("one", &other).is_none());
        assert!(seen.get("other", &one).is_none());
    }

    #[test]
    fn a_file_that_has_changed_just_now_is_looked_at_again() {
        let new = Face { modified: SystemTime::now(), ..face("Cargo.toml") };
        let meta = Meta {
            etag: ETag::new("t"),
            modified: new.modified,
            length: new.length,
            label: Label::default(),
        };
        let seen = Seen::default();
        seen.note("new", new, &meta);
        assert!(seen.get("new", &new).is_none());
    }
}
