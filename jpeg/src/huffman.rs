//! Huffman codes as a file gives them, and the plain way to read one symbol: T.81, annexes C and F.

use crate::error::Fault;

/// A code: how many words there are of each length, and what they stand for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Code {
    counts: [u8; 16],
    symbols: Vec<u8>,
}

/// What is said with a code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Dc,
    Ac,
}

impl Code {
    /// Takes the counts and the symbols apart from what follows them.
    pub(crate) fn read(bytes: &[u8], class: Class) -> Result<(Self, &[u8]), Fault> {
        let (counts, rest) = bytes.split_first_chunk().ok_or(Fault::SegmentLength)?;
        let total = counts.iter().map(|&count| usize::from(count)).sum();
        let (symbols, rest) = rest.split_at_checked(total).ok_or(Fault::SegmentLength)?;
        let code = Self { counts: *counts, symbols: symbols.to_vec() };
        code.check(class)?;
        Ok((code, rest))
    }

    fn check(&self, class: Class) -> Result<(), Fault> {
        let mut room = 1usize;
        for &count in &self.counts {
            room = (2 * room).checked_sub(count.into()).ok_or(Fault::Oversubscribed)?;
        }
        // A difference of more than 15 bits cannot be: sums of them are to fit 16.
        if class == Class::Dc && self.symbols.iter().any(|&size| size > 15) {
            return Err(Fault::Symbol);
        }
        Ok(())
    }

    /// Every word of the code, left-aligned in 16 bits, with its length and its symbol.
    pub(crate) fn words(&self) -> impl Iterator<Item = Word> + '_ {
        let lengths = (1..=16u32)
            .zip(self.counts)
            .flat_map(|(length, count)| std::iter::repeat_n(length, count.into()));
        let mut next = 0u32;
        lengths.zip(&self.symbols).map(move |(length, &symbol)| {
            let word = Word { bits: next as u16, length, symbol };
            next += 1 << (16 - length);
            word
        })
    }
}

/// One word of a code.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    pub(crate) bits: u16,
    pub(crate) length: u32,
    pub(crate) symbol: u8,
}

/// Bits that the direct table goes by. Codes of natural pictures are rarely longer.
const DIRECT: u32 = 10;

/// Bits that are left of the longest.
const REST: u32 = 16 - DIRECT;
/// Stands where a length would, before the number of a table by the bits that are left.
const LONG: u16 = 31;

/// Finds one symbol in the next 16 bits.
pub(crate) struct Symbols {
    /// By the first bits: the symbol and the length of its code, 0 if there is none; or where to look
    /// for longer ones.
    direct: Box<[u16; 1 << DIRECT]>,
    /// The same by the bits behind these.
    longer: Vec<[u16; 1 << REST]>,
}

impl Symbols {
    pub(crate) fn new(code: &Code) -> Self {
        let mut direct = Box::new([0; 1 << DIRECT]);
        let mut longer = Vec::new();
        for Word { bits, length, symbol } in code.words() {
            let entry = u16::from(symbol) << 8 | length as u16;
            let first = usize::from(bits >> REST);
            if length <= DIRECT {
                direct[first..first + (1 << (DIRECT - length))].fill(entry);
                continue;
            }
            if direct[first] == 0 {
                direct[first] = (longer.len() as u16) << 5 | LONG;
                longer.push([0; 1 << REST]);
            }
            let table = &mut longer[usize::from(direct[first] >> 5)];
            let first = usize::from(bits) % (1 << REST);
            table[first..first + (1 << (16 - length))].fill(entry);
        }
        Self { direct, longer }
    }

    /// The symbol that the top 16 of `bits` begin with and the length of its code; a length of 0 if
    /// there is none.
    #[inline(always)]
    pub(crate) fn find(&self, bits: u64) -> (u8, u32) {
        let mut entry = self.direct[(bits >> (64 - DIRECT)) as usize];
        if entry & LONG == LONG {
            let rest = (bits >> (64 - 16)) as usize % (1 << REST);
            entry = self.longer[usize::from(entry >> 5)][rest];
        }
        ((entry >> 8) as u8, u32::from(entry & LONG))
    }
}
