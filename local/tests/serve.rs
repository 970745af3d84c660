//! `sizewise serve` and the verbs around it, as people, scripts and supervisors meet them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
// Whoever supervises it speaks with signals.
#![cfg(unix)]

use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A server that runs.
struct Server {
    child: Child,
    /// What it said when it began.
    said: String,
    at: String,
    folder: PathBuf,
}

/// An answer: its status, its head and its body.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Server {
    /// Starts in a folder of the test's own, where it also has its cache.
    fn start(name: &str, arguments: &[&str]) -> Self {
        Self::start_in(empty(name), arguments)
    }

    fn start_in(folder: PathBuf, arguments: &[&str]) -> Self {
        let log = File::create(folder.join("log")).unwrap();
        Self::start_with(folder, arguments, log.into())
    }

    fn start_with(folder: PathBuf, arguments: &[&str], log: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sizewise"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .env("XDG_CACHE_HOME", folder.join("cache"))
            .env("HOME", &folder)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("\n  variants ") && lines.read_line(&mut said).unwrap() > 0 {}
        if said.contains("  originals  examples") {
            // The URLs, each with a line on what it shows.
            for _ in 0..12 {
                lines.read_line(&mut said).unwrap();
            }
        }
        let at = said.lines().next().and_then(|line| line.split_once("http://"));
        let at = at.unwrap_or_else(|| panic!("{said}{}", log_of(&folder))).1.to_owned();
        Self { child, said, at, folder }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.at).unwrap()
    }

    fn get(&self, target: &str) -> Answer {
        let mut stream = self.connect();
        ask(&mut stream, target);
        answer(&mut stream)
    }

    fn metric(&self, name: &str) -> u64 {
        let page = self.get("/_/metrics").body;
        let page = String::from_utf8(page).unwrap();
        let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap().parse().unwrap()
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// Until nobody is let in any more.
    fn wait_for_closed_doors(&self) {
        wait_until(|| TcpStream::connect(&self.at).is_err());
    }

    /// How it ends, and that it does.
    fn end(&mut self) -> Option<i32> {
        wait_until(|| self.child.try_wait().unwrap().is_some());
        self.child.wait().unwrap().code()
    }

    fn log(&self) -> String {
        log_of(&self.folder)
    }
}

/// Nothing that a test began outlives it.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn log_of(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap()
}

fn ask(stream: &mut TcpStream, target: &str) {
    write!(stream, "GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
}

fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer with a head");
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}

fn wait_until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(50), "it has not come to pass");
        sleep(Duration::from_millis(10));
    }
}

