//! Blocks on their way from bits to samples.

use std::ops::Range;

use super::member::{Member, Shape};
use crate::idct::Pair;
use crate::plane::Canvas;
use crate::scale::Scale;
use crate::simd::{Kernels, Work};
use crate::zigzag::Block;

/// Blocks in a batch: few enough to stay in the fastest cache, with the tables.
const BATCH: usize = 48;

/// Blocks that are read one after the other and then drawn, two at a time.
pub(super) struct Batch {
    /// In the order in which they come, without their means.
    blocks: [Block; BATCH],
    means: [i16; BATCH],
    /// Which of them have nothing else.
    are_flat: [bool; BATCH],
    /// Blocks in a unit.
    unit: usize,
}

impl Batch {
    /// For units of so many blocks.
    pub(super) fn new(unit: usize) -> Box<Self> {
        Box::new(Self {
            blocks: [const { Block::ZERO }; BATCH],
            means: [0; BATCH],
            are_flat: [false; BATCH],
            unit,
        })
    }

    /// How many units there is room for: an even number, so that no block but a row's last has to be
    /// drawn alone.
    pub(super) fn room(&self) -> usize {
        BATCH / (2 * self.unit) * 2
    }

    /// Where the blocks of a unit go.
    #[inline(always)]
    pub(super) fn unit(&mut self, unit: usize) -> impl Iterator<Item = Slot<'_>> {
        let slots = unit * self.unit..(unit + 1) * self.unit;
        let means = self.means[slots.clone()].iter_mut().zip(&mut self.are_flat[slots.clone()]);
        let slots = self.blocks[slots].iter_mut().zip(means);
        slots.map(|(block, (mean, is_flat))| Slot { block, mean, is_flat })
    }

    #[inline(always)]
    fn pair(&self, left: usize, right: usize) -> Pair<'_> {
        let slots = [left % BATCH, right % BATCH];
        Pair {
            blocks: slots.map(|slot| &self.blocks[slot]),
            means: slots.map(|slot| self.means[slot]),
            is_flat: self.are_flat[slots[0]] & self.are_flat[slots[1]],
        }
    }

    /// Forgets the blocks of so many units.
    #[inline(always)]
    pub(super) fn clear(&mut self, units: usize) {
        self.blocks[..units * self.unit].fill(Block::ZERO);
    }
}

/// Where a block goes.
pub(super) struct Slot<'b> {
    pub(super) block: &'b mut Block,
    pub(super) mean: &'b mut i16,
    pub(super) is_flat: &'b mut bool,
}

/// Drawing what a component has in some units.
pub(super) struct Drawing<'d, 'p> {
    pub(super) batch: &'d Batch,
    pub(super) member: &'d Member,
    pub(super) scale: Scale,
    pub(super) units: Range<usize>,
    pub(super) row: usize,
    pub(super) canvas: &'d mut Canvas<'p>,
}

impl Work for Drawing<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with<K: Kernels>(self, kernels: K) {
        let Self { batch, member, scale, units, row, canvas } = self;
        let (n, stride) = (scale.eighths(), canvas.stride);
        let Shape { first_block, columns, rows, .. } = member.shape;
        for line in 0..rows {
            let mut left = (row + line) * n * stride + units.start * columns * n;
            let mut draw = |slots: [usize; 2], are_two: bool| {
                let samples = &mut canvas.samples[left..];
                let pair = batch.pair(slots[0], slots[1]);
                if are_two {
                    pair.draw(kernels, scale, &member.divisors, samples, stride);
                } else {
                    pair.draw_first(kernels, scale, &member.divisors, samples, stride);
                }
                left += 2 * n;
            };
            let mut waiting = None;
            for unit in 0..units.len() {
                let mut slot = unit * batch.unit + first_block + line * columns;
                let end = slot + columns;
                if let Some(left) = waiting.take() {
                    draw([left, slot], true);
                    slot += 1;
                }
                while slot + 1 < end {
                    draw([slot, slot + 1], true);
                    slot += 2;
                }
                waiting = (slot < end).then_some(slot);
            }
            if let Some(left) = waiting {
                draw([left, left], false);
            }
        }
    }
}
