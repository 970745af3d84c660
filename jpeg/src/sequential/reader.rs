//! Reading the blocks of a component.

use crate::bits::Bits;
use crate::huffman::{Code, Symbols};
use crate::lookup::{Ending, Pairs, Sink, Skips, Values};
use crate::zigzag::{Block, PLACE};

/// What reads the blocks of a component.
pub(super) struct Reader {
    beginnings: Pairs,
    dc: Symbols,
    values: Values,
    /// What passes over coefficients where some are not needed.
    skips: Option<Skips>,
}

impl Reader {
    /// Tables for passing over coefficients take time to be made, so they are only where `passes` says.
    pub(super) fn new(dc: &Code, ac: &Code, passes: bool) -> Self {
        let (beginnings, values) = Values::with_beginnings(dc, ac);
        let skips = passes.then(|| Skips::new(ac));
        Self { beginnings, dc: Symbols::new(dc), values, skips }
    }

    /// Reads a block with all its coefficients, but not its mean: says how that differs from the one
    /// before, and whether there is nothing else.
    #[inline(always)]
    pub(super) fn read_all(&self, bits: &mut Bits<'_>, block: &mut Block) -> (i32, bool) {
        let (difference, ending) = self.coefficients(bits, &mut Kept::<63>(block));
        (difference, ending.is_none())
    }

    /// The same with no more coefficients than 2 × 2 samples need.
    #[inline(always)]
    pub(super) fn read_some(&self, bits: &mut Bits<'_>, block: &mut Block) -> (i32, bool) {
        let (difference, ending) = self.coefficients(bits, &mut Kept::<4>(block));
        if let Some(Ending::Enough(k)) = ending {
            self.skip(bits, k);
        }
        (difference, ending.is_none())
    }

    /// Passes over a block but for its difference.
    #[inline(always)]
    pub(super) fn pass(&self, bits: &mut Bits<'_>) -> i32 {
        bits.refill();
        let difference = bits.difference(&self.dc);
        self.skip(bits, 1);
        difference
    }

    /// Passes over the coefficients from `k` on.
    #[inline(always)]
    fn skip(&self, bits: &mut Bits<'_>, k: u32) {
        if let Some(skips) = &self.skips {
            skips.pass(bits, k);
        }
    }

    /// Reads a block. There is no ending where there are no coefficients.
    #[inline(always)]
    fn coefficients<S: Sink>(&self, bits: &mut Bits<'_>, sink: &mut S) -> (i32, Option<Ending>) {
        bits.refill();
        let pair = self.beginnings.find(bits.buffer);
        if pair.is_no_value() {
            let size = pair.symbol_or(bits, &self.dc);
            let difference = bits.number(size.into());
            bits.refill();
            return (difference, Some(self.values.read(bits, 1, 63, sink)));
        }
        bits.skip(pair.used());
        let ((difference, coefficient), at) = (pair.values(), pair.distance());
        sink.one(at, coefficient);
        let ending = match pair.ends() {
            true => (at > 0).then_some(Ending::Full),
            false => Some(self.values.read(bits, at + 1, 63, sink)),
        };
        (difference.into(), ending)
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
