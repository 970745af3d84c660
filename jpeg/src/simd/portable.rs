//! What every machine can do, written so that the compiler can put lanes side by side.

use super::{Kernels, Lanes};
use crate::idct::{LEVEL, eight_points, four_points};
use crate::zigzag::{Block, Factors};

/// The set that is always there.
#[derive(Clone, Copy)]
pub(crate) struct Portable;

impl Kernels for Portable {
    fn idct8(self, block: &Block, factors: &Factors, samples: &mut [u8], stride: usize) {
        let columns = dequantised::<8>(block, factors);
        store(eight_points(turned_over(eight_points(columns))), samples, stride);
    }

    fn idct4(self, block: &Block, factors: &Factors, samples: &mut [u8], stride: usize) {
        let columns = dequantised::<4>(block, factors);
        store(four_points(turned_over(four_points(columns))), samples, stride);
    }

    #[inline(always)]
    fn deposit(self, mut bits: u64, mut mask: u64) -> u64 {
        let mut placed = 0;
        while bits != 0 && mask != 0 {
            let lowest = mask & mask.wrapping_neg();
            placed |= if bits & 1 == 1 { lowest } else { 0 };
            bits >>= 1;
            mask ^= lowest;
        }
        placed
    }
}

/// As many floats as a register of some machine holds.
#[derive(Clone, Copy)]
pub(crate) struct Floats<const N: usize>([f32; N]);

impl<const N: usize> Floats<N> {
    #[inline(always)]
    fn zip(self, other: Self, operation: impl Fn(f32, f32) -> f32) -> Self {
        Self(std::array::from_fn(|lane| operation(self.0[lane], other.0[lane])))
    }
}

impl<const N: usize> Lanes for Floats<N> {
    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; N])
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }

    #[inline(always)]
    fn times(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }
}

/// Rows become columns.
#[inline(always)]
fn turned_over<const N: usize>(rows: [Floats<N>; N]) -> [Floats<N>; N] {
    std::array::from_fn(|x| Floats(std::array::from_fn(|y| rows[y].0[x])))
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
