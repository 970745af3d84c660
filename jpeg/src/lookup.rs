//! Tables that read more than one symbol at a time.
//!
//! A look-up in a table and the shift that its answer calls for make a chain that no machine can do in
//! parallel: about seven cycles a link. So a link should bring as much as possible. [`Values`] brings up
//! to two coefficients, [`Skips`] passes over as many as begin within its index.

use crate::bits::Bits;
use crate::huffman::{Code, Symbols, Word};

/// Bits of the index of both tables. More of them do not pay: the tables leave the fastest cache.
pub(crate) const INDEX: u32 = 12;
const SIZE: usize = 1 << INDEX;

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
        let single = singles(code);
        let pairs = (0..SIZE).map(|index| pair(&single, index)).collect();
        Self { pairs: boxed(pairs), symbols: Symbols::new(code) }
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

/// A symbol and its number, if the index tells both wholly and the number is small.
#[derive(Clone, Copy, Default)]
struct Single {
    /// 0 if there is none.
    used: u32,
    zeros: u32,
    value: i32,
    is_end: bool,
}

fn singles(code: &Code) -> Vec<Single> {
    let mut singles = vec![Single::default(); SIZE];
    for Word { bits, length, symbol } in code.words() {
        let (zeros, size, is_end) = (u32::from(symbol >> 4), u32::from(symbol & 15), symbol == 0);
        let used = length + size;
        // Without a size: a long run of zeros, or an end of more blocks than this one.
        if used > INDEX || size > 7 || (size == 0 && !is_end) {
            continue;
        }
        let first = usize::from(bits) >> (16 - INDEX);
        for number in 0..1u64 << size {
            let value = crate::bits::signed(number << (63 - size) << 1, size);
            let at = first + ((number as usize) << (INDEX - used));
            singles[at..at + (1 << (INDEX - used))].fill(Single { used, zeros, value, is_end });
        }
    }
    singles
}

fn pair(singles: &[Single], index: usize) -> u32 {
    // What follows `used` bits of the index, if the rest of the index tells it.
    let next = |used: u32| {
        let next = singles[index << used & (SIZE - 1)];
        (next.used > 0 && used + next.used <= INDEX).then_some(next)
    };
    let Some(first) = next(0) else { return NO_PAIR };
    if first.is_end {
        return first.used | END;
    }
    let (mut entry, mut used) = (first.zeros << 6 | (first.value as u32 & 0xff) << 16, first.used);
    if let Some(second) = next(used).filter(|next| !next.is_end)
        && (-64..64).contains(&second.value)
        && second.zeros < 15
    {
        entry |= (second.zeros + 1) << 12 | (second.value as u32) << 25;
        used += second.used;
    }
    if let Some(end) = next(used).filter(|next| next.is_end) {
        entry |= END;
        used += end.used;
    }
    entry | used
}

// An entry of [`Skips`]: bits used (0..6), whether the block ends behind them (6), coefficients passed
// (7..14). Half the size of an entry of [`Values`], since four such tables are to stay in the fastest
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
/// in these bits. A run is its first symbol and the run of what that one leaves of the known bits.
pub(crate) fn runs(code: &Code) -> Vec<Vec<u16>> {
    let mut firsts = vec![(0, 0); SIZE];
    for Word { bits, length, symbol } in code.words().filter(|word| word.length <= INDEX) {
        let first = usize::from(bits) >> (16 - INDEX);
        firsts[first..first + (1 << (INDEX - length))].fill((length, symbol));
    }
    let mut levels = vec![vec![NO_SKIP]];
    for known in 1..=INDEX {
        let run = |index: usize| run(&levels, known, index, firsts[index << (INDEX - known)]);
        let level = (0..1 << known).map(run).collect();
        levels.push(level);
    }
    levels
}

/// The run of symbols that `known` bits tell. All levels together keep to [`LONGEST`] bits, since each
/// permits as many beyond its known ones.
fn run(levels: &[Vec<u16>], known: u32, index: usize, (length, symbol): (u32, u8)) -> u16 {
    let (passed, size, done) = match meaning(symbol) {
        Meaning::End => (0, 0, DONE),
        Meaning::Run { zeros, size } => (zeros + 1, size, 0),
    };
    let used = length + size;
    if length == 0 || length > known || used > known + LONGEST - INDEX {
        return NO_SKIP;
    }
    let first = skip(used, passed) | done;
    let rest = match known.checked_sub(used) {
        Some(left) if done == 0 => levels[left as usize][index & ((1 << left) - 1)],
        _ => NO_SKIP,
    };
    joined(first, rest)
}

/// Two runs, one behind the other; the first alone if they cannot be joined.
pub(crate) fn joined(first: u16, rest: u16) -> u16 {
    if passed(first) + passed(rest) > 63 {
        return first;
    }
    // No field runs over, and of the flags only one of them has any.
    first + rest
}

pub(crate) fn boxed<T>(table: Vec<T>) -> Box<[T; SIZE]> {
    table.try_into().unwrap_or_else(|_| unreachable!("as many entries as an index can tell apart"))
}
