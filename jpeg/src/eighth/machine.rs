//! The machine's tables.

use super::places::PLACES;
use crate::huffman::{Code, Symbols};
use crate::lookup::{INDEX, follow, runs, skip};

/// The bit by which the table that goes on with a block differs from the one that begins it.
pub(super) const GOING_ON: u32 = 1 << INDEX;

/// The tables of a scan, in the order in which its blocks need them.
pub(crate) struct Machine {
    /// One behind the other: what begins a block, and what goes on with it.
    pub(super) tables: Vec<u16>,
    /// Where the table begins that begins each block.
    pub(super) beginnings: Box<[u16; PLACES]>,
    pub(super) steps: Vec<Step>,
    pub(crate) dc: Vec<Symbols>,
    pub(super) ac: Vec<Symbols>,
    /// Blocks in a unit.
    pub(crate) unit: usize,
}

/// One block of a unit: which codes it uses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) dc: usize,
    pub(super) ac: usize,
}

impl Machine {
    /// For units whose blocks use these codes, by their index in `dc` and `ac`.
    pub(crate) fn new(dc: &[&Code], ac: &[&Code], unit: &[(usize, usize)]) -> Self {
        let steps: Vec<_> = unit.iter().map(|&(dc, ac)| Step { dc, ac }).collect();
        let mut pairs = Vec::new();
        let mut tables = Vec::new();
        let firsts: Vec<u16> = steps
            .iter()
            .map(|step| {
                let pair = pairs.iter().position(|pair| pair == step).unwrap_or_else(|| {
                    pairs.push(*step);
                    let levels = runs(ac[step.ac]);
                    tables.extend(beginnings(dc[step.dc], &levels));
                    tables.extend_from_slice(&levels[INDEX as usize]);
                    pairs.len() - 1
                });
                (pair << (INDEX + 1)) as u16
            })
            .collect();
        let beginnings = std::array::from_fn(|block| firsts[block % unit.len()]);
        let symbols = |codes: &[&Code]| codes.iter().map(|code| Symbols::new(code)).collect();
        Self {
            tables,
            beginnings: Box::new(beginnings),
            steps,
            dc: symbols(dc),
            ac: symbols(ac),
            unit: unit.len(),
        }
    }
}

/// The table that begins a block: its difference, and as much of the coefficients as still fits.
fn beginnings(dc: &Code, levels: &[Vec<u16>]) -> Vec<u16> {
    let mut table = vec![skip(0, 127); 1 << INDEX];
    for word in dc.words().take_while(|word| word.length <= INDEX) {
        let size = u32::from(word.symbol);
        follow(&mut table, levels, &word, size, skip(word.length + size, 1));
    }
    table
}
