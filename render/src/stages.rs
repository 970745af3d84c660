//! Stages: how long each part of the work has taken.

use crate::error::Error;
use sizewise::{Limits, Refusal};
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
pub(crate) struct Watch {
    start: Instant,
    last: Instant,
    /// The seconds that all of it may take.
    limit: u64,
    stages: Stages,
}

impl Watch {
    pub(crate) fn start(limits: &Limits) -> Self {
        let now = Instant::now();
        let limit = limits.render_seconds.get().into();
        Self { start: now, last: now, limit, stages: Stages::default() }
    }

    pub(crate) fn decoded(&mut self) {
        let lap = self.lap();
        self.stages.decode += lap;
    }

    pub(crate) fn finished(&mut self) {
        let lap = self.lap();
        self.stages.finish += lap;
    }

    pub(crate) fn encoded(&mut self) {
        let lap = self.lap();
        self.stages.encode += lap;
    }

    pub(crate) fn stages(&self) -> Stages {
        self.stages
    }

    /// Refuses to go on when it has taken too long.
    pub(crate) fn refuse_late(&self) -> Result<(), Error> {
        let (most, found) = (self.limit, self.start.elapsed().as_secs());
        if found < most {
            return Ok(());
        }
        Err(Refusal::TooMuch { of: "seconds for a picture", most, found }.into())
    }

    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now - std::mem::replace(&mut self.last, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_too_long_is_refused() {
        let mut watch = Watch::start(&Limits::default());
        assert!(watch.refuse_late().is_ok());
        watch.start =
            watch.start.checked_sub(Duration::from_secs(21)).expect("a machine runs so long");
        assert_eq!(
            watch.refuse_late().unwrap_err().to_string(),
            "expected at most 20 seconds for a picture, found 21"
        );
    }
}
