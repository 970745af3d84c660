//! Metrics, as Prometheus reads them.

use super::Site;
use super::story::{Outcome, Story};
use axum::body::Body;
use http::Response;
use sizewise_fulfil::Stages;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What has happened since this program began.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: [Requests; Outcome::ALL.len()],
    statuses: [AtomicU64; STATUSES.len()],
    bytes: AtomicU64,
}

/// Requests that had one outcome.
#[derive(Debug, Default)]
struct Requests {
    within: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    micros: AtomicU64,
}

/// Upper bounds of times, in microseconds: from what is remembered to what should never be.
const BOUNDS: [u64; 14] = [
    100, 300, 1_000, 3_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
    3_000_000, 10_000_000, 30_000_000,
];

const STATUSES: [u16; 20] = [
    200, 204, 206, 304, 400, 403, 404, 405, 412, 413, 414, 415, 416, 422, 429, 500, 502, 503, 504,
    0,
];

fn add(counter: &AtomicU64, count: u64) {
    counter.fetch_add(count, Ordering::Relaxed);
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

impl Metrics {
    pub(crate) fn count(&self, story: &Story, response: &Response<Body>) {
        let took = micros(story.took());
        let requests = &self.requests[story.outcome as usize];
        add(&requests.count, 1);
        add(&requests.micros, took);
        // Each bound counts what lies between it and the one before; they are added up when they are read.
        if let Some(within) = BOUNDS.iter().position(|bound| took <= *bound) {
            add(&requests.within[within], 1);
        }
        let status = response.status().as_u16();
        let status = STATUSES.iter().position(|known| *known == status);
        add(&self.statuses[status.unwrap_or(STATUSES.len() - 1)], 1);
        add(&self.bytes, story.bytes());
    }

    fn write_requests(&self, page: &mut Page) {
        page.family("sizewise_request_seconds", "histogram", "Time to answer, by outcome.");
        for (outcome, requests) in Outcome::ALL.iter().zip(&self.requests) {
            let name = outcome.name();
            let mut sum = 0;
            for (bound, within) in BOUNDS.iter().zip(&requests.within) {
                sum += read(within);
                let bound = seconds(*bound);
                page.line("_bucket", &format!("outcome=\"{name}\",le=\"{bound}\""), sum);
            }
            let count = read(&requests.count);
            page.line("_bucket", &format!("outcome=\"{name}\",le=\"+Inf\""), count);
            page.line("_sum", &format!("outcome=\"{name}\""), seconds(read(&requests.micros)));
            page.line("_count", &format!("outcome=\"{name}\""), count);
        }
    }

    fn write_answers(&self, page: &mut Page) {
        page.family("sizewise_responses_total", "counter", "Answers, by status.");
        for (status, count) in STATUSES.iter().zip(&self.statuses) {
            let name = if *status == 0 { "other".to_owned() } else { status.to_string() };
            page.line("", &format!("status=\"{name}\""), read(count));
        }
        page.one(
            "sizewise_response_bytes_total",
            "counter",
            "Bytes of answers.",
            read(&self.bytes),
        );
    }
}

impl Site {
    /// The page that Prometheus reads.
    pub(super) fn metrics_page(&self) -> String {
        let mut page = Page::default();
        self.metrics.write_requests(&mut page);
        self.metrics.write_answers(&mut page);
        let tally = self.house.tally();
        page.one("sizewise_made_total", "counter", "Variants that were made.", tally.made);
        let help = "Variants that were made and could not be kept.";
        page.one("sizewise_not_kept_total", "counter", help, tally.not_kept);
        page.write_stages(&tally.stages);
        let crowd = self.house.crowd();
        page.family(
            "sizewise_crowd",
            "gauge",
            "Requests for missing variants, by what they are at.",
        );
        for (name, count) in
            [("waiting", crowd.waiting), ("seated", crowd.seated), ("working", crowd.working)]
        {
            page.line("", &format!("at=\"{name}\""), count);
        }
        let (pictures, bytes) = self.memory.held();
        page.one("sizewise_memory_pictures", "gauge", "Pictures that are remembered.", pictures);
        page.one("sizewise_memory_bytes", "gauge", "Bytes of pictures that are remembered.", bytes);
        page.text
    }
}

/// Text in Prometheus' own format.
#[derive(Default)]
struct Page {
    text: String,
    family: &'static str,
}

impl Page {
    fn family(&mut self, name: &'static str, kind: &str, help: &str) {
        self.family = name;
        writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}")
            .expect("a string takes everything");
    }

    fn line(&mut self, suffix: &str, labels: &str, value: impl std::fmt::Display) {
        writeln!(self.text, "{}{suffix}{{{labels}}} {value}", self.family)
            .expect("a string takes everything");
    }

    fn write_stages(&mut self, stages: &Stages) {
        self.family("sizewise_stage_seconds_total", "counter", "Time of what was made, by stage.");
        for (name, time) in stages.named() {
            self.line("", &format!("stage=\"{name}\""), seconds(micros(time)));
        }
    }

    fn one(&mut self, name: &'static str, kind: &str, help: &str, value: u64) {
        self.family(name, kind, help);
        writeln!(self.text, "{name} {value}").expect("a string takes everything");
    }
}

fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}
