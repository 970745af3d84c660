//! Load: many connections ask as fast as they are answered, and look at every answer.

use crate::connection::{Answer, Connection};
use sizewise_jpeg::Header;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// A request, and what must come of it.
#[derive(Debug)]
pub(crate) struct Ask {
    request: Vec<u8>,
    expected: Expected,
}

#[derive(Debug)]
pub(crate) enum Expected {
    /// A JPEG of this size.
    Jpeg(u16, u16),
    /// A file of this length.
    Bytes(usize),
    /// Nothing new.
    NotModified,
}

/// When a lap is over.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// When every request has been sent once.
    Once,
    /// When so much time has passed; until then, requests are sent again and again.
    After(Duration),
}

/// What came of a lap.
#[derive(Debug, Default)]
pub(crate) struct Lap {
    pub(crate) seconds: f64,
    /// How long each right answer took, in microseconds, in order.
    micros: Vec<u64>,
    pub(crate) bytes: u64,
    /// How many answers were not what they must be, and what was the first of them.
    pub(crate) wrong: usize,
    pub(crate) first_wrong: Option<String>,
}

/// Connections that ask at once.
pub(crate) const CONNECTIONS: usize = 64;

/// How long a lap may take. Who is still waiting then will wait for ever.
const PATIENCE: Duration = Duration::from_secs(600);

impl Ask {
    pub(crate) fn new(path: &str, expected: Expected) -> Self {
        Self::with(path, "", expected)
    }

    /// `header` is a line with its end.
    pub(crate) fn with(path: &str, header: &str, expected: Expected) -> Self {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{header}\r\n");
        Self { request: request.into_bytes(), expected }
    }

    /// What is wrong with an answer, if anything is.
    fn fault(&self, answer: &Answer<'_>) -> Option<String> {
        let (status, found) = (answer.status, answer.body.len());
        match self.expected {
            Expected::NotModified if status == 304 && found == 0 => None,
            Expected::Bytes(length) if status == 200 && found == length => None,
            Expected::Jpeg(width, height) if status == 200 => match Header::read(answer.body) {
                Ok(it) if (it.width(), it.height()) == (width.into(), height.into()) => None,
                Ok(it) => Some(format!("a JPEG of {} by {}", it.width(), it.height())),
                Err(error) => Some(format!("no JPEG: {error}")),
            },
            _ => Some(format!("status {status} and {found} bytes")),
        }
    }

    async fn answered(&self, connection: &mut Connection) -> Result<usize, String> {
        match connection.ask(&self.request).await {
            Err(error) => Err(error.to_string()),
            Ok(answer) => self.fault(&answer).map_or(Ok(answer.body.len()), Err),
        }
        .map_err(|found| format!("expected {:?}, found {found}", self.expected))
    }
}

/// Sends these requests from all connections until the end.
pub(crate) async fn run(address: SocketAddr, asks: &Arc<Vec<Ask>>, end: End) -> Lap {
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut connections = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (asks, next) = (Arc::clone(asks), Arc::clone(&next));
        connections.spawn(async move { asked(address, &asks, &next, end, begun).await });
    }
    let mut lap = Lap::default();
    let all = async {
        while let Some(part) = connections.join_next().await {
            lap.add(part.expect("no connection panics"));
        }
    };
    if timeout(PATIENCE, all).await.is_err() {
        lap.wrong += connections.len();
        lap.first_wrong.get_or_insert("expected an answer, found none".to_owned());
    }
    lap.seconds = begun.elapsed().as_secs_f64();
    lap.micros.sort_unstable();
    lap
}

/// What one connection is told.
async fn asked(
    address: SocketAddr,
    asks: &[Ask],
    next: &AtomicUsize,
    end: End,
    begun: Instant,
) -> Lap {
    let mut connection = Connection::new(address);
    let mut lap = Lap::default();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let sent = Instant::now();
        let is_over = match end {
            End::Once => number >= asks.len(),
            End::After(time) => sent - begun >= time,
        };
        if is_over {
            return lap;
        }
        match asks[number % asks.len()].answered(&mut connection).await {
            Ok(bytes) => {
                lap.bytes += bytes as u64;
                lap.micros.push(u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
            Err(fault) => {
                lap.wrong += 1;
                lap.first_wrong.get_or_insert(fault);
                // The rest of an answer that was not understood is nobody's.
                connection = Connection::new(address);
            }
        }
    }
}

impl Lap {
    fn add(&mut self, part: Lap) {
        self.micros.extend(part.micros);
        self.bytes += part.bytes;
        self.wrong += part.wrong;
        self.first_wrong = self.first_wrong.take().or(part.first_wrong);
    }

    /// Right answers.
    pub(crate) fn answered(&self) -> usize {
        self.micros.len()
    }

    pub(crate) fn per_second(&self) -> f64 {
        self.answered() as f64 / self.seconds
    }

    /// The time within which so many of a hundred answers came.
    pub(crate) fn milliseconds(&self, percent: usize) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let micros = self.micros.get((self.micros.len() * percent / 100).min(last));
        micros.map_or(f64::NAN, |micros| *micros as f64 / 1e3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_an_answer_that_came() {
        let lap =
            Lap { micros: (1..=200).map(|n| n * 1000).collect(), seconds: 2.0, ..Lap::default() };
        assert_eq!([50, 99, 100].map(|percent| lap.milliseconds(percent)), [101.0, 199.0, 200.0]);
        assert_eq!(lap.per_second(), 100.0);
        assert!(Lap::default().milliseconds(50).is_nan());
    }

    #[test]
    fn what_is_not_what_was_asked_is_a_fault() {
        let answer = |status, body| Answer { status, head: "", body };
        let ask = |expected| Ask::new("/", expected);
        assert_eq!(ask(Expected::Bytes(3)).fault(&answer(200, b"abc")), None);
        assert_eq!(ask(Expected::NotModified).fault(&answer(304, b"")), None);
        for (expected, status, body) in [
            (Expected::Bytes(3), 200, &b"ab"[..]),
            (Expected::Bytes(3), 503, b"abc"),
            (Expected::NotModified, 200, b""),
            (Expected::Jpeg(1, 1), 200, b"abc"),
        ] {
            assert!(ask(expected).fault(&answer(status, body)).is_some());
        }
    }
}
