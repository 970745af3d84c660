//! Decoding at one eighth: of every block its difference, and nothing else.
//!
//! What a block's AC coefficients are does not matter, only where they end, and that is the one thing
//! that branches cannot guess. So there are none: a machine whose state is the table that is looked at
//! next. A block begins in a table of its difference code, whose entries also pass over the AC symbols
//! that still fit, and stays in a table of [`runs`] until an entry holds the block's end. What is found
//! of differences is written down and turned into numbers later.

use std::collections::BTreeMap;
use std::hint::select_unpredictable;

use crate::bits::{Bits, signed};
use crate::huffman::{Code, Symbols};
use crate::lookup::{DONE, INDEX, LONGEST, joined, pass_one, passed, runs, skip};
use crate::simd::{Kernels, Work};

/// Whether an entry holds a difference; what else it holds is told in `lookup`.
const IS_DC: u16 = 1 << 13;

/// Blocks of a unit at most, and what one round may run over, rounded up for a mask.
const STEPS: usize = 16;

/// Bytes in front of an edge where a round could look behind the end of its segment: an edge may be eight
/// behind that, and a round loads eight more.
const NEAR: usize = 16;

/// Found differences: the bits as they stood in front of one.
const RECORDS: usize = 2048;
/// How many records a round of look-ups may add to what was asked for.
const SURPLUS: usize = 4;

/// The tables of a scan, in the order in which its blocks need them.
pub(crate) struct Machine {
    /// One behind the other.
    tables: Vec<u16>,
    steps: Vec<Step>,
    dc: Vec<Symbols>,
    ac: Vec<Symbols>,
}

/// One block of a unit: which codes it uses, and which tables these have made.
#[derive(Clone, Copy)]
struct Step {
    dc: usize,
    ac: usize,
    beginning: u32,
    going_on: u32,
}

/// The machine's state, beside where the reader stands.
#[derive(Clone, Copy, Default)]
pub(crate) struct Standing {
    step: usize,
    /// Coefficients of the block that have been passed, the first included.
    passed: u32,
}

/// What has been found and not yet been used.
pub(crate) struct Records {
    list: Box<[u64; RECORDS]>,
    pub(crate) found: usize,
}

impl Records {
    pub(crate) fn new() -> Self {
        Self { list: Box::new([0; RECORDS]), found: 0 }
    }

    /// How many can be asked for at once.
    pub(crate) const ROOM: usize = RECORDS - SURPLUS;

    /// What was found for `units` units of `unit` blocks each, of each unit from `first` on.
    #[inline(always)]
    pub(crate) fn list(
        &self,
        first: usize,
        unit: usize,
        units: usize,
    ) -> impl Iterator<Item = &[u64]> {
        self.list[..unit * units].chunks_exact(unit).map(move |unit| &unit[first..])
    }

    /// Forgets the first `count`.
    pub(crate) fn drop(&mut self, count: usize) {
        self.list.copy_within(count..self.found, 0);
        self.found -= count;
    }
}

/// The difference that these bits begin with.
#[inline(always)]
pub(crate) fn difference(record: u64, code: &Symbols) -> i32 {
    let (size, length) = code.find(record);
    signed(record << length, size.into())
}

impl Machine {
    /// For units whose blocks use these codes, by their index in `dc` and `ac`.
    pub(crate) fn new(dc: &[&Code], ac: &[&Code], unit: &[(usize, usize)]) -> Self {
        let mut tables = Vec::new();
        let mut placed = |table: &[u16]| {
            tables.extend_from_slice(table);
            (tables.len() - table.len()) as u32
        };
        let levels: Vec<_> = ac.iter().map(|code| runs(code)).collect();
        let going_on: Vec<_> =
            levels.iter().map(|levels| placed(&levels[INDEX as usize])).collect();
        let mut placed_beginnings = BTreeMap::new();
        // A round looks up three times, so it may finish three blocks: short units are said repeatedly.
        let repeated = unit.repeat(3usize.div_ceil(unit.len()));
        let step = |&(of_dc, of_ac): &(usize, usize)| {
            let beginning = *placed_beginnings
                .entry((of_dc, of_ac))
                .or_insert_with(|| placed(&beginnings(dc[of_dc], &levels[of_ac])));
            Step { dc: of_dc, ac: of_ac, beginning, going_on: going_on[of_ac] }
        };
        let steps = repeated.iter().map(step).collect();
        let symbols = |codes: &[&Code]| codes.iter().map(|code| Symbols::new(code)).collect();
        Self { tables, steps, dc: symbols(dc), ac: symbols(ac) }
    }

    #[inline(always)]
    fn search(
        &self,
        bits: &mut Bits<'_>,
        standing: &mut Standing,
        records: &mut Records,
        wanted: usize,
        edge: usize,
    ) {
        if let Some(far) = edge.checked_sub(NEAR) {
            self.rounds::<3>(bits, standing, records, wanted, far);
        }
        // What is looked at behind the last difference near the end may not be there: it would look like
        // damage, or hide that the segment ends too early.
        self.rounds::<1>(bits, standing, records, wanted, edge);
    }

