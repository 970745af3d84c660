//! From coefficients to samples: the inverse transform of the lowest n × n coefficients of a block.
//!
//! Whole numbers of 16 bits, five of them behind the point, are exact enough for nearly every block, and
//! as small as they are, two blocks are transformed in the time of one. The blocks that could run over
//! are told before, by the sum of their coefficients, and transformed with floats.
//!
//! The arithmetic is written once, over lanes. The sets of instructions add loading, turning over and
//! storing.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod floats;
mod portable;

use crate::scale::Scale;
use crate::simd::{Kernels, Lanes};
use crate::tables::Quantiser;
use crate::zigzag::Block;

use floats::Loud;

/// What the samples of a block are above zero.
const LEVEL: i16 = 128;
/// Bits behind the point of a sample while it is being computed.
const FRACTION: u32 = 5;
/// Of a coefficient. It counts an eighth in a sample.
const COEFFICIENT_FRACTION: u32 = FRACTION - 3;
/// What is added to the mean's coefficient: the level, and the half that makes cutting a rounding.
const OFFSET: i16 = (LEVEL << FRACTION) + (1 << (FRACTION - 1));

// Nothing runs over in a block unless it is louder than this. The mean counts once in all that is
// computed, anything else √2 both ways at most: with their fractions, 4 × 1200 + 8 × 2950 + OFFSET leave
// a little of 32767 for roundings.
/// The largest mean, multiplied with its divisor.
const LOUDEST_MEAN: u32 = 1200;
/// The largest sum of all other coefficients, multiplied with their divisors.
const LOUDEST_SUM: u16 = 2950;

/// What coefficients are multiplied with.
#[derive(Clone)]
#[repr(C, align(64))]
pub(crate) struct Divisors {
    /// As the kernels for a scale load them, for two blocks: so many of a column, twice, and then the
    /// next column.
    twice: [u16; 128],
    /// The same with the fraction that coefficients have.
    shifted: [u16; 128],
    /// In the order of a block.
    list: [u16; 64],
    /// Bits that no coefficient's size has whose products all fit 16 bits.
    too_large: u16,
}

impl Divisors {
    pub(crate) fn new(quantiser: &Quantiser, scale: Scale) -> Self {
        let n = scale.eighths();
        let list: [u16; 64] = std::array::from_fn(|place| quantiser[8 * (place % 8) + place / 8]);
        let twice = std::array::from_fn(|lane| list[8 * (lane / (2 * n) % 8) + lane % n]);
        Self {
            twice,
            shifted: twice.map(|divisor| divisor << COEFFICIENT_FRACTION),
            list,
            too_large: too_large(&list),
        }
    }

    /// The divisor of means.
    #[inline(always)]
    pub(crate) fn mean(&self) -> u16 {
        self.list[0]
    }
}

/// Bits that no coefficient's size has whose products all fit 16 bits.
fn too_large(divisors: &[u16; 64]) -> u16 {
    let largest = divisors.iter().fold(1, |largest, &divisor| largest.max(divisor));
    u16::MAX << (u16::MAX / largest).ilog2()
}

/// What an instruction set makes of two blocks that stand side by side: in `levels` is what their means
/// add to every sample, with the fraction. Says which of them are too loud for it; what it has drawn of
/// these is nonsense.
pub(crate) trait Inverse: Copy {
    /// Turns each into 8 × 8 samples.
    fn idct8(
        self,
        blocks: [&Block; 2],
        levels: [i16; 2],
        divisors: &Divisors,
        samples: &mut [u8],
        stride: usize,
    ) -> [bool; 2];

    /// Turns the lowest 4 × 4 coefficients of each into 4 × 4 samples.
    fn idct4(
        self,
        blocks: [&Block; 2],
        levels: [i16; 2],
        divisors: &Divisors,
        samples: &mut [u8],
        stride: usize,
    ) -> [bool; 2];
}

/// Eight points, down the columns: Loeffler, Ligtenberg and Moschytz 1989, with the roots of 2 where
/// nothing gets large.
#[inline(always)]
fn eight_points<L: Lanes>([a, b, c, d, e, f, g, h]: [L; 8]) -> [L; 8] {
    let even = four_points([a, c, e, g]);
    let (sum, difference) = (b.plus(h), b.minus(h));
    let (d, f) = (d.plus(d.scaled(ROOT)), f.plus(f.scaled(ROOT)));
    let outer = (sum.plus(d), difference.plus(f));
    let inner = (sum.minus(d), difference.minus(f));
    let odd = [
        outer.0.scaled(COS3).plus(outer.1.scaled(SIN3)),
        inner.1.scaled(COS1).plus(inner.0.scaled(SIN1)),
        inner.0.scaled(COS1).minus(inner.1.scaled(SIN1)),
        outer.1.scaled(COS3).minus(outer.0.scaled(SIN3)),
    ];
    [
        even[0].plus(odd[0]),
        even[1].plus(odd[1]),
        even[2].plus(odd[2]),
        even[3].plus(odd[3]),
        even[3].minus(odd[3]),
        even[2].minus(odd[2]),
        even[1].minus(odd[1]),
        even[0].minus(odd[0]),
    ]
}

/// Four points, down the columns.
#[inline(always)]
fn four_points<L: Lanes>([a, b, c, d]: [L; 4]) -> [L; 4] {
    let (sum, difference) = (a.plus(c), a.minus(c));
    let outer = b.plus(b.scaled(ROOT_COS2)).plus(d.scaled(ROOT_SIN2));
    let inner = b.scaled(ROOT_SIN2).minus(d.plus(d.scaled(ROOT_COS2)));
    [sum.plus(outer), difference.plus(inner), difference.minus(inner), sum.minus(outer)]
}

