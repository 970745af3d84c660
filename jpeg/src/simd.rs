//! Instruction sets: the one place where it is chosen which of them do the work.
//!
//! The hot loops are written once, generic over [`Kernels`], and compiled once for each set. All sets
//! give the same bytes: no fused multiplications, the same roundings (tests hold them to it), so what a
//! picture becomes does not depend on the machine.

#[cfg(target_arch = "x86_64")]
pub(crate) mod avx2;
pub(crate) mod portable;

#[cfg(target_arch = "x86_64")]
pub(crate) use avx2::Avx2;
pub(crate) use portable::Portable;

use crate::encode::Quantise;
use crate::idct::Inverse;

/// Which instructions may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Instructions {
    /// The best that this machine has.
    #[default]
    Best,
    /// Only what every machine of this architecture has.
    Portable,
}

impl Instructions {
    /// The best set of those that may be used.
    pub(crate) fn chosen(self) -> Chosen {
        #[cfg(target_arch = "x86_64")]
        if self == Self::Best
            && let Some(avx2) = Avx2::detected()
        {
            return Chosen::Avx2(avx2);
        }
        Chosen::Portable(Portable)
    }
}

/// A set of instructions that this machine has.
#[derive(Clone, Copy)]
pub(crate) enum Chosen {
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    Portable(Portable),
}

impl Chosen {
    /// Does `work` in a function of its own that is compiled for this set. The hottest loops get one
    /// each: what stands in one function with much else gets fewer registers.
    pub(crate) fn run<W: Work>(self, work: W) -> W::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(avx2) => avx2.run(work),
            Self::Portable(portable) => portable.run(work),
        }
    }
}

/// Something to do that is compiled for each set of instructions.
pub(crate) trait Work {
    /// What comes of it.
    type Output;

    /// Does it. Implementations, and everything hot that they call, are `inline(always)`: what becomes
    /// a function of its own is compiled for every machine, without the set's instructions.
    fn with<K: Kernels>(self, kernels: K) -> Self::Output;
}

/// A proof that the machine can run the kernels of an instruction set, and the way to them.
pub(crate) trait Kernels: Inverse + Quantise {
    /// Does `work` in a function of its own that is compiled for this set.
    fn run<W: Work>(self, work: W) -> W::Output;

    /// Puts the lowest bits of `bits` where `mask` has ones, in their order.
    fn deposit(self, bits: u64, mask: u64) -> u64;
}

/// Numbers that are worked on together. Whole ones go round where they run over.
pub(crate) trait Lanes: Copy {
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;

    /// Times `factor`, which is below 1 for whole numbers. They are rounded to the nearest, halves up.
    fn scaled(self, factor: f32) -> Self;
}

/// A factor below 1 with 15 bits behind the point.
#[inline(always)]
fn fifteen_bits(factor: f32) -> i16 {
    (factor * 32768.0 + 0.5) as i16
}
