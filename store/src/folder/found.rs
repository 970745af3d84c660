//! Finding a file, what is written on it, and nothing outside of the folder.

use super::name::{self, OWN};
use super::sidecar::{self, Sidecar};
use crate::Error;
use crate::object::Meta;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// A file as it was opened, and what was written beside it then.
pub(super) struct Found {
    pub(super) file: File,
    known: Metadata,
    sidecars: Vec<Sidecar>,
}

impl Found {
    /// A file that is there and lies in the folder, whatever links lead to it.
    pub(super) fn open(root: &Path, name: &str) -> Result<Self, Error> {
        let path = fs::canonicalize(name::path(root, name)?)?;
        // To open a pipe is to wait for who writes into it, so it is not even opened.
        if !is_inside(root, &path) || !fs::metadata(&path)?.is_file() {
            return Err(Error::Missing);
        }
        let file = File::open(&path)?;
        let known = file.metadata()?;
        let found = Self { file, known, sidecars: sidecar::read(root, name) };
        // What is written on it goes with it, and so may have gone since it was opened.
        if found.sidecar().is_none() && !found.is_same(&fs::metadata(&path)?)? {
            return Err(Error::Changed);
        }
        Ok(found)
    }

    /// What is written on this file and no other.
    pub(super) fn sidecar(&self) -> Option<&Sidecar> {
        self.sidecars.iter().find(|sidecar| sidecar.is_of(&self.known))
    }

    pub(super) fn meta(&self) -> Result<Meta, Error> {
        match self.sidecar() {
            Some(sidecar) => sidecar.meta(&self.known),
            // Other bytes were promised than there are: somebody was interrupted.
            None if !self.sidecars.is_empty() && self.known.len() == 0 => Err(Error::Missing),
            None => sidecar::plain(&self.known),
        }
    }

    /// Whether nobody has written into it since it was opened.
    pub(super) fn is_unchanged(&self) -> Result<bool, Error> {
        self.is_same(&self.file.metadata()?)
    }

    fn is_same(&self, now: &Metadata) -> Result<bool, Error> {
        Ok(now.len() == self.known.len() && now.modified()? == self.known.modified()?)
    }
}

/// Makes the folder that a file will lie in, which is not one that a link leads to outside.
pub(super) fn make_folder(root: &Path, folder: &Path) -> Result<(), Error> {
    let there = folder.ancestors().find_map(|there| fs::canonicalize(there).ok());
    match there {
        Some(there) if !is_inside(root, &there) => Err(Error::Name("one that leads elsewhere")),
        Some(there) if !fs::metadata(&there)?.is_dir() => Err(Error::Name("one below a file's")),
        _ => match fs::create_dir_all(folder) {
            // It was there when it should be made, and was deleted by who looked at it next.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Error::Missing),
            made => Ok(made?),
        },
    }
}

/// Whether a path without links lies in the folder, and is none of the folder's own.
pub(super) fn is_inside(root: &Path, path: &Path) -> bool {
    path.strip_prefix(root).is_ok_and(|path| !path.starts_with(OWN))
}
