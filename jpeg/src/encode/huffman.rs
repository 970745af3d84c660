//! Huffman codes: the best ones for what has been counted.

use std::iter;

/// A code as files describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    /// How many codes there are of 1 bit, of 2, and so on.
    pub(crate) lengths: [u8; LONGEST],
    /// Their symbols, shortest first.
    pub(crate) symbols: Vec<u8>,
}

/// No code may be longer.
pub(crate) const LONGEST: usize = 16;

impl Code {
    /// The code that needs the fewest bits for symbols that occur so often.
    pub(crate) fn optimal(counts: &[u64; 256]) -> Self {
        let mut symbols: Vec<u8> = (0..=255).filter(|&symbol| count(counts, symbol) > 0).collect();
        symbols.sort_by_key(|&symbol| count(counts, symbol));
        // The code of nothing but ones is forbidden: T.81, C. A symbol that never occurs takes it.
        let counts = iter::once(0).chain(symbols.iter().map(|&symbol| count(counts, symbol)));
        let mut lengths = limited(lengths(&depths(&counts.collect::<Vec<_>>())));
        if let Some(longest) = lengths.iter_mut().rfind(|codes| **codes > 0) {
            *longest -= 1;
        }
        // 256 codes of one length would be all there are, and leave none to be forbidden.
        let lengths = lengths.map(|codes| u8::try_from(codes).expect("at most 255 of a length"));
        symbols.reverse();
        Self { lengths, symbols }
    }

    /// Each symbol with its code and the length of that: T.81, C.2.
    pub(crate) fn words(&self) -> impl Iterator<Item = (u8, u32, u32)> {
        let lengths = (1..).zip(self.lengths);
        let lengths = lengths.flat_map(|(length, codes)| iter::repeat_n(length, codes.into()));
        let (mut word, mut length_before) = (0, 0);
        self.symbols.iter().zip(lengths).map(move |(&symbol, length)| {
            word <<= length - length_before;
            length_before = length;
            word += 1;
            (symbol, word - 1, length)
        })
    }
}

fn count(counts: &[u64; 256], symbol: u8) -> u64 {
    counts[usize::from(symbol)]
}

/// How deep each leaf lies in Huffman's tree, if the leaves come with rising weights.
///
/// Then the inner nodes arise with rising weights too, and the two lightest nodes are always among
/// the first of two queues: no searching.
fn depths(leaves: &[u64]) -> Vec<usize> {
    let mut weights = leaves.to_vec();
    let mut parents = vec![0; 2 * leaves.len()];
    let (mut leaf, mut inner) = (0, leaves.len());
    while weights.len() < 2 * leaves.len() - 1 {
        let node = weights.len();
        let mut weight = 0;
        for _ in 0..2 {
            let is_leaf = leaf < leaves.len() && (inner == node || weights[leaf] <= weights[inner]);
            let lightest = if is_leaf { &mut leaf } else { &mut inner };
            parents[*lightest] = node;
            weight += weights[*lightest];
            *lightest += 1;
        }
        weights.push(weight);
    }
    let mut depths = vec![0; weights.len()];
    for node in (0..weights.len() - 1).rev() {
        depths[node] = depths[parents[node]] + 1;
    }
    depths.truncate(leaves.len());
    depths
}

/// How many leaves lie at each depth. With 257 leaves, the deepest lies at 256.
fn lengths(depths: &[usize]) -> [u32; 257] {
    let mut lengths = [0; 257];
    for &depth in depths {
        lengths[depth] += 1;
    }
    lengths
}

/// Makes codes that are too long shorter, and as few others as possible longer: T.81, K.3.
fn limited(mut lengths: [u32; 257]) -> [u32; LONGEST] {
    for length in (LONGEST + 1..lengths.len()).rev() {
        while lengths[length] > 0 {
            let shorter = (1..length - 1).rev().find(|&shorter| lengths[shorter] > 0);
            let shorter = shorter.expect("a tree with so deep a leaf has one that is less deep");
            // Of two siblings, one takes their parent's place, the other goes below a shorter code.
            lengths[length] -= 2;
            lengths[length - 1] += 1;
            lengths[shorter] -= 1;
            lengths[shorter + 1] += 2;
        }
    }
    std::array::from_fn(|k| lengths[k + 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fibonacci(symbols: usize) -> [u64; 256] {
        let mut counts = [0; 256];
        let (mut a, mut b) = (1, 1);
        for count in counts.iter_mut().take(symbols) {
            *count = a;
            (a, b) = (b, a + b);
        }
        counts
    }

    fn total(code: &Code, counts: &[u64; 256]) -> u64 {
        code.words()
            .map(|(symbol, _, length)| counts[usize::from(symbol)] * u64::from(length))
            .sum()
    }

    /// A code that a decoder can read: one word for each symbol, none the beginning of another,
    /// none of ones alone, frequent ones not longer than rare ones.
    fn check(counts: &[u64; 256]) -> Code {
        let code = Code::optimal(counts);
        let mut seen = [false; 256];
        let mut words = Vec::new();
        let mut count_before = u64::MAX;
        for (symbol, word, length) in code.words() {
            assert!((1..=16).contains(&length));
            assert!(word < (1 << length) - 1, "{word:b} of {length} is nothing but ones");
            assert!(!std::mem::replace(&mut seen[usize::from(symbol)], true), "{symbol} twice");
            assert!(counts[usize::from(symbol)] <= count_before);
            count_before = counts[usize::from(symbol)];
            words.push((word << (16 - length), (word + 1) << (16 - length)));
        }
        assert_eq!(seen, counts.map(|count| count > 0));
        assert_eq!(code.symbols.len(), code.lengths.iter().map(|&codes| usize::from(codes)).sum());
        assert!(words.is_sorted_by(|first, second| first.1 <= second.0), "{words:x?}");
        code
    }

    #[test]
    fn the_code_is_as_short_as_it_can_be() {
        let mut counts = [0; 256];
        (counts[3], counts[7], counts[9], counts[250]) = (10, 1, 4, 2);
        let code = check(&counts);
        assert_eq!(code.symbols, [3, 9, 250, 7]);
        assert_eq!(&code.lengths[..5], [1, 1, 1, 1, 0]);
        assert_eq!(total(&code, &counts), 10 + 2 * 4 + 3 * 2 + 4);
    }

    #[test]
    fn one_symbol_is_one_bit_and_none_is_no_code() {
        let mut counts = [0; 256];
        assert_eq!(check(&counts), Code { lengths: [0; 16], symbols: vec![] });
        counts[200] = 5;
        let code = check(&counts);
        assert_eq!(code.words().collect::<Vec<_>>(), [(200, 0, 1)]);
    }

    #[test]
    fn equal_counts_make_equal_lengths() {
        let code = check(&[1000; 256]);
        assert_eq!((code.lengths[7], code.lengths[8]), (255, 1));
    }

    #[test]
    fn too_long_codes_are_shortened() {
        for symbols in [15, 16, 17, 18, 30, 45, 60, 90] {
            let code = check(&fibonacci(symbols));
            assert_eq!(code.lengths[15] > 0, symbols > 15, "{symbols}");
        }
        let powers = std::array::from_fn(|symbol| 1 << (symbol / 5));
        check(&powers);
        let mut one_dominates = [1; 256];
        one_dominates[0] = u64::MAX / 2;
        assert_eq!(check(&one_dominates).lengths[0], 1);
    }
}
