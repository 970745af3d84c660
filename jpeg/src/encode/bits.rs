//! From tokens to the bytes of a scan.

use super::huffman::Code;
use super::token::{SYMBOLS, Table, Token};

/// How each symbol is written.
///
/// An entry is the code with room for the extra bits behind it, and in its lowest five bits the length
/// of both. That is 27 at most (see [`MOST_ENDS`]), so it fits, and two of them fit into a register
/// that holds the seven bits of an unfinished byte.
pub(crate) struct Words(Box<[u32; SYMBOLS]>);

/// The most empty blocks in a run. The standard permits eight times as many, but then a code of 16
/// bits can have 14 extra bits behind it, and here it has 11, like the largest difference.
pub(crate) const MOST_ENDS: u32 = (1 << 12) - 1;

impl Words {
    pub(crate) fn new() -> Self {
        Self(Box::new([0; SYMBOLS]))
    }

    /// Writes the symbols of a table in this code.
    pub(crate) fn set(&mut self, table: Table, code: &Code) {
        for (symbol, word, length) in code.words() {
            let extra = extra_bits(symbol);
            let place = table as usize * 256 + usize::from(symbol);
            self.0[place] = (word << extra) << 5 | (length + extra);
        }
    }

    /// The bits of a token, and how many they are.
    #[inline(always)]
    fn bits(&self, token: Token) -> (u64, u32) {
        let entry = self.0[token.symbol()];
        (u64::from(entry >> 5 | token.extra()), entry & 31)
    }
}

/// How many extra bits follow a symbol: its low half, or for a run of empty blocks its high half.
fn extra_bits(symbol: u8) -> u32 {
    match (symbol >> 4, symbol & 15) {
        (15, 0) => 0,
        (ends, 0) => ends.into(),
        (_, size) => size.into(),
    }
}

/// Turns tokens into bytes and keeps the bits that do not fill one.
pub(crate) struct BitWriter {
    /// The lowest `held` are still to be written; what stands above has been.
    bits: u64,
    held: u32,
    /// Bytes that are not stuffed yet.
    raw: Box<[u8; RAW + 8]>,
}

/// Tokens that are turned into raw bytes before those are stuffed: few enough for the nearest cache.
const PART: usize = 4096;
/// A power of two that has room for their bytes.
const RAW: usize = 16384;
const _: () = assert!(PART * 27 / 8 < RAW);

impl BitWriter {
    pub(crate) fn new() -> Self {
        Self { bits: 0, held: 0, raw: Box::new([0; RAW + 8]) }
    }

    /// Appends tokens.
    #[inline(always)]
    pub(crate) fn write<'t>(
        &mut self,
        tokens: impl Iterator<Item = &'t [Token]>,
        words: &Words,
        file: &mut Vec<u8>,
    ) {
        for part in tokens.flat_map(|tokens| tokens.chunks(PART)) {
            let mut end = 0;
            let (pairs, single) = part.as_chunks();
            for &[first, second] in pairs {
                let ((first, length), (second, second_length)) =
                    (words.bits(first), words.bits(second));
                self.push(first << second_length | second, length + second_length, &mut end);
            }
            for &token in single {
                let (bits, length) = words.bits(token);
                self.push(bits, length, &mut end);
            }
            stuff(&self.raw[..end], file);
        }
    }

    /// Appends at most 57 bits, and writes all that are held without asking how many they are.
    #[inline(always)]
    fn push(&mut self, bits: u64, length: u32, end: &mut usize) {
        self.bits = self.bits << length | bits;
        self.held += length;
        let word = (self.bits << (64 - self.held)).to_be_bytes();
        // Never more than `RAW`: the remainder only tells the compiler so.
        self.raw[*end % RAW..][..8].copy_from_slice(&word);
        *end += self.held as usize / 8;
        self.held %= 8;
    }

    /// Fills the last byte with ones.
    pub(crate) fn finish(&mut self, file: &mut Vec<u8>) {
        if self.held > 0 {
            let free = 8 - self.held;
            let byte = (self.bits << free) as u8 | ((1 << free) - 1);
            stuff(&[byte], file);
            self.held = 0;
        }
    }
}

