//! The verbs around it: `sign`, `purge`, `explain`.

use crate::server::{Server, empty, pictures, sizewise, store, text};
use serde_json::{Value, json};
use std::fs;

#[test]
fn a_url_that_was_signed_is_accepted_whatever_it_was_before() {
    let folder = empty("signed");
    let config = folder.join("sizewise.toml");
    let policy = "[signing]\nkeys = [{ inline = \"0123456789abcdef\" }]\nrequired = true\n";
    fs::write(&config, policy).unwrap();
    let config = config.to_str().unwrap();
    let sign = |url: &str, more: &[&str]| {
        let output = sizewise(&[&["sign", url, "--config", config], more].concat());
        assert!(output.status.success(), "{url}: {}", text(&output.stderr));
        text(&output.stdout).trim_end().to_owned()
    };
    let check = |signed: &str, address: &str| {
        let output = sizewise(&["explain", "--json", signed, "--config", config]);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            (&told["refused"], &told["address"]),
            (&json!(null), &json!(address)),
            "{signed}"
        );
    };
    for (url, start, address) in [
        ("/a.jpg?w=200&blur=5", "/a.jpg?w=200&blur=5&signature=", "/200w,blur.5/default/a.jpg"),
        (
            "https://x.example/a.jpg?w=200",
            "https://x.example/a.jpg?w=200&signature=",
            "/200w/default/a.jpg",
        ),
        (
            "http://x.example:80/a b.jpg?w=200#top",
            "http://x.example:80/a%20b.jpg?w=200&signature=",
            "/200w/default/a%20b.jpg",
        ),
        ("/200w/bw/a.jpg", "/200w/bw/a.jpg?signature=", "/200w/bw/a.jpg"),
        (
            "/a.jpg?w=200&ref=https://y.example/z",
            "/a.jpg?w=200&ref=https://y.example/z&signature=",
            "/200w/default/a.jpg",
        ),
        ("/a.jpg?w=200&", "/a.jpg?w=200&signature=", "/200w/default/a.jpg"),
        ("a.jpg?w=200", "/a.jpg?w=200&signature=", "/200w/default/a.jpg"),
    ] {
        let once = sign(url, &[]);
        assert!(once.starts_with(start), "{once}");
        check(&once, address);
        // Who signs again gets the same, and not two signatures.
        assert_eq!(sign(&once, &[]), once);
        let ending = sign(&once, &["--expires", "7d"]);
        assert!(
            ending.contains("expires=") && ending.matches("signature=").count() == 1,
            "{ending}"
        );
        check(&ending, address);
        let later = sign(&ending, &["--expires", "20991231T235959Z"]);
        assert!(later.contains("expires=20991231T235959Z&signature="), "{later}");
        assert_eq!(later.matches("expires=").count(), 1);
        check(&later, address);
    }
    for (arguments, sentence) in [
        (&["/a.jpg?w=1", "--expires", "20010101T000000Z"][..], "expected `expires` in the future"),
        (&["/a.jpg?w=1", "--expires", "tomorrow"], "`expires`, found `tomorrow`"),
        (&["/a.jpg?w=1&w=2"], "expected each parameter once in a signed URL, found `width` twice"),
        (&["https://x.example"], "expected a URL with a path, found none"),
    ] {
        let output = sizewise(&[&["sign", "--config", config], arguments].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(text(&output.stderr).contains(sentence), "{}", text(&output.stderr));
    }
    for expires in ["", "d", "-1d", "99999999999999999999d", "é"] {
        let output = sizewise(&["sign", "--config", config, "/a.jpg?w=1", "--expires", expires]);
        assert!(!output.status.success(), "{expires}");
    }
    let output = sizewise(&["sign", "/a.jpg?w=1"]);
    assert!(text(&output.stderr).contains("expected a key among `signing.keys`"));
}

#[test]
fn variants_are_forgotten_by_their_originals_or_because_they_are_stale() {
    let pictures = pictures("purged", (64, 48));
    let folder = pictures.parent().unwrap().to_owned();
    let (originals, variants) = (store(&pictures), store(&folder.join("variants")));
    let stores = ["--originals", &originals, "--variants", &variants];
    let server = Server::start_in(folder, &stores);
    let ask = || {
        for target in ["/a.jpg?w=64&style=bw", "/a.jpg?h=64&f=webp", "/b/a.jpg?w=64&style=bw"] {
            assert_eq!(server.get(target).status, 200, "{target}");
        }
    };
    let purge = |arguments: &[&str]| {
        let output = sizewise(&[&["purge"], arguments, &stores].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    ask();
    assert_eq!(purge(&["--stale"]), "3 looked at, 0 deleted\n");
    let purged = purge(&["/a.jpg", "no.jpg"]);
    assert!(purged.contains("64w/bw/a.jpg\n") && purged.ends_with("2 looked at, 2 deleted\n"));
    assert_eq!(purge(&["a.jpg"]), "0 looked at, 0 deleted\n");
    fs::remove_file(pictures.join("b/a.jpg")).unwrap();
    assert_eq!(purge(&["--stale"]), "64w/bw/b/a.jpg\n1 looked at, 1 deleted\n");
    for arguments in [&["purge"][..], &["purge", "a.jpg", "--stale"], &["purge", "../a.jpg"]] {
        assert_eq!(sizewise(arguments).status.code(), Some(2), "{arguments:?}");
    }
    let nowhere = sizewise(&["purge", "a.jpg"]);
    assert_eq!(text(&nowhere.stderr), "sizewise: expected --originals, found none\n");
}

#[test]
fn with_originals_at_hand_it_is_explained_what_would_be_made() {
    let pictures = pictures("explained", (64, 48));
    let variants = store(&pictures.with_file_name("variants"));
    let originals = store(&pictures);
    let stores = ["--originals", &originals, "--variants", &variants];
    let output = sizewise(&[&["explain", "/b/a.jpg?h=64&style=bw&f=webp"][..], &stores].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    assert!(
        told.contains("\noriginal  jpeg 64x48, ") && told.contains("\nmakes     webp "),
        "{told}"
    );
    let missing = sizewise(&[&["explain", "--json", "/no.jpg?w=64"][..], &stores].concat());
    assert_eq!(missing.status.code(), Some(2));
    let told: Value = serde_json::from_slice(&missing.stdout).unwrap();
    assert_eq!(told["refused"], "expected an original, found none at `no.jpg`");
    assert_eq!(told["status"], 404);
}
