//! Reading coefficients.

use super::pair::{Pair, Pairs, Seconds};
use crate::bits::Bits;
use crate::huffman::{Code, Symbols};

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
    /// All coefficients have come.
    Full,
    /// The rest is zero, and so are as many blocks as a number of that many bits says.
    Rest(u32),
    /// All that was asked for is there, up to this coefficient.
    Enough(u32),
}

/// Reads the AC coefficients of a block.
pub(crate) struct Values {
    pairs: Pairs,
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
    /// The next number does not fit into a pair, or the band's last coefficient is near.
    Symbol(Pair),
}

impl Values {
    pub(crate) fn new(ac: &Code) -> Self {
        Self::with(ac, &Seconds::new(ac))
    }

    /// With the table that begins blocks.
    pub(crate) fn with_beginnings(dc: &Code, ac: &Code) -> (Pairs, Self) {
        let seconds = Seconds::new(ac);
        (Pairs::beginnings(dc, &seconds), Self::with(ac, &seconds))
    }

    fn with(ac: &Code, seconds: &Seconds) -> Self {
        Self { pairs: Pairs::coefficients(ac, seconds), symbols: Symbols::new(ac) }
    }

    /// Reads the coefficients from zigzag index `k` to `last`.
    #[inline(always)]
    pub(crate) fn read<S: Sink>(
        &self,
        bits: &mut Bits<'_>,
        mut k: u32,
        last: u32,
        sink: &mut S,
    ) -> Ending {
        let mut pause = self.some_pairs::<S, 3>(bits, &mut k, last, sink);
        loop {
            match pause {
                Pause::Bits => {}
                Pause::Block => return Ending::Rest(0),
                Pause::Full => return Ending::Full,
                Pause::Enough => return Ending::Enough(k),
                Pause::Symbol(pair) => {
                    bits.refill();
                    if let Some(ending) = self.one(pair, bits, &mut k, last, sink) {
                        return ending;
                    }
                }
            }
            bits.refill();
            pause = self.some_pairs::<S, 4>(bits, &mut k, last, sink);
        }
    }

    /// Four look-ups take at most 48 bits, so the count of bits needs no look in between.
    #[inline(always)]
    fn some_pairs<S: Sink, const N: usize>(
        &self,
        bits: &mut Bits<'_>,
        k: &mut u32,
        last: u32,
        sink: &mut S,
    ) -> Pause {
        let (mut buffer, mut used) = (bits.buffer, 0u32);
        let mut pause = Pause::Bits;
        for _ in 0..N {
            let pair = self.pairs.find(buffer);
            let first = *k + pair.zeros();
            let second = first + pair.distance();
            // Behind a band's last coefficient there is no end to be read.
            let beyond =
                if S::IS_NARROW { second + u32::from(pair.ends()) > last } else { second >= last };
            if beyond {
                pause = Pause::Symbol(pair);
                break;
            }
            sink.two((first, second), pair.values());
            buffer = buffer.wrapping_shl(pair.used());
            used = used.wrapping_add(pair.used());
            *k = second + 1;
            if pair.ends() || (S::IS_NARROW && *k > last) {
                pause = if pair.ends() { Pause::Block } else { Pause::Full };
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
        pair: Pair,
        bits: &mut Bits<'_>,
        k: &mut u32,
        last: u32,
        sink: &mut S,
    ) -> Option<Ending> {
        let symbol = pair.symbol_or(bits, &self.symbols);
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