/// Copies bytes with a zero behind each that would otherwise begin a marker.
fn stuff(raw: &[u8], file: &mut Vec<u8>) {
    let mut from = 0;
    for marker in memchr::memchr_iter(0xff, raw) {
        file.extend_from_slice(&raw[from..=marker]);
        file.push(0);
        from = marker + 1;
    }
    file.extend_from_slice(&raw[from..]);
}

#[cfg(test)]
mod tests {
    use super::super::token::Tokens;
    use super::*;

    /// What a writer makes of so many equal coefficients, in a code in which they have this word.
    fn written(coefficients: usize, value: i16, counts: &[u64; 256]) -> Vec<u8> {
        let (mut words, mut tokens) = (Words::new(), Tokens::new());
        words.set(Table::LumaAc, &Code::optimal(counts));
        let mut desk = tokens.desk(coefficients);
        (0..coefficients).for_each(|_| desk.coefficient(Table::LumaAc, 0, value));
        desk.keep();
        let (mut writer, mut file) = (BitWriter::new(), Vec::new());
        writer.write(tokens.parts(), &words, &mut file);
        writer.finish(&mut file);
        file
    }

    fn counts(symbols: &[u8]) -> [u64; 256] {
        std::array::from_fn(|symbol| symbols.contains(&(symbol as u8)).into())
    }

    #[test]
    fn bits_follow_each_other_and_ones_fill_the_last_byte() {
        // The word of the only symbol is 0, and 5 has the extra bits 101.
        assert_eq!(written(1, 5, &counts(&[3])), [0b0101_1111]);
        assert_eq!(written(3, 5, &counts(&[3])), [0b0101_0101, 0b0101_1111]);
        assert_eq!(written(2, 5, &counts(&[3])), [0b0101_0101]);
        assert_eq!(written(0, 5, &counts(&[3])), []);
    }

    #[test]
    fn a_byte_of_ones_is_never_followed_by_a_marker() {
        // 1023 has ten extra bits, all ones.
        let file = written(10_000, 1023, &counts(&[10]));
        let bits = file.iter().map(|byte| byte.count_ones() as usize).sum::<usize>();
        let zeros_behind = file.windows(2).filter(|pair| pair[0] == 0xff).map(|pair| pair[1]);
        assert!(zeros_behind.clone().count() > 1000);
        assert!(zeros_behind.into_iter().all(|byte| byte == 0));
        // 110 000 bits fill 13 750 bytes.
        assert_eq!(bits, 100_000);
        assert_eq!(file.len() - file.iter().filter(|&&byte| byte == 0xff).count(), 13_750);
    }

    #[test]
    fn the_longest_words_fit() {
        // Counts like Fibonacci's make words of 16 bits; the rarest symbol has one.
        let (mut counts, mut a, mut b) = ([0; 256], 1, 1);
        for symbol in [0x0a, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x11, 0x12]
            .into_iter()
            .chain(0x21..0x29)
        {
            counts[symbol] = a;
            (a, b) = (b, a + b);
        }
        let word = Code::optimal(&counts).words().find(|word| word.0 == 0x0a);
        let (_, word, length) = word.unwrap();
        assert_eq!(length, 16);
        // Word and extra bits, 26 in all, eight times: 26 bytes without the stuffed ones.
        let expected: String = format!("{word:016b}{:010b}", 1000).repeat(8);
        let file = written(8, 1000, &counts);
        let mut unstuffed = Vec::new();
        for (k, &byte) in file.iter().enumerate() {
            if k == 0 || file[k - 1] != 0xff {
                unstuffed.push(byte);
            }
        }
        let found: String = unstuffed.iter().map(|byte| format!("{byte:08b}")).collect();
        assert_eq!(found, expected);
    }
}
