//! What is written on an object, in a file beside: a file has no place for it.
//!
//! It is there before the object's file takes its place, so beside it stands what was written on the file that is
//! there until then. Each says which file it means, and so no file is ever without its own, nor has another's.

use super::name::OWN;
use super::whole;
use crate::Error;
use crate::digest;
use crate::object::{ETag, Label, Meta};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// What is written on a file, and on which.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Sidecar {
    name: String,
    etag: ETag,
    length: u64,
    /// When the file was written, in nanoseconds of unix time.
    modified: u128,
    label: Label,
}

impl Sidecar {
    pub(super) fn new(
        name: &str,
        etag: &ETag,
        label: &Label,
        file: &Metadata,
    ) -> Result<Self, Error> {
        Ok(Self {
            name: name.to_owned(),
            etag: etag.clone(),
            length: file.len(),
            modified: nanoseconds(file.modified()?),
            label: Label { tags: BTreeMap::new(), ..label.clone() },
        })
    }

    /// Whether it is written on this file, and not on one that was there before or will be.
    pub(super) fn is_of(&self, file: &Metadata) -> bool {
        let modified = file.modified().map(nanoseconds);
        self.length == file.len() && modified.is_ok_and(|modified| modified == self.modified)
    }

    pub(super) fn meta(&self, file: &Metadata) -> Result<Meta, Error> {
        let (etag, label) = (self.etag.clone(), self.label.clone());
        Ok(Meta { etag, length: self.length, label, modified: file.modified()? })
    }

    /// Writes it down beside what is written on the file that is there, unless the files alone say the same.
    pub(super) fn write(&self, root: &Path, there: Option<&Sidecar>) -> Result<(), Error> {
        let path = path(root, &self.name);
        if self.length == 0 && self.label.says_nothing() && !path.exists() {
            return Ok(());
        }
        let sidecars = [Some(self), there];
        let sidecars = sidecars.iter().flatten().collect::<Vec<_>>();
        let text = serde_json::to_vec(&sidecars).map_err(Error::fault)?;
        whole::write(root, &text)?.take_place(&path, |folder| Ok(fs::create_dir_all(folder)?))
    }
}

/// What is written on an object and on the one before. What cannot be read counts as not written.
pub(super) fn read(root: &Path, name: &str) -> Vec<Sidecar> {
    let text = fs::read(path(root, name)).unwrap_or_default();
    let mut sidecars = serde_json::from_slice::<Vec<Sidecar>>(&text).unwrap_or_default();
    sidecars.retain(|sidecar| sidecar.name == name);
    sidecars
}

pub(super) fn delete(root: &Path, name: &str) {
    // Without its file it says nothing, so it may as well stay.
    let _ = fs::remove_file(path(root, name));
}

/// What is known of a file that somebody else put there.
pub(super) fn plain(file: &Metadata) -> Result<Meta, Error> {
    let modified = file.modified()?;
    let etag = match file.len() {
        0 => digest::tag(b""),
        length => ETag::new(&format!("{:x}-{length:x}{}", nanoseconds(modified), number(file))),
    };
    Ok(Meta { etag, modified, length: file.len(), label: Label::default() })
}

/// A file that took another's place may have its time and its length, but not its number.
#[cfg(unix)]
fn number(file: &Metadata) -> String {
    format!("-{:x}", std::os::unix::fs::MetadataExt::ino(file))
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> String {
    String::new()
}

fn nanoseconds(time: SystemTime) -> u128 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}

/// Where it stands. Names can be longer than a file's, so it has another one.
fn path(root: &Path, name: &str) -> PathBuf {
    let digest = digest::tag(name.as_bytes());
    let (folder, file) = digest.as_str().split_at(2);
    root.join(OWN).join("labels").join(folder).join(file)
}
