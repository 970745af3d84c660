//! PNG, chunk by chunk.

use crate::{Pixels, Rgb, grey, number};
use libdeflater::{CompressionLvl, Compressor, crc32};

pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A file as its chunks.
#[derive(Clone)]
pub struct Png(pub Vec<([u8; 4], Vec<u8>)>);

/// What a pixel is stored as. The numbers are those of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Grey = 0,
    Rgb = 2,
    Indexed = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

/// In which order pixels are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Rows = 0,
    Adam7 = 1,
}

/// Where the passes begin, and how far their pixels are from each other: PNG 8.2.
const ADAM7: [(usize, usize, usize, usize); 7] = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
];

impl Png {
    /// The quarters' colours, stored in one of the ways that there are. What has alpha has nothing where it is
    /// blue.
    pub fn draw(pixels: &Pixels, kind: Kind, depth: u8, order: Order) -> Self {
        let size = [pixels.width as u32, pixels.height as u32];
        let mut chunks = vec![(*b"IHDR", header(size, depth, kind as u8, order as u8))];
        if kind == Kind::Indexed {
            chunks.push((*b"PLTE", crate::COLOURS.concat()));
        }
        chunks.push((*b"IDAT", stored(&rows(pixels, kind, depth, order))));
        chunks.push((*b"IEND", Vec::new()));
        Self(chunks)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let chunks = self.0.iter().map(|(name, body)| chunk(name, body));
        [SIGNATURE.to_vec()].into_iter().chain(chunks).flatten().collect()
    }

    /// Where a chunk's length stands in the file.
    pub fn place(&self, name: &[u8; 4]) -> usize {
        let before = self.0.iter().take_while(|(other, _)| other != name);
        before.map(|(_, body)| body.len() + 12).sum::<usize>() + SIGNATURE.len()
    }

    pub fn body(&mut self, name: &[u8; 4]) -> &mut Vec<u8> {
        let chunk = self.0.iter_mut().find(|(other, _)| other == name);
        &mut chunk.expect("there is such a chunk").1
    }

    pub fn with_body(&self, name: &[u8; 4], body: Vec<u8>) -> Self {
        let mut png = self.clone();
        *png.body(name) = body;
        png
    }

    /// Another byte in the header.
    pub fn with_header(&self, at: usize, byte: u8) -> Self {
        let mut png = self.clone();
        png.body(b"IHDR")[at] = byte;
        png
    }

    pub fn with_size(&self, width: u32, height: u32) -> Self {
        let mut png = self.clone();
        png.body(b"IHDR")[..8].copy_from_slice(&[width, height].map(u32::to_be_bytes).concat());
        png
    }

    /// Another chunk in front of the first of a name.
    pub fn with_chunk(&self, before: &[u8; 4], name: [u8; 4], body: Vec<u8>) -> Self {
        let mut png = self.clone();
        let at = png.0.iter().position(|(other, _)| other == before).unwrap_or(png.0.len());
        png.0.insert(at, (name, body));
        png
    }

    pub fn without(&self, name: &[u8; 4]) -> Self {
        Self(self.0.iter().filter(|(other, _)| other != name).cloned().collect())
    }
}

pub fn header(size: [u32; 2], depth: u8, kind: u8, order: u8) -> Vec<u8> {
    [&size.map(u32::to_be_bytes).concat()[..], &[depth, kind, 0, 0, order]].concat()
}

pub fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name[..], body].concat();
    [&(body.len() as u32).to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat()
}

/// A zlib stream in which nothing is made smaller, so that a part of it is a part of the picture.
pub fn stored(bytes: &[u8]) -> Vec<u8> {
    deflated(bytes, CompressionLvl::new(0).expect("there is such a level"))
}

/// A zlib stream that is as small as may be.
pub fn smallest(bytes: &[u8]) -> Vec<u8> {
    deflated(bytes, CompressionLvl::default())
}

fn deflated(bytes: &[u8], level: CompressionLvl) -> Vec<u8> {
    let mut compressor = Compressor::new(level);
    let mut stream = vec![0; compressor.zlib_compress_bound(bytes.len())];
    let length = compressor.zlib_compress(bytes, &mut stream).expect("there is room");
    stream.truncate(length);
    stream
}

/// All rows, each behind the number of a filter that does nothing.
pub fn rows(pixels: &Pixels, kind: Kind, depth: u8, order: Order) -> Vec<u8> {
    let passes = if order == Order::Adam7 { &ADAM7[..] } else { &[(0, 0, 1, 1)] };
    let mut rows = Vec::new();
    for &(left, top, across, down) in passes {
        if left >= pixels.width {
            continue;
        }
        for y in (top..pixels.height).step_by(down) {
            let line = (left..pixels.width).step_by(across);
            let line = line.flat_map(|x| samples(pixels.at(x, y), kind, depth));
            rows.push(0);
            rows.extend(packed(line, depth));
        }
    }
    rows
}

/// A pixel's samples, each of as many bits as there are.
fn samples(colour: Rgb, kind: Kind, depth: u8) -> Vec<u16> {
    let most = u32::from(u16::MAX >> (16 - depth));
    let scaled = |sample: u8| ((u32::from(sample) * most + 127) / 255) as u16;
    let alpha = if number(colour) == 2 { 0 } else { most as u16 };
    match kind {
        Kind::Grey => vec![scaled(grey(colour))],
        Kind::GreyAlpha => vec![scaled(grey(colour)), alpha],
        Kind::Indexed => vec![number(colour).into()],
        Kind::Rgb => colour.map(scaled).to_vec(),
        Kind::Rgba => colour.into_iter().map(scaled).chain([alpha]).collect(),
    }
}

/// Samples side by side in bytes, the first in the highest bits.
pub(crate) fn packed(samples: impl Iterator<Item = u16>, depth: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0u32, 0);
    for sample in samples {
        held = held << depth | u32::from(sample);
        bits += depth;
        while bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    if bits > 0 {
        bytes.push((held << (8 - bits)) as u8);
    }
    bytes
}
