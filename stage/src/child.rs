//! A program that was started: what it says is kept, and it ends with who holds it, also where a test fails.

use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A program that runs.
#[derive(Debug)]
pub struct Child {
    child: Mutex<std::process::Child>,
    id: u32,
    log: Log,
    /// When it was started.
    pub since: Instant,
}

type Log = Arc<Mutex<Vec<String>>>;

/// More lines than a test reads. What is said beyond them is not kept.
const LINES: usize = 100_000;

impl Child {
    pub fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let since = Instant::now();
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let log = Log::default();
        listen(child.stdout.take().unwrap(), &log);
        listen(child.stderr.take().unwrap(), &log);
        Self { id: child.id(), child: Mutex::new(child), log, since }
    }

    /// The number by which the system knows it.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What it has said until now, on both streams, line by line.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// Waits until it has said a line that has this in it, and gives that line. What was said before an answer may be
    /// heard after it.
    pub async fn said(&self, part: &str) -> String {
        let found = |log: &[String]| log.iter().find(|line| line.contains(part)).cloned();
        self.heard(&format!("{part:?}"), found).await
    }

    /// Waits until it has said so many lines, and gives all that there are.
    pub async fn lines(&self, count: usize) -> Vec<String> {
        let enough = |log: &[String]| (log.len() >= count).then(|| log.to_vec());
        self.heard(&format!("{count} lines"), enough).await
    }

    async fn heard<T>(&self, what: &str, found: impl Fn(&[String]) -> Option<T>) -> T {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let log = self.log();
            if let Some(found) = found(&log) {
                return found;
            }
            assert!(Instant::now() < until, "expected {what}, found {log:#?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// How it ended, if it has.
    pub fn ended(&self) -> Option<ExitStatus> {
        self.child.lock().unwrap().try_wait().unwrap()
    }

    /// Stops it where it stands, as Lambda does with a function that has answered.
    pub fn freeze(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        // Who is held here has not been waited for, so the number is still its own.
        let child = self.child.lock().unwrap();
        kill_process(Pid::from_child(&child), signal).unwrap();
    }

    /// The bytes of memory that it holds at present. Only Linux says so.
    pub fn memory(&self) -> u64 {
        self.told("VmRSS")
    }

    /// The most bytes of memory that it ever held. Only Linux says so.
    pub fn most_memory(&self) -> u64 {
        self.told("VmHWM")
    }

    fn told(&self, field: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()).unwrap();
        kilobytes.parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let child = self.child.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// The thread ends with the stream, and that with the program.
fn listen(stream: impl Read + Send + 'static, log: &Log) {
    let log = Arc::clone(log);
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n') {
            let Ok(line) = line else { return };
            let mut log = log.lock().unwrap();
            if log.len() < LINES {
                log.push(String::from_utf8_lossy(&line).into_owned());
            }
        }
    });
}
