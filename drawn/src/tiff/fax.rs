//! Faxes, by the codes of the crate `fax`.

use fax::encoder::Encoder;
use fax::maps::{Mode, black, mode, white};
use fax::{BitWriter, Bits, Color, VecWriter};

const MARK: Bits = Bits { data: 1, len: 12 };

fn put(bits: &mut VecWriter, code: Bits) {
    let Ok(()) = bits.write(code);
}

/// Runs of a row, white first. Black is 1.
fn runs(row: &[u8]) -> Vec<usize> {
    let pixels: Vec<bool> = pixels(row).collect();
    let mut runs: Vec<_> = pixels.chunk_by(|a, b| a == b).map(<[bool]>::len).collect();
    if pixels.first() == Some(&true) {
        runs.insert(0, 0);
    }
    runs
}

fn pixels(row: &[u8]) -> impl Iterator<Item = bool> {
    row.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1))
}

fn by_runs(bits: &mut VecWriter, row: &[u8]) {
    for (at, run) in runs(row).into_iter().enumerate() {
        let encode = if at % 2 == 0 { white::encode } else { black::encode };
        let mut left = run;
        while left >= 64 {
            let part = left.min(2560) / 64 * 64;
            put(bits, encode(part as u16).expect("there is such a code"));
            left -= part;
        }
        put(bits, encode(left as u16).expect("there is such a code"));
    }
}

pub(super) fn rle(rows: &[Vec<u8>]) -> Vec<u8> {
    let row = |row: &Vec<u8>| {
        let mut bits = VecWriter::new();
        by_runs(&mut bits, row);
        bits.finish()
    };
    rows.iter().flat_map(row).collect()
}

/// Every second row is told by the one above, if that is wanted.
pub(super) fn t4(rows: &[Vec<u8>], is_two_dimensional: bool) -> Vec<u8> {
    let mut bits = VecWriter::new();
    for (y, row) in rows.iter().enumerate() {
        put(&mut bits, MARK);
        let is_told_by_runs = y % 2 == 0;
        if is_two_dimensional {
            put(&mut bits, Bits { data: is_told_by_runs.into(), len: 1 });
        }
        if is_two_dimensional && !is_told_by_runs {
            by_the_row_above(&mut bits, &rows[y - 1], row);
        } else {
            by_runs(&mut bits, row);
        }
    }
    bits.finish()
}

/// Only what is straight can be told so here: rows that are the same, and others by two runs at a time.
fn by_the_row_above(bits: &mut VecWriter, above: &[u8], row: &[u8]) {
    if above == row {
        let vertical = mode::encode(Mode::Vertical(0)).expect("there is such a code");
        runs(row).iter().for_each(|_| put(bits, vertical));
        return;
    }
    for pair in runs(row).chunks(2) {
        put(bits, mode::encode(Mode::Horizontal).expect("there is such a code"));
        for (at, &run) in pair.iter().chain(&[0][..2 - pair.len()]).enumerate() {
            let encode = if at == 0 { white::encode } else { black::encode };
            if run >= 64 {
                put(bits, encode((run / 64 * 64) as u16).expect("there is such a code"));
            }
            put(bits, encode((run % 64) as u16).expect("there is such a code"));
        }
    }
}

pub(super) fn t6(rows: &[Vec<u8>]) -> Vec<u8> {
    let mut encoder = Encoder::new(VecWriter::new());
    for row in rows {
        let colours =
            pixels(row).map(|is_black| if is_black { Color::Black } else { Color::White });
        let Ok(()) = encoder.encode_line(colours, row.len() as u16 * 8);
    }
    let Ok(bits) = encoder.finish();
    bits.finish()
}
