//! Where blocks begin.

use std::ops::Range;

/// Places that are known at once.
pub(super) const PLACES: usize = 2048;
/// Blocks between them, less what a round may run over.
pub(super) const BLOCKS: usize = PLACES - 4;

/// Where blocks begin, and where the last one ends.
pub(super) struct Places {
    pub(super) list: Box<[Place; PLACES]>,
}

/// Where a block begins: in the upper half where a round of look-ups began, in the low six bits how much
/// further on it is. Adding up entries makes such a sum by itself, with rubbish in between.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place(pub(super) u64);

impl Place {
    #[inline(always)]
    pub(super) fn at(bit: usize) -> Self {
        Self((bit as u64) << 32)
    }

    #[inline(always)]
    pub(crate) fn bit(self) -> usize {
        (self.0 >> 32) as usize + (self.0 & 63) as usize
    }
}

impl Places {
    pub(super) fn new() -> Self {
        Self { list: Box::new([Place::default(); _]) }
    }

    /// Takes these of `others` in place of those from block `at` on. Says how many blocks there are then.
    pub(super) fn join(&mut self, at: usize, others: &Self, blocks: Range<usize>) -> usize {
        let count = blocks.len().min(BLOCKS - at);
        self.list[at..=at + count]
            .copy_from_slice(&others.list[blocks.start..=blocks.start + count]);
        at + count
    }

    #[inline(always)]
    pub(super) fn bit(&self, block: usize) -> usize {
        self.list[block].bit()
    }
}
