//! First scans of a band: the coefficients without their lowest bits.

use std::ops::Range;

use super::Coefficients;
use super::coefficients::List;
use crate::bits::Bits;
use crate::data::{Data, UnitReader};
use crate::error::Error;
use crate::feed::Edge;
use crate::huffman::Code;
use crate::index::Found;
use crate::lookup::{Ending, Sink, Values};
use crate::simd::{Chosen, Kernels};

/// How many values a first scan can bring: each takes two bits at least, and no block has more of them
/// than the band is wide.
pub(super) fn most_values(found: &Found, blocks: usize) -> usize {
    (4 * (found.end - found.at)).min(blocks * found.scan.band.len())
}

impl Coefficients {
    /// Reads a scan that brings a band for the first time.
    pub(super) fn first_pass(
        &mut self,
        set: Chosen,
        found: &Found,
        code: &Code,
        data: &mut Data<'_>,
    ) -> Result<(), Error> {
        let blocks = self.blocks();
        self.known.resize(blocks, 0);
        let mut list = List::new(&found.scan, most_values(found, blocks));
        let sink = ListSink { mask: 0, needed: self.needed, values: &mut list.values, found: 0 };
        let mut pass = FirstPass {
            first: (*found.scan.band.start()).into(),
            last: (*found.scan.band.end()).into(),
            values: Values::new(code),
            known: &mut self.known,
            sink,
            run: 0,
        };
        data.read_units(set, &mut pass, blocks)?;
        self.lists.push(list);
        Ok(())
    }
}

struct FirstPass<'c> {
    first: u32,
    last: u32,
    values: Values,
    known: &'c mut [u64],
    sink: ListSink<'c>,
    /// Blocks to come that have no part in this scan.
    run: usize,
}

impl UnitReader for FirstPass<'_> {
    fn begin(&mut self) {
        self.run = 0;
    }

    #[inline(always)]
    fn read<K: Kernels>(
        &mut self,
        _: K,
        bits: &mut Bits<'_>,
        units: Range<usize>,
        edge: Edge,
    ) -> usize {
        let mut x = units.start;
        let mut run = self.run;
        while x < units.end {
            if run > 0 {
                let passed = run.min(units.end - x);
                run -= passed;
                x += passed;
                continue;
            }
            self.sink.mask = 0;
            bits.refill();
            let ending = self.values.read(bits, self.first, self.last, &mut self.sink);
            if let Ending::Rest(size) = ending
                && size > 0
            {
                bits.refill();
                run = (1 << size) - 1 + bits.take(size) as usize;
            }
            self.known[x] |= self.sink.mask;
            x += 1;
            if bits.position > edge.safe {
                break;
            }
        }
        self.run = run;
        x - units.start
    }
}

/// Takes what a first scan brings to a block.
struct ListSink<'l> {
    mask: u64,
    needed: u64,
    values: &'l mut [i16],
    found: usize,
}

impl Sink for ListSink<'_> {
    const ENOUGH: u32 = 63;
    const IS_NARROW: bool = true;

    #[inline(always)]
    fn two(&mut self, at: (u32, u32), values: (i16, i16)) {
        self.one(at.0, values.0);
        // Where the index is the same, there is no second one: its value is zero.
        self.one(at.1, values.1);
    }

    #[inline(always)]
    fn one(&mut self, at: u32, value: i16) {
        let bit = u64::from(value != 0) << (at & 63);
        self.mask |= bit;
        // Only a damaged scan brings more than the list has room for.
        if let Some(place) = self.values.get_mut(self.found) {
            *place = value;
        }
        self.found += usize::from(bit & self.needed != 0);
    }
}
