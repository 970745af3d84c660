//! The coefficients of a plane, kept until it is complete: which there are, and those alone.

use super::bits::MOST_ENDS;
use super::block_row::BlockRow;
use super::fdct::{Divisors, Quantise};
use super::segments::Band;
use super::token::{Desk, Table, Tokens, bits};
use crate::zigzag::{Block, PLACE};

/// The blocks of a plane that have samples in them, row by row.
pub(crate) struct Kept {
    width: usize,
    height: usize,
    /// The first coefficient of each block.
    firsts: Vec<i16>,
    /// Which others there are; bit k stands for zigzag index k.
    masks: Vec<u64>,
    /// These others, block after block.
    others: Vec<i16>,
    /// Where the others of a row are put first: large enough, so nothing has to grow in between.
    desk: Vec<i16>,
}

impl Kept {
    /// A place for so many blocks across and down.
    pub(crate) fn new((width, height): (usize, usize)) -> Self {
        let desk = vec![0; width * 63];
        Self { width, height, firsts: Vec::new(), masks: Vec::new(), others: Vec::new(), desk }
    }

    /// Takes the next row of blocks.
    #[inline(always)]
    pub(crate) fn push<K: Quantise>(&mut self, kernels: K, row: &BlockRow, divisors: &Divisors) {
        let desk = &mut self.desk[..];
        let mut end = 0;
        let mut block = Block::ZERO;
        for samples in (0..).map_while(|x| row.samples(x)) {
            let mask = kernels.quantised(samples, divisors, &mut block).kept();
            self.firsts.push(block.0[0]);
            self.masks.push(mask);
            for k in bits(mask) {
                desk[end] = block.0[usize::from(PLACE[k as usize]) % 64];
                end += 1;
            }
        }
        self.others.extend_from_slice(&desk[..end]);
    }

    /// The first coefficients of the blocks of an interleaved scan's unit; none where it has no
    /// samples.
    #[inline(always)]
    pub(crate) fn firsts(
        &self,
        (unit_x, unit_y): (usize, usize),
        (across, down): (usize, usize),
    ) -> impl Iterator<Item = Option<i16>> {
        let columns = move || unit_x * across..(unit_x + 1) * across;
        let rows = unit_y * down..(unit_y + 1) * down;
        rows.flat_map(move |y| columns().map(move |x| (x, y))).map(|(x, y)| {
            let is_inside = x < self.width && y < self.height;
            is_inside.then(|| self.firsts[y * self.width + x])
        })
    }

    /// The coefficients of a band.
    #[inline(always)]
    pub(crate) fn put_band(&self, band: Band, table: Table, tokens: &mut Tokens) {
        let mut scan = BandScan { band, table, ends: 0 };
        let mut others = &self.others[..];
        for masks in self.masks.chunks(self.width) {
            let mut desk = tokens.desk(masks.len());
            for &mask in masks {
                let (own, rest) = others.split_at(mask.count_ones() as usize);
                others = rest;
                scan.put_block(mask, own, &mut desk);
            }
            desk.keep();
        }
        let mut desk = tokens.desk(0);
        scan.put_ends(&mut desk);
        desk.keep();
    }
}

/// A scan of one band.
struct BandScan {
    band: Band,
    table: Table,
    /// How many blocks have ended without a word of it yet.
    ends: u32,
}

impl BandScan {
    /// Puts a block with these coefficients besides the first.
    #[inline(always)]
    fn put_block(&mut self, mask: u64, others: &[i16], desk: &mut Desk<'_>) {
        let Band { first, last } = self.band;
        let below = (1 << first) - 1;
        let within = mask & !below & (!0 >> (63 - last));
        let mut next = first;
        if within != 0 {
            self.put_ends(desk);
            let values = &others[(mask & below).count_ones() as usize..];
            for (k, &value) in bits(within).zip(values) {
                desk.coefficient(self.table, k - next, value);
                next = k + 1;
            }
        }
        self.ends += u32::from(next <= last);
        if self.ends == MOST_ENDS {
            self.put_ends(desk);
        }
    }

    #[inline(always)]
    fn put_ends(&mut self, desk: &mut Desk<'_>) {
        desk.ends(self.table, self.ends);
        self.ends = 0;
    }
}
