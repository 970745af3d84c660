//! From samples to whole numbers of quantiser steps: the forward transform and the rounding.
//!
//! The transform is that of Arai, Agui and Nakajima (1988): five multiplications for eight samples,
//! because each coefficient comes out too large by a known factor. Dividing by the quantiser has to
//! multiply anyway, so [`Divisors`] takes that factor with it.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod portable;

use super::block_row::Samples;
use super::settings::Weak;
use crate::simd::Lanes;
use crate::zigzag::{Block, Factors};

/// What an instruction set does to a block.
pub(crate) trait Quantise: Copy {
    /// Transforms samples and divides them, rounding to the nearest and to even. `block` gets the
    /// coefficients.
    fn quantised(self, samples: Samples<'_>, divisors: &Divisors, block: &mut Block) -> Found;
}

/// Which coefficients there are; bit k stands for the one with the zigzag index k.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Those that are not zero.
    pub(crate) nonzero: u64,
    /// Those of them that were below the threshold before they were rounded.
    pub(crate) weak: u64,
}

impl Found {
    /// The coefficients besides the first that are written.
    #[inline(always)]
    pub(crate) fn kept(self) -> u64 {
        let weak = self.weak & !1;
        // The first of each run of weak ones follows a zero or a strong one. If it follows a zero it
        // goes, and so do all that follow it; added to the run, it carries through to its end.
        let follows_zero = weak & !(self.nonzero << 1 | 0b11);
        let dropped = weak & !weak.wrapping_add(follows_zero);
        self.nonzero & !dropped & !1
    }
}

/// What the transform's results are multiplied with.
pub(crate) struct Divisors {
    reciprocals: Factors,
    /// Results below this are weak.
    weak: f32,
}

impl Divisors {
    /// For steps given row by row.
    pub(crate) fn new(steps: &[u8; 64], weak: Weak) -> Self {
        let reciprocals = std::array::from_fn(|place| {
            let (x, y) = (place / 8, place % 8);
            (1.0 / (f64::from(steps[y * 8 + x]) * 8.0 * EXCESS[x] * EXCESS[y])) as f32
        });
        let weak = match weak {
            Weak::Dropped => 0.65,
            Weak::Kept => 0.0,
        };
        Self { reciprocals: Factors(reciprocals), weak }
    }
}

/// By how much coefficients of each frequency come out too large, besides a root of 8 that they share:
/// √2·cos kπ/16. Written out, because not every machine's cosine is the same to the last bit.
const EXCESS: [f64; 8] = [
    1.0,
    1.3870398453221475,
    1.3065629648763766,
    1.1758756024193588,
    1.0,
    0.785_694_958_387_102_2,
    0.5411961001461971,
    0.2758993792829431,
];

/// The sum of 64 samples is this much larger than it would be if they were around zero and not
/// around 128.
const LEVEL: f32 = 64.0 * 128.0;

/// Eight transforms of eight samples, side by side.
#[inline(always)]
fn transformed<L: Lanes>([a, b, c, d, e, f, g, h]: [L; 8]) -> [L; 8] {
    const HALF_ROOT: f32 = std::f32::consts::FRAC_1_SQRT_2;

    let (sum0, sum1, sum2, sum3) = (a.plus(h), b.plus(g), c.plus(f), d.plus(e));
    let (even0, even1) = (sum0.plus(sum3), sum1.plus(sum2));
    let (even2, even3) = (sum1.minus(sum2), sum0.minus(sum3));
    let turned = even2.plus(even3).scaled(HALF_ROOT);

    let (odd0, odd1, odd2, odd3) = (a.minus(h), b.minus(g), c.minus(f), d.minus(e));
    let (low, middle, high) = (odd3.plus(odd2), odd2.plus(odd1), odd1.plus(odd0));
    // A rotation by π/8 with three multiplications: its sine, and its cosine less and plus that.
    let shared = low.minus(high).scaled(0.382_683_43);
    let low = low.scaled(0.541_196_1).plus(shared);
    let high = high.scaled(1.306_563).plus(shared);
    let middle = middle.scaled(HALF_ROOT);
    let (sum, difference) = (odd0.plus(middle), odd0.minus(middle));

    [
        even0.plus(even1),
        sum.plus(high),
        even3.plus(turned),
        difference.minus(low),
        even0.minus(even1),
        difference.plus(low),
        even3.minus(turned),
        sum.minus(high),
    ]
}

#[cfg(test)]
mod tests;
