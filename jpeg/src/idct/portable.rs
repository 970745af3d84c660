//! The inverse transform for every machine: one block after the other.

use super::{
    COEFFICIENT_FRACTION, Divisors, FRACTION, Inverse, LOUDEST_SUM, eight_points, four_points,
};
use crate::simd::Portable;
use crate::simd::portable::{Row, turned_over};
use crate::zigzag::Block;

impl Inverse for Portable {
    fn idct8(
        self,
        blocks: [&Block; 2],
        levels: [i16; 2],
        divisors: &Divisors,
        samples: &mut [u8],
        stride: usize,
    ) -> [bool; 2] {
        std::array::from_fn(|index| {
            let (columns, is_loud) = dequantised::<8>(blocks[index], levels[index], divisors);
            let rows = eight_points(turned_over(eight_points(columns)));
            store(rows, &mut samples[8 * index..], stride);
            is_loud
        })
    }

    fn idct4(
        self,
        blocks: [&Block; 2],
        levels: [i16; 2],
        divisors: &Divisors,
        samples: &mut [u8],
        stride: usize,
    ) -> [bool; 2] {
        std::array::from_fn(|index| {
            let (columns, is_loud) = dequantised::<4>(blocks[index], levels[index], divisors);
            let rows = four_points(turned_over(four_points(columns)));
            store(rows, &mut samples[4 * index..], stride);
            is_loud
        })
    }
}

/// The coefficients, and whether they are too loud.
#[inline(always)]
fn dequantised<const N: usize>(
    block: &Block,
    level: i16,
    divisors: &Divisors,
) -> ([Row<i16, N>; N], bool) {
    let (mut all, mut sum) = (0, 0);
    let mut columns = [Row([0; N]); N];
    for (column, row) in columns.iter_mut().enumerate() {
        for (lane, value) in row.0.iter_mut().enumerate() {
            let (coefficient, divisor) =
                (block.0[8 * column + lane], divisors.list[8 * column + lane]);
            all |= coefficient.unsigned_abs();
            sum += u32::from(coefficient.unsigned_abs()) * u32::from(divisor);
            *value = coefficient.wrapping_mul((divisor << COEFFICIENT_FRACTION) as i16);
        }
    }
    columns[0].0[0] = level;
    (columns, all & divisors.too_large != 0 || sum > LOUDEST_SUM.into())
}

#[inline(always)]
fn store<const N: usize>(rows: [Row<i16, N>; N], samples: &mut [u8], stride: usize) {
    for (row, line) in rows.iter().zip(samples.chunks_mut(stride)) {
        line[..N].copy_from_slice(&row.0.map(|value| (value >> FRACTION).clamp(0, 255) as u8));
    }
}
