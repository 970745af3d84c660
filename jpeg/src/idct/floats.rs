//! The inverse transform of blocks whose coefficients are too large for whole numbers of 16 bits. No
//! picture has many of them but the loudest, and files that are made to annoy.

use super::{Divisors, LEVEL, eight_points, four_points};
use crate::simd::portable::{Row, turned_over};
use crate::simd::{Kernels, Work};
use crate::zigzag::Block;

/// Turning the lowest N × N coefficients of a block into as many samples.
pub(super) struct Loud<'b, const N: usize> {
    pub(super) block: &'b Block,
    pub(super) mean: i16,
    pub(super) divisors: &'b Divisors,
    pub(super) samples: &'b mut [u8],
    pub(super) stride: usize,
}

impl Work for Loud<'_, 8> {
    type Output = ();

    #[inline(always)]
    fn with<K: Kernels>(self, _: K) {
        let rows = eight_points(turned_over(eight_points(self.dequantised())));
        self.store(rows);
    }
}

impl Work for Loud<'_, 4> {
    type Output = ();

    #[inline(always)]
    fn with<K: Kernels>(self, _: K) {
        let rows = four_points(turned_over(four_points(self.dequantised())));
        self.store(rows);
    }
}

impl<const N: usize> Loud<'_, N> {
    #[inline(always)]
    fn dequantised(&self) -> [Row<f32, N>; N] {
        let Self { block, divisors, .. } = self;
        let mut columns: [Row<f32, N>; N] = std::array::from_fn(|column| {
            Row(std::array::from_fn(|row| {
                let place = 8 * column + row;
                f32::from(block.0[place]) * f32::from(divisors.list[place]) / 8.0
            }))
        });
        let mean = f32::from(self.mean) * f32::from(divisors.mean()) / 8.0;
        columns[0].0[0] = mean + f32::from(LEVEL);
        columns
    }

    #[inline(always)]
    fn store(self, rows: [Row<f32, N>; N]) {
        for (row, line) in rows.iter().zip(self.samples.chunks_mut(self.stride)) {
            // What is added makes the fraction fall off the end of the float.
            const SHIFT: f32 = 12_582_912.0;
            let rounded = |value: f32| (value.clamp(0.0, 255.0) + SHIFT).to_bits() as u8;
            line[..N].copy_from_slice(&row.0.map(rounded));
        }
    }
}
