//! The segments of a file besides its scans: T.81, annex B.

use super::error::EncodeError;
use super::huffman::Code;
use super::sampling::Frame;
use super::settings::{Metadata, Order};
use super::token::Table;
use crate::zigzag::NATURAL;
use std::ops::Range;

const START_OF_IMAGE: u8 = 0xd8;
const END_OF_IMAGE: u8 = 0xd9;
const APPLICATION: u8 = 0xe0;
const QUANTISERS: u8 = 0xdb;
const SEQUENTIAL_FRAME: u8 = 0xc0;
const PROGRESSIVE_FRAME: u8 = 0xc2;
const CODE: u8 = 0xc4;
const SCAN: u8 = 0xda;

/// What a segment holds besides its two bytes of length.
const MOST: usize = u16::MAX as usize - 2;

const EXIF: &[u8] = b"Exif\0\0";
/// What an Exif block may hold.
pub(crate) const MOST_EXIF: usize = MOST - EXIF.len();

const ICC: &[u8] = b"ICC_PROFILE\0";
/// What a piece of a profile may hold: its number and the number of pieces take a byte each.
const MOST_ICC_PIECE: usize = MOST - ICC.len() - 2;
/// What all pieces may hold.
pub(crate) const MOST_ICC: usize = MOST_ICC_PIECE * u8::MAX as usize;

/// JFIF 1.1 with square pixels of no particular size and no thumbnail.
const JFIF: &[u8] = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";

/// The coefficients of a scan, as zigzag indices.
#[derive(Clone, Copy)]
pub(crate) struct Band {
    pub(crate) first: u32,
    pub(crate) last: u32,
}

impl Band {
    pub(crate) const ALL: Self = Self { first: 0, last: 63 };
}

/// Everything before the first scan's codes.
pub(crate) fn write_head(
    file: &mut Vec<u8>,
    frame: &Frame,
    steps: &[[u8; 64]; 2],
    order: Order,
    metadata: Metadata<'_>,
) -> Result<(), EncodeError> {
    file.extend([0xff, START_OF_IMAGE]);
    write_segment(file, APPLICATION, &[JFIF]);
    write_metadata(file, metadata)?;
    write_quantisers(file, &steps[..frame.sampling.planes().min(2)]);
    write_frame(file, frame, order);
    Ok(())
}

/// The last two bytes.
pub(crate) fn write_end(file: &mut Vec<u8>) {
    file.extend([0xff, END_OF_IMAGE]);
}

/// The code of a table.
pub(crate) fn write_code(file: &mut Vec<u8>, table: Table, code: &Code) {
    let class = match table {
        Table::LumaDc => 0x00,
        Table::LumaAc => 0x10,
        Table::ChromaDc => 0x01,
        Table::ChromaAc => 0x11,
    };
    write_segment(file, CODE, &[&[class], &code.lengths, &code.symbols]);
}

/// What stands before the bits of a scan.
pub(crate) fn write_scan(file: &mut Vec<u8>, planes: Range<usize>, band: Band) {
    let mut body = vec![planes.len() as u8];
    for plane in planes {
        body.extend([plane as u8 + 1, if plane == 0 { 0x00 } else { 0x11 }]);
    }
    body.extend([band.first as u8, band.last as u8, 0]);
    write_segment(file, SCAN, &[&body]);
}

fn write_metadata(file: &mut Vec<u8>, metadata: Metadata<'_>) -> Result<(), EncodeError> {
    let Metadata { icc, exif } = metadata;
    if exif.len() > MOST_EXIF {
        return Err(EncodeError::Exif { most: MOST_EXIF, found: exif.len() });
    }
    if icc.len() > MOST_ICC {
        return Err(EncodeError::Icc { most: MOST_ICC, found: icc.len() });
    }
    if !exif.is_empty() {
        write_segment(file, APPLICATION + 1, &[EXIF, exif]);
    }
    let pieces = icc.chunks(MOST_ICC_PIECE);
    let count = pieces.len() as u8;
    for (number, piece) in (1..=u8::MAX).zip(pieces) {
        write_segment(file, APPLICATION + 2, &[ICC, &[number, count], piece]);
    }
    Ok(())
}

fn write_quantisers(file: &mut Vec<u8>, steps: &[[u8; 64]]) {
    let mut body = Vec::new();
    for (number, steps) in (0..).zip(steps) {
        body.push(number);
        body.extend(NATURAL.map(|place| steps[usize::from(place)]));
    }
    write_segment(file, QUANTISERS, &[&body]);
}

