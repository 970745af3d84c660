//! Strips and tiles: cut, predicted and compressed.

use super::{Chunk, Kind, Style, fax, samples};
use crate::gif::plain;
use crate::png::smallest;
use crate::{Pixels, jpeg};
use sizewise_jpeg::{Quality, Sampling, Settings, View, encode};
use weezl::{BitOrder, encode::Encoder};

/// How samples are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Plain,
    PackBits,
    Lzw,
    /// As it was before TIFF 6.0.
    OldLzw,
    Deflate,
    Jpeg,
    /// With what all strips have in common told once.
    JpegWithTables,
    /// Runs, and every row begins a byte.
    Rle,
    Fax {
        is_two_dimensional: bool,
    },
    Fax4,
}

impl Packing {
    pub(super) fn number(self) -> u64 {
        match self {
            Self::Plain => 1,
            Self::Rle => 2,
            Self::Fax { .. } => 3,
            Self::Fax4 => 4,
            Self::Lzw | Self::OldLzw => 5,
            Self::Jpeg | Self::JpegWithTables => 7,
            Self::Deflate => 8,
            Self::PackBits => 32773,
        }
    }
}

/// Samples of a rectangle, side by side.
struct Block {
    width: usize,
    height: usize,
    /// Samples of a pixel.
    count: usize,
    samples: Vec<u8>,
}

pub(super) fn chunks(style: &Style, pixels: &Pixels) -> Vec<Vec<u8>> {
    let count = style.kind.samples() + style.extra.len();
    let planes: Vec<Vec<usize>> = if style.is_planar {
        (0..count).map(|plane| vec![plane]).collect()
    } else {
        vec![(0..count).collect()]
    };
    let cuts = |plane| blocks(style, pixels, plane);
    planes.iter().flat_map(|plane| cuts(plane)).map(|block| packed(style, &block)).collect()
}

fn blocks(style: &Style, pixels: &Pixels, plane: &[usize]) -> Vec<Block> {
    let (width, height) = match style.chunk {
        Chunk::Strips(rows) => (pixels.width, rows),
        Chunk::Tiles(width, height) => (width, height),
    };
    let mut blocks = Vec::new();
    for top in (0..pixels.height).step_by(height) {
        for left in (0..pixels.width).step_by(width) {
            let is_strip = matches!(style.chunk, Chunk::Strips(_));
            let height = if is_strip { height.min(pixels.height - top) } else { height };
            let mut of_block = Vec::new();
            for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
                // What lies beyond the picture is what its edge is.
                let (x, y) = ((left + x).min(pixels.width - 1), (top + y).min(pixels.height - 1));
                let pixel = samples::of(style, pixels.at(x, y));
                of_block.extend(plane.iter().map(|&sample| pixel[sample]));
            }
            blocks.push(Block { width, height, count: plane.len(), samples: of_block });
        }
    }
    blocks
}

fn packed(style: &Style, block: &Block) -> Vec<u8> {
    let bytes = match style.packing {
        Packing::Jpeg => of_jpeg(style, block),
        Packing::JpegWithTables => {
            let file = of_jpeg(style, block);
            jpeg::without(&jpeg::without(&file, 0xdb), 0xc4)
        }
        _ => compressed(style.packing, &rows(style, block)),
    };
    let reversed = |byte: u8| if style.is_reversed { byte.reverse_bits() } else { byte };
    bytes.into_iter().map(reversed).collect()
}

/// Rows of a block as they are before they are compressed.
fn rows(style: &Style, block: &Block) -> Vec<Vec<u8>> {
    if let Kind::Ycc(across, down) = style.kind
        && across * down > 1
    {
        return vec![in_blocks(block, across, down)];
    }
    let rows = block.samples.chunks(block.width * block.count);
    rows.map(|row| predicted(style, samples::stored(style, row), block.count)).collect()
}

/// Luma of several pixels, and the two differences that they share: those of the first.
fn in_blocks(block: &Block, across: usize, down: usize) -> Vec<u8> {
    let at = |x: usize, y: usize| {
        let (x, y) = (x.min(block.width - 1), y.min(block.height - 1));
        &block.samples[(y * block.width + x) * 3..][..3]
    };
    let mut bytes = Vec::new();
    for y in (0..block.height).step_by(down) {
        for x in (0..block.width).step_by(across) {
            let places = (0..down).flat_map(|dy| (0..across).map(move |dx| (dx, dy)));
            bytes.extend(places.map(|(dx, dy)| at(x + dx, y + dy)[0]));
            bytes.extend(&at(x, y)[1..]);
        }
    }
    bytes
}

