//! How a picture is stored, and the tags that say so.

use super::pack::{self, Packing};
use super::samples::{Extra, Kind};
use super::{BYTE, Entry, LONG, LONG8, SHORT, STRIP_OFFSETS, TILE_OFFSETS, Tiff, samples};
use crate::Pixels;

/// How a picture is stored.
#[derive(Clone)]
pub struct Style {
    pub kind: Kind,
    pub bits: usize,
    pub is_float: bool,
    pub extra: Vec<Extra>,
    pub packing: Packing,
    pub predictor: u64,
    pub is_planar: bool,
    pub chunk: Chunk,
    pub is_big_endian: bool,
    pub is_big: bool,
    /// Whether the first pixel of a byte is in its lowest bit.
    pub is_reversed: bool,
}

/// What rectangles a picture is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chunk {
    /// Of so many rows.
    Strips(usize),
    /// Of that width and height.
    Tiles(usize, usize),
}

impl Style {
    /// Nothing special.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            bits: 8,
            is_float: false,
            extra: Vec::new(),
            packing: Packing::Plain,
            predictor: 1,
            is_planar: false,
            chunk: Chunk::Strips(7),
            is_big_endian: false,
            is_big: false,
            is_reversed: false,
        }
    }

    /// The quarters' colours. What has alpha has nothing where it is blue.
    pub fn draw(&self, pixels: &Pixels) -> Tiff {
        let mut tiff = Tiff {
            is_big_endian: self.is_big_endian,
            is_big: self.is_big,
            entries: Vec::new(),
            chunks: pack::chunks(self, pixels),
            first: None,
            next: 0,
            is_last: false,
        };
        let samples = self.kind.samples() + self.extra.len();
        tiff.entries = [
            (256, LONG, vec![pixels.width as u64]),
            (257, LONG, vec![pixels.height as u64]),
            (258, SHORT, vec![self.bits as u64; samples]),
            (259, SHORT, vec![self.packing.number()]),
            (262, SHORT, vec![self.kind.number()]),
            (266, SHORT, vec![if self.is_reversed { 2 } else { 1 }]),
            (277, SHORT, vec![samples as u64]),
            (284, SHORT, vec![if self.is_planar { 2 } else { 1 }]),
        ]
        .map(|(tag, kind, numbers)| Entry::new(tag, kind, numbers))
        .into();
        self.add_chunks(&mut tiff);
        self.add_what_is_special(&mut tiff);
        tiff.entries.sort_by_key(|entry| entry.tag);
        tiff
    }

    fn add_chunks(&self, tiff: &mut Tiff) {
        let (offset, kind) = match self.chunk {
            Chunk::Strips(rows) => {
                tiff.entries.push(Entry::new(278, LONG, vec![rows as u64]));
                (STRIP_OFFSETS, 279)
            }
            Chunk::Tiles(width, height) => {
                tiff.entries.push(Entry::new(322, LONG, vec![width as u64]));
                tiff.entries.push(Entry::new(323, LONG, vec![height as u64]));
                (TILE_OFFSETS, 325)
            }
        };
        let lengths = tiff.chunks.iter().map(|chunk| chunk.len() as u64).collect();
        let place = if self.is_big { LONG8 } else { LONG };
        tiff.entries.push(Entry::new(offset, place, Vec::new()));
        tiff.entries.push(Entry::new(kind, LONG, lengths));
    }

    fn add_what_is_special(&self, tiff: &mut Tiff) {
        let mut add =
            |tag, kind, numbers: Vec<u64>| tiff.entries.push(Entry::new(tag, kind, numbers));
        if self.is_float {
            add(339, SHORT, vec![3]);
        }
        if self.predictor > 1 {
            add(317, SHORT, vec![self.predictor]);
        }
        if !self.extra.is_empty() {
            add(338, SHORT, self.extra.iter().map(|extra| extra.number()).collect());
        }
        match self.kind {
            Kind::Named => add(320, SHORT, samples::map(self.bits)),
            Kind::Ycc(across, down) => add(530, SHORT, vec![across as u64, down as u64]),
            _ => {}
        }
        match self.packing {
            Packing::Fax { is_two_dimensional: true } => add(292, SHORT, vec![1]),
            Packing::JpegWithTables => add(347, BYTE, pack::tables(self)),
            _ => {}
        }
    }
}
