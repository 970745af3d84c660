//! GIF, with codes as plain as they may be.

use crate::{Pixels, number};

/// A file as its parts.
#[derive(Clone)]
pub struct Gif {
    /// Canvas.
    pub size: (u16, u16),
    /// The colours of all frames.
    pub palette: Vec<u8>,
    /// Blocks in front of the frame.
    pub blocks: Vec<u8>,
    /// Left, top, width, height.
    pub place: [u16; 4],
    /// Whether the rows are in four passes; the highest bits of a descriptor.
    pub flags: u8,
    /// The frame's own colours.
    pub own: Vec<u8>,
    pub code_size: u8,
    pub data: Vec<u8>,
    pub trailer: Vec<u8>,
}

impl Gif {
    pub fn draw(pixels: &Pixels) -> Self {
        let (width, height) = (pixels.width as u16, pixels.height as u16);
        let numbers: Vec<u8> = pixels.pixels.iter().map(|&colour| number(colour)).collect();
        Self {
            size: (width, height),
            palette: crate::COLOURS.concat(),
            blocks: Vec::new(),
            place: [0, 0, width, height],
            flags: 0,
            own: Vec::new(),
            code_size: 2,
            data: parts(&plain(&numbers, 2)),
            trailer: vec![0x3b],
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let word = |word: u16| word.to_le_bytes();
        let mut file = b"GIF89a".to_vec();
        file.extend([self.size.0, self.size.1].map(word).concat());
        file.extend([table(&self.palette), 0, 0]);
        file.extend(&self.palette);
        file.extend(&self.blocks);
        file.push(0x2c);
        file.extend(self.place.map(word).concat());
        file.push(self.flags | table(&self.own));
        file.extend(&self.own);
        file.push(self.code_size);
        file.extend(&self.data);
        file.extend(&self.trailer);
        file
    }
}

/// What flags say of a table of colours.
fn table(colours: &[u8]) -> u8 {
    if colours.is_empty() { 0 } else { 0x80 | ((colours.len() / 3).ilog2() - 1) as u8 }
}

/// What is behind the descriptor of a frame: parts that tell their length, up to one of none.
pub fn parts(bytes: &[u8]) -> Vec<u8> {
    let parts = bytes.chunks(255).flat_map(|part| [&[part.len() as u8], part].concat());
    parts.chain([0]).collect()
}

/// Codes of growing length, the first in the lowest bits.
#[derive(Default)]
pub struct Codes {
    bytes: Vec<u8>,
    held: u32,
    bits: u32,
}

impl Codes {
    pub fn push(&mut self, code: u32, length: u32) {
        self.held |= code << self.bits;
        self.bits += length;
        while self.bits >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.bits -= 8;
        }
    }

    pub fn bytes(mut self) -> Vec<u8> {
        if self.bits > 0 {
            self.bytes.push(self.held as u8);
        }
        self.bytes
    }
}

/// A code for each number, and a fresh start before codes grow.
pub fn plain(numbers: &[u8], code_size: u8) -> Vec<u8> {
    let (length, clear) = (u32::from(code_size) + 1, 1 << code_size);
    let mut codes = Codes::default();
    for numbers in numbers.chunks((1 << code_size) - 2) {
        codes.push(clear, length);
        numbers.iter().for_each(|&number| codes.push(number.into(), length));
    }
    codes.push(clear + 1, length);
    codes.bytes()
}

/// So many pixels of the last of four colours in as few codes as there can be: each code is the longest run
/// so far and one more.
pub fn bomb(pixels: u64) -> Vec<u8> {
    let (clear, colour) = (4, 3);
    let mut codes = Codes::default();
    let mut left = pixels;
    while left > 0 {
        codes.push(clear, 3);
        codes.push(colour, 3);
        left -= 1;
        let (mut code, mut length, mut run) = (6, 3, 2);
        while left >= run && code < 4096 {
            codes.push(code, length);
            left -= run;
            (code, run) = (code + 1, run + 1);
            if code == 1 << length && length < 12 {
                length += 1;
            }
        }
        // What is left is less than a run, so it begins anew. Codes have their full length until then.
        if left > 0 {
            codes.push(clear, length);
        } else {
            codes.push(clear + 1, length);
        }
    }
    codes.bytes()
}
