//! From coefficients to samples: the inverse transform of the lowest n × n coefficients of a block.
//!
//! The arithmetic is written once, over lanes. The sets of instructions add loading, turning over and
//! storing.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod portable;

use std::f32::consts::SQRT_2;

use crate::scale::Scale;
use crate::simd::{Kernels, Lanes};
use crate::tables::Quantiser;
use crate::zigzag::{Block, Factors};

/// What the samples of a block are above zero.
const LEVEL: f32 = 128.0;

/// Divisors and the constant part of the transform in one: what a coefficient is multiplied with.
pub(crate) fn factors(quantiser: &Quantiser, scale: Scale) -> Factors {
    let weights = match scale {
        Scale::Full => FULL_WEIGHTS,
        Scale::Half => HALF_WEIGHTS,
        Scale::Quarter | Scale::Eighth => [1.0; 8],
    };
    let n = scale.eighths();
    let mut factors = Factors([0.0; 64]);
    for (row, column) in (0..n).flat_map(|row| (0..n).map(move |column| (row, column))) {
        let divisor = f64::from(quantiser[8 * row + column]);
        factors.0[8 * column + row] = (divisor * weights[row] * weights[column]) as f32;
    }
    factors
}

/// What Arai, Agui and Nakajima take out of the eight-point transform: cos kπ/16, and a half that the
/// first shares with a root of 2. Written out, because not every machine's cosine is the same to the
/// last bit.
const FULL_WEIGHTS: [f64; 8] = [
    0.353_553_390_593_273_8,
    0.490_392_640_201_615_2,
    0.461_939_766_255_643_37,
    0.415_734_806_151_272_6,
    0.353_553_390_593_273_8,
    0.277_785_116_509_801_1,
    0.191_341_716_182_544_9,
    0.097_545_161_008_064_12,
];

/// The same of the four-point transform, with what the smaller block needs.
const HALF_WEIGHTS: [f64; 8] = [
    0.353_553_390_593_273_8,
    0.461_939_766_255_643_37,
    0.353_553_390_593_273_8,
    0.191_341_716_182_544_9,
    0.,
    0.,
    0.,
    0.,
];

/// What an instruction set makes of a block.
pub(crate) trait Inverse: Copy {
    /// Turns it into 8 × 8 samples.
    fn idct8(self, block: &Block, factors: &Factors, samples: &mut [u8], stride: usize);

    /// Turns its lowest 4 × 4 coefficients into 4 × 4 samples.
    fn idct4(self, block: &Block, factors: &Factors, samples: &mut [u8], stride: usize);
}

/// Eight points, down the columns: Arai, Agui and Nakajima 1988.
#[inline(always)]
fn eight_points<L: Lanes>(x: [L; 8]) -> [L; 8] {
    let (sum, difference) = (x[0].plus(x[4]), x[0].minus(x[4]));
    let outer = x[2].plus(x[6]);
    let inner = x[2].minus(x[6]).scaled(SQRT_2).minus(outer);
    let even = [sum.plus(outer), difference.plus(inner), difference.minus(inner), sum.minus(outer)];

    let (z13, z10) = (x[5].plus(x[3]), x[5].minus(x[3]));
    let (z11, z12) = (x[1].plus(x[7]), x[1].minus(x[7]));
    // 2 cos π/8, and √8 times the cosine and the sine of it.
    let turned = z10.plus(z12).scaled(1.847_759);
    let odd7 = z11.plus(z13);
    let odd6 = turned.minus(z10.scaled(2.613_126)).minus(odd7);
    let odd5 = z11.minus(z13).scaled(SQRT_2).minus(odd6);
    let odd4 = turned.minus(z12.scaled(1.082_392_2)).minus(odd5);
    [
        even[0].plus(odd7),
        even[1].plus(odd6),
        even[2].plus(odd5),
        even[3].plus(odd4),
        even[3].minus(odd4),
        even[2].minus(odd5),
        even[1].minus(odd6),
        even[0].minus(odd7),
    ]
}

/// Four points, down the columns.
#[inline(always)]
fn four_points<L: Lanes>(x: [L; 4]) -> [L; 4] {
    let (sum, difference) = (x[0].plus(x[2]), x[0].minus(x[2]));
    let outer = x[1].plus(x[3]);
    let inner = x[1].scaled(SQRT_2 - 1.0).minus(x[3].scaled(SQRT_2 + 1.0));
    [sum.plus(outer), difference.plus(inner), difference.minus(inner), sum.minus(outer)]
}

/// Draws a block at a scale, and leaves it empty. If it is `flat`, all its samples are that.
#[inline(always)]
pub(crate) fn draw<K: Kernels>(
    kernels: K,
    scale: Scale,
    flat: Option<u8>,
    block: &mut Block,
    factors: &Factors,
    samples: &mut [u8],
    stride: usize,
) {
    match (scale, flat) {
        (Scale::Eighth, _) => samples[0] = sample(mean_sum(block, factors)),
        (Scale::Quarter, Some(flat)) => fill::<2>(flat, samples, stride),
        (Scale::Half, Some(flat)) => fill::<4>(flat, samples, stride),
        (Scale::Full, Some(flat)) => fill::<8>(flat, samples, stride),
        (Scale::Quarter, None) => two_points(block, factors, samples, stride),
        (Scale::Half, None) => kernels.idct4(block, factors, samples, stride),
        (Scale::Full, None) => kernels.idct8(block, factors, samples, stride),
    }
    if flat.is_none() {
        *block = Block::ZERO;
    }
}

/// What the mean of a block adds to its samples, times eight.
#[inline(always)]
fn mean_sum(block: &Block, factors: &Factors) -> i64 {
    i64::from(block.0[0]) * factors.0[0] as i64
}

/// Two points both ways need no weights, and whole numbers do.
#[inline(always)]
fn two_points(block: &Block, factors: &Factors, samples: &mut [u8], stride: usize) {
    let at = |place: usize| i64::from(block.0[place]) * factors.0[place] as i64;
    let (mean, down, across, both) = (at(0), at(1), at(8), at(9));
    samples[0] = sample(mean + across + down + both);
    samples[1] = sample(mean - across + down - both);
    samples[stride] = sample(mean + across - down - both);
    samples[stride + 1] = sample(mean - across - down + both);
}

/// The sample that a sum of dequantised coefficients stands for.
#[inline(always)]
fn sample(sum: i64) -> u8 {
    (((sum + 4) >> 3) + LEVEL as i64).clamp(0, 255) as u8
}

/// The sample of a block that has only a mean.
#[inline(always)]
pub(crate) fn mean(coefficient: i16, divisor: u16) -> u8 {
    // Fits, if only just.
    let sum = i32::from(coefficient) * i32::from(divisor);
    (((sum + 4) >> 3) + LEVEL as i32).clamp(0, 255) as u8
}

/// Fills a block of n × n samples.
#[inline(always)]
fn fill<const N: usize>(value: u8, samples: &mut [u8], stride: usize) {
    for row in samples.chunks_mut(stride).take(N) {
        row[..N].fill(value);
    }
}
