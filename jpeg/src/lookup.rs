//! Tables that read more than one symbol at a time.
//!
//! A look-up in a table and the shift that its answer calls for make a chain that no machine can do in
//! parallel: about seven cycles a link. So a link should bring as much as possible. [`Values`] brings up
//! to two coefficients, [`Skips`] passes over as many as begin within its index.

use crate::bits::{Bits, signed};
use crate::huffman::{Code, Symbols, Word};

/// Bits of the index of both tables. More of them do not pay: the tables leave the fastest cache.
pub(crate) const INDEX: u32 = 12;
const SIZE: usize = 1 << INDEX;

/// The symbol that ends a block, and no block behind it.
const END_OF_BLOCK: u8 = 0;

/// What one AC symbol means.
enum Meaning {
    /// All that is left of the block is zero.
    End,
    /// That many zeros and then a number of that many bits; without any bits, one zero more.
    Run { zeros: u32, size: u32 },
}

#[inline(always)]
fn meaning(symbol: u8) -> Meaning {
    match (u32::from(symbol >> 4), u32::from(symbol & 15)) {
        (0..15, 0) => Meaning::End,
        (zeros, size) => Meaning::Run { zeros, size },
    }
}

// An entry of [`Values`]: bits used (0..6), zeros before the first value (6..12), distance from it to the
// second (12..16, 0 if there is none), the first value (16..24), whether the block ends behind them
// (24), the second value (25..32).
const NO_PAIR: u32 = 63 << 6;
const END: u32 = 1 << 24;

/// Where coefficients go.
pub(crate) trait Sink {
    /// Coefficients behind this one are not asked for: 63 if all are.
    const ENOUGH: u32;

    /// Whether bands are narrow, so that it is worth while to look closely at their end. Else the last
    /// coefficient is read by itself.
    const IS_NARROW: bool;

    /// Takes two coefficients and their zigzag indices. A first one of zero is none. Nor is a second one
    /// where its index is the first's.
    fn two(&mut self, at: (u32, u32), values: (i16, i16));

    /// Takes one.
    fn one(&mut self, at: u32, value: i16);
}

/// How reading a block came to its end.
pub(crate) enum Ending {
    /// At once: there are no coefficients.
    Empty,
    /// All coefficients have come.
    Full,
    /// The rest is zero, and so are as many blocks as a number of that many bits says.
    Rest(u32),
    /// All that was asked for is there, up to this coefficient.
    Enough(u32),
}

/// Reads the AC coefficients of a block.
pub(crate) struct Values {
    pairs: Box<[u32; SIZE]>,
    symbols: Symbols,
}

/// How a run of look-ups came to its end.
enum Pause {
    /// The bits at hand are used up.
    Bits,
    /// The rest of the block is zero.
    Block,
    /// The band's last coefficient has come.
    Full,
    /// All that was asked for is there.
    Enough,
    /// The next symbol does not fit into an entry, or the band's last coefficient is near.
    Symbol,
}

impl Values {
    pub(crate) fn new(code: &Code) -> Self {
        Self { pairs: boxed(pairs(code)), symbols: Symbols::new(code) }
    }

    /// Reads the coefficients from zigzag index `first` to `last`.
    #[inline(always)]
    pub(crate) fn read<S: Sink>(
        &self,
        bits: &mut Bits<'_>,
        first: u32,
        last: u32,
        sink: &mut S,
    ) -> Ending {
        bits.refill();
        let entry = self.pairs[(bits.buffer >> (64 - INDEX)) as usize];
        // Nothing but an end.
        if entry >> 6 == END >> 6 {
            bits.skip(entry);
            return Ending::Empty;
        }
        let mut k = first;
        loop {
            match self.four_pairs(bits, &mut k, last, sink) {
                Pause::Bits => {}
                Pause::Block => return Ending::Rest(0),
                Pause::Full => return Ending::Full,
                Pause::Enough => return Ending::Enough(k),
                Pause::Symbol => {
                    bits.refill();
                    if let Some(ending) = self.one(bits, &mut k, last, sink) {
                        return ending;
                    }
                }
            }
            bits.refill();
        }
    }

