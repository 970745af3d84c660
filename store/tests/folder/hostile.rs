//! Names and links that lead elsewhere, and what lies in a folder and is no file.

use crate::{files, folder, names, noted, put, read};
use bytes::Bytes;
use sizewise_store::{Error, Folder, Only, Store, tag};
use std::fs;
use std::process::Command;
use std::time::Duration;

/// Nothing can be had there, and nothing is deleted.
async fn is_nowhere(store: &Folder, name: &str) {
    is_not_read(store, name).await;
    store.delete(name).await.unwrap();
}

async fn is_not_read(store: &Folder, name: &str) {
    let is_missing = |error: &Error| matches!(error, Error::Missing | Error::Name(_));
    let looked = store.look(name).await;
    assert!(looked.as_ref().is_err_and(is_missing), "look {name}: {looked:?}");
    let got = store.get(name, 1000).await;
    assert!(got.as_ref().is_err_and(is_missing), "get {name}: {got:?}");
    let part = store.part(name, 0..10, &tag(b"secret")).await;
    assert!(part.as_ref().is_err_and(is_missing), "part {name}: {part:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_leads_out_of_the_folder_or_to_what_is_its_own() {
    let outer = folder("names");
    fs::write(outer.join("secret"), "secret").unwrap();
    let store = Folder::bounded(&outer.join("inner"), 1_000_000).unwrap();
    put(&store, "a", b"a").await.unwrap();
    let own = files(&outer.join("inner/.sizewise"));
    let own = own.iter().map(|path| path.strip_prefix(outer.join("inner")).unwrap());
    let own = own.map(|path| path.to_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert!(!own.is_empty());
    let absolute = outer.join("secret").to_str().unwrap().to_owned();
    let hostile =
        ["..", "../secret", "a/../../secret", ".", "./a", "a\0b", ".sizewise", "../inner/a"];
    let hostile = hostile.map(ToOwned::to_owned).into_iter().chain([absolute]).chain(own);
    let before = files(&outer).len();
    for name in hostile {
        is_nowhere(&store, &name).await;
        let named = put(&store, &name, b"hostile").await;
        assert!(matches!(named, Err(Error::Name(_))), "{name}: {named:?}");
        assert_eq!(files(&outer).len(), before, "{name}");
    }
    assert_eq!(fs::read(outer.join("secret")).unwrap(), b"secret");
    for prefix in ["../", ".sizewise/", "/../"] {
        let listed = store.list(prefix, None).await;
        assert!(listed.as_ref().map_or(true, |page| page.names.is_empty()), "{prefix}: {listed:?}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn no_link_leads_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let outer = folder("links");
    let inner = outer.join("inner");
    fs::create_dir_all(outer.join("other")).unwrap();
    fs::write(outer.join("other/secret"), "secret").unwrap();
    let store = Folder::bounded(&inner, 1_000_000).unwrap();
    put(&store, "real", b"real").await.unwrap();
    symlink(outer.join("other"), inner.join("folder")).unwrap();
    symlink("../other/secret", inner.join("file")).unwrap();
    symlink(outer.join("nowhere"), inner.join("nowhere")).unwrap();
    symlink(".sizewise", inner.join("own")).unwrap();
    symlink("loop", inner.join("loop")).unwrap();
    for name in ["folder/secret", "file", "nowhere", "nowhere/a", "folder"] {
        is_not_read(&store, name).await;
    }
    for name in ["folder/secret", "nowhere/a"] {
        is_nowhere(&store, name).await;
    }
    for name in ["folder/new", "folder/deep/er/new", "nowhere/new", "own/new", "own/labels/new"] {
        let outside = put(&store, name, b"hostile").await;
        assert!(matches!(outside, Err(Error::Name(_) | Error::Fault(_))), "{name}: {outside:?}");
        store.delete(name).await.unwrap();
    }
    assert!(store.look("loop").await.is_err());
    assert!(put(&store, "loop/a", b"hostile").await.is_err());
    let others = files(&outer.join("other"));
    assert_eq!(others, [outer.join("other/secret")]);
    assert_eq!(fs::read(&others[0]).unwrap(), b"secret");
    assert!(!outer.join("nowhere").exists());
    for prefix in ["folder/", "nowhere/", "own/", "own/labels/"] {
        assert_eq!(store.list(prefix, None).await.unwrap().names, [""; 0], "{prefix}");
    }
    assert_eq!(names(&store).await, ["real"]);
    // Who puts where a link is replaces the link, and not what it leads to.
    put(&store, "file", b"mine").await.unwrap();
    assert_eq!(read(&store, "file").await.unwrap(), b"mine");
    assert_eq!(fs::read(&others[0]).unwrap(), b"secret");
    // A link within the folder is one more name.
    symlink("real", inner.join("other name")).unwrap();
    assert_eq!(read(&store, "other name").await.unwrap(), b"real");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_no_file_and_a_file_no_folder() {
    let path = folder("kinds");
    let store = Folder::open(&path).unwrap();
    put(&store, "folder/file", b"a").await.unwrap();
    for name in ["folder", "folder/file/below", "folder/file/below/more"] {
        is_nowhere(&store, name).await;
        for only in [Only::Always, Only::Absent] {
            let bytes = Bytes::from_static(b"other");
            let named = store.put(name, bytes, &noted("other"), &only).await;
            assert!(matches!(named, Err(Error::Name(_))), "{name}: {named:?}");
        }
    }
    assert_eq!(read(&store, "folder/file").await.unwrap(), b"a");
    assert_eq!(names(&store).await, ["folder/file"]);
    assert_eq!(files(&path.join(".sizewise")).len(), 1, "the label of `folder/file`");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_no_file_can_have_is_refused() {
    let store = Folder::open(&folder("long")).unwrap();
    let long = |length: usize| "l".repeat(length);
    for name in [long(256), format!("a/{}/b", long(300)), [&*long(200); 30].join("/")] {
        is_nowhere(&store, &name).await;
        let named = put(&store, &name, b"a").await;
        assert!(matches!(named, Err(Error::Name(_))), "{}: {named:?}", name.len());
    }
    let longest = [&*long(255); 4].join("/");
    put(&store, &longest, b"long").await.unwrap();
    assert_eq!(read(&store, &longest).await.unwrap(), b"long");
    assert_eq!(names(&store).await, [longest]);
}

#[cfg(unix)]
#[test]
fn nobody_waits_for_a_pipe() {
    let path = folder("pipe");
    assert!(Command::new("mkfifo").arg(path.join("pipe")).status().unwrap().success());
    let (done, seen) = std::sync::mpsc::channel();
    // On a thread of its own, for a test that waits for ever fails nobody.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let store = Folder::bounded(&path, 1_000).unwrap();
            is_not_read(&store, "pipe").await;
            assert_eq!(names(&store).await, [""; 0]);
            for name in ["a", "b", "c"] {
                put(&store, name, &[0; 500]).await.unwrap();
            }
            put(&store, "pipe", b"a file").await.unwrap();
            assert_eq!(read(&store, "pipe").await.unwrap(), b"a file");
        });
        done.send(()).unwrap();
    });
    seen.recv_timeout(Duration::from_secs(30)).expect("nobody waits");
}
