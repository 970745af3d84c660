//! Pairs: what one look-up tells, and the tables of them.

use super::{INDEX, Meaning, SIZE, boxed, meaning};
use crate::bits::{Bits, signed};
use crate::huffman::{Code, Symbols, Word};

/// The symbol that ends a block, and no block behind it.
const END_OF_BLOCK: u8 = 0;

/// One or two values, an end of the block, or both: bits used (0..6), zeros before the first value
/// (6..12), distance from it to the second (12..16), the first value (16..24), whether the block ends
/// behind them (24), the second value (25..32).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair(u32);

impl Pair {
    /// What an index cannot tell: more zeros than a block has coefficients.
    const NONE: Self = Self(63 << 6);
    const END: u32 = 1 << 24;

    /// No more than a symbol, where a first value would stand, since its number does not fit.
    fn symbol_alone(word: &Word) -> Self {
        Self(Self::NONE.0 | u32::from(word.symbol) << 16 | word.length)
    }

    fn end(used: u32) -> Self {
        Self(Self::END | used)
    }

    fn first(zeros: u32, value: i32, used: u32) -> Self {
        Self(used | zeros << 6 | (value as u32 & 0xff) << 16)
    }

    fn second(zeros: u32, value: i32, used: u32) -> Self {
        Self(used | (zeros + 1) << 12 | (value as u32) << 25)
    }

    /// Both, one behind the other. No field runs over.
    fn and(self, rest: Self) -> Self {
        Self(self.0 + rest.0)
    }

    /// Whether this is no value: a symbol alone, or nothing.
    #[inline(always)]
    pub(crate) fn is_no_value(self) -> bool {
        self.zeros() == 63
    }

    /// The next symbol, where this is what has been found for it: what stands here, or if it has more
    /// bits than an index, what the other table says.
    #[inline(always)]
    pub(crate) fn symbol_or(self, bits: &mut Bits<'_>, symbols: &Symbols) -> u8 {
        if self.is_no_value() && self != Self::NONE {
            bits.skip(self.used());
            (self.0 >> 16) as u8
        } else {
            bits.symbol(symbols)
        }
    }

    /// The bits that it takes, in the lowest six bits of this.
    #[inline(always)]
    pub(crate) fn used(self) -> u32 {
        self.0
    }

    /// Zeros before the first value.
    #[inline(always)]
    pub(crate) fn zeros(self) -> u32 {
        self.0 >> 6 & 63
    }

    /// How far the second value is behind the first: 0 if there is none.
    #[inline(always)]
    pub(crate) fn distance(self) -> u32 {
        self.0 >> 12 & 15
    }

    #[inline(always)]
    pub(crate) fn values(self) -> (i16, i16) {
        (i16::from((self.0 >> 16) as i8), (self.0 as i32 >> 25) as i16)
    }

    /// Whether the block ends behind them.
    #[inline(always)]
    pub(crate) fn ends(self) -> bool {
        self.0 & Self::END != 0
    }
}

/// A table of pairs, by the bits that come next.
pub(crate) struct Pairs(Box<[Pair; SIZE]>);

impl Pairs {
    /// For the beginning of blocks: the first value is a difference of means.
    pub(super) fn beginnings(dc: &Code, seconds: &Seconds) -> Self {
        let mut table = vec![Pair::NONE; SIZE];
        for word in dc.words() {
            fill(&mut table, &word, Pair::symbol_alone(&word));
            put(&mut table, &word, (0, word.symbol.into()), seconds);
        }
        Self(boxed(table))
    }

    /// For up to two coefficients.
    pub(super) fn coefficients(ac: &Code, seconds: &Seconds) -> Self {
        let mut table = vec![Pair::NONE; SIZE];
        for word in ac.words() {
            match meaning(word.symbol) {
                Meaning::Run { zeros, size } => {
                    fill(&mut table, &word, Pair::symbol_alone(&word));
                    put(&mut table, &word, (zeros, size), seconds);
                }
                Meaning::End if word.symbol == END_OF_BLOCK => {
                    fill(&mut table, &word, Pair::end(word.length));
                }
                Meaning::End => {}
            }
        }
        Self(boxed(table))
    }

    #[inline(always)]
    pub(crate) fn find(&self, bits: u64) -> Pair {
        self.0[(bits >> (64 - INDEX)) as usize]
    }
}

/// For every number of known bits, what may stand behind a first value: another value, an end of the
/// block, both, or nothing.
pub(super) struct Seconds(Vec<Vec<Pair>>);

impl Seconds {
    pub(super) fn new(ac: &Code) -> Self {
        Self((0..INDEX).map(|known| Self::level(ac, known)).collect())
    }

    fn level(ac: &Code, known: u32) -> Vec<Pair> {
        let mut level = vec![Pair(0); 1 << known];
        let end = ac.words().find(|word| word.symbol == END_OF_BLOCK);
        if let Some(end) = &end {
            fill(&mut level, end, Pair::end(end.length));
        }
        for word in ac.words() {
            let Meaning::Run { zeros: zeros @ 0..15, size: size @ 1..7 } = meaning(word.symbol)
            else {
                continue;
            };
            for (value, used, at) in numbers(&word, size, known) {
                let second = Pair::second(zeros, value, used);
                let places = &mut level[at..at + (1 << (known - used))];
                places.fill(second);
                if let Some(end) = &end {
                    fill(places, end, second.and(Pair::end(end.length)));
                }
            }
        }
        level
    }
}

/// Puts into a table what begins with a word that tells of so many zeros and a number of so many bits.
fn put(table: &mut [Pair], word: &Word, (zeros, size): (u32, u32), seconds: &Seconds) {
    // What is larger does not fit into a pair.
    if size > 7 {
        return;
    }
    let known = table.len().ilog2();
    for (value, used, at) in numbers(word, size, known) {
        let first = Pair::first(zeros, value, used);
        let rest = &seconds.0[(known - used) as usize];
        for (pair, &rest) in table[at..at + rest.len()].iter_mut().zip(rest) {
            *pair = first.and(rest);
        }
    }
}

/// Fills what begins with a word, if so many bits can tell it.
fn fill(table: &mut [Pair], word: &Word, entry: Pair) {
    let known = table.len().ilog2();
    if word.length <= known {
        let first = usize::from(word.bits) >> (16 - known);
        table[first..first + (1 << (known - word.length))].fill(entry);
    }
}

/// All numbers of so many bits that can follow a word within the known ones: their value, the bits that
/// both take, and where they stand in a table.
#[inline(always)]
fn numbers(word: &Word, size: u32, known: u32) -> impl Iterator<Item = (i32, u32, usize)> {
    let used = word.length + size;
    let count = if used > known { 0 } else { 1u64 << size };
    let first = usize::from(word.bits) >> (16 - known);
    (0..count).map(move |number| {
        let value = signed(number << (63 - size) << 1, size);
        (value, used, first + ((number as usize) << (known - used)))
    })
}
