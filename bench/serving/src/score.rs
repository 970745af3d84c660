//! Scores: what a contestant's laps came to.

use crate::contestant::Contestant;
use crate::laps::Laps;
use crate::load::{self, Ask, End, Lap};
use crate::weight;
use std::sync::Arc;

/// Lap by lap.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) name: &'static str,
    pub(crate) per_second: Laps,
    /// Of one answer.
    pub(crate) cpu_ms: Laps,
    /// Of one answer, on the side of who asks.
    pub(crate) asking_ms: Laps,
    pub(crate) p50_ms: Laps,
    pub(crate) p99_ms: Laps,
    /// The mean of one answer.
    pub(crate) bytes: Laps,
    pub(crate) peak_mib: f64,
    pub(crate) faults: Faults,
}

/// Answers that were not what they must be.
#[derive(Default)]
pub(crate) struct Faults {
    pub(crate) count: usize,
    pub(crate) first: Option<String>,
}

impl Score {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// Lets a contestant run a lap.
    pub(crate) async fn lap(&mut self, contestant: &Contestant, asks: &Arc<Vec<Ask>>, end: End) {
        let before = [contestant.weight(), weight::own()];
        let lap = load::run(contestant.address, asks, end).await;
        let after = [contestant.weight(), weight::own()];
        let answered = lap.answered() as f64;
        let [cpu_ms, asking_ms] =
            [0, 1].map(|at| (after[at].cpu_seconds - before[at].cpu_seconds) * 1e3 / answered);
        self.per_second.push(lap.per_second());
        self.cpu_ms.push(cpu_ms);
        self.asking_ms.push(asking_ms);
        self.p50_ms.push(lap.milliseconds(50));
        self.p99_ms.push(lap.milliseconds(99));
        self.bytes.push(lap.bytes as f64 / answered);
        self.peak_mib = after[0].peak_mib;
        eprintln!("  {}: {:.0} answers a second", self.name, lap.per_second());
        self.faults.add(lap);
    }
}

impl Faults {
    pub(crate) fn add(&mut self, lap: Lap) {
        self.count += lap.wrong;
        self.first = self.first.take().or(lap.first_wrong);
    }
}
