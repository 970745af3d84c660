//! Blocks with their coefficients.

use std::ops::Range;

use super::member::{Member, Shape};
use crate::bits::Bits;
use crate::data::UnitReader;
use crate::feed::Edge;
use crate::huffman::{Code, Symbols};
use crate::idct::draw;
use crate::lookup::{Ending, Sink, Skips, Values};
use crate::plane::Canvas;
use crate::scale::Scale;
use crate::simd::Kernels;
use crate::zigzag::{Block, PLACE};

pub(super) struct Blocks {
    members: Vec<Member>,
    /// The blocks of a unit.
    unit: Vec<Place>,
    dc: Vec<Symbols>,
    /// What reads coefficients, and what passes over them where some scale does without.
    ac: Vec<(Values, Option<Skips>)>,
}

/// One block of a unit.
struct Place {
    member: usize,
    column: usize,
    row: usize,
}

impl Blocks {
    pub(super) fn new(members: Vec<Member>, dc: &[&Code], ac: &[&Code]) -> Self {
        let places = |(index, member): (usize, &Member)| {
            let Shape { columns, rows, .. } = member.shape;
            let place = move |n| Place { member: index, column: n % columns, row: n / columns };
            (0..columns * rows).map(place)
        };
        let is_passed = |(index, _): &(usize, &&Code)| {
            let passes = |member: &Member| !matches!(member.scale, Some(Scale::Half | Scale::Full));
            members.iter().any(|member| member.shape.ac == *index && passes(member))
        };
        let readers = |code: (usize, &&Code)| {
            (Values::new(code.1), is_passed(&code).then(|| Skips::new(code.1)))
        };
        Self {
            unit: members.iter().enumerate().flat_map(places).collect(),
            dc: dc.iter().map(|code| Symbols::new(code)).collect(),
            ac: ac.iter().enumerate().map(readers).collect(),
            members,
        }
    }
}

/// Blocks and where they are drawn.
pub(super) struct DrawnBlocks<'b, 'c, 'p> {
    pub(super) blocks: &'b mut Blocks,
    pub(super) canvases: &'c mut [Canvas<'p>],
    pub(super) row: usize,
}

impl UnitReader for DrawnBlocks<'_, '_, '_> {
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
        let Blocks { members, unit, dc, ac } = &mut *self.blocks;
        let mut block = Block::ZERO;
        let mut x = units.start;
        while x < units.end {
            for place in unit.iter() {
                let member = &mut members[place.member];
                let (values, skips) = &ac[member.shape.ac];
                bits.refill();
                let size = bits.symbol(&dc[member.shape.dc]);
                member.add(bits.number(size.into()));
                let Some(scale) = member.scale else {
                    pass(bits, 1, skips);
                    continue;
                };
                let n = scale.eighths();
                let (column, row) = (x * member.shape.columns + place.column, self.row + place.row);
                let canvas = &mut self.canvases[member.component];
                let samples = &mut canvas.samples[row * n * canvas.stride + column * n..];
                let is_flat = coefficients(scale, bits, values, skips, &mut block);
                block.0[0] = member.coefficient();
                let flat = is_flat.then(|| member.mean());
                draw(kernels, scale, flat, &mut block, &member.factors, samples, canvas.stride);
            }
            x += 1;
            if bits.position > edge.safe {
                break;
            }
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

/// Reads the AC coefficients that a scale needs. Says whether there are none.
#[inline(always)]
fn coefficients(
    scale: Scale,
    bits: &mut Bits<'_>,
    values: &Values,
    skips: &Option<Skips>,
    block: &mut Block,
) -> bool {
    let ending = match scale {
        Scale::Eighth => Ending::Enough(1),
        // At half size the switch to skipping would be guessed wrong more often than it saves anything.
        Scale::Quarter => values.read(bits, 1, 63, &mut Kept::<4>(block)),
        Scale::Half | Scale::Full => values.read(bits, 1, 63, &mut Kept::<63>(block)),
    };
    if let Ending::Enough(k) = ending {
        pass(bits, k, skips);
    }
    matches!(ending, Ending::Empty)
}

/// Passes over the coefficients from `k` on.
#[inline(always)]
fn pass(bits: &mut Bits<'_>, k: u32, skips: &Option<Skips>) {
    if let Some(skips) = skips {
        skips.pass(bits, k);
    }
}

/// A block of which the coefficients up to `ENOUGH` are kept.
struct Kept<'b, const ENOUGH: u32>(&'b mut Block);

impl<const ENOUGH: u32> Sink for Kept<'_, ENOUGH> {
    const ENOUGH: u32 = ENOUGH;
    const IS_NARROW: bool = false;

    /// Where there is no second value, the first one is written over it.
    #[inline(always)]
    fn two(&mut self, at: (u32, u32), values: (i16, i16)) {
        self.one(at.1, values.1);
        self.one(at.0, values.0);
    }

    #[inline(always)]
    fn one(&mut self, at: u32, value: i16) {
        self.0.0[usize::from(PLACE[(at & 63) as usize]) & 63] = value;
    }
}
