//! Tables that read more than one symbol at a time.
//!
//! A look-up in a table and the shift that its answer calls for make a chain that no machine can do in
//! parallel: about seven cycles a link. So a link should bring as much as possible. [`Pairs`] bring up
//! to two values, [`Skips`] pass over as many coefficients as begin within an index.

mod pair;
mod skips;
mod values;

pub(crate) use pair::Pairs;
pub(crate) use skips::{DONE, Skips, follow, pass_one, passed, runs, skip};
pub(crate) use values::{Ending, Sink, Values};

/// Bits of an index. More of them do not pay: the tables leave the fastest cache.
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

fn boxed<T, const N: usize>(table: Vec<T>) -> Box<[T; N]> {
    table.try_into().unwrap_or_else(|_| unreachable!("as many entries as an index can tell apart"))
}
