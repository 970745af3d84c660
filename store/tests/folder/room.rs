//! A folder without room, and one that may not be written in.

use crate::{child, files, folder, names, put, read};
use sizewise_store::{Error, Folder, Store};
use std::fs;
use std::path::Path;
use std::process::Command;

const FULL: &str = "room::where_there_is_no_room_a_put_fails_and_everything_else_is_as_it_was";
const LOCKED: &str = "room::where_nothing_may_be_written_everything_can_still_be_read";

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.contains("1 passed"), "{said}\n{complained}");
}

/// In a folder that takes less than 600,000 bytes, together or at once.
#[tokio::main]
async fn full(folder: &Path) {
    let store = Folder::open(folder).unwrap();
    put(&store, "a/early", &[1; 100_000]).await.unwrap();
    put(&store, "a/again", &[2; 100_000]).await.unwrap();
    for name in ["a/late", "a/again", "b/late"] {
        for length in [600_000, 3_000_000] {
            let full = put(&store, name, &vec![3; length]).await;
            assert!(matches!(full, Err(Error::Fault(_))), "{full:?}");
        }
    }
    assert_eq!(names(&store).await, ["a/again", "a/early"]);
    assert_eq!(read(&store, "a/early").await.unwrap(), [1; 100_000]);
    assert_eq!(read(&store, "a/again").await.unwrap(), [2; 100_000]);
    assert_eq!(store.look("a/again").await.unwrap().label, crate::noted("note"));
    assert_eq!(files(&folder.join(".sizewise/waiting")).len(), 0, "what failed takes no room");
    assert!(!folder.join("b").exists(), "nor leaves a folder");
    store.delete("a/early").await.unwrap();
    put(&store, "a/late", &[3; 100_000]).await.unwrap();
    put(&store, "a/again", &[4; 100_000]).await.unwrap();
    assert_eq!(read(&store, "a/late").await.unwrap(), [3; 100_000]);
    assert_eq!(read(&store, "a/again").await.unwrap(), [4; 100_000]);
}

#[test]
fn where_there_is_no_room_a_put_fails_and_everything_else_is_as_it_was() {
    if let Some(folder) = child::folder() {
        return full(&folder);
    }
    let folder = folder("full");
    if child::may_mount(&folder) {
        let mount = "mount -t tmpfs -o size=512k none \"$0\"";
        return run(&mut child::child_after(mount, child::ALONE, FULL, &folder));
    }
    child::say(
        "nothing may be mounted here, so files are limited by ulimit instead of a file system",
    );
    // Of a file that is too long, a process is told by a signal if it does not say that it knows.
    let limit = "trap '' XFSZ && ulimit -f 400";
    run(&mut child::child_after(limit, &["sh"], FULL, &folder));
}

/// In a folder that can be read only.
#[tokio::main]
async fn locked(folder: &Path) {
    let store = Folder::open(folder).unwrap();
    for name in ["a/one", "b/two"] {
        let denied = put(&store, name, b"other").await;
        assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
    }
    let denied = store.delete("a/one").await;
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
    assert_eq!(read(&store, "a/one").await.unwrap(), b"one");
    assert_eq!(store.look("a/one").await.unwrap().label, crate::noted("note"));
    assert_eq!(names(&store).await, ["a/one"]);
    store.delete("b/two").await.unwrap();
    let bounded = Folder::bounded(folder, 1).unwrap();
    assert_eq!(read(&bounded, "a/one").await.unwrap(), b"one");
}

#[test]
fn where_nothing_may_be_written_everything_can_still_be_read() {
    if let Some(folder) = child::folder() {
        return locked(&folder);
    }
    let folder = folder("locked");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(put(&Folder::open(&folder).unwrap(), "a/one", b"one")).unwrap();
    if child::may_mount(&folder) {
        let mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"";
        return run(&mut child::child_after(mount, child::ALONE, LOCKED, &folder));
    }
    let all = [".sizewise/waiting", ".sizewise/labels", ".sizewise", "a", ""];
    let permit = |mode| all.iter().for_each(|path| chmod(&folder.join(path), mode));
    permit("555");
    if fs::write(folder.join("probe"), "").is_ok() {
        child::say("nothing may be mounted here and root may write anywhere: NOT TESTED");
    } else {
        child::say("nothing may be mounted here, so permissions are taken away");
        run(&mut child::child(LOCKED, &folder));
    }
    permit("755");
}

fn chmod(path: &Path, mode: &str) {
    assert!(Command::new("chmod").arg(mode).arg(path).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_file_stands_in_the_place_of_its_own_folder_a_put_fails() {
    // Nobody can write there, not even root.
    let folder = folder("replaced");
    fs::write(folder.join("a"), "here before").unwrap();
    fs::write(folder.join(".sizewise"), "a file").unwrap();
    let store = Folder::bounded(&folder, 1_000_000).unwrap();
    for name in ["a", "b"] {
        let failed = put(&store, name, b"other").await;
        assert!(matches!(failed, Err(Error::Fault(_))), "{failed:?}");
    }
    assert_eq!(read(&store, "a").await.unwrap(), b"here before");
    assert_eq!(names(&store).await, ["a"]);
    store.delete("a").await.unwrap();
    assert_eq!(names(&store).await, [""; 0]);
}
