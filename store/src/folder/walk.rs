//! Walking through a folder: a page of names at a time, in the order of their segments, so that a page can begin where
//! another ended without reading what stands before it.

use super::found;
use super::name::{self, OWN};
use crate::object::Page;
use crate::{Error, PAGE};
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

/// A page of the names of all files below a prefix.
pub(super) fn page(root: &Path, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
    let from = match prefix.strip_suffix('/') {
        Some(folder) => name::path(root, folder)?,
        None => root.to_owned(),
    };
    let after = after.map(|after| name::path(root, after)).transpose()?;
    let mut found = Vec::new();
    // A link may lead out of the folder.
    if fs::canonicalize(&from).is_ok_and(|from| found::is_inside(root, &from)) {
        collect(root, &from, after.as_deref(), &mut found)?;
    }
    let mut names = found.iter().filter_map(|path| name::name(path.strip_prefix(root).ok()?));
    let names = names.by_ref().take(PAGE).collect::<Vec<_>>();
    let after = (found.len() > PAGE).then(|| names.last().cloned()).flatten();
    Ok(Page { names, after })
}

/// Files below a folder that stand behind a path, until there are more than a page's.
fn collect(
    root: &Path,
    folder: &Path,
    after: Option<&Path>,
    found: &mut Vec<PathBuf>,
) -> Result<(), Error> {
    let entries = match entries(folder) {
        // It was deleted while one looked, and what stands behind it was not.
        Err(Error::Missing) => return Ok(()),
        entries => entries?,
    };
    for (path, kind) in entries {
        if found.len() > PAGE {
            return Ok(());
        }
        let is_own = path.parent() == Some(root) && path.ends_with(OWN);
        let holds_it = after.is_some_and(|after| after.starts_with(&path));
        let is_before = after.is_some_and(|after| path.as_path() <= after) && !holds_it;
        if is_own || is_before {
            continue;
        }
        if kind.is_dir() {
            collect(root, &path, after, found)?;
        } else if kind.is_file() && after != Some(&path) && name::name(&path).is_some() {
            found.push(path);
        }
    }
    Ok(())
}

/// What lies in a folder, in order. What is deleted while one looks is not there.
fn entries(folder: &Path) -> Result<Vec<(PathBuf, FileType)>, Error> {
    let entries = fs::read_dir(folder)?.flatten();
    let known = entries.filter_map(|entry| Some((entry.path(), entry.file_type().ok()?)));
    let mut known = known.collect::<Vec<_>>();
    known.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(known)
}

/// Every file below a folder that an object can be.
pub(super) fn all(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for (path, kind) in entries(&folder).unwrap_or_default() {
            if kind.is_dir() && !(folder == root && path.ends_with(OWN)) {
                folders.push(path);
            } else if kind.is_file() {
                files.push(path);
            }
        }
    }
    files
}

/// Removes folders that have become empty, from the innermost up.
pub(super) fn prune(root: &Path, mut folder: Option<&Path>) {
    while let Some(empty) = folder.filter(|folder| *folder != root && folder.starts_with(root)) {
        // One that is not empty is not removed, and ends the way up.
        if fs::remove_dir(empty).is_err() {
            return;
        }
        folder = empty.parent();
    }
}
