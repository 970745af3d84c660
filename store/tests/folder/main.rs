//! What only a folder can suffer: that a process is killed, that there is no room or no permission, names and links
//! that lead elsewhere, and others who work in the same folder.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod child;

mod bound;
mod hostile;
mod killed;
mod labels;
mod room;
mod shared;

use bytes::Bytes;
use sizewise_store::{ETag, Error, Label, Only, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("folders").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

async fn put(store: &dyn Store, name: &str, bytes: &[u8]) -> Result<ETag, Error> {
    let bytes = Bytes::copy_from_slice(bytes);
    store.put(name, bytes, &noted("note"), &Only::Always).await
}

async fn read(store: &dyn Store, name: &str) -> Result<Vec<u8>, Error> {
    Ok(store.get(name, u64::MAX).await?.bytes.to_vec())
}

async fn names(store: &dyn Store) -> Vec<String> {
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = store.list("", after.as_deref()).await.unwrap();
        names.extend(page.names);
        after = page.after;
        if after.is_none() {
            return names;
        }
    }
}

/// A label that says this.
fn noted(note: &str) -> Label {
    Label { notes: [("note".to_owned(), note.to_owned())].into(), ..Label::default() }
}

/// Every file below a folder, whosever it is.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (folders, mut files): (Vec<_>, Vec<_>) =
        entries.partition(|path| path.symlink_metadata().is_ok_and(|known| known.is_dir()));
    files.extend(folders.iter().flat_map(|folder| self::files(folder)));
    files
}
