//! Blocks with their coefficients.

use std::ops::Range;

use super::batch::{Batch, Drawing, Slot};
use super::member::Member;
use super::reader::Reader;
use crate::bits::{Bits, State};
use crate::data::UnitReader;
use crate::feed::{Edge, Window};
use crate::huffman::Code;
use crate::plane::Canvas;
use crate::scale::Scale;
use crate::simd::{Kernels, Work};

pub(super) struct Blocks {
    members: Vec<Member>,
    /// One for each two codes that some member uses, and which of them is whose.
    readers: Vec<Reader>,
    reader_of: Vec<usize>,
    batch: Box<Batch>,
    /// Whether there are some of which not every coefficient is needed.
    pub(super) are_coarse: bool,
}

impl Blocks {
    pub(super) fn new(members: Vec<Member>, dc: &[&Code], ac: &[&Code]) -> Self {
        let mut codes: Vec<_> = members.iter().map(|member| member.shape.codes()).collect();
        codes.sort_unstable();
        codes.dedup();
        let reader_of = |member: &Member| codes.iter().position(|&two| two == member.shape.codes());
        let is_coarse = |member: &Member| !matches!(member.scale, Some(Scale::Half | Scale::Full));
        let are_coarse = members.iter().any(is_coarse);
        let reader = |&(first, rest): &(usize, usize)| Reader::new(dc[first], ac[rest], are_coarse);
        Self {
            readers: codes.iter().map(reader).collect(),
            reader_of: members.iter().filter_map(reader_of).collect(),
            batch: Batch::new(members.iter().map(|member| member.shape.blocks()).sum()),
            are_coarse,
            members,
        }
    }

    /// Reads unit number `unit` of the batch.
    #[inline(always)]
    fn read<const COARSE: bool>(&mut self, bits: &mut Bits<'_>, unit: usize) {
        let mut slots = self.batch.unit(unit);
        for (member, &reader) in self.members.iter_mut().zip(&self.reader_of) {
            let (reader, scale) = (&self.readers[reader], member.scale);
            // In a register.
            let mut predictor = member.predictor;
            for Slot { block, mean, is_flat } in slots.by_ref().take(member.shape.blocks()) {
                let difference;
                match scale {
                    Some(Scale::Quarter) if COARSE => {
                        (difference, *is_flat) = reader.read_some(bits, block);
                    }
                    None | Some(Scale::Eighth) if COARSE => difference = reader.pass(bits),
                    _ => (difference, *is_flat) = reader.read_all(bits, block),
                }
                predictor = predictor.wrapping_add(difference);
                *mean = predictor as i16;
            }
            member.predictor = predictor;
        }
    }
}

/// Blocks and where they are drawn.
pub(super) struct DrawnBlocks<'b, 'c, 'p, const COARSE: bool> {
    pub(super) blocks: &'b mut Blocks,
    pub(super) canvases: &'c mut [Canvas<'p>],
    pub(super) row: usize,
}

impl<const COARSE: bool> DrawnBlocks<'_, '_, '_, COARSE> {
    /// Draws what is in the batch, and empties it.
    #[inline(always)]
    fn draw<K: Kernels>(&mut self, kernels: K, units: Range<usize>) {
        let Blocks { members, batch, .. } = &mut *self.blocks;
        for member in members.iter() {
            if let Some(scale) = member.scale {
                let canvas = &mut self.canvases[member.component];
                let units = units.clone();
                kernels.run(Drawing { batch, member, scale, units, row: self.row, canvas });
            }
        }
        batch.clear(units.len());
    }
}

/// Filling the batch with at most so many units.
struct Filling<'f, const COARSE: bool> {
    blocks: &'f mut Blocks,
    window: &'f Window,
    state: State,
    most: usize,
    edge: Edge,
}

impl<const COARSE: bool> Work for Filling<'_, COARSE> {
    /// How many units have been read, and where that ended.
    type Output = (usize, State);

    #[inline(always)]
    fn with<K: Kernels>(self, _: K) -> Self::Output {
        let Self { blocks, window, state, most, edge } = self;
        let mut bits = Bits::resume(window, state);
        let mut read = 0;
        while read < most && bits.position <= edge.safe {
            blocks.read::<COARSE>(&mut bits, read);
            read += 1;
        }
        (read, bits.pause())
    }
}

impl<const COARSE: bool> UnitReader for DrawnBlocks<'_, '_, '_, COARSE> {
    const TAKES_BACK: bool = true;

    fn begin(&mut self) {
        self.blocks.members.iter_mut().for_each(Member::begin);
    }

    #[inline(always)]
    fn read<K: Kernels>(
        &mut self,
        kernels: K,
        bits: &mut Bits<'_>,
        units: Range<usize>,
        edge: Edge,
    ) -> usize {
        let mut x = units.start;
        while x < units.end && bits.position <= edge.safe {
            let window = bits.window();
            let most = (units.end - x).min(self.blocks.batch.room());
            let filling =
                Filling::<COARSE> { blocks: self.blocks, window, state: bits.pause(), most, edge };
            let (read, state) = kernels.run(filling);
            *bits = Bits::resume(window, state);
            self.draw(kernels, x..x + read);
            x += read;
        }
        x - units.start
    }

    fn keep(&mut self) {
        self.blocks.members.iter_mut().for_each(Member::keep);
    }

    fn take_back(&mut self) {
        self.blocks.members.iter_mut().for_each(Member::take_back);
    }

    fn lose(&mut self, units: Range<usize>) {
        for member in &self.blocks.members {
            member.lose(units.clone(), self.row, self.canvases);
        }
    }
}
