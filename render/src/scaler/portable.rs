//! Both passes for every machine.

use super::taps::{Tap, Taps};
use super::{Column, FRACTION, WEIGHT};
use std::ops::Range;

/// Makes the columns of a band.
pub(super) fn heighten(
    rows: &[&[u8]],
    taps: &[Tap<'_>],
    used: Range<usize>,
    columns: &mut [Column],
) {
    for column in &mut columns[used.clone()] {
        *column = [0; super::BAND];
    }
    for (y, tap) in taps.iter().enumerate() {
        for (row, &weight) in rows[tap.first..].iter().zip(tap.weights) {
            for (column, &sample) in columns[used.clone()].iter_mut().zip(&row[used.clone()]) {
                let sum = &mut column[y];
                *sum = sum.wrapping_add(product(i16::from(sample) << FRACTION, weight));
            }
        }
    }
}

/// Makes the rows of a band.
pub(super) fn widen(columns: &[Column], across: &Taps, height: usize, out: &mut [u8]) {
    let rounded =
        |sum: i16| (sum.wrapping_add(1 << (FRACTION - 1)) >> FRACTION).clamp(0, 255) as u8;
    put(columns, across, height, out, rounded);
}

/// The same with the bits behind the point, and with what is more or less than a byte can be.
pub(super) fn widen_deep(columns: &[Column], across: &Taps, height: usize, out: &mut [i16]) {
    put(columns, across, height, out, |sum| sum);
}

fn put<S>(
    columns: &[Column],
    across: &Taps,
    height: usize,
    out: &mut [S],
    sample: impl Fn(i16) -> S,
) {
    let width = across.count();
    for x in 0..width {
        let tap = across.of(x);
        let mut sums = Column::default();
        for (column, &weight) in columns[tap.first..].iter().zip(tap.weights) {
            for (sum, &sample) in sums.iter_mut().zip(column) {
                *sum = sum.wrapping_add(product(sample, weight));
            }
        }
        for (row, sum) in out.chunks_exact_mut(width).zip(sums).take(height) {
            row[x] = sample(sum);
        }
    }
}

/// A sample times a weight, rounded.
#[inline(always)]
fn product(sample: i16, weight: i16) -> i16 {
    ((i32::from(sample) * i32::from(weight) + (1 << (WEIGHT - 1))) >> WEIGHT) as i16
}
