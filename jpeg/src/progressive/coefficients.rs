//! What the scans of one component have brought, and blocks put together from it.

use crate::error::Fault;
use crate::frame::Frame;
use crate::idct::{Divisors, Pair, mean};
use crate::index::Found;
use crate::plane::Canvas;
use crate::scale::Scale;
use crate::scan::Scan;
use crate::simd::{Chosen, Kernels, Work};
use crate::zigzag::{Block, NATURAL, PLACE};

/// The coefficients of a component.
pub(crate) struct Coefficients {
    component: usize,
    scale: Scale,
    divisors: Divisors,
    /// Blocks across and down, those left out that only fill up units.
    across: usize,
    down: usize,
    /// Blocks across whole units.
    unit_across: usize,
    /// Rows of blocks in a strip, and the one that is drawn next.
    rows: usize,
    next_row: usize,
    /// The coefficients that the scale needs.
    pub(super) needed: u64,
    /// The last coefficient that must be read for these.
    reach: u8,
    /// The lowest bit that has come of each coefficient.
    lowest: [Option<u8>; 64],
    means: Vec<i16>,
    /// Where anything has come.
    pub(super) known: Vec<u64>,
    /// Where it was a refinement that brought the first bit.
    pub(super) fresh: Vec<u64>,
    /// Where that was negative.
    pub(super) negative: Vec<u64>,
    pub(super) lists: Vec<List>,
    /// The bits that refinements have brought, by level, the highest first.
    pub(super) levels: Vec<(u8, Vec<u64>)>,
}

/// What a first scan has brought of what is needed, block by block.
pub(super) struct List {
    band: u64,
    lowest: u8,
    pub(super) values: Vec<i16>,
    /// How many of them have been taken.
    taken: usize,
}

impl List {
    /// An empty one, with room for so many values.
    pub(super) fn new(scan: &Scan, room: usize) -> Self {
        Self { band: band(scan), lowest: scan.lowest, values: vec![0; room], taken: 0 }
    }
}

/// The mask of the coefficients that a scan brings.
pub(super) fn band(scan: &Scan) -> u64 {
    u64::MAX >> (63 - scan.band.end()) & u64::MAX << scan.band.start()
}

impl Coefficients {
    pub(super) fn new(
        component: usize,
        scale: Scale,
        frame: &Frame,
        quantiser: &[u16; 64],
        scans: &[Found],
    ) -> Self {
        let (across, down) = frame.own_blocks(component);
        let (unit_across, unit_down) = frame.unit_blocks(component);
        let needed = needed(scale);
        Self {
            component,
            scale,
            divisors: Divisors::new(quantiser, scale),
            across,
            down,
            unit_across,
            rows: frame.components[component].vertical(),
            next_row: 0,
            needed,
            reach: reach(component, needed, scans),
            lowest: [None; 64],
            means: vec![0; unit_across * unit_down],
            known: Vec::new(),
            fresh: Vec::new(),
            negative: Vec::new(),
            lists: Vec::new(),
            levels: Vec::new(),
        }
    }

    /// Whether a scan must be read.
    pub(super) fn needs(&self, scan: &Scan) -> bool {
        scan.has(self.component) && *scan.band.start() <= self.reach
    }

    /// Whether every coefficient that the scale needs has come, down to its lowest bit.
    pub(super) fn is_complete(&self) -> bool {
        (0..64).filter(|k| self.needed >> k & 1 == 1).all(|k: usize| self.lowest[k] == Some(0))
    }

    /// Checks that a scan goes on where those before it have left off.
    pub(super) fn begin(&mut self, scan: &Scan) -> Result<(), Fault> {
        if !scan.has(self.component) {
            return Ok(());
        }
        let before = scan.is_refinement().then_some(scan.above);
        for lowest in
            &mut self.lowest[usize::from(*scan.band.start())..=usize::from(*scan.band.end())]
        {
            if *lowest != before {
                return Err(Fault::Progression);
            }
            *lowest = Some(scan.lowest);
        }
        Ok(())
    }

    pub(super) fn blocks(&self) -> usize {
        self.across * self.down
    }

    /// The mean of the block in column `x` of row `y`, those that fill up units included.
    #[inline(always)]
    pub(super) fn mean(&mut self, x: usize, y: usize) -> &mut i16 {
        &mut self.means[y * self.unit_across + x]
    }