    /// The same with so many look-ups for each refill: what comes behind the last wanted difference may
    /// be looked at too.
    #[inline(always)]
    fn rounds<const LOOKUPS: usize>(
        &self,
        bits: &mut Bits<'_>,
        standing: &mut Standing,
        records: &mut Records,
        wanted: usize,
        edge: usize,
    ) {
        let blocks = self.steps.len();
        // For each block of the unit: where the table that goes on with it begins, and in the upper half,
        // where the one that begins the block behind it does. In one number, since of two the compiler
        // makes an address that waits for the look-up before it.
        let steps: [u64; STEPS] = std::array::from_fn(|step| {
            let (this, next) = (self.steps[step % blocks], self.steps[(step + 1) % blocks]);
            this.going_on as u64 | (next.beginning as u64) << 32
        });
        let tables = self.tables.as_slice();
        let Standing { mut step, passed: mut so_far } = *standing;
        let list = &mut *records.list;
        let mut found = records.found;
        let mut now = self.table(step, so_far);
        while found < wanted && bits.position <= edge {
            bits.refill();
            let (mut buffer, mut used) = (bits.buffer, 0u32);
            let mut is_stuck = false;
            for _ in 0..LOOKUPS {
                let entry = tables[now as usize + (buffer >> (64 - INDEX)) as usize];
                let k = so_far + passed(entry);
                if k > 63 {
                    is_stuck = true;
                    break;
                }
                list[found & (RECORDS - 1)] = buffer;
                found += usize::from(entry & IS_DC != 0);
                buffer = buffer.wrapping_shl(entry.into());
                used = used.wrapping_add(entry.into());
                let is_done = entry & DONE != 0;
                let successors = steps[step & (STEPS - 1)];
                now = select_unpredictable(is_done, (successors >> 32) as u32, successors as u32);
                so_far = select_unpredictable(is_done, 0, k);
                step += usize::from(entry >> 15);
            }
            bits.buffer = buffer;
            bits.count = bits.count.wrapping_sub(used & 63);
            step = select_unpredictable(step >= blocks, step.wrapping_sub(blocks), step);
            // Bits behind what is wanted are somebody else's, or nobody's.
            if is_stuck && found < wanted {
                let mut standing = Standing { step, passed: so_far };
                self.one_symbol(bits, &mut standing, &mut found, list);
                Standing { step, passed: so_far } = standing;
                now = self.table(step, so_far);
            }
        }
        *standing = Standing { step, passed: so_far };
        records.found = found;
    }

    /// Where the table begins that is looked at next.
    fn table(&self, step: usize, passed: u32) -> u32 {
        let step = self.steps[step];
        if passed == 0 { step.beginning } else { step.going_on }
    }

    /// One symbol at a time, for what does not fit into an entry.
    #[inline(always)]
    fn one_symbol(
        &self,
        bits: &mut Bits<'_>,
        now: &mut Standing,
        found: &mut usize,
        list: &mut [u64; RECORDS],
    ) {
        bits.refill();
        let step = self.steps[now.step];
        if now.passed == 0 {
            list[*found & (RECORDS - 1)] = bits.buffer;
            *found += 1;
            let size = bits.symbol(&self.dc[step.dc]);
            bits.skip(size.into());
            now.passed = 1;
        } else {
            now.passed = pass_one(&self.ac[step.ac], bits, now.passed);
            if now.passed > 63 {
                now.passed = 0;
                now.step = if now.step + 1 == self.steps.len() { 0 } else { now.step + 1 };
            }
        }
    }
}

/// Reading on until `wanted` differences are there or the reader is behind `edge`.
pub(crate) struct Search<'s, 'w> {
    pub(crate) machine: &'s Machine,
    pub(crate) bits: &'s mut Bits<'w>,
    pub(crate) standing: &'s mut Standing,
    pub(crate) records: &'s mut Records,
    pub(crate) wanted: usize,
    pub(crate) edge: usize,
}

impl Work for Search<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with<K: Kernels>(self, _: K) {
        let Self { machine, bits, standing, records, wanted, edge } = self;
        // A copy that can live in registers.
        let mut reader = bits.copied();
        machine.search(&mut reader, standing, records, wanted, edge);
        *bits = reader;
    }
}

/// The table that begins a block: its difference, and as much of the coefficients as still fits.
fn beginnings(dc: &Code, levels: &[Vec<u16>]) -> Vec<u16> {
    let mut table = vec![skip(0, 127); 1 << INDEX];
    for word in dc.words() {
        let (length, size) = (word.length, u32::from(word.symbol));
        let used = length + size;
        if length > INDEX || used > LONGEST {
            continue;
        }
        let entry = skip(used, 1) | IS_DC;
        let first = usize::from(word.bits) >> (16 - INDEX);
        for index in first..first + (1 << (INDEX - length)) {
            table[index] = match INDEX.checked_sub(used) {
                Some(left) => joined(entry, levels[left as usize][index & ((1 << left) - 1)]),
                None => entry,
            };
        }
    }
    table
}
