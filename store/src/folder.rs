//! A folder: an object is a file, and its name is the file's path, so that people and other programs find their way
//! in it. What is written on an object stands apart, below `.sizewise`.
//!
//! A file appears whole or not at all: it is written under another name first. A machine that loses its power may
//! still leave an empty file where a whole one was promised; since the length is written on it, it counts as gone.

mod bound;
mod found;
mod name;
mod seen;
mod sidecar;
mod walk;
mod whole;

use crate::object::{ETag, Label, Meta, Object, Only, Page};
use crate::{Error, Store};
use async_trait::async_trait;
use bound::{Bound, Marked};
use bytes::Bytes;
use found::Found;
use seen::{Face, Seen};
use sidecar::Sidecar;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// Objects in a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Absolute, without links.
    root: PathBuf,
    /// Who puts on a condition looks first, and what is written on a file comes and goes with it; in between, nobody
    /// else in this process changes anything.
    turn: Mutex<()>,
    bound: Option<Bound>,
    seen: Seen,
}

impl Folder {
    /// A folder that exists.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::new(path, None)
    }

    /// A folder that is made if need be, and in which files that nobody has used for the longest time are deleted
    /// when all of them have more bytes than that.
    pub fn bounded(path: &Path, most: u64) -> io::Result<Self> {
        Self::bounded_with_marks(path, most, |_| None)
    }

    /// The same, where some names are marks and stand for other names: they go when those go that they stand for, and
    /// no earlier, though nobody ever uses them.
    pub fn bounded_with_marks(path: &Path, most: u64, marked: Marked) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Self::new(path, Some(Bound::new(most, marked)))
    }

    fn new(path: &Path, bound: Option<Bound>) -> io::Result<Self> {
        let root = fs::canonicalize(path)?;
        fs::read_dir(&root)?;
        whole::sweep(&root);
        let (turn, seen) = (Mutex::new(()), Seen::default());
        Ok(Self { inner: Arc::new(Inner { root, turn, bound, seen }) })
    }

    /// Files may keep their reader waiting, so somebody else waits for them.
    async fn elsewhere<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner)).await.map_err(Error::fault)?
    }
}

#[async_trait]
impl Store for Folder {
    /// Done here and now: to ask a file system takes microseconds, and to have it asked by another thread ten times
    /// as many.
    async fn look(&self, name: &str) -> Result<Meta, Error> {
        self.inner.look(name)
    }

    async fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        let name = name.to_owned();
        self.elsewhere(move |inner| inner.get(&name, most)).await
    }

    async fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        let (name, etag) = (name.to_owned(), etag.clone());
        self.elsewhere(move |inner| inner.part(&name, range, &etag)).await
    }

    async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        label: &Label,
        only: &Only,
    ) -> Result<ETag, Error> {
        let (name, label, only) = (name.to_owned(), label.clone(), only.clone());
        self.elsewhere(move |inner| inner.put(&name, &bytes, &label, &only)).await
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        let name = name.to_owned();
        self.elsewhere(move |inner| inner.delete(&name)).await
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
        let (prefix, after) = (prefix.to_owned(), after.map(ToOwned::to_owned));
        self.elsewhere(move |inner| walk::page(&inner.root, &prefix, after.as_deref())).await
    }
}

impl Inner {
    /// A file that is there.
    fn found(&self, name: &str) -> Result<Found, Error> {
        // It is replaced faster than anybody could want.
        const LOOKS: usize = 10;
        for _ in 1..LOOKS {
            match Found::open(&self.root, name) {
                Err(Error::Changed) => {}
                found => return found,
            }
        }
        Found::open(&self.root, name)
    }

    fn look(&self, name: &str) -> Result<Meta, Error> {
        let there = Face::of(&fs::metadata(name::path(&self.root, name)?)?)?;
        if let Some(meta) = self.seen.get(name, &there) {
            return Ok(meta);
        }
        let found = self.found(name)?;
        let meta = found.meta()?;
        self.seen.note(name, Face::of(&found.file.metadata()?)?, &meta);
        Ok(meta)
    }

    fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        let mut found = self.found(name)?;
        let meta = found.meta()?;
        if meta.length > most {
            return Err(Error::TooLarge { most, found: meta.length });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(meta.length).unwrap_or(0));
        found.file.by_ref().take(meta.length).read_to_end(&mut bytes)?;
        // Who writes into the file itself makes it neither the one nor the other.
        if bytes.len() as u64 != meta.length || !found.is_unchanged()? {
            return Err(Error::Changed);
        }
        self.use_now(&found);
        Ok(Object { bytes: bytes.into(), meta })
    }

    fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        let mut found = self.found(name)?;
        let meta = found.meta()?;
        if meta.etag != *etag {
            return Err(Error::Changed);
        }
        found.file.seek(SeekFrom::Start(range.start))?;
        let mut bytes = Vec::new();
        let length = range.end.min(meta.length).saturating_sub(range.start);
        found.file.by_ref().take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != length || !found.is_unchanged()? {
            return Err(Error::Changed);
        }
        self.use_now(&found);
        Ok(bytes.into())
    }

    fn put(&self, name: &str, bytes: &[u8], label: &Label, only: &Only) -> Result<ETag, Error> {
        let path = name::path(&self.root, name)?;
        let etag = crate::tag(bytes);
        let file = whole::write(&self.root, bytes)?;
        let sidecar = Sidecar::new(name, &etag, label, &file.metadata()?)?;
        let turn = self.turn();
        let there = match self.found(name) {
            Err(Error::Missing) => None,
            there => Some(there?),
        };
        let known = there.as_ref().and_then(|there| there.meta().ok());
        if !only.permits(known.as_ref().map(|meta| &meta.etag)) {
            return Err(Error::Changed);
        }
        if path.is_dir() {
            return Err(Error::Name("a folder's"));
        }
        // Until the file follows, this is written on another one, and does not count.
        sidecar.write(&self.root, there.as_ref().and_then(Found::sidecar))?;
        let placed = file.take_place(&path, |folder| found::make_folder(&self.root, folder));
        if placed.is_err() && there.is_none() {
            sidecar::delete(&self.root, name);
        }
        placed?;
        drop(turn);
        if let Some(bound) = &self.bound {
            bound.grown(self, bytes.len() as u64);
        }
        Ok(etag)
    }

    fn delete(&self, name: &str) -> Result<(), Error> {
        match self.deleted(name) {
            // What can have no such name is gone already, and so is what lies elsewhere.
            Err(Error::Missing | Error::Name(_)) => Ok(()),
            deleted => deleted,
        }
    }

    fn deleted(&self, name: &str) -> Result<(), Error> {
        let path = name::path(&self.root, name)?;
        let folder = path.parent().unwrap_or(&self.root);
        let _turn = self.turn();
        if !found::is_inside(&self.root, &fs::canonicalize(folder)?) {
            return Err(Error::Missing);
        }
        let deleted = fs::remove_file(&path).map_err(Error::from);
        if matches!(deleted, Ok(()) | Err(Error::Missing)) {
            sidecar::delete(&self.root, name);
            walk::prune(&self.root, Some(folder));
        }
        deleted
    }

    fn use_now(&self, found: &Found) {
        if self.bound.is_some() {
            bound::use_now(&found.file);
        }
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(|held| held.into_inner())
    }
}
