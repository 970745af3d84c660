//! A guard around what is called from outside.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// A fault of ours, in the middle of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an answer to the event, found a fault within the function; the log says where")]
pub struct Crashed;

/// Does work that may have a fault. A panic costs the event that it happens in, and not the
/// process: others are waiting in it, and another takes a while to start.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Crashed> {
    // What is left half done is the event's own, and nobody sees it again.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Crashed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_costs_one_event_and_no_other() {
        let numbers = [1, 2, 3];
        let at = |index: usize| guarded(|| numbers[index]);
        assert_eq!([at(0), at(3), at(2)], [Ok(1), Err(Crashed), Ok(3)]);
    }
}