// Written out, because not every machine's cosine is the same to the last bit. Of what is above 1, only
// what it is more.
/// √2 - 1.
const ROOT: f32 = 0.414_213_56;
/// √2 cos 2π/16 - 1.
const ROOT_COS2: f32 = 0.306_562_96;
/// √2 sin 2π/16.
const ROOT_SIN2: f32 = 0.541_196_1;
/// cos π/16, sin π/16.
const COS1: f32 = 0.980_785_25;
const SIN1: f32 = 0.195_090_32;
/// cos 3π/16, sin 3π/16.
const COS3: f32 = 0.831_469_6;
const SIN3: f32 = 0.555_570_24;

/// Two blocks that are drawn side by side.
pub(crate) struct Pair<'b> {
    /// Without their means.
    pub(crate) blocks: [&'b Block; 2],
    pub(crate) means: [i16; 2],
    /// Whether they have nothing else.
    pub(crate) is_flat: bool,
}

impl Pair<'_> {
    /// Draws the blocks at a scale.
    #[inline(always)]
    pub(crate) fn draw<K: Kernels>(
        self,
        kernels: K,
        scale: Scale,
        divisors: &Divisors,
        samples: &mut [u8],
        stride: usize,
    ) {
        let flat = || self.means.map(|value| mean(value, divisors.mean()));
        match scale {
            Scale::Eighth => samples[..2].copy_from_slice(&flat()),
            Scale::Quarter => {
                for (index, block) in self.blocks.into_iter().enumerate() {
                    let samples = &mut samples[2 * index..];
                    two_points(block, self.means[index], divisors, samples, stride);
                }
            }
            Scale::Half if self.is_flat => fill::<4, 8>(flat(), samples, stride),
            Scale::Full if self.is_flat => fill::<8, 16>(flat(), samples, stride),
            Scale::Half => {
                let (levels, are_loud) = self.levels(divisors);
                let louder = kernels.idct4(self.blocks, levels, divisors, samples, stride);
                self.redraw(are_loud, louder, samples, 4, |block, mean, samples| {
                    kernels.run(Loud::<4> { block, mean, divisors, samples, stride });
                });
            }
            Scale::Full => {
                let (levels, are_loud) = self.levels(divisors);
                let louder = kernels.idct8(self.blocks, levels, divisors, samples, stride);
                self.redraw(are_loud, louder, samples, 8, |block, mean, samples| {
                    kernels.run(Loud::<8> { block, mean, divisors, samples, stride });
                });
            }
        }
    }

    /// Draws the first block alone.
    #[inline(always)]
    pub(crate) fn draw_first<K: Kernels>(
        self,
        kernels: K,
        scale: Scale,
        divisors: &Divisors,
        samples: &mut [u8],
        stride: usize,
    ) {
        let mut both = [0; 2 * 64];
        let n = scale.eighths();
        self.draw(kernels, scale, divisors, &mut both, 2 * n);
        for (row, line) in both.chunks_exact(2 * n).zip(samples.chunks_mut(stride)).take(n) {
            line[..n].copy_from_slice(&row[..n]);
        }
    }

    /// What the means add to samples, and which of the blocks are too loud whatever else they have.
    #[inline(always)]
    fn levels(&self, divisors: &Divisors) -> ([i16; 2], [bool; 2]) {
        let sums = self.means.map(|mean| i32::from(mean) * i32::from(divisors.mean()));
        (
            sums.map(|sum| ((sum << COEFFICIENT_FRACTION) as i16).wrapping_add(OFFSET)),
            sums.map(|sum| sum.unsigned_abs() > LOUDEST_MEAN),
        )
    }

    /// Draws again what is too loud.
    #[inline(always)]
    fn redraw(
        &self,
        are_loud: [bool; 2],
        louder: [bool; 2],
        samples: &mut [u8],
        n: usize,
        draw: impl Fn(&Block, i16, &mut [u8]),
    ) {
        for index in 0..2 {
            if are_loud[index] | louder[index] {
                draw(self.blocks[index], self.means[index], &mut samples[index * n..]);
            }
        }
    }
}

/// Two points both ways.
#[inline(always)]
fn two_points(block: &Block, mean: i16, divisors: &Divisors, samples: &mut [u8], stride: usize) {
    let times =
        |coefficient: i16, place: usize| i64::from(coefficient) * i64::from(divisors.list[place]);
    let at = |place: usize| times(block.0[place], place);
    let (mean, down, across, both) = (times(mean, 0), at(1), at(8), at(9));
    samples[0] = sample(mean + across + down + both);
    samples[1] = sample(mean - across + down - both);
    samples[stride] = sample(mean + across - down - both);
    samples[stride + 1] = sample(mean - across - down + both);
}

/// The sample that a sum of dequantised coefficients stands for.
#[inline(always)]
fn sample(sum: i64) -> u8 {
    (((sum + 4) >> 3) + i64::from(LEVEL)).clamp(0, 255) as u8
}

/// The sample of a block that has only a mean.
#[inline(always)]
pub(crate) fn mean(coefficient: i16, divisor: u16) -> u8 {
    // Fits, if only just.
    let sum = i32::from(coefficient) * i32::from(divisor);
    (((sum + 4) >> 3) + i32::from(LEVEL)).clamp(0, 255) as u8
}

/// Fills two blocks of n × n samples.
#[inline(always)]
fn fill<const N: usize, const BOTH: usize>(values: [u8; 2], samples: &mut [u8], stride: usize) {
    let line: [u8; BOTH] = std::array::from_fn(|x| values[x / N]);
    for row in samples.chunks_mut(stride).take(N) {
        row[..BOTH].copy_from_slice(&line);
    }
}

#[cfg(test)]
mod tests;