    /// Draws the next strip.
    pub(crate) fn strip(&mut self, set: Chosen, canvases: &mut [Canvas<'_>]) {
        let canvas = &mut canvases[self.component];
        set.run(Drawing { coefficients: self, canvas });
    }

    #[inline(always)]
    fn draw<K: Kernels>(&mut self, kernels: K, Canvas { samples, stride }: &mut Canvas<'_>) {
        if self.scale == Scale::Eighth {
            let means = &self.means[self.next_row * self.unit_across..];
            let rows = samples.chunks_exact_mut(*stride).zip(means.chunks_exact(self.unit_across));
            for (row, means) in rows.take(self.rows) {
                for (sample, &coefficient) in row.iter_mut().zip(means) {
                    *sample = mean(coefficient, self.divisors.mean());
                }
            }
            self.next_row += self.rows;
            return;
        }
        let n = self.scale.eighths();
        let mut blocks = [Block::ZERO, Block::ZERO];
        for row in 0..self.rows {
            let y = self.next_row + row;
            for x in (0..self.unit_across).step_by(2) {
                let are_two = x + 1 < self.unit_across;
                let next = if are_two { x + 1 } else { x };
                let mut is_flat = !self.put_together(&mut blocks[0], x, y);
                is_flat &= !(are_two && self.put_together(&mut blocks[1], next, y));
                let means = [*self.mean(x, y), *self.mean(next, y)];
                let pair = Pair { blocks: blocks.each_ref(), means, is_flat };
                let samples = &mut samples[row * n * *stride + x * n..];
                if are_two {
                    pair.draw(kernels, self.scale, &self.divisors, samples, *stride);
                } else {
                    pair.draw_first(kernels, self.scale, &self.divisors, samples, *stride);
                }
                if !is_flat {
                    blocks = [Block::ZERO, Block::ZERO];
                }
            }
        }
        self.next_row += self.rows;
    }

    /// Puts the AC coefficients of the block in column `x` of row `y` together. Says whether there are
    /// any.
    #[inline(always)]
    fn put_together(&mut self, block: &mut Block, x: usize, y: usize) -> bool {
        if x >= self.across || y >= self.down {
            return false;
        }
        let index = y * self.across + x;
        let Some(known) = self.known.get(index) else { return false };
        let known = known & self.needed;
        if known == 0 {
            return false;
        }
        let fresh = self.fresh.get(index).copied().unwrap_or(0);
        let listed = known & !fresh;
        let negative = self.negative.get(index).copied().unwrap_or(0);
        // Most files have one level or two. What they bring is looked up as each coefficient comes by.
        match self.levels.as_slice() {
            [] => take(&mut self.lists, block, known, listed, 0, |_| 0),
            [(level, bits)] => {
                let bits = bits[index];
                take(&mut self.lists, block, known, listed, negative, |k| (bits >> k & 1) << level)
            }
            [(high, high_bits), (low, low_bits)] => {
                let (high_bits, low_bits) = (high_bits[index], low_bits[index]);
                let more = |k| (high_bits >> k & 1) << high | (low_bits >> k & 1) << low;
                take(&mut self.lists, block, known, listed, negative, more)
            }
            levels => {
                let bit = |k, (level, bits): &(u8, Vec<u64>)| (bits[index] >> k & 1) << level;
                let more = |k| levels.iter().fold(0, |sum, level| sum | bit(k, level));
                take(&mut self.lists, block, known, listed, negative, more)
            }
        }
        true
    }
}

/// Drawing a strip.
struct Drawing<'c, 'p> {
    coefficients: &'c mut Coefficients,
    canvas: &'c mut Canvas<'p>,
}

impl Work for Drawing<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with<K: Kernels>(self, kernels: K) {
        self.coefficients.draw(kernels, self.canvas);
    }
}

/// Takes the coefficients of a block: where `listed` has ones, a value out of the lists, and where
/// `known` has, from `more` the bits that refinements have brought. Their sign is the value's, or what
/// `negative` says where there is none.
#[inline(always)]
fn take(
    lists: &mut [List],
    block: &mut Block,
    known: u64,
    listed: u64,
    negative: u64,
    more: impl Fn(u32) -> u64,
) {
    for list in lists {
        let mut left = known & list.band;
        while left != 0 {
            let k = left.trailing_zeros();
            left &= left - 1;
            let is_listed = listed >> k & 1;
            // One value behind the list's last may be looked at, and is not used.
            let value = list.values.get(list.taken).copied().unwrap_or(0) << list.lowest;
            let value = value & (is_listed as i16).wrapping_neg();
            list.taken += is_listed as usize;
            let sign = value >> 15 | ((negative >> k & 1) as i16).wrapping_neg();
            let bits = more(k) as i16;
            let place = usize::from(PLACE[(k & 63) as usize]) & 63;
            block.0[place] = value.wrapping_add((bits ^ sign).wrapping_sub(sign));
        }
    }
}

/// The coefficients but the mean that a scale needs.
fn needed(scale: Scale) -> u64 {
    let n = scale.eighths() as u8;
    let is_needed = |k: &usize| NATURAL[*k] % 8 < n && NATURAL[*k] / 8 < n;
    (1..64).filter(is_needed).fold(0, |mask, k| mask | 1 << k)
}

/// The last coefficient that matters: what is needed, and what must be known to read that. A refinement
/// can only be read by who knows what came before it, in all of its band.
fn reach(component: usize, needed: u64, scans: &[Found]) -> u8 {
    let mut reach = 63 - (needed | 1).leading_zeros() as u8;
    loop {
        let before = reach;
        for Found { scan, .. } in scans.iter().filter(|found| found.scan.has(component)) {
            if scan.is_refinement() && *scan.band.start() <= reach {
                reach = reach.max(*scan.band.end());
            }
        }
        if reach == before {
            return reach;
        }
    }
}
