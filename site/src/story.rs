//! The story of a request: what it was for, what became of it and how long that took. It is told once, when the answer
//! is there: in a line of the log, in `Server-Timing` and in the metrics.

use super::problem::Problem;
use axum::body::{Body, HttpBody};
use http::header::CONTENT_LENGTH;
use http::{HeaderName, HeaderValue, Method, Request, Response};
use sizewise::Address;
use sizewise_fulfil::{Keeping, Stages};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was shown before, and remembered.
    Remembered,
    /// It was kept.
    Kept,
    /// It was made.
    Made,
    /// It was made of an original that has changed since.
    Outdated,
    /// It is an original, untouched.
    Original,
    /// It is none of our business.
    Passed,
    /// It was refused.
    Refused,
    /// It was about this program.
    Inside,
}

/// What is told of a request.
#[derive(Debug, Clone)]
pub struct Story {
    begun: Instant,
    decided: Option<Duration>,
    took: Duration,
    bytes: u64,
    address: Option<Address>,
    refused: Option<String>,
    pub(crate) outcome: Outcome,
    pub(crate) keeping: Option<Keeping>,
    pub(crate) stages: Stages,
}

const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

impl Outcome {
    pub(crate) const ALL: [Outcome; 8] = [
        Outcome::Remembered,
        Outcome::Kept,
        Outcome::Made,
        Outcome::Outdated,
        Outcome::Original,
        Outcome::Passed,
        Outcome::Refused,
        Outcome::Inside,
    ];

    /// Its name in logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Remembered => "remembered",
            Outcome::Kept => "kept",
            Outcome::Made => "made",
            Outcome::Outdated => "outdated",
            Outcome::Original => "original",
            Outcome::Passed => "passed",
            Outcome::Refused => "refused",
            Outcome::Inside => "inside",
        }
    }
}

impl Story {
    pub(crate) fn begin() -> Self {
        Self {
            begun: Instant::now(),
            decided: None,
            took: Duration::ZERO,
            bytes: 0,
            address: None,
            refused: None,
            outcome: Outcome::Passed,
            keeping: None,
            stages: Stages::default(),
        }
    }

    pub(crate) fn decided(&mut self) {
        self.decided = Some(self.begun.elapsed());
    }

    /// It is about this.
    pub(crate) fn of(&mut self, address: Address) {
        self.address = Some(address);
    }

    /// What it is about, as far as that could be understood.
    pub fn address(&self) -> Option<&Address> {
        self.address.as_ref()
    }

    /// What became of it.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// What became of the variant, where one was found or made.
    pub fn keeping(&self) -> Option<Keeping> {
        self.keeping
    }

    /// Why it was refused, if it was.
    pub fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    /// How long it took.
    pub fn took(&self) -> Duration {
        self.took
    }

    /// The bytes of the answer's body.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// It is refused, and this is why.
    pub(crate) fn refuse(&mut self, problem: &Problem) {
        self.outcome = Outcome::Refused;
        self.refused = Some(problem.sentence().to_owned());
    }

    /// The stages that took any time, by their names.
    pub fn stages(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        let decided = [("decide", self.decided.unwrap_or_default())];
        let stages = decided.into_iter().chain(self.stages.named());
        stages.filter(|(_, time)| !time.is_zero())
    }

    /// The answer is there.
    pub(crate) fn end(&mut self, method: &Method, response: &mut Response<Body>) {
        self.took = self.begun.elapsed();
        self.bytes = if *method == Method::HEAD { 0 } else { length(response) };
        let mut timing = format!("{};dur={}", self.outcome.name(), milliseconds(self.took));
        for (name, time) in self.stages() {
            write!(timing, ", {name};dur={}", milliseconds(time))
                .expect("a string takes everything");
        }
        let timing = HeaderValue::from_str(&timing).expect("names and numbers are visible ASCII");
        response.headers_mut().insert(SERVER_TIMING, timing);
    }

    /// One line: what it was for, what became of it, and what that took.
    pub(crate) fn log<B>(&self, request: &Request<B>, response: &Response<Body>) {
        if self.outcome == Outcome::Inside || !tracing::enabled!(tracing::Level::INFO) {
            return;
        }
        let mut stages = String::new();
        for (name, time) in self.stages() {
            let gap = if stages.is_empty() { "" } else { " " };
            write!(stages, "{gap}{name} {}", milliseconds(time))
                .expect("a string takes everything");
        }
        let key = self.address.as_ref().map(|address| address.key().as_str());
        tracing::info!(
            status = response.status().as_u16(),
            method = %request.method(),
            // As it was sent: nothing in it is a control character.
            path = request.uri().path(),
            query = request.uri().query(),
            key,
            variant = self.address.as_ref().map(|address| address.variant().to_string()),
            outcome = self.outcome.name(),
            bytes = self.bytes,
            ms = self.took.as_micros() as f64 / 1e3,
            stages = Some(stages).filter(|stages| !stages.is_empty()),
            refused = self.refused.as_deref(),
            "request"
        );
    }
}

/// The bytes of a body, also of one that is read as it is sent.
fn length(response: &Response<Body>) -> u64 {
    let told = || response.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
    response.body().size_hint().exact().or_else(told).unwrap_or(0)
}

/// Milliseconds as text, to the microsecond.
fn milliseconds(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{:03}", micros / 1000, micros % 1000)
}
