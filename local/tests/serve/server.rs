//! A server that a test starts as a program of its own, and who asks it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A server that runs.
pub(crate) struct Server {
    pub(crate) child: Child,
    /// What it said when it began.
    pub(crate) said: String,
    pub(crate) at: String,
    pub(crate) folder: PathBuf,
}

/// An answer: its status, its head and its body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Server {
    /// Starts in a folder of the test's own, where it also has its cache.
    pub(crate) fn start(name: &str, arguments: &[&str]) -> Self {
        Self::start_in(empty(name), arguments)
    }

    pub(crate) fn start_in(folder: PathBuf, arguments: &[&str]) -> Self {
        let log = File::create(folder.join("log")).unwrap();
        Self::start_with(folder, arguments, log.into())
    }

    pub(crate) fn start_with(folder: PathBuf, arguments: &[&str], log: Stdio) -> Self {
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

    pub(crate) fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.at).unwrap()
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        let mut stream = self.connect();
        ask(&mut stream, target);
        answer(&mut stream)
    }

    pub(crate) fn metric(&self, name: &str) -> u64 {
        let page = self.get("/_/metrics").body;
        let page = String::from_utf8(page).unwrap();
        let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap().parse().unwrap()
    }

    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    /// Until nobody is let in any more.
    pub(crate) fn wait_for_closed_doors(&self) {
        wait_until(|| TcpStream::connect(&self.at).is_err());
    }

    /// How it ends, and that it does.
    pub(crate) fn end(&mut self) -> Option<i32> {
        wait_until(|| self.child.try_wait().unwrap().is_some());
        self.child.wait().unwrap().code()
    }

    pub(crate) fn log(&self) -> String {
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

pub(crate) fn log_of(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap()
}

pub(crate) fn ask(stream: &mut TcpStream, target: &str) {
    write!(stream, "GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").unwrap();
}

pub(crate) fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer with a head");
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap().to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}

pub(crate) fn wait_until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(50), "it has not come to pass");
        sleep(Duration::from_millis(10));
    }
}

/// An empty folder of a test's own.
pub(crate) fn empty(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// A folder with a drawn photograph, `a.jpg`.
pub(crate) fn pictures(name: &str, (width, height): (usize, usize)) -> PathBuf {
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

pub(crate) fn store(path: &Path) -> String {
    format!("folder:{}", path.display())
}

pub(crate) fn sizewise(arguments: &[&str]) -> Output {
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve/cache");
    let mut command = Command::new(env!("CARGO_BIN_EXE_sizewise"));
    command.args(arguments).env("XDG_CACHE_HOME", cache).output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
