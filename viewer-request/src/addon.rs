//! The addon: what Node calls. Both functions take text and give text, so that Node need know
//! nothing of CloudFront.

use crate::answered;
use napi_derive::napi;
use sizewise::Policy;
use sizewise_edge::guarded;
use std::error::Error;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

static POLICY: OnceLock<Policy> = OnceLock::new();

/// Reads the policy in the package's folder. What was read once stays as it is for as long as the
/// process lives.
#[napi]
pub fn open(folder: String) -> napi::Result<()> {
    let policy = guarded(|| sizewise_package::policy(Path::new(&folder)));
    let policy = policy.map_err(thrown)?.map_err(thrown)?;
    POLICY.get_or_init(|| policy);
    Ok(())
}

/// Answers an event.
#[napi]
pub fn handle(event: String) -> napi::Result<String> {
    let closed = || napi::Error::from_reason("expected `open` before the first event, found none");
    let policy = POLICY.get().ok_or_else(closed)?;
    guarded(|| answer(policy, &event)).map_err(thrown)
}

fn answer(policy: &Policy, event: &str) -> String {
    let now = now();
    let answered = answered(policy, event, now.as_secs());
    if let Some(told) = answered.told {
        told.tell(u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
    }
    answered.answer.to_string()
}

fn thrown(error: impl Error) -> napi::Error {
    napi::Error::from_reason(error.to_string())
}

#[expect(clippy::disallowed_methods, reason = "the clock is read at the door and handed on")]
fn now() -> Duration {
    // A clock that stands before 1970 lets no signature expire; it would be set right long before
    // it matters.
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
