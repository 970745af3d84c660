//! Packages are read as Lambda finds them: by their folder, whatever lies in it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise::{Author, KeyPlace, Others, Policy, Query};
use sizewise_package::{MOST_POLICY_BYTES, MOST_SECRET_BYTES, POLICY, key_file, policy};
use std::fs;
use std::path::{Path, PathBuf};

const SECRET: &str = "a secret of thirty-two bytes ...";

/// A variable that every test has: cargo sets it for them.
const PRESENT: &str = "CARGO_MANIFEST_DIR";

#[test]
fn a_folder_without_a_policy_has_the_standard_one() {
    let folder = folder("without");
    assert_eq!(policy(&folder).unwrap(), Policy::standard());
    fs::write(folder.join(POLICY), "").unwrap();
    assert_eq!(policy(&folder).unwrap(), Policy::standard());
}

#[test]
fn no_folder_is_not_a_folder_without_a_policy() {
    let folder = folder("absent").join("no-such");
    let sentence = "expected a package's folder, found none";
    assert_eq!(error(&folder), format!("{}: {sentence}", folder.display()));
}

#[test]
fn a_key_lies_in_the_package() {
    let folder = folder("keys");
    let text = "signing.keys = [{ env = \"NO_SUCH_VARIABLE\" }, { file = \"/no/such/file\" }]";
    fs::write(folder.join(POLICY), text).unwrap();
    put_key(&folder, KeyPlace::Env("NO_SUCH_VARIABLE"), format!("{SECRET}\n"));
    put_key(&folder, KeyPlace::File("/no/such/file"), "another secret of many bytes");
    for secret in [SECRET, "another secret of many bytes"] {
        assert!(is_key(&policy(&folder).unwrap(), secret), "{secret}");
    }
}

#[test]
fn a_key_that_does_not_lie_in_the_package_lies_where_the_policy_says() {
    let folder = folder("elsewhere");
    let file = folder.join("key");
    fs::write(&file, SECRET).unwrap();
    let keys = format!("[{{ env = \"{PRESENT}\" }}, {{ file = '{}' }}]", file.display());
    fs::write(folder.join(POLICY), format!("signing.keys = {keys}")).unwrap();
    for secret in [env!("CARGO_MANIFEST_DIR"), SECRET] {
        assert!(is_key(&policy(&folder).unwrap(), secret), "{secret}");
    }
}

#[test]
fn a_key_in_the_package_comes_before_one_of_its_name_outside() {
    let folder = folder("first");
    fs::write(folder.join(POLICY), format!("signing.keys = [{{ env = \"{PRESENT}\" }}]")).unwrap();
    put_key(&folder, KeyPlace::Env(PRESENT), SECRET);
    assert!(is_key(&policy(&folder).unwrap(), SECRET));
    assert!(!is_key(&policy(&folder).unwrap(), env!("CARGO_MANIFEST_DIR")));
}

#[test]
fn a_key_that_is_nowhere_is_named_with_its_line_and_both_places() {
    let folder = folder("nowhere");
    for (field, place, sentence) in [
        (
            "{ env = \"NO_SUCH_VARIABLE\" }",
            KeyPlace::Env("NO_SUCH_VARIABLE"),
            "expected the environment variable `NO_SUCH_VARIABLE`, found none",
        ),
        (
            "{ file = \"/no/such/file\" }",
            KeyPlace::File("/no/such/file"),
            "expected a key in the file `/no/such/file`, found no such file",
        ),
    ] {
        fs::write(folder.join(POLICY), format!("[signing]\nkeys = [\n  {field},\n]")).unwrap();
        let (file, key) = (folder.join(POLICY), folder.join(key_file(place)));
        let (file, key) = (file.display(), key.display());
        let expected = format!("{file}:3: `signing.keys`: {sentence}, and no key at `{key}`");
        assert_eq!(error(&folder), expected);
    }
}

#[test]
fn a_key_that_cannot_be_read_is_not_sought_elsewhere() {
    let folder = folder("broken-key");
    fs::write(folder.join(POLICY), format!("signing.keys = [{{ env = \"{PRESENT}\" }}]")).unwrap();
    let file = folder.join(key_file(KeyPlace::Env(PRESENT)));
    let place = file.display();
    for (bytes, message) in [
        (&b""[..], "expected a key, found nothing".to_owned()),
        (b"a secret\xff", format!("{place}:1: expected UTF-8, found a byte that is none")),
        (
            &[b'a'; MOST_SECRET_BYTES as usize + 1],
            format!("{place}: expected at most {MOST_SECRET_BYTES} bytes, found more"),
        ),
    ] {
        put_key(&folder, KeyPlace::Env(PRESENT), bytes);
        let expected = format!("{}:1: `signing.keys`: {message}", folder.join(POLICY).display());
        assert_eq!(error(&folder), expected);
    }
}

#[test]
fn a_mistake_is_named_with_its_file_and_line() {
    let folder = folder("mistake");
    fs::write(folder.join(POLICY), "\n[answers]\nothers = \"hide\"\n").unwrap();
    let error = error(&folder);
    let place = format!("{}:3: `answers.others`: ", folder.join(POLICY).display());
    assert!(error.starts_with(&place), "{error}");
}

#[test]
fn what_is_no_text_file_has_a_sentence() {
    let folder = folder("no-text");
    let file = folder.join(POLICY);
    let place = file.display();
    fs::write(&file, b"# fine\n# not \xff\n").unwrap();
    let expected = format!("{place}:2: expected UTF-8, found a byte that is none");
    assert_eq!(error(&folder), expected);
    fs::write(&file, "#".repeat(MOST_POLICY_BYTES as usize)).unwrap();
    assert_eq!(policy(&folder).unwrap(), Policy::standard());
    fs::write(&file, "#".repeat(MOST_POLICY_BYTES as usize + 1)).unwrap();
    let expected = format!("{place}: expected at most {MOST_POLICY_BYTES} bytes, found more");
    assert_eq!(error(&folder), expected);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert_eq!(error(&folder), format!("{place}: expected a file, found a folder"));
}

#[test]
fn a_file_is_no_folder() {
    let file = folder("file").join("file");
    fs::write(&file, "").unwrap();
    let error = error(&file);
    let expected = format!("{}: expected a readable file, found ", file.join(POLICY).display());
    assert!(error.starts_with(&expected), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_not_the_standard_policy() {
    let folder = folder("link");
    std::os::unix::fs::symlink("no-such", folder.join(POLICY)).unwrap();
    let expected =
        format!("{}: expected a file, found a link to nothing", folder.join(POLICY).display());
    assert_eq!(error(&folder), expected);
}

#[test]
fn the_policy_that_is_packed_unless_another_is_named_holds() {
    let policy = policy(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(policy.answers.others, Others::Refuse);
    assert_eq!(policy.warnings, [] as [&str; 0]);
}

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages-read").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn put_key(folder: &Path, place: KeyPlace<'_>, key: impl AsRef<[u8]>) {
    let file = folder.join(key_file(place));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, key).unwrap();
}

fn error(folder: &Path) -> String {
    policy(folder).unwrap_err().to_string()
}

/// Whether the policy takes what this secret signed.
fn is_key(policy: &Policy, secret: &str) -> bool {
    let signature = sizewise::SigningKey::new(secret).unwrap().sign("/a.jpg", Query("w=1"));
    let query = format!("w=1&signature={signature}");
    let query = Query(&query);
    policy.signing.author("/a.jpg", query, &query.asked(), 0) == Ok(Author::KeyHolder)
}