    /// Four look-ups take at most 48 bits, so the count of bits needs no look in between.
    #[inline(always)]
    fn four_pairs<S: Sink>(
        &self,
        bits: &mut Bits<'_>,
        k: &mut u32,
        last: u32,
        sink: &mut S,
    ) -> Pause {
        let (mut buffer, mut used) = (bits.buffer, 0u32);
        let mut pause = Pause::Bits;
        for _ in 0..4 {
            let entry = self.pairs[(buffer >> (64 - INDEX)) as usize];
            let first = *k + (entry >> 6 & 63);
            let second = first + (entry >> 12 & 15);
            // Behind a band's last coefficient there is no end to be read.
            let beyond =
                if S::IS_NARROW { second + (entry >> 24 & 1) > last } else { second >= last };
            if beyond {
                pause = Pause::Symbol;
                break;
            }
            sink.two(
                (first, second),
                (i16::from((entry >> 16) as i8), (entry as i32 >> 25) as i16),
            );
            buffer = buffer.wrapping_shl(entry);
            used = used.wrapping_add(entry);
            *k = second + 1;
            if entry & END != 0 || (S::IS_NARROW && *k > last) {
                pause = if entry & END != 0 { Pause::Block } else { Pause::Full };
                break;
            }
            if *k > S::ENOUGH {
                pause = Pause::Enough;
                break;
            }
        }
        bits.buffer = buffer;
        bits.count = bits.count.wrapping_sub(used & 63);
        pause
    }

    /// Reads one symbol. Says how the block ends if it does.
    #[inline(always)]
    fn one<S: Sink>(
        &self,
        bits: &mut Bits<'_>,
        k: &mut u32,
        last: u32,
        sink: &mut S,
    ) -> Option<Ending> {
        let symbol = bits.symbol(&self.symbols);
        let (zeros, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        if size == 0 && zeros < 15 {
            return Some(Ending::Rest(zeros));
        }
        *k += zeros;
        if *k > last {
            bits.fail();
            return Some(Ending::Full);
        }
        if size > 0 {
            sink.one(*k, bits.number(size) as i16);
        }
        *k += 1;
        (*k > last).then_some(Ending::Full)
    }
}

/// The table of pairs: for each index its first value, and what the bits that this leaves tell.
fn pairs(code: &Code) -> Vec<u32> {
    let seconds: Vec<_> = (0..INDEX).map(|known| seconds(code, known)).collect();
    let mut pairs = vec![NO_PAIR; SIZE];
    for word in code.words() {
        if word.symbol == END_OF_BLOCK {
            fill(&mut pairs, &word, word.length | END);
        }
        // Numbers of eight bits and more do not fit into an entry.
        each_number(&word, INDEX, 7, |zeros, value, used, at| {
            let first = zeros << 6 | (value as u32 & 0xff) << 16 | used;
            let rest = &seconds[(INDEX - used) as usize];
            for (pair, rest) in pairs[at..at + rest.len()].iter_mut().zip(rest) {
                *pair = first + rest;
            }
        });
    }
    pairs
}

/// What may stand in an entry behind its first value, by so many known bits: another value, an end of
/// the block, both, or nothing.
fn seconds(code: &Code, known: u32) -> Vec<u32> {
    let mut seconds = vec![0; 1 << known];
    let end = code.words().find(|word| word.symbol == END_OF_BLOCK);
    if let Some(end) = &end {
        fill(&mut seconds, end, end.length | END);
    }
    for word in code.words() {
        // As many bits as the second value has in an entry, and as many zeros as the distance can tell.
        each_number(&word, known, 6, |zeros, value, used, at| {
            if zeros > 14 {
                return;
            }
            let second = (zeros + 1) << 12 | (value as u32) << 25 | used;
            let seconds = &mut seconds[at..at + (1 << (known - used))];
            seconds.fill(second);
            if let Some(end) = &end {
                fill(seconds, end, second + (end.length | END));
            }
        });
    }
    seconds
}

/// Fills what begins with a word, if so many bits can tell it.
fn fill(table: &mut [u32], word: &Word, entry: u32) {
    let known = table.len().ilog2();
    if word.length <= known {
        let first = usize::from(word.bits) >> (16 - known);
        table[first..first + (1 << (known - word.length))].fill(entry);
    }
}

/// Calls with every number of at most `largest` bits that follows a word within so many known bits: the
/// zeros in front of it, its value, the bits it takes with its word, and where it stands in a table.
#[inline(always)]
fn each_number(word: &Word, known: u32, largest: u32, mut call: impl FnMut(u32, i32, u32, usize)) {
    let Meaning::Run { zeros, size } = meaning(word.symbol) else { return };
    let used = word.length + size;
    if size == 0 || size > largest || used > known {
        return;
    }
    let first = usize::from(word.bits) >> (16 - known);
    for number in 0..1u64 << size {
        let value = signed(number << (64 - size), size);
        call(zeros, value, used, first + ((number as usize) << (known - used)));
    }
}

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

pub(crate) fn boxed<T>(table: Vec<T>) -> Box<[T; SIZE]> {
    table.try_into().unwrap_or_else(|_| unreachable!("as many entries as an index can tell apart"))
}
