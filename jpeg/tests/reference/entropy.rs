//! Scans as symbols and bits, and these as bytes.

use std::collections::BTreeMap;

use super::huffman::Code;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Dc,
    Ac,
}

/// Which code: its class and its number.
pub(crate) type Table = (Class, u8);

/// What a scan says, one after the other.
#[derive(Clone, Debug)]
pub(crate) enum Word {
    Symbol(Table, u8),
    /// The lowest `1` bits of `0`.
    Bits(u32, u32),
    /// A unit ends. Its data may go on: end-of-band runs come late.
    Unit,
    /// A restart interval ends.
    Interval,
}

/// One interval of a scan.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interval {
    pub(crate) bytes: Vec<u8>,
    /// For each unit: how many bytes hold all that has been written up to its end.
    pub(crate) ends: Vec<usize>,
}

/// How often each symbol occurs, table by table.
pub(crate) fn counts(words: &[Word]) -> BTreeMap<Table, [usize; 256]> {
    let mut counts = BTreeMap::new();
    for word in words {
        if let Word::Symbol(table, symbol) = word {
            counts.entry(*table).or_insert([0; 256])[usize::from(*symbol)] += 1;
        }
    }
    counts
}

/// The bytes of all intervals.
pub(crate) fn coded(words: &[Word], codes: &BTreeMap<Table, Code>) -> Vec<Interval> {
    let words_of: BTreeMap<Table, BTreeMap<u8, (u32, u32)>> = codes
        .iter()
        .map(|(&table, code)| (table, code.symbols.iter().map(|&s| (s, code.word(s))).collect()))
        .collect();
    let mut intervals = vec![Interval::default()];
    let (mut held, mut held_bits) = (0u32, 0);
    for word in words {
        let interval = intervals.last_mut().unwrap();
        let (value, length) = match word {
            Word::Symbol(table, symbol) => words_of[table][symbol],
            Word::Bits(value, length) => (*value, *length),
            Word::Unit => {
                interval.ends.push(interval.bytes.len() + usize::from(held_bits > 0));
                continue;
            }
            Word::Interval => {
                let missing = (8 - held_bits) % 8;
                for _ in 0..missing {
                    push(&mut interval.bytes, &mut held, &mut held_bits, 1);
                }
                intervals.push(Interval::default());
                continue;
            }
        };
        for place in (0..length).rev() {
            push(&mut interval.bytes, &mut held, &mut held_bits, value >> place & 1);
        }
    }
    // Every interval was ended, the last one too.
    intervals.pop();
    intervals
}

fn push(bytes: &mut Vec<u8>, held: &mut u32, held_bits: &mut u32, bit: u32) {
    *held = *held << 1 | bit;
    *held_bits += 1;
    if *held_bits == 8 {
        bytes.push(*held as u8);
        if *held == 0xff {
            bytes.push(0);
        }
        (*held, *held_bits) = (0, 0);
    }
}
