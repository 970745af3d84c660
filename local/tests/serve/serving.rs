//! What it serves, or why it does not.

use crate::server::{Answer, Server, empty, pictures, sizewise, store, text};
use std::fs;
use std::path::Path;

#[test]
fn without_anything_it_shows_examples_at_the_urls_that_it_prints() {
    let mut server = Server::start("examples", &[]);
    assert!(server.said.contains("\n  originals  examples, since no --originals are given\n"));
    let start = format!("  http://{}/photos/", server.at);
    let urls = server.said.lines().filter(|line| line.starts_with(&start));
    let urls = urls.map(|line| line.split_once(&server.at).unwrap().1.to_owned());
    let urls = urls.collect::<Vec<_>>();
    assert_eq!(urls.len(), 5, "{}", server.said);
    for url in urls.iter().chain([&"/".to_owned()]) {
        let answer = server.get(url);
        assert_eq!(answer.status, 200, "{url}");
        let media_type = if url == "/" { "text/html" } else { "image/" };
        assert!(answer.head.contains(&format!("content-type: {media_type}")), "{}", answer.head);
    }
    server.signal("-TERM");
    assert_eq!(server.end(), Some(0));
}

#[test]
fn without_a_home_it_keeps_variants_in_memory() {
    let folder = empty("homeless");
    // No folder can be made where a file is.
    for name in ["cache", "Library"] {
        fs::write(folder.join(name), "").unwrap();
    }
    let server = Server::start_in(folder.clone(), &[]);
    assert!(server.said.contains("\n  variants   memory:\n"), "{}", server.said);
    assert_eq!(server.get("/photos/01.jpg?w=50").status, 200);
    assert!(server.log().contains("variants are kept in memory, since there is no cache"));
    let asked = store(&folder.join("cache/variants"));
    let output = sizewise(&["serve", "--variants", &asked]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with(&format!("sizewise: `{asked}`: ")));
}

#[test]
fn what_was_kept_is_shown_after_a_restart_and_nothing_is_made() {
    let folder = empty("restart");
    let mut bodies = Vec::new();
    for (signal, made) in [("-TERM", 1), ("-INT", 0)] {
        let mut server = Server::start_in(folder.clone(), &[]);
        let answer = server.get("/photos/02.jpg?w=99");
        assert_eq!((answer.status, server.metric("sizewise_made_total")), (200, made));
        bodies.push(answer.body);
        server.signal(signal);
        assert_eq!(server.end(), Some(0), "{}", server.log());
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[test]
fn query_path_and_command_make_the_same_bytes() {
    let server = Server::start("same", &[]);
    let asked = server.get("/photos/01.jpg?width=200&height=400&style=bw");
    let written = server.get("/400h200w/bw/photos/01.jpg");
    let etag = |answer: &Answer| {
        answer.head.lines().find(|line| line.starts_with("etag: ")).unwrap().to_owned()
    };
    assert_eq!((asked.status, &asked.body, etag(&asked)), (200, &written.body, etag(&written)));
    let [original, variant] = ["original.jpg", "variant.jpg"].map(|name| server.folder.join(name));
    fs::write(&original, server.get("/photos/01.jpg").body).unwrap();
    let paths = [&original, &variant].map(|path| path.to_str().unwrap());
    let query = "width=200&height=400&style=bw";
    let output = sizewise(&["render", paths[0], paths[1], query]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(fs::read(&variant).unwrap() == asked.body);
}

#[test]
fn what_stands_in_its_way_is_a_sentence() {
    let server = Server::start("taken", &[]);
    let folder = pictures("mistaken", (64, 48));
    let (folder, within) = (store(&folder), store(&folder.join("b")));
    let above = store(folder.strip_prefix("folder:").map(Path::new).unwrap().parent().unwrap());
    for (arguments, sentence) in [
        (&["--listen", &server.at][..], format!("sizewise: cannot listen on {}: ", server.at)),
        (&["--originals", "folder:/no/such"], "sizewise: `folder:/no/such`: ".to_owned()),
        (
            &["--originals", "memory:"],
            "sizewise: expected originals in a folder or in S3, found `memory:`".to_owned(),
        ),
        (
            &["--originals", &folder, "--variants", &folder],
            format!("sizewise: expected a folder for variants without originals, found `{folder}`"),
        ),
        (
            &["--originals", &within, "--variants", &above],
            format!("sizewise: expected a folder for variants without originals, found `{above}`"),
        ),
    ] {
        let output = sizewise(&[&["serve"], arguments].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(text(&output.stderr).starts_with(&sentence), "{}", text(&output.stderr));
    }
    for (arguments, sentence) in [
        (["--originals", "ftp://x"], "expected `s3://bucket/prefix`, `folder:PATH` or `memory:`"),
        (["--memory", "lots"], "expected a number of bytes such as `500M` or `10G`, found `lots`"),
        (["--orignals", "folder:."], "a similar argument exists: '--originals'"),
        (["--workers", "0"], "invalid value '0' for '--workers <NUMBER>'"),
        (["--listen", "here"], "invalid value 'here' for '--listen <ADDRESS>'"),
    ] {
        let output = sizewise(&["serve", arguments[0], arguments[1]]);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(sentence), "{}", text(&output.stderr));
    }
}
