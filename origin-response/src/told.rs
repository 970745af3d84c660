//! What CloudWatch is told of an event: one line, with the numbers that alarms and a dashboard go by. A number that is
//! nothing is not told: CloudWatch bills each that ever was.

use crate::large::unread_for;
use http::{Method, Request, StatusCode};
use sizewise_edge::{Told, Unit};
use sizewise_fulfil::Keeping;
use sizewise_site::{Outcome, Story};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The name of the trigger in metrics.
pub(crate) const TRIGGER: &str = "origin-response";

/// Where the time of each stage is counted.
const STAGES: [(&str, &str); 6] = [
    ("queue", "QueueTime"),
    ("read", "ReadTime"),
    ("decode", "DecodeTime"),
    ("finish", "FinishTime"),
    ("encode", "EncodeTime"),
    ("keep", "KeepTime"),
];

/// What is told of one request.
pub(crate) struct Line<'a> {
    function: &'static str,
    method: Method,
    path: String,
    since: Instant,
    /// Why there is no picture.
    pub(crate) refused: Option<String>,
    pub(crate) story: Option<&'a Story>,
}

impl<'a> Line<'a> {
    /// A request has come.
    pub(crate) fn begin<B>(function: &'static str, request: &Request<B>) -> Self {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        Self { function, method, path, since: Instant::now(), refused: None, story: None }
    }

    /// It is answered with this status and so many bytes.
    pub(crate) fn end(self, status: StatusCode, bytes: u64) -> Told {
        let told = Told::by(self.function)
            .counted("Requests", Unit::Count, 1.0)
            .counted("Bytes", Unit::Bytes, bytes as f64)
            .counted("Time", Unit::Milliseconds, milliseconds(self.since.elapsed()))
            .with("status", status.as_u16())
            .with("method", self.method.as_str())
            .with("path", self.path.as_str());
        let told = once(told, "Refused", status.is_client_error());
        let told = once(told, "Failed", status.is_server_error());
        let refused = self.refused.as_deref().or_else(|| self.story?.refused());
        let told = refused.into_iter().fold(told, |told, sentence| told.with("refused", sentence));
        self.story.into_iter().fold(told, with_story)
    }
}

/// The line of an event that cannot be read.
pub(crate) fn unreadable(sentence: &str) -> Told {
    let told = Told::by(TRIGGER).counted("Unreadable", Unit::Count, 1.0);
    told.with("sentence", sentence)
}

fn with_story(told: Told, story: &Story) -> Told {
    let keeping = story.keeping();
    let is_made = matches!(story.outcome(), Outcome::Made | Outcome::Outdated);
    let is_not_kept = matches!(keeping, Some(Keeping::NotKept | Keeping::Slow));
    let told = once(told, "Renders", is_made);
    let told = once(told, "Kept", keeping == Some(Keeping::Kept));
    let told = once(told, "NotKept", is_not_kept);
    let told = once(told, "Unread", unread_for(keeping, SystemTime::now()).is_some());
    let told = told.with("outcome", story.outcome().name());
    let told = story.address().into_iter().fold(told, |told, address| {
        told.with("key", address.key().as_str()).with("variant", address.variant().to_string())
    });
    story.stages().fold(told, |told, (stage, time)| {
        match STAGES.iter().find(|(name, _)| *name == stage) {
            Some((_, metric)) => told.counted(metric, Unit::Milliseconds, milliseconds(time)),
            None => told,
        }
    })
}

fn once(told: Told, name: &'static str, is: bool) -> Told {
    if is { told.counted(name, Unit::Count, 1.0) } else { told }
}

/// The time in milliseconds, as CloudWatch wants it.
pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e3
}
