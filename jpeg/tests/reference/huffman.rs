//! Huffman codes: T.81, annex C and K.2.

use super::writing::Codes;

/// A code as a file gives it.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub(crate) counts: [u8; 16],
    pub(crate) symbols: Vec<u8>,
}

impl Code {
    /// For symbols that occur so often.
    pub(crate) fn made(codes: Codes, counts: &[usize; 256]) -> Self {
        let mut symbols: Vec<u8> = (0..=255).filter(|&s| counts[usize::from(s)] > 0).collect();
        let lengths = match codes {
            Codes::Long => {
                // What is rare comes first and gets the short words.
                symbols.sort_by_key(|&symbol| counts[usize::from(symbol)]);
                skewed(symbols.len())
            }
            _ => {
                symbols.sort_by_key(|&symbol| std::cmp::Reverse(counts[usize::from(symbol)]));
                let weights = symbols.iter().map(|&symbol| counts[usize::from(symbol)]);
                optimal(weights.collect())
            }
        };
        let mut counts = [0; 16];
        lengths.iter().for_each(|length| counts[length - 1] += 1);
        Self { counts, symbols }
    }

    /// The word of a symbol and its length.
    pub(crate) fn word(&self, symbol: u8) -> (u32, u32) {
        let (mut word, mut symbols) = (0, self.symbols.iter());
        for (length, &count) in (1..).zip(&self.counts) {
            for _ in 0..count {
                if symbols.next() == Some(&symbol) {
                    return (word, length);
                }
                word += 1;
            }
            word <<= 1;
        }
        panic!("expected a symbol of the code, found {symbol:#x}");
    }
}

/// Rising lengths: as many words as possible of one length each, and all others of 16 bits. No word
/// consists of ones alone.
fn skewed(symbols: usize) -> Vec<usize> {
    let fits = |short: usize| symbols.saturating_sub(short) < 1 << (16 - short);
    let short = (0..16).rev().find(|&short| fits(short)).unwrap();
    (1..=short).chain(std::iter::repeat(16)).take(symbols).collect()
}

/// The lengths of an optimal code for falling weights. No word consists of ones alone: one that stands
/// for nothing is the lightest of all, and so gets it.
fn optimal(mut weights: Vec<usize>) -> Vec<usize> {
    loop {
        let mut lengths = vec![0; weights.len() + 1];
        let mut heaps: Vec<(usize, Vec<usize>)> =
            weights.iter().enumerate().map(|(n, &weight)| (2 * weight, vec![n])).collect();
        heaps.push((1, vec![weights.len()]));
        while heaps.len() > 1 {
            heaps.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
            let (light, members) = heaps.pop().unwrap();
            let last = heaps.last_mut().unwrap();
            last.0 += light;
            last.1.extend(members);
            last.1.iter().for_each(|&member| lengths[member] += 1);
        }
        lengths.pop();
        lengths.sort_unstable();
        if lengths.iter().all(|&length| length <= 16) {
            return lengths;
        }
        weights.iter_mut().for_each(|weight| *weight = weight.div_ceil(2));
    }
}
