//! What every machine can do, written so that the compiler can put lanes side by side.

use super::{Kernels, Lanes, Work};

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

/// As many floats as a register of some machine holds.
#[derive(Clone, Copy)]
pub(crate) struct Floats<const N: usize>(pub(crate) [f32; N]);

impl<const N: usize> Floats<N> {
    #[inline(always)]
    fn zip(self, other: Self, operation: impl Fn(f32, f32) -> f32) -> Self {
        Self(std::array::from_fn(|lane| operation(self.0[lane], other.0[lane])))
    }

    #[inline(always)]
    pub(crate) fn times(self, other: Self) -> Self {
        self.zip(other, |a, b| a * b)
    }
}

impl<const N: usize> Lanes for Floats<N> {
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

/// Rows become columns.
#[inline(always)]
pub(crate) fn turned_over<const N: usize>(rows: [Floats<N>; N]) -> [Floats<N>; N] {
    std::array::from_fn(|x| Floats(std::array::from_fn(|y| rows[y].0[x])))
}