/// An empty folder of a test's own.
fn empty(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// A folder with a drawn photograph, `a.jpg`.
fn pictures(name: &str, (width, height): (usize, usize)) -> PathBuf {
    let path = empty(name).join("pictures");
    fs::create_dir_all(path.join("b")).unwrap();
    let samples = (0..width * height).map(|n| ((n % width * 7) ^ (n / width * 3)) as u8);
    let samples = samples.collect::<Vec<_>>();
    let grey = sizewise_jpeg::View::new(&samples, width, width, height).unwrap();
    let settings = sizewise_jpeg::Settings::default();
    let jpeg = sizewise_jpeg::encode(&[grey], sizewise_jpeg::Sampling::Grey, &settings).unwrap();
    fs::write(path.join("a.jpg"), &jpeg).unwrap();
    fs::write(path.join("b/a.jpg"), &jpeg).unwrap();
    path
}

fn store(path: &Path) -> String {
    format!("folder:{}", path.display())
}

fn sizewise(arguments: &[&str]) -> Output {
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve/cache");
    let mut command = Command::new(env!("CARGO_BIN_EXE_sizewise"));
    command.args(arguments).env("XDG_CACHE_HOME", cache).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

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
    fs::write(folder.join("cache"), "").unwrap();
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
fn who_waits_for_a_picture_when_it_is_told_to_stop_gets_it() {
    for signal in ["-TERM", "-INT"] {
        let pictures = pictures(&format!("stopped{signal}"), (1600, 1200));
        let folder = pictures.parent().unwrap().to_owned();
        let mut server = Server::start_in(folder, &["--originals", &store(&pictures)]);
        let mut waiting = server.connect();
        ask(&mut waiting, "/a.jpg?format=avif");
        wait_until(|| server.metric("sizewise_crowd{at=\"working\"}") == 1);
        let idle = server.connect();
        server.signal(signal);
        server.wait_for_closed_doors();
        assert_eq!(answer(&mut waiting).status, 200);
        assert_eq!(server.end(), Some(0));
        let log = server.log();
        assert!(log.contains("stopped, and everybody has an answer"), "{log}");
        drop(idle);
    }
}

#[test]
fn who_tells_it_twice_does_not_wait() {
    let mut server = Server::start("twice", &[]);
    let mut slow = server.connect();
    slow.write_all(b"GET /photos").unwrap();
    // It has been heard of him by the time that somebody who came later is answered.
    assert_eq!(server.get("/_/health").status, 200);
    server.signal("-TERM");
    server.wait_for_closed_doors();
    assert!(server.child.try_wait().unwrap().is_none());
    server.signal("-TERM");
    assert_eq!(server.end(), Some(130));
}

#[test]
fn nobody_is_waited_for_longer_than_was_said() {
    let mut server = Server::start("drained", &["--drain", "1"]);
    let mut slow = server.connect();
    slow.write_all(b"GET /photos").unwrap();
    assert_eq!(server.get("/_/health").status, 200);
    server.signal("-TERM");
    assert_eq!(server.end(), Some(0));
    let log = server.log();
    assert!(log.contains("stopped, though some were still waiting"), "{log}");
}

#[test]
fn each_request_has_one_line_for_programs_whatever_it_asks() {
    let server = Server::start("lines", &[]);
    let kept = server.get("/photos/01.jpg?w=50&style=bw").body.len();
    let original = server.get("/photos/01.jpg").body.len();
    server.get("/photos/01.jpg?w=50%0a%1b[31m%22%7D");
    server.get("/no.jpg");
    server.get("/_/health");
    let log = server.log();
    let lines = log.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines = lines.collect::<Vec<Value>>();
    assert_eq!(lines.len(), 4, "{lines:?}");
    let told = |line: &Value| {
        let names = ["status", "outcome", "method", "path", "key", "variant", "bytes"];
        Value::from(names.map(|name| line[name].clone()).to_vec())
    };
    let (path, key) = ("/photos/01.jpg", "photos/01.jpg");
    assert_eq!(told(&lines[0]), json!([200, "made", "GET", path, key, "style bw, width 50", kept]));
    assert_eq!(lines[0]["query"], "w=50&style=bw");
    assert!(lines[0]["ms"].as_f64().is_some_and(|ms| ms > 0.0));
    assert!(lines[0]["stages"].as_str().is_some_and(|stages| stages.contains("decode ")));
    let variant = &lines[1]["variant"];
    assert_eq!(told(&lines[1]), json!([200, "original", "GET", path, key, variant, original]));
    assert_eq!((&lines[2]["status"], &lines[2]["outcome"]), (&json!(400), &json!("refused")));
    let found = "expected an original, found none at `no.jpg`";
    assert_eq!((&lines[3]["status"], &lines[3]["refused"]), (&json!(404), &json!(found)));
}

#[test]
fn who_wants_warnings_only_hears_of_no_request() {
    let mut server = Server::start("quiet", &["--log", "warn"]);
    for target in ["/photos/01.jpg?w=50", "/no.jpg", "/photos/01.jpg?w=abc", "/_/metrics"] {
        server.get(target);
    }
    server.signal("-TERM");
    assert_eq!((server.end(), server.log().as_str()), (Some(0), ""));
}

#[test]
fn a_log_that_nobody_reads_any_more_ends_no_request() {
    let mut server = Server::start_with(empty("unread"), &[], Stdio::piped());
    drop(server.child.stderr.take());
    for target in ["/photos/01.jpg?w=50", "/photos/01.jpg", "/no.jpg"] {
        assert!([200, 404].contains(&server.get(target).status), "{target}");
    }
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
        (&["--originals", "memory:"], "sizewise: `memory:` holds no originals ".to_owned()),
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
