//! Files that appear whole or not at all: they are written under another name and take their place by being renamed.

use super::name::OWN;
use crate::Error;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file that has not taken its place yet. If it never does, it is gone.
pub(super) struct Whole {
    path: PathBuf,
    file: File,
}

/// Writes a file that is nowhere yet.
pub(super) fn write(root: &Path, bytes: &[u8]) -> Result<Whole, Error> {
    let path = waiting(root).join(unique());
    let mut whole = match create(&path) {
        // It says nothing of the object.
        Err(Error::Missing) => return Err(Error::fault("no folder where files can wait")),
        file => Whole { path, file: file? },
    };
    whole.file.write_all(bytes)?;
    // Where the time cannot be set, it is the one of the last tick, which is almost as good.
    let _ = whole.file.set_modified(moment());
    Ok(whole)
}

fn create(path: &Path) -> Result<File, Error> {
    match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(path))?;
            Ok(File::create_new(path)?)
        }
        file => Ok(file?),
    }
}

impl Whole {
    pub(super) fn metadata(&self) -> io::Result<Metadata> {
        self.file.metadata()
    }

    /// Somebody who deletes an object deletes the folder that it was the last in, and may do so whenever another one
    /// has just made it.
    pub(super) fn take_place(
        self,
        path: &Path,
        make_folder: impl Fn(&Path) -> Result<(), Error>,
    ) -> Result<(), Error> {
        const TRIES: usize = 100;
        for _ in 0..TRIES {
            let made = make_folder(path.parent().unwrap_or(path));
            match made.and_then(|()| Ok(fs::rename(&self.path, path)?)) {
                Err(Error::Missing) => {}
                placed => return placed,
            }
        }
        Err(Error::fault("a folder that cannot be made, or is deleted each time"))
    }
}

impl Drop for Whole {
    /// When it has taken its place, there is nothing under this name.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Deletes what was never finished: by now, nobody can be writing it any more.
pub(super) fn sweep(root: &Path) {
    const LONG_AGO: Duration = Duration::from_secs(60 * 60);
    let files = fs::read_dir(waiting(root)).into_iter().flatten().flatten();
    for file in files {
        let age = file.metadata().and_then(|known| known.modified()).map(|time| time.elapsed());
        if age.is_ok_and(|age| age.is_ok_and(|age| age > LONG_AGO)) {
            let _ = fs::remove_file(file.path());
        }
    }
}

fn waiting(root: &Path) -> PathBuf {
    root.join(OWN).join("waiting")
}

/// Now, but at no time at which another file was written: two of the same length are told apart by it, and the clock
/// that files go by stands still for milliseconds.
fn moment() -> SystemTime {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = u64::try_from(since.as_nanos()).unwrap_or(0);
    let next = |last: u64| now.max(last + 1);
    let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last)));
    UNIX_EPOCH + Duration::from_nanos(next(last.unwrap_or(0)))
}

/// A name that no other file has, of this process or another.
fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{:x}-{count}", std::process::id(), since.as_nanos())
}
