//! The addon: what Node calls. Both functions take text and give text, so that nothing of CloudFront's is known to Node.

use crate::answered;
use napi_derive::napi;
use sizewise::Policy;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

static POLICY: OnceLock<Policy> = OnceLock::new();

/// Reads the policy in the package's folder. What was read once stays as it is for as long as the process lives.
#[napi]
pub fn open(folder: String) -> napi::Result<()> {
    guarded(|| {
        let policy = sizewise_package::policy(Path::new(&folder));
        let policy = policy.map_err(|error| napi::Error::from_reason(error.to_string()))?;
        POLICY.get_or_init(|| policy);
        Ok(())
    })
}

/// Answers an event.
#[napi]
pub fn handle(event: String) -> napi::Result<String> {
    guarded(|| {
        let closed = || napi::Error::from_reason("expected `open` before the first event");
        let policy = POLICY.get().ok_or_else(closed)?;
        let now = now();
        let answered = answered(policy, &event, now.as_secs());
        if let Some(told) = answered.told {
            told.tell(u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
        }
        Ok(answered.answer.to_string())
    })
}

/// A fault of ours is an error in Node, for this one event. It must not end the process, in which others are
/// waiting and which takes a while to start.
fn guarded<T>(work: impl FnOnce() -> napi::Result<T>) -> napi::Result<T> {
    let crashed = |_| Err(napi::Error::from_reason("a fault within the function: see its log"));
    // Nothing is left half done: the policy is set as a whole or not at all, and an event leaves nothing behind.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(crashed)
}

#[expect(clippy::disallowed_methods, reason = "the clock is read at the door and handed on")]
fn now() -> Duration {
    // A clock that stands before 1970 lets no signature expire; it would be set right long before it matters.
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
