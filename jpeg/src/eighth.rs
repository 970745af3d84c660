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
use crate::lookup::{DONE, INDEX, LONGEST, PASSED, joined, pass_one, runs};

// What an entry says beside bits used, coefficients passed and the end (see `lookup`): the length of
// the difference's code (8..13), its size (13..17), and whether there is one (17).
const CODE_LENGTH: u32 = 8;
const SIZE: u32 = 13;
const IS_DC: u32 = 17;
const UNUSABLE: u32 = 127 << PASSED;

/// Blocks of a unit at most, and what one round may run over, rounded up for a mask.
const STEPS: usize = 16;

/// Found differences: the bits as they stood in front of one, and the entry in the bits below.
pub(crate) const RECORDS: usize = 2048;
/// How many records a round of look-ups may add to what was asked for.
const SURPLUS: usize = 4;

/// The tables of a scan, in the order in which its blocks need them.
pub(crate) struct Machine {
    tables: Vec<u32>,
    /// For each block of a unit: where the table stands that goes on with it, and in the upper half,
    /// where the table stands that begins the block behind it.
    steps: [u64; STEPS],
    blocks: usize,
    dc: Vec<Symbols>,
    ac: Vec<Symbols>,
    /// Which of these each block of a unit uses.
    codes: Vec<(usize, usize)>,
}

/// The machine's state, beside where the reader stands.
#[derive(Clone, Copy, Default)]
pub(crate) struct Standing {
    table: u32,
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

    /// The differences that have been found.
    #[inline(always)]
    pub(crate) fn difference(&self, index: usize) -> i32 {
        let record = self.list[index & (RECORDS - 1)];
        signed(record << (record >> CODE_LENGTH & 31), (record >> SIZE) as u32 & 15)
    }

    /// Forgets the first `count`.
    pub(crate) fn drop(&mut self, count: usize) {
        self.list.copy_within(count..self.found, 0);
        self.found -= count;
    }
}

impl Machine {
    /// For units whose blocks use these codes, by their index in `dc` and `ac`.
    pub(crate) fn new(dc: &[&Code], ac: &[&Code], codes: Vec<(usize, usize)>) -> Self {
        // A round looks up three times, so it may finish three blocks: short units are said repeatedly.
        let repeats = 3usize.div_ceil(codes.len());
        let codes = codes.repeat(repeats);
        let mut tables = Vec::new();
        let mut placed = |table: Vec<u32>| {
            tables.extend(table);
            (tables.len() - (1 << INDEX)) as u64
        };
        let levels: Vec<_> = ac.iter().map(|code| runs(code)).collect();
        let going_on: Vec<_> =
            levels.iter().map(|levels| placed(levels[INDEX as usize].clone())).collect();
        let mut beginning = BTreeMap::new();
        for &(dc_index, ac_index) in &codes {
            beginning
                .entry((dc_index, ac_index))
                .or_insert_with(|| placed(beginnings(dc[dc_index], &levels[ac_index])));
        }
        let blocks = codes.len();
        let steps = std::array::from_fn(|step| {
            let (this, next) = (codes[step % blocks], codes[(step + 1) % blocks]);
            going_on[this.1] | beginning[&next] << 32
        });
        let symbols = |codes: &[&Code]| codes.iter().map(|code| Symbols::new(code)).collect();
        Self { tables, steps, blocks, dc: symbols(dc), ac: symbols(ac), codes }
    }

    /// The state in front of a unit.
    pub(crate) fn start(&self) -> Standing {
        let before = self.steps[self.blocks - 1];
        Standing { table: (before >> 32) as u32, step: 0, passed: 0 }
    }

    /// Reads on until `wanted` differences are there or the reader is behind `edge`.
    #[inline(always)]
    pub(crate) fn run(
        &self,
        bits: &mut Bits<'_>,
        standing: &mut Standing,
        records: &mut Records,
        wanted: usize,
        edge: usize,
    ) {
        let (mut now, mut found) = (*standing, records.found);
        while found < wanted && bits.position <= edge {
            bits.refill();
            let mut lookups = 0;
            while lookups < 3 {
                if !self.look_up(bits, &mut now, &mut found, &mut records.list) {
                    break;
                }
                lookups += 1;
            }
            now.step = select_unpredictable(
                now.step >= self.blocks,
                now.step.wrapping_sub(self.blocks),
                now.step,
            );
            if lookups < 3 {
                self.one_symbol(bits, &mut now, &mut found, &mut records.list);
            }
        }
        (*standing, records.found) = (now, found);
    }

    /// One look-up without a branch that could be guessed wrong. False if its answer cannot be used.
    #[inline(always)]
    fn look_up(
        &self,
        bits: &mut Bits<'_>,
        now: &mut Standing,
        found: &mut usize,
        records: &mut [u64; RECORDS],
    ) -> bool {
        let entry = self.tables[now.table as usize + (bits.buffer >> (64 - INDEX)) as usize];
        let passed = now.passed + (entry >> PASSED & 127);
        if passed > 63 {
            return false;
        }
        records[*found & (RECORDS - 1)] = bits.buffer & !0xffff_ffff | u64::from(entry);
        *found += (entry >> IS_DC & 1) as usize;
        bits.skip(entry & 0xff);
        let is_done = entry & DONE != 0;
        let step = self.steps[now.step & (STEPS - 1)];
        now.table = select_unpredictable(is_done, (step >> 32) as u32, step as u32);
        now.passed = select_unpredictable(is_done, 0, passed);
        now.step += (entry >> 31) as usize;
        true
    }

    /// One symbol at a time, for what does not fit into an entry. The buffer may hold as few as two
    /// bits here.
    #[inline(always)]
    fn one_symbol(
        &self,
        bits: &mut Bits<'_>,
        now: &mut Standing,
        found: &mut usize,
        records: &mut [u64; RECORDS],
    ) {
        bits.refill();
        let (dc, ac) = self.codes[now.step];
        let step = self.steps[now.step & (STEPS - 1)];
        if now.passed == 0 {
            let (size, length) = self.dc[dc].find(bits.buffer);
            if length == 0 {
                bits.fail();
            }
            let entry = length << CODE_LENGTH | u32::from(size) << SIZE | 1 << IS_DC;
            records[*found & (RECORDS - 1)] = bits.buffer & !0xffff_ffff | u64::from(entry);
            *found += 1;
            bits.skip(length + u32::from(size));
            now.passed = 1;
            now.table = step as u32;
        } else {
            now.passed = pass_one(&self.ac[ac], bits, now.passed);
            if now.passed > 63 {
                now.passed = 0;
                now.table = (step >> 32) as u32;
                now.step = if now.step + 1 == self.blocks { 0 } else { now.step + 1 };
            }
        }
    }
}

/// The table that begins a block: its difference, and as much of the coefficients as still fits.
fn beginnings(dc: &Code, levels: &[Vec<u32>]) -> Vec<u32> {
    let mut table = vec![UNUSABLE; 1 << INDEX];
    for word in dc.words() {
        let (length, size) = (word.length, u32::from(word.symbol));
        let used = length + size;
        if length > INDEX || used > LONGEST {
            continue;
        }
        let entry = used | length << CODE_LENGTH | size << SIZE | 1 << IS_DC | 1 << PASSED;
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
