//! Passing over coefficients.

use super::{INDEX, Meaning, SIZE, boxed, meaning};
use crate::bits::Bits;
use crate::huffman::{Code, Symbols, Word};

// An entry of [`Skips`]: bits used (0..6), coefficients passed (6..13), whether the block ends behind
// them (15). Half the size of an entry of [`Values`], since four such tables are to stay in the fastest
// cache together.
const NO_SKIP: u16 = 127 << PASSED;
const PASSED: u32 = 6;
pub(crate) const DONE: u16 = 1 << 15;
/// Bits that an entry may use: three of them fit into the 56 bits that a refill brings.
pub(crate) const LONGEST: u32 = 18;

/// How many coefficients an entry passes over.
#[inline(always)]
pub(crate) fn passed(entry: u16) -> u32 {
    u32::from(entry >> PASSED) & 127
}

/// An entry that uses these bits and passes over that many coefficients.
pub(crate) fn skip(used: u32, passed: u32) -> u16 {
    (used | passed << PASSED) as u16
}

/// Passes over the AC coefficients of a block.
pub(crate) struct Skips {
    runs: Box<[u16; SIZE]>,
    symbols: Symbols,
}

impl Skips {
    pub(crate) fn new(code: &Code) -> Self {
        Self { runs: boxed(runs(code).swap_remove(INDEX as usize)), symbols: Symbols::new(code) }
    }

    /// Passes over the coefficients from `k` on.
    #[inline(always)]
    pub(crate) fn pass(&self, bits: &mut Bits<'_>, mut k: u32) {
        loop {
            bits.refill();
            let mut lookups = 0;
            while lookups < 3 {
                let entry = self.runs[(bits.buffer >> (64 - INDEX)) as usize];
                let next = k + passed(entry);
                if next > 63 {
                    break;
                }
                bits.skip(entry.into());
                k = next;
                if entry & DONE != 0 {
                    return;
                }
                lookups += 1;
            }
            if lookups < 3 {
                bits.refill();
                k = pass_one(&self.symbols, bits, k);
                if k > 63 {
                    return;
                }
            }
        }
    }
}

/// Passes over one symbol and its number. Says which coefficient comes next; 64 or more if none does.
#[inline(always)]
pub(crate) fn pass_one(symbols: &Symbols, bits: &mut Bits<'_>, k: u32) -> u32 {
    let Meaning::Run { zeros, size } = meaning(bits.symbol(symbols)) else { return 64 };
    bits.skip(size);
    if k + zeros > 63 {
        bits.fail();
    }
    k + zeros + 1
}

/// For every number of known bits, from none to all of an index: the longest run of symbols that begin
/// in these bits.
pub(crate) fn runs(code: &Code) -> Vec<Vec<u16>> {
    let mut levels = Vec::with_capacity(INDEX as usize + 1);
    for known in 0..=INDEX {
        let mut level = vec![NO_SKIP; 1 << known];
        for word in code.words().take_while(|word| word.length <= known) {
            let (size, entry) = match meaning(word.symbol) {
                Meaning::End => (0, DONE),
                Meaning::Run { zeros, size } => (size, skip(size, zeros + 1)),
            };
            follow(&mut level, &levels, &word, size, entry + word.length as u16);
        }
        levels.push(level);
    }
    levels
}

/// Puts into a table by so many known bits what begins with a word and a number of `size` bits: `first`,
/// and unless the block ends with that, the run of what the two leave of the known bits. All levels
/// together keep to [`LONGEST`] bits, since each permits as many beyond its known ones.
pub(crate) fn follow(table: &mut [u16], levels: &[Vec<u16>], word: &Word, size: u32, first: u16) {
    let known = table.len().ilog2();
    let used = word.length + size;
    if used > known + LONGEST - INDEX {
        return;
    }
    let from = usize::from(word.bits) >> (16 - known);
    let places = &mut table[from..from + (1 << (known - word.length))];
    match known.checked_sub(used).and_then(|left| levels.get(left as usize)) {
        // Once for each number.
        Some(rests) if first & DONE == 0 => {
            for part in places.chunks_exact_mut(rests.len()) {
                for (entry, &rest) in part.iter_mut().zip(rests) {
                    *entry = joined(first, rest);
                }
            }
        }
        _ => places.fill(first),
    }
}

/// Two runs, one behind the other; the first alone if they cannot be joined.
#[inline(always)]
fn joined(first: u16, rest: u16) -> u16 {
    // No field runs over, and of the flags only one of them has any.
    let both = first.wrapping_add(rest);
    if passed(first) + passed(rest) > 63 { first } else { both }
}
