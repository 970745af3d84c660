//! Refinements: one more bit of every coefficient of a band.

use std::ops::Range;

use super::Coefficients;
use super::coefficients::band;
use crate::bits::Bits;
use crate::data::{Data, UnitReader};
use crate::error::Error;
use crate::feed::Edge;
use crate::huffman::{Code, Symbols};
use crate::scan::Scan;
use crate::simd::{Chosen, Kernels};

impl Coefficients {
    /// Reads a scan that brings one more bit of a band.
    pub(super) fn refine(
        &mut self,
        set: Chosen,
        scan: &Scan,
        code: &Code,
        data: &mut Data<'_>,
    ) -> Result<(), Error> {
        let blocks = self.blocks();
        self.fresh.resize(blocks, 0);
        self.negative.resize(blocks, 0);
        let level = self.level(scan.lowest);
        let mut refinement = Refinement {
            band: band(scan),
            symbols: Symbols::new(code),
            known: &mut self.known,
            fresh: &mut self.fresh,
            negative: &mut self.negative,
            bits: &mut self.levels[level].1,
            run: 0,
        };
        data.read_units(set, &mut refinement, blocks)
    }

    /// Where the bits of this level are kept. The levels come in falling order, as each refines the one
    /// before; those of another band may be there already.
    fn level(&mut self, lowest: u8) -> usize {
        let blocks = self.blocks();
        let at = self.levels.partition_point(|&(level, _)| level > lowest);
        if self.levels.get(at).is_none_or(|&(level, _)| level != lowest) {
            self.levels.insert(at, (lowest, vec![0; blocks]));
        }
        at
    }
}

struct Refinement<'c> {
    band: u64,
    symbols: Symbols,
    known: &'c mut [u64],
    fresh: &'c mut [u64],
    negative: &'c mut [u64],
    bits: &'c mut [u64],
    /// Blocks to come that only have bits for what is known of them.
    run: usize,
}

impl UnitReader for Refinement<'_> {
    fn begin(&mut self) {
        self.run = 0;
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
        while x < units.end {
            let known = self.known[x] & self.band;
            let mut block = Refined { left: self.band, known, gathered: 0, fresh: 0, negative: 0 };
            if self.run == 0 {
                self.run = block.read(kernels, bits, &self.symbols);
            }
            if self.run > 0 {
                self.run -= 1;
                block.gather(bits, known & block.left);
            }
            self.bits[x] |= block.bits(kernels);
            self.known[x] |= block.fresh;
            self.fresh[x] |= block.fresh;
            self.negative[x] |= block.negative;
            x += 1;
            if bits.position > edge.safe {
                break;
            }
        }
        x - units.start
    }
}

/// A block that is being refined.
struct Refined {
    /// What is still to come of the band.
    left: u64,
    known: u64,
    /// The bits of known coefficients in their order, the last one lowest.
    gathered: u64,
    /// Where a first bit has come, and where it is negative.
    fresh: u64,
    negative: u64,
}

impl Refined {
    /// Reads symbols until the band's end. Says for how many blocks, this one included, there are no
    /// more of them.
    #[inline(always)]
    fn read<K: Kernels>(&mut self, kernels: K, bits: &mut Bits<'_>, symbols: &Symbols) -> usize {
        while self.left != 0 {
            bits.refill();
            let symbol = bits.symbol(symbols);
            let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && zeros < 15 {
                return (1 << zeros) + bits.take(zeros) as usize;
            }
            let is_negative = size > 0 && bits.take(1) == 0;
            // The coefficient behind so many that are still zero; none if the band has fewer.
            let place = kernels.deposit(1 << zeros, self.left & !self.known);
            let passed = self.left & place.wrapping_sub(1);
            self.gather(bits, passed & self.known);
            self.left &= !(passed | place);
            if size > 0 {
                if place == 0 {
                    bits.fail();
                }
                self.fresh |= place;
                self.negative |= if is_negative { place } else { 0 };
            }
        }
        0
    }

    /// Reads a bit for each of these known coefficients.
    #[inline(always)]
    fn gather(&mut self, bits: &mut Bits<'_>, known: u64) {
        let mut count = known.count_ones();
        while count > 0 {
            bits.refill();
            let part = count.min(32);
            self.gathered = self.gathered << part | u64::from(bits.take(part));
            count -= part;
        }
    }

    /// All bits that have come, each in its place.
    #[inline(always)]
    fn bits<K: Kernels>(&self, kernels: K) -> u64 {
        let count = self.known.count_ones();
        let ordered = self.gathered.reverse_bits().unbounded_shr(64 - count);
        kernels.deposit(ordered, self.known) | self.fresh
    }
}
