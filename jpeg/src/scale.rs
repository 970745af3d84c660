//! Scales of decoding.

/// How large the samples are decoded, in eighths of the file's own size.
///
/// A block of 8 × 8 samples is kept as frequencies. Its lowest n × n of them are the block at n eighths
/// of its size, and all others need not be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// One sample a block: its mean.
    Eighth,
    /// 2 × 2 samples a block.
    Quarter,
    /// 4 × 4 samples a block.
    Half,
    /// All samples.
    #[default]
    Full,
}

impl Scale {
    /// All, the smallest first.
    pub const ALL: [Self; 4] = [Self::Eighth, Self::Quarter, Self::Half, Self::Full];

    /// Samples along the side of a block: 1, 2, 4 or 8.
    pub fn eighths(self) -> usize {
        match self {
            Self::Eighth => 1,
            Self::Quarter => 2,
            Self::Half => 4,
            Self::Full => 8,
        }
    }

    /// How many samples `length` becomes. A last one may stand for less than a whole sample.
    pub fn of(self, length: usize) -> usize {
        length / 8 * self.eighths() + (length % 8 * self.eighths()).div_ceil(8)
    }

    /// The smallest at which `length` does not become less than `wanted`, or the full one.
    pub fn to_cover(length: usize, wanted: usize) -> Self {
        // Callers may ask for as much as a number can say.
        let covers = |scale: &Self| length as u128 * scale.eighths() as u128 >= wanted as u128 * 8;
        Self::ALL.into_iter().find(covers).unwrap_or(Self::Full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over_becomes_one_more_sample() {
        let of = |length| Scale::ALL.map(|scale| scale.of(length));
        assert_eq!(of(0), [0, 0, 0, 0]);
        assert_eq!(of(1), [1, 1, 1, 1]);
        assert_eq!(of(17), [3, 5, 9, 17]);
        assert_eq!(of(usize::MAX)[3], usize::MAX);
    }

    #[test]
    fn the_smallest_scale_covers() {
        let cases = [(80, 10, Scale::Eighth), (79, 10, Scale::Quarter), (80, 21, Scale::Half)];
        for (length, wanted, scale) in cases {
            assert_eq!(Scale::to_cover(length, wanted), scale);
        }
        for (length, wanted) in [(80, 81), (80, usize::MAX), (usize::MAX, usize::MAX)] {
            assert_eq!(Scale::to_cover(length, wanted), Scale::Full);
        }
        assert_eq!(Scale::to_cover(0, 0), Scale::Eighth);
    }
}
