//! Memory and a folder keep what every store promises; `s3.rs` says the same of buckets.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod laws;

use sizewise_store::{Folder, Memory};
use std::fs;
use std::path::{Path, PathBuf};

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stores").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

#[tokio::test]
async fn memory_keeps_what_stores_promise() {
    laws::hold(&Memory::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_keeps_what_stores_promise() {
    laws::hold(&Folder::open(&folder("open")).unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bounded_folder_keeps_what_stores_promise() {
    laws::hold(&Folder::bounded(&folder("bounded"), 1_000_000_000).unwrap()).await;
}