fn write_frame(file: &mut Vec<u8>, frame: &Frame, order: Order) {
    let marker = match order {
        Order::Sequential => SEQUENTIAL_FRAME,
        Order::Progressive => PROGRESSIVE_FRAME,
    };
    let planes = frame.sampling.planes();
    let mut body = vec![8];
    body.extend((frame.height as u16).to_be_bytes());
    body.extend((frame.width as u16).to_be_bytes());
    body.push(planes as u8);
    for plane in 0..planes {
        let (across, down) = frame.unit_blocks(plane);
        body.extend([plane as u8 + 1, (across << 4 | down) as u8, u8::from(plane > 0)]);
    }
    write_segment(file, marker, &[&body]);
}

fn write_segment(file: &mut Vec<u8>, marker: u8, parts: &[&[u8]]) {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = u16::try_from(length + 2).expect("what can be long has been measured");
    file.extend([0xff, marker]);
    file.extend(length.to_be_bytes());
    parts.iter().for_each(|part| file.extend_from_slice(part));
}

#[cfg(test)]
mod tests {
    use super::super::sampling::Sampling;
    use super::*;

    /// Marker and body of each segment.
    fn segments(mut file: &[u8]) -> Vec<(u8, &[u8])> {
        let mut segments = Vec::new();
        while let [0xff, marker, high, low, ..] = *file {
            let length = usize::from(high) << 8 | usize::from(low);
            segments.push((marker, &file[4..2 + length]));
            file = &file[2 + length..];
        }
        assert_eq!(file, []);
        segments
    }

    fn head(sampling: Sampling, order: Order, metadata: Metadata<'_>) -> Vec<u8> {
        let frame = Frame::new(0x1234, 0x0567, sampling).unwrap();
        let mut file = Vec::new();
        write_head(&mut file, &frame, &[[7; 64], [9; 64]], order, metadata).unwrap();
        file
    }

    #[test]
    fn segments_stand_in_the_order_that_readers_expect() {
        let icc = vec![5; MOST_ICC_PIECE + 1];
        let metadata = Metadata { icc: &icc, exif: b"II*\0" };
        let file = head(Sampling::S420, Order::Sequential, metadata);
        assert_eq!(file[..2], [0xff, 0xd8]);
        let segments = segments(&file[2..]);
        let markers: Vec<u8> = segments.iter().map(|segment| segment.0).collect();
        assert_eq!(markers, [0xe0, 0xe1, 0xe2, 0xe2, 0xdb, 0xc0]);
        assert_eq!(segments[0].1, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        assert_eq!(segments[1].1, b"Exif\0\0II*\0");
        assert_eq!(segments[2].1[..14], *b"ICC_PROFILE\0\x01\x02");
        assert_eq!(segments[2].1.len(), MOST);
        assert_eq!(segments[3].1, b"ICC_PROFILE\0\x02\x02\x05");
        assert_eq!(segments[4].1[..65], [&[0][..], &[7; 64]].concat());
        assert_eq!(segments[4].1[65..], [&[1][..], &[9; 64]].concat());
        let frame = [8, 0x05, 0x67, 0x12, 0x34, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
        assert_eq!(segments[5].1, frame);
    }

    #[test]
    fn grey_has_one_plane_and_one_quantiser() {
        let file = head(Sampling::Grey, Order::Progressive, Metadata::default());
        let segments = segments(&file[2..]);
        assert_eq!(segments[1], (0xdb, &[&[0][..], &[7; 64]].concat()[..]));
        assert_eq!(segments[2], (0xc2, &[8, 0x05, 0x67, 0x12, 0x34, 1, 1, 0x11, 0][..]));
    }

    #[test]
    fn quantisers_stand_in_zigzag_order() {
        let steps = std::array::from_fn(|place| place as u8 + 1);
        let mut file = Vec::new();
        write_quantisers(&mut file, &[steps]);
        assert_eq!(file[4..11], [0, 1, 2, 9, 17, 10, 3]);
    }

    #[test]
    fn a_scan_names_its_planes_and_its_band() {
        let mut file = Vec::new();
        write_scan(&mut file, 0..3, Band::ALL);
        write_scan(&mut file, 2..3, Band { first: 1, last: 9 });
        let segments = segments(&file);
        assert_eq!(segments[0], (0xda, &[3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0][..]));
        assert_eq!(segments[1], (0xda, &[1, 3, 0x11, 1, 9, 0][..]));
    }
}
