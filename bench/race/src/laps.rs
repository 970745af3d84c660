//! Laps: what was measured round by round, and what it comes to.

use std::fmt;

/// Values that were measured, one for each round.
#[derive(Debug, Clone, Default)]
pub(crate) struct Laps(Vec<f64>);

/// The median of the rounds' ratios, and how far they spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ratio {
    pub(crate) median: f64,
    least: f64,
    most: f64,
}

impl Laps {
    pub(crate) fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    /// None where nothing was measured.
    pub(crate) fn median(&self) -> Option<f64> {
        let mut values = self.0.clone();
        values.sort_by(f64::total_cmp);
        let (&below, &above) =
            (values.get(values.len().checked_sub(1)? / 2)?, values.get(values.len() / 2)?);
        Some((below + above) / 2.0)
    }

    /// This over another, round by round: a slow moment of the machine meets both sides of a round alike.
    pub(crate) fn ratio(&self, other: &Self) -> Option<Ratio> {
        let ratios = Self(self.0.iter().zip(&other.0).map(|(this, other)| this / other).collect());
        let least = ratios.0.iter().copied().fold(f64::INFINITY, f64::min);
        let most = ratios.0.iter().copied().fold(0.0, f64::max);
        Some(Ratio { median: ratios.median()?, least, most })
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(text, "{:.2} ({:.2}..{:.2})", self.median, self.least, self.most)
    }
}

/// What ratios are multiplied to on the whole. None of none.
pub(crate) fn geometric_mean(ratios: &[f64]) -> Option<f64> {
    let sum = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>();
    (!ratios.is_empty()).then(|| (sum / ratios.len() as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_or_between_the_two_that_are() {
        for (values, expected) in [
            (vec![], None),
            (vec![4.0], Some(4.0)),
            (vec![9.0, 1.0, 2.0], Some(2.0)),
            (vec![9.0, 1.0, 2.0, 4.0], Some(3.0)),
        ] {
            assert_eq!(Laps(values.clone()).median(), expected, "{values:?}");
        }
    }

    #[test]
    fn a_ratio_is_taken_round_by_round() {
        let ratio = Laps(vec![1.0, 10.0, 3.0]).ratio(&Laps(vec![2.0, 20.0, 2.0]));
        assert_eq!(ratio.unwrap().to_string(), "0.50 (0.50..1.50)");
        assert_eq!(Laps::default().ratio(&Laps(vec![1.0])), None);
    }

    #[test]
    fn twice_as_fast_and_half_as_fast_is_as_fast() {
        assert_eq!(geometric_mean(&[2.0, 0.5]), Some(1.0));
        assert_eq!(geometric_mean(&[]), None);
    }
}
