//! The stopwatch: what each contestant takes of the processor, round after round.

use cpu_time::ProcessTime;
use std::fmt;
use std::hint::black_box;

/// A lap repeats short work until it is this long, for the clock and the caches to be calm.
const LEAST_LAP_MS: f64 = 5.0;
const MOST_REPETITIONS: f64 = 50.0;

/// Milliseconds of processor time that one piece of work took, one for each round.
pub(crate) struct Laps(Vec<f64>);

/// Lets every run do its work once a round, in an order that rotates, so that a slow moment of the machine
/// meets all of them. A run that answers nothing when it warms up does not take part.
pub(crate) fn laps(rounds: usize, runs: &[&dyn Fn() -> Option<usize>]) -> Vec<Option<Laps>> {
    let repetitions = runs.iter().map(|run| warmed_up(run)).collect::<Vec<_>>();
    let start = |repetitions: &Option<usize>| repetitions.map(|_| Laps(Vec::with_capacity(rounds)));
    let mut laps = repetitions.iter().map(start).collect::<Vec<_>>();
    for round in 0..rounds {
        for turn in 0..runs.len() {
            let at = (round + turn) % runs.len();
            if let (Some(laps), Some(times)) = (&mut laps[at], repetitions[at]) {
                laps.0.push(milliseconds(runs[at], times));
            }
        }
    }
    laps
}

/// How often a run repeats its work in a lap.
fn warmed_up(run: &dyn Fn() -> Option<usize>) -> Option<usize> {
    run()?;
    let once = milliseconds(run, 1);
    Some((LEAST_LAP_MS / once).ceil().clamp(1.0, MOST_REPETITIONS) as usize)
}

fn milliseconds(run: &dyn Fn() -> Option<usize>, times: usize) -> f64 {
    let start = ProcessTime::now();
    for _ in 0..times {
        black_box(run());
    }
    start.elapsed().as_secs_f64() * 1000.0 / times as f64
}

impl Laps {
    pub(crate) fn median(&self) -> Milliseconds {
        Milliseconds(median(self.0.clone()))
    }

    /// This over another, round by round.
    pub(crate) fn ratio(&self, other: &Self) -> Ratio {
        let ratios =
            self.0.iter().zip(&other.0).map(|(this, other)| this / other).collect::<Vec<_>>();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let most = ratios.iter().copied().fold(0.0, f64::max);
        Ratio { median: median(ratios), least, most }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

pub(crate) struct Milliseconds(f64);

impl fmt::Display for Milliseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = if self.0 < 10.0 { 2 } else { 1 };
        write!(f, "{:.decimals$}", self.0)
    }
}

/// The median of the rounds' ratios, and how far they spread.
#[derive(Clone, Copy)]
pub(crate) struct Ratio {
    pub(crate) median: f64,
    least: f64,
    most: f64,
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ({:.2}..{:.2})", self.median, self.least, self.most)
    }
}

/// What ratios are multiplied to on the whole.
pub(crate) fn geometric_mean(ratios: &[f64]) -> Option<f64> {
    let sum = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>();
    (!ratios.is_empty()).then(|| (sum / ratios.len() as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_taken_round_by_round() {
        let ratio = Laps(vec![1.0, 10.0, 3.0]).ratio(&Laps(vec![2.0, 20.0, 2.0]));
        assert_eq!(ratio.to_string(), "0.50 (0.50..1.50)");
    }

    #[test]
    fn who_answers_nothing_does_not_take_part() {
        let laps = laps(3, &[&|| None, &|| Some(1)]);
        assert!(laps[0].is_none());
        assert_eq!(laps[1].as_ref().map(|laps| laps.0.len()), Some(3));
    }
}
