//! Files drawn byte by byte: whole ones, and what it takes to spoil them.

pub(crate) mod gif;
pub(crate) mod jpeg;
pub(crate) mod png;
pub(crate) mod webp;

use crate::drawn::{BLUE, GREEN, Pixels, RED, Rgb, WHITE, quarters, ycbcr};

/// The quarters of the picture that the tests draw.
pub(crate) const COLOURS: [Rgb; 4] = [RED, GREEN, BLUE, WHITE];
/// A strip of one column has the right halves of its quarters only,
pub(crate) const DOWN: [Rgb; 4] = [GREEN, GREEN, WHITE, WHITE];
/// and one of a single row the lower halves.
pub(crate) const ACROSS: [Rgb; 4] = [BLUE, WHITE, BLUE, WHITE];
/// What is behind a picture where nothing is on it.
pub(crate) const PAPER: Rgb = [255; 3];

/// A picture of four quarters.
pub(crate) fn picture() -> Pixels {
    quarters((40, 30), 1)
}

pub(crate) fn grey(colour: Rgb) -> u8 {
    ycbcr(colour)[0]
}

/// The greys of the quarters.
pub(crate) fn greys() -> [Rgb; 4] {
    COLOURS.map(|colour| [grey(colour); 3])
}

/// Which of the quarters' colours this is.
pub(crate) fn number(colour: Rgb) -> u8 {
    let number = COLOURS.iter().position(|&other| other == colour);
    number.expect("only these colours are drawn") as u8
}

/// A file with other bytes at a place.
pub(crate) fn with(file: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

/// A file with more bytes at a place.
pub(crate) fn with_more(file: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    [&file[..at], bytes, &file[at..]].concat()
}

/// A file with one bit of a byte turned over.
pub(crate) fn flipped(file: &[u8], at: usize, bit: u8) -> Vec<u8> {
    with(file, at, &[file[at] ^ 1 << bit])
}
