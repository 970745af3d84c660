//! GIF, with codes as plain as they may be.

use crate::{Pixels, Rgb, number};

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
        file.extend(self.frame());
        file.extend(&self.trailer);
        file
    }

    /// The picture without what is around it.
    pub fn frame(&self) -> Vec<u8> {
        let mut frame = vec![0x2c];
        frame.extend(self.place.map(u16::to_le_bytes).concat());
        frame.push(self.flags | table(&self.own));
        frame.extend(&self.own);
        frame.push(self.code_size);
        frame.extend(&self.data);
        frame
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

/// A frame of an animation.
#[derive(Clone)]
pub struct Cel {
    pub pixels: Pixels,
    pub place: (u16, u16),
    /// Hundredths of a second.
    pub delay: u16,
    /// What is left of it: 1 is all, 2 nothing, 3 what was before.
    pub disposal: u8,
    /// What has this colour lets through what is below.
    pub hidden: Option<Rgb>,
}

/// Frames on a canvas, and how often they are repeated.
pub fn animation(size: (u16, u16), repeats: Option<u16>, cels: &[Cel]) -> Vec<u8> {
    let mut blocks = Vec::new();
    if let Some(repeats) = repeats {
        blocks.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01");
        blocks.extend(repeats.to_le_bytes());
        blocks.push(0);
    }
    let (last, before) = cels.split_last().expect("there is a frame");
    for cel in before {
        blocks.extend(cel.control());
        let frame = Gif { size, place: cel.place(), ..Gif::draw(&cel.pixels) };
        blocks.extend(frame.frame());
    }
    blocks.extend(last.control());
    Gif { size, blocks, place: last.place(), ..Gif::draw(&last.pixels) }.bytes()
}

impl Cel {
    fn place(&self) -> [u16; 4] {
        let (width, height) = (self.pixels.width as u16, self.pixels.height as u16);
        [self.place.0, self.place.1, width, height]
    }

    fn control(&self) -> Vec<u8> {
        let delay = self.delay.to_le_bytes();
        let hides = u8::from(self.hidden.is_some());
        let hidden = self.hidden.map_or(0, number);
        vec![0x21, 0xf9, 4, self.disposal << 2 | hides, delay[0], delay[1], hidden, 0]
    }
}