fn predicted(style: &Style, row: Vec<u8>, step: usize) -> Vec<u8> {
    let width = style.bits / 8;
    match style.predictor {
        2 => {
            let sample = |at: usize| {
                let bytes = row[at * width..][..width].iter();
                let with = |held: u32, &byte: &u8| held << 8 | u32::from(byte);
                if style.is_big_endian { bytes.fold(0, with) } else { bytes.rev().fold(0, with) }
            };
            let difference = |at: usize| match at.checked_sub(step) {
                Some(before) => sample(at).wrapping_sub(sample(before)),
                None => sample(at),
            };
            let bytes = |value: u32| match style.is_big_endian {
                true => value.to_be_bytes()[4 - width..].to_vec(),
                false => value.to_le_bytes()[..width].to_vec(),
            };
            (0..row.len() / width).flat_map(|at| bytes(difference(at))).collect()
        }
        3 => {
            let weight =
                |weight: usize| if style.is_big_endian { weight } else { width - 1 - weight };
            let sorted: Vec<u8> = (0..width)
                .flat_map(|byte| row.iter().skip(weight(byte)).step_by(width).copied())
                .collect();
            let before = |at: usize| at.checked_sub(step).map_or(0, |at| sorted[at]);
            (0..sorted.len()).map(|at| sorted[at].wrapping_sub(before(at))).collect()
        }
        _ => row,
    }
}

fn compressed(packing: Packing, rows: &[Vec<u8>]) -> Vec<u8> {
    let bytes = rows.concat();
    match packing {
        Packing::PackBits => rows.iter().flat_map(|row| pack_bits(row)).collect(),
        Packing::Lzw => Encoder::with_tiff_size_switch(BitOrder::Msb, 8)
            .encode(&bytes)
            .expect("bytes are bytes"),
        Packing::OldLzw => plain(&bytes, 8),
        Packing::Deflate => smallest(&bytes),
        Packing::Rle => fax::rle(rows),
        Packing::Fax { is_two_dimensional } => fax::t4(rows, is_two_dimensional),
        Packing::Fax4 => fax::t6(rows),
        Packing::Plain | Packing::Jpeg | Packing::JpegWithTables => bytes,
    }
}

/// Runs of equal bytes, and what lies between them as it is.
fn pack_bits(row: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let runs = row.chunk_by(|a, b| a == b).flat_map(|run| run.chunks(128));
    for run in runs {
        match run.len() {
            1 => bytes.extend([0, run[0]]),
            length => bytes.extend([(257 - length) as u8, run[0]]),
        }
    }
    bytes
}

/// A file of its own; colour differences may be smaller than luma.
fn of_jpeg(style: &Style, block: &Block) -> Vec<u8> {
    let (width, height) = (block.width, block.height);
    let plane = |index| block.samples.iter().skip(index).step_by(block.count).copied().collect();
    let planes: Vec<Vec<u8>> = (0..block.count).map(plane).collect();
    let is_half = style.kind == Kind::Ycc(2, 2);
    let half = (width.div_ceil(2), height.div_ceil(2));
    let views: Vec<Vec<u8>> = planes
        .into_iter()
        .enumerate()
        .map(
            |(index, plane)| if is_half && index > 0 { halved(&plane, width, half) } else { plane },
        )
        .collect();
    let views: Vec<_> = views
        .iter()
        .enumerate()
        .map(|(index, plane)| {
            let (width, height) = if is_half && index > 0 { half } else { (width, height) };
            View::new(plane, width, width, height).unwrap()
        })
        .collect();
    let sampling = match block.count {
        1 => Sampling::Grey,
        _ if is_half => Sampling::S420,
        _ => Sampling::S444,
    };
    encode(&views, sampling, &settings()).unwrap()
}

fn settings() -> Settings<'static> {
    let tables = sizewise_jpeg::Tables::Stock;
    Settings { quality: Quality::new(95).unwrap(), tables, ..Settings::default() }
}

fn halved(plane: &[u8], width: usize, half: (usize, usize)) -> Vec<u8> {
    let places = (0..half.1).flat_map(|y| (0..half.0).map(move |x| (x, y)));
    places.map(|(x, y)| plane[2 * y * width + 2 * x]).collect()
}

/// What all files of a style have in common.
pub(super) fn tables(style: &Style) -> Vec<u64> {
    let count = if style.is_planar { 1 } else { style.kind.samples() + style.extra.len() };
    let block = Block { width: 8, height: 8, count, samples: vec![99; 64 * count] };
    let file = of_jpeg(style, &block);
    let parts = [0xdb, 0xc4].into_iter().flat_map(|marker| {
        jpeg::segments(&file, marker).map(move |body| jpeg::segment(marker, body))
    });
    let tables = [0xff, 0xd8].into_iter().chain(parts.flatten()).chain([0xff, 0xd9]);
    tables.map(u64::from).collect()
}
