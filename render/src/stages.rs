//! Stages: how long each part of the work has taken.

use std::time::{Duration, Instant};

/// How long each part of the work has taken.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stages {
    /// From bytes to samples of the result's size: decoding and scaling go hand in hand.
    pub decode: Duration,
    /// What is done to the picture when it has its size.
    pub finish: Duration,
    /// From samples to bytes.
    pub encode: Duration,
}

/// Says how long it is since it was last asked.
pub(crate) struct Watch(Instant);

impl Watch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now - std::mem::replace(&mut self.0, now)
    }
}
