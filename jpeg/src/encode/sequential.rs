//! Sequential scans: block after block, all planes interleaved.

use super::bits::{BitWriter, Words};
use super::block_row::BlockRow;
use super::fdct::{Divisors, Quantise};
use super::huffman::Code;
use super::sampling::{Frame, SIDE};
use super::segments::{self, Band};
use super::settings::Tables;
use super::stock;
use super::token::{Desk, Table, Tokens, bits};
use crate::plane::View;
use crate::zigzag::{Block, PLACE};
use std::array;

/// A scan in the making.
pub(crate) struct Sequential {
    /// The first coefficient of each plane's latest block.
    latest: [i32; 3],
    tokens: Tokens,
    writer: BitWriter,
    /// If the codes are known beforehand: how tokens are written at once.
    words: Option<Words>,
}

impl Sequential {
    pub(crate) fn new(tables: Tables, frame: &Frame, file: &mut Vec<u8>) -> Self {
        let words = match tables {
            Tables::Optimised => None,
            Tables::Stock => Some(begin(frame, file, stock::code)),
        };
        Self { latest: [0; 3], tokens: Tokens::new(), writer: BitWriter::new(), words }
    }

    /// Takes the next strip.
    #[inline(always)]
    pub(crate) fn push<K: Quantise>(
        &mut self,
        kernels: K,
        frame: &Frame,
        strip: &[View<'_>],
        divisors: &[Divisors; 2],
        file: &mut Vec<u8>,
    ) {
        let planes: Vec<Plane<'_>> = strip
            .iter()
            .enumerate()
            .map(|(plane, &view)| Plane::new(frame, plane, view, &divisors[plane.min(1)]))
            .collect();
        let blocks_in_unit: usize = planes.iter().map(|plane| plane.across * plane.down).sum();
        let units = frame.units_across();
        let mut desk = self.tokens.desk(units * blocks_in_unit);
        for unit in 0..units {
            for (plane, latest) in planes.iter().zip(&mut self.latest) {
                plane.put_unit(kernels, unit, latest, &mut desk);
            }
        }
        desk.keep();
        if let Some(words) = &self.words {
            self.writer.write(self.tokens.parts(), words, file);
            self.tokens.forget();
        }
    }

    /// Ends the scan.
    #[inline(always)]
    pub(crate) fn finish(mut self, frame: &Frame, file: &mut Vec<u8>) {
        let counts = self.tokens.counts();
        let optimal = |table| Code::optimal(counts.of(table));
        let words = self.words.take().unwrap_or_else(|| begin(frame, file, optimal));
        self.writer.write(self.tokens.parts(), &words, file);
        self.writer.finish(file);
    }
}

/// Writes what stands before the scan.
fn begin(frame: &Frame, file: &mut Vec<u8>, code: impl Fn(Table) -> Code) -> Words {
    let mut words = Words::new();
    for &table in Table::of_planes(frame.sampling.planes()) {
        let code = code(table);
        segments::write_code(file, table, &code);
        words.set(table, &code);
    }
    segments::write_scan(file, 0..frame.sampling.planes(), Band::ALL);
    words
}

/// A plane's part of a strip.
struct Plane<'a> {
    rows: [BlockRow; 2],
    divisors: &'a Divisors,
    /// Blocks in a unit.
    across: usize,
    down: usize,
    tables: (Table, Table),
}

impl<'a> Plane<'a> {
    fn new(frame: &Frame, plane: usize, view: View<'a>, divisors: &'a Divisors) -> Self {
        let rows = array::from_fn(|row| BlockRow::new(view, row * SIDE));
        let (across, down) = frame.unit_blocks(plane);
        Self { rows, divisors, across, down, tables: Table::of_plane(plane) }
    }

    #[inline(always)]
    fn put_unit<K: Quantise>(
        &self,
        kernels: K,
        unit: usize,
        latest: &mut i32,
        desk: &mut Desk<'_>,
    ) {
        for row in &self.rows[..self.down] {
            for x in unit * self.across..(unit + 1) * self.across {
                self.put_block(kernels, row, x, latest, desk);
            }
        }
    }

    #[inline(always)]
    fn put_block<K: Quantise>(
        &self,
        kernels: K,
        row: &BlockRow,
        x: usize,
        latest: &mut i32,
        desk: &mut Desk<'_>,
    ) {
        let (dc, ac) = self.tables;
        let Some(samples) = row.samples(x) else {
            // Wholly outside: what costs least.
            desk.difference(dc, 0);
            return desk.end(ac);
        };
        let mut block = Block::ZERO;
        let kept = kernels.quantised(samples, self.divisors, &mut block).kept();
        let first = i32::from(block.0[0]);
        desk.difference(dc, first - *latest);
        *latest = first;

        let mut next = 1;
        for k in bits(kept) {
            desk.coefficient(ac, k - next, block.0[usize::from(PLACE[k as usize]) % 64]);
            next = k + 1;
        }
        if next < 64 {
            desk.end(ac);
        }
    }
}
