//! The inverse transform for every machine.

use super::{Inverse, LEVEL, eight_points, four_points};
use crate::simd::Portable;
use crate::simd::portable::{Floats, turned_over};
use crate::zigzag::{Block, Factors};

impl Inverse for Portable {
    fn idct8(self, block: &Block, factors: &Factors, samples: &mut [u8], stride: usize) {
        let columns = dequantised::<8>(block, factors);
        store(eight_points(turned_over(eight_points(columns))), samples, stride);
    }

    fn idct4(self, block: &Block, factors: &Factors, samples: &mut [u8], stride: usize) {
        let columns = dequantised::<4>(block, factors);
        store(four_points(turned_over(four_points(columns))), samples, stride);
    }
}

#[inline(always)]
fn dequantised<const N: usize>(block: &Block, factors: &Factors) -> [Floats<N>; N] {
    let mut columns: [Floats<N>; N] = std::array::from_fn(|column| {
        Floats(std::array::from_fn(|row| {
            f32::from(block.0[8 * column + row]) * factors.0[8 * column + row]
        }))
    });
    columns[0].0[0] += LEVEL;
    columns
}

/// Rounds to the nearest whole number, halves to the even one, between 0 and 255: what is added makes
/// the fraction fall off the end of the float.
#[inline(always)]
fn rounded(value: f32) -> u8 {
    const SHIFT: f32 = 12_582_912.0;
    (value.clamp(0.0, 255.0) + SHIFT).to_bits() as u8
}

#[inline(always)]
fn store<const N: usize>(rows: [Floats<N>; N], samples: &mut [u8], stride: usize) {
    for (row, line) in rows.iter().zip(samples.chunks_mut(stride)) {
        line[..N].copy_from_slice(&row.0.map(rounded));
    }
}
