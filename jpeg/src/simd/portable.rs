//! What every machine can do, written so that the compiler can put lanes side by side.

use super::{Kernels, Lanes, Work, fifteen_bits};

/// The set that is always there.
#[derive(Clone, Copy)]
pub(crate) struct Portable;

impl Kernels for Portable {
    #[inline(never)]
    fn run<W: Work>(self, work: W) -> W::Output {
        work.with(self)
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

/// As many numbers as a register of some machine holds.
#[derive(Clone, Copy)]
pub(crate) struct Row<T, const N: usize>(pub(crate) [T; N]);

impl<T: Copy, const N: usize> Row<T, N> {
    #[inline(always)]
    fn zip(self, other: Self, operation: impl Fn(T, T) -> T) -> Self {
        Self(std::array::from_fn(|lane| operation(self.0[lane], other.0[lane])))
    }
}

impl<const N: usize> Row<f32, N> {
    #[inline(always)]
    pub(crate) fn times(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }
}

impl<const N: usize> Lanes for Row<f32, N> {
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }

    #[inline(always)]
    fn scaled(self, factor: f32) -> Self {
        Self(self.0.map(|value| value * factor))
    }
}

impl<const N: usize> Lanes for Row<i16, N> {
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.zip(other, i16::wrapping_add)
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self.zip(other, i16::wrapping_sub)
    }

    #[inline(always)]
    fn scaled(self, factor: f32) -> Self {
        let factor = i32::from(fifteen_bits(factor));
        Self(self.0.map(|value| ((i32::from(value) * factor + (1 << 14)) >> 15) as i16))
    }
}

/// Rows become columns.
#[inline(always)]
pub(crate) fn turned_over<T: Copy, const N: usize>(rows: [Row<T, N>; N]) -> [Row<T, N>; N] {
    std::array::from_fn(|x| Row(std::array::from_fn(|y| rows[y].0[x])))
}
