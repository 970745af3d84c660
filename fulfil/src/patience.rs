//! Patience: how long a viewer is kept waiting for a store.

use std::time::Duration;

/// How long one waits for what.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a variant that may be kept, before it is made anew.
    pub kept: Duration,
    /// For a seat and the original, together.
    pub original: Duration,
    /// For a variant to be kept, before the viewer gets it anyway.
    pub keep: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            kept: Duration::from_secs(3),
            original: Duration::from_secs(15),
            keep: Duration::from_secs(3),
        }
    }
}
