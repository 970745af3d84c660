//! A folder: an object is a file, and its name is the file's path, so that people and other programs find their way
//! in it. What is written on an object stands apart, below `.sizewise`.
//!
//! A file appears whole or not at all: it is written under another name first. A machine that loses its power may
//! still leave an empty file where a whole one was promised; since the length is written on it, it counts as gone.

mod bound;
mod name;
mod sidecar;
mod walk;
mod whole;

use crate::object::{ETag, Label, Meta, Object, Only, Page};
use crate::{Error, Store};
use async_trait::async_trait;
use bound::Bound;
use bytes::Bytes;
use sidecar::Sidecar;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Objects in a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// Absolute, without links.
    root: PathBuf,
    /// Who puts on a condition looks first; in between, nobody else in this process puts.
    turn: Mutex<()>,
    bound: Option<Bound>,
}

impl Folder {
    /// A folder that exists.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::new(path, None)
    }

    /// A folder that is made if need be, and in which files that nobody has used for the longest time are deleted
    /// when all of them have more bytes than that.
    pub fn bounded(path: &Path, most: u64) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        whole::sweep(path);
        Self::new(path, Some(Bound::new(most)))
    }

    fn new(path: &Path, bound: Option<Bound>) -> io::Result<Self> {
        let root = fs::canonicalize(path)?;
        fs::read_dir(&root)?;
        Ok(Self { inner: Arc::new(Inner { root, turn: Mutex::new(()), bound }) })
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
        let (_, meta) = self.inner.opened(name)?;
        Ok(meta)
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
    /// A file that is there and lies in the folder, whatever links lead to it.
    fn opened(&self, name: &str) -> Result<(File, Meta), Error> {
        let path = fs::canonicalize(name::path(&self.root, name)?)?;
        if !path.starts_with(&self.root) {
            return Err(Error::Missing);
        }
        let file = File::open(&path)?;
        let known = file.metadata()?;
        if !known.is_file() {
            return Err(Error::Missing);
        }
        let meta = match sidecar::read(&self.root, name) {
            Some(sidecar) if sidecar.is_of(&known) => sidecar.into_meta(&known)?,
            // It promises other bytes than there are: somebody was interrupted.
            Some(_) if known.len() == 0 => return Err(Error::Missing),
            _ => sidecar::plain(&known)?,
        };
        Ok((file, meta))
    }

    fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        let (mut file, meta) = self.opened(name)?;
        if meta.length > most {
            return Err(Error::TooLarge { most, found: meta.length });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(meta.length).unwrap_or(0));
        // One more than there should be tells a file that grows.
        file.by_ref().take(meta.length + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != meta.length {
            return Err(Error::Changed);
        }
        if self.bound.is_some() {
            bound::use_now(&file);
        }
        Ok(Object { bytes: bytes.into(), meta })
    }

    fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        let (mut file, meta) = self.opened(name)?;
        if meta.etag != *etag {
            return Err(Error::Changed);
        }
        file.seek(SeekFrom::Start(range.start))?;
        let mut bytes = Vec::new();
        let length = range.end.min(meta.length).saturating_sub(range.start);
        file.take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == length { Ok(bytes.into()) } else { Err(Error::Changed) }
    }

    fn put(&self, name: &str, bytes: &[u8], label: &Label, only: &Only) -> Result<ETag, Error> {
        let path = name::path(&self.root, name)?;
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        if !fs::canonicalize(folder)?.starts_with(&self.root) {
            return Err(Error::Missing);
        }
        let etag = crate::tag(bytes);
        let file = whole::write(&self.root, bytes)?;
        let sidecar = Sidecar::new(name, &etag, label, &file.metadata()?)?;
        let turn = self.turn.lock().unwrap_or_else(|held| held.into_inner());
        if *only != Only::Always {
            let there = self.opened(name).map(|(_, meta)| meta.etag);
            if !only.permits(there.as_ref().ok()) {
                return Err(Error::Changed);
            }
        }
        // Until the file follows, this is written on another one, and does not count.
        sidecar.write(&self.root)?;
        file.take_place(&path)?;
        drop(turn);
        if let Some(bound) = &self.bound {
            bound.grown(&self.root, bytes.len() as u64);
        }
        Ok(etag)
    }

    fn delete(&self, name: &str) -> Result<(), Error> {
        let path = match name::path(&self.root, name) {
            Ok(path) => path,
            Err(Error::Name(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let deleted = fs::remove_file(&path).map_err(Error::from);
        sidecar::delete(&self.root, name);
        walk::prune(&self.root, path.parent());
        match deleted {
            Err(Error::Missing) => Ok(()),
            deleted => deleted,
        }
    }
}
