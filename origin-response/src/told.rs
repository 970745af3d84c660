//! What CloudWatch is told of an event: one line, with the numbers that alarms and a dashboard go by.

use crate::large::unread_for;
use http::{Request, StatusCode};
use sizewise_edge::{Told, Unit};
use sizewise_fulfil::Keeping;
use sizewise_site::{Outcome, Story};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where the time of each stage is counted.
const STAGES: [(&str, &str); 7] = [
    ("decide", "DecideTime"),
    ("queue", "QueueTime"),
    ("read", "ReadTime"),
    ("decode", "DecodeTime"),
    ("finish", "FinishTime"),
    ("encode", "EncodeTime"),
    ("keep", "KeepTime"),
];

/// The line of a request that `function` has answered.
pub(crate) fn told<B>(
    function: &'static str,
    request: &Request<B>,
    story: &Story,
    status: StatusCode,
) -> Told {
    let is = |is: bool| f64::from(u8::from(is));
    let keeping = story.keeping();
    let told = Told::by(function)
        .counted("Requests", Unit::Count, 1.0)
        .counted("Renders", Unit::Count, is(is_made(story)))
        .counted("Kept", Unit::Count, is(keeping == Some(Keeping::Kept)))
        .counted("NotKept", Unit::Count, is(is_not_kept(keeping)))
        .counted("Unread", Unit::Count, is(unread_for(keeping, SystemTime::now()).is_some()))
        .counted("Refused", Unit::Count, is(status.is_client_error()))
        .counted("Failed", Unit::Count, is(status.is_server_error()))
        .counted("Bytes", Unit::Bytes, story.bytes() as f64)
        .counted("Time", Unit::Milliseconds, milliseconds(story.took()))
        .with("status", status.as_u16())
        .with("method", request.method().as_str())
        .with("path", request.uri().path())
        .with("outcome", story.outcome().name());
    let told = story.stages().fold(told, |told, (stage, time)| {
        match STAGES.iter().find(|(name, _)| *name == stage) {
            Some((_, metric)) => told.counted(metric, Unit::Milliseconds, milliseconds(time)),
            None => told,
        }
    });
    let told = match story.address() {
        Some(address) => {
            told.with("key", address.key().as_str()).with("variant", address.variant().to_string())
        }
        None => told,
    };
    match story.refused() {
        Some(sentence) => told.with("refused", sentence),
        None => told,
    }
}

/// The time in milliseconds, as CloudWatch wants it.
pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn is_made(story: &Story) -> bool {
    matches!(story.outcome(), Outcome::Made | Outcome::Outdated)
}

fn is_not_kept(keeping: Option<Keeping>) -> bool {
    matches!(keeping, Some(Keeping::NotKept | Keeping::Slow))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e3
}
