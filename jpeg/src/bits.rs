//! Bits, from the most significant one on.

use crate::feed::Window;
use crate::huffman::Symbols;

/// A reader of a window. It lives in registers while a hot loop runs, so nothing here may take its
/// address: what is rare and stands apart gets values and returns values.
pub(crate) struct Bits<'w> {
    window: &'w Window,
    /// The next bits, left-aligned. Below `count` of them stand others, which will be read again.
    pub(crate) buffer: u64,
    pub(crate) count: u32,
    /// The byte of the window that comes into the buffer next.
    pub(crate) position: usize,
}

/// Where a reader stands while the window is being changed.
#[derive(Clone, Copy, Default)]
pub(crate) struct State {
    /// How many bits of the window have been read.
    pub(crate) bit: usize,
    /// Whether the last ones made no sense.
    pub(crate) is_faulty: bool,
}

/// Set in a position after bits that make no sense. It is behind every edge, so the one comparison that
/// the loops make anyway finds it.
const FAULT: usize = 1 << (usize::BITS - 8);

impl State {
    /// In front of the bit with this number.
    pub(crate) fn at(bit: usize) -> Self {
        Self { bit, is_faulty: false }
    }

    /// Whether more than `bytes` of the window have been read.
    pub(crate) fn is_beyond(&self, bytes: usize) -> bool {
        self.bit > 8 * bytes
    }
}

impl<'w> Bits<'w> {
    #[inline(always)]
    pub(crate) fn resume(window: &'w Window, state: State) -> Self {
        let position = state.bit / 8;
        let mut bits = Self { window, buffer: 0, count: 0, position };
        bits.refill();
        bits.skip((state.bit % 8) as u32);
        if state.is_faulty {
            bits.fail();
        }
        bits
    }

    #[inline(always)]
    pub(crate) fn pause(&self) -> State {
        let is_faulty = self.position >= FAULT;
        let position = self.position & !FAULT;
        State { bit: 8 * position - self.count as usize, is_faulty }
    }

    #[inline(always)]
    pub(crate) fn window(&self) -> &'w Window {
        self.window
    }

    /// How many bits have been read, unless there is a fault.
    #[inline(always)]
    pub(crate) fn bit(&self) -> usize {
        (8 * self.position).wrapping_sub(self.count as usize)
    }

    /// Fills the buffer up to 56 bits or more. Behind the window's end stand zeros.
    #[inline(always)]
    pub(crate) fn refill(&mut self) {
        self.buffer |= load(self.window, self.position) >> (self.count & 63);
        self.position += ((63 - self.count) >> 3) as usize;
        self.count |= 56;
    }

    /// Passes over `count` bits, which must be in the buffer. Only the low six bits count, so a table's
    /// entry can be given as it is.
    #[inline(always)]
    pub(crate) fn skip(&mut self, count: u32) {
        self.buffer = self.buffer.wrapping_shl(count);
        self.count = self.count.wrapping_sub(count & 63);
    }

    /// The next `count` bits: at most 32.
    #[inline(always)]
    pub(crate) fn take(&mut self, count: u32) -> u32 {
        let value = (self.buffer >> 1 >> (63 - count)) as u32;
        self.skip(count);
        value
    }

    /// The next symbol.
    #[inline(always)]
    pub(crate) fn symbol(&mut self, symbols: &Symbols) -> u8 {
        let (symbol, length) = symbols.find(self.buffer);
        if length == 0 {
            self.fail();
        }
        self.skip(length);
        symbol
    }

    /// A number of `size` bits, at most 15, of which those with a leading zero are negative: T.81, F.12.
    #[inline(always)]
    pub(crate) fn number(&mut self, size: u32) -> i32 {
        let number = signed(self.buffer, size);
        self.skip(size);
        number
    }

    /// The next difference of two means: the symbol says how many bits it has.
    #[inline(always)]
    pub(crate) fn difference(&mut self, symbols: &Symbols) -> i32 {
        let size = self.symbol(symbols);
        self.number(size.into())
    }

    /// Says that these bits make no sense.
    #[inline(always)]
    pub(crate) fn fail(&mut self) {
        self.position |= FAULT;
    }
}

/// What comes behind the window's first `bit` bits: 57 bits at least.
#[inline(always)]
pub(crate) fn peek(window: &Window, bit: usize) -> u64 {
    load(window, bit / 8) << (bit % 8)
}

/// Eight bytes. Behind the window's end stand zeros.
#[inline(always)]
fn load(window: &Window, position: usize) -> u64 {
    let ahead = window.get(position..position + 8).and_then(|bytes| bytes.first_chunk());
    ahead.map_or(0, |&bytes| u64::from_be_bytes(bytes))
}

/// What the top `size` bits mean as a number.
#[inline(always)]
pub(crate) fn signed(bits: u64, size: u32) -> i32 {
    let raw = (bits >> 1 >> (63 - size)) as i32;
    let is_negative = !((bits as i64) >> 63) as i32;
    raw + (is_negative & ((-1 << size) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_leading_zero_are_negative() {
        let number = |bits: u64, size: u32| signed(bits << (64 - size), size);
        assert_eq!([number(0, 1), number(1, 1)], [-1, 1]);
        assert_eq!([number(0, 2), number(1, 2), number(2, 2), number(3, 2)], [-3, -2, 2, 3]);
        assert_eq!([number(0, 15), number(0x7fff, 15)], [-32767, 32767]);
        assert_eq!([signed(0, 0), signed(!0, 0)], [0, 0]);
    }
}
