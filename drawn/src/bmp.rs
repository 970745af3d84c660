//! BMP, field by field.

use crate::{BLUE, COLOURS, Pixels, Rgb, number};

/// A file as its parts.
#[derive(Clone)]
pub struct Bmp {
    /// Bytes of the header, and so its age: 12, 16 to 64, 108 or 124.
    pub header: u32,
    pub width: i32,
    pub height: i32,
    pub bits: u16,
    pub compression: u32,
    /// How many colours it is said to have.
    pub colours: u32,
    /// Within a header that has room for them, and behind one that has not.
    pub masks: Vec<u32>,
    pub palette: Vec<Rgb>,
    pub data: Vec<u8>,
    /// Where the pixels are said to begin, if that is a lie.
    pub offset: Option<u32>,
    /// Stands behind the pixels.
    pub icc: Vec<u8>,
}

pub const CORE: u32 = 12;
pub const INFO: u32 = 40;
pub const WITH_ALPHA: u32 = 56;
pub const V4: u32 = 108;
pub const V5: u32 = 124;

/// The masks of eight bits each.
pub const BYTES: [u32; 4] = [0xff_0000, 0xff00, 0xff, 0xff00_0000];

impl Bmp {
    fn new(pixels: &Pixels, bits: u16, data: Vec<u8>) -> Self {
        Self {
            header: INFO,
            width: pixels.width as i32,
            height: pixels.height as i32,
            bits,
            compression: 0,
            colours: 0,
            masks: Vec::new(),
            palette: Vec::new(),
            data,
            offset: None,
            icc: Vec::new(),
        }
    }

    /// Numbers of the quarters' colours, of 1 to 8 bits. One bit has no room for more than two colours.
    pub fn named(pixels: &Pixels, bits: u16) -> Self {
        let row = |y| {
            let mut row = vec![0; (pixels.width * usize::from(bits)).div_ceil(8)];
            for x in 0..pixels.width {
                let (at, number) = (x * usize::from(bits), number(pixels.at(x, y)));
                row[at / 8] |= (number & (0xff >> (8 - bits))) << (8 - usize::from(bits) - at % 8);
            }
            row
        };
        let palette = COLOURS.into_iter().cycle().take(1 << bits).collect();
        Self { palette, ..Self::new(pixels, bits, rows(pixels, row)) }
    }

    /// Blue, green and red in a byte each.
    pub fn deep(pixels: &Pixels) -> Self {
        let row = |y| (0..pixels.width).flat_map(|x| reversed(pixels.at(x, y))).collect();
        Self::new(pixels, 24, rows(pixels, row))
    }

    /// The same, and a fourth byte of which nothing is said.
    pub fn wide(pixels: &Pixels, fourth: u8) -> Self {
        let pixel = |x, y| reversed(pixels.at(x, y)).into_iter().chain([fourth]);
        let row = |y| (0..pixels.width).flat_map(|x| pixel(x, y)).collect();
        Self::new(pixels, 32, rows(pixels, row))
    }

    /// Channels where masks say. What has alpha has nothing where it is blue.
    pub fn masked(pixels: &Pixels, bits: u16, masks: &[u32]) -> Self {
        let pixel = |x: usize, y: usize| {
            let colour = pixels.at(x, y);
            let alpha = if colour == BLUE { 0 } else { 255 };
            let samples = colour.into_iter().chain([alpha]).zip(masks);
            let value = samples.fold(0, |held, (sample, &mask)| held | placed(sample, mask));
            value.to_le_bytes().into_iter().take(usize::from(bits / 8))
        };
        let row = |y| (0..pixels.width).flat_map(|x| pixel(x, y)).collect();
        let compression = if masks.len() == 4 { 6 } else { 3 };
        let masks = masks.to_vec();
        Self { compression, masks, ..Self::new(pixels, bits, rows(pixels, row)) }
    }

    /// Runs of numbers of 4 or 8 bits.
    pub fn runs(pixels: &Pixels, bits: u16) -> Self {
        let mut data = Vec::new();
        for y in (0..pixels.height).rev() {
            let numbers: Vec<u8> = (0..pixels.width).map(|x| number(pixels.at(x, y))).collect();
            for run in numbers.chunk_by(|a, b| a == b).flat_map(|run| run.chunks(255)) {
                let number = if bits == 4 { run[0] * 0x11 } else { run[0] };
                data.extend([run.len() as u8, number]);
            }
            data.extend([0, 0]);
        }
        data.extend([0, 1]);
        let compression = if bits == 4 { 2 } else { 1 };
        Self { data, compression, ..Self::named(pixels, bits) }
    }

    /// Numbers as they are, between the codes of runs.
    pub fn unrun(pixels: &Pixels, bits: u16) -> Self {
        let mut data = Vec::new();
        for y in (0..pixels.height).rev() {
            let numbers: Vec<u8> = (0..pixels.width).map(|x| number(pixels.at(x, y))).collect();
            for part in numbers.chunks(255) {
                // Fewer than three would be another code.
                assert!(part.len() > 2, "too few");
                data.extend([0, part.len() as u8]);
                let start = data.len();
                if bits == 4 {
                    let pair = |pair: &[u8]| pair[0] << 4 | pair.get(1).unwrap_or(&0);
                    data.extend(part.chunks(2).map(pair));
                } else {
                    data.extend(part);
                }
                data.extend(&[0][..(data.len() - start) % 2]);
            }
            data.extend([0, 0]);
        }
        data.extend([0, 1]);
        Self { data, ..Self::runs(pixels, bits) }
    }

    /// With its top row first.
    pub fn from_the_top(&self) -> Self {
        let stride = self.data.len() / self.height as usize;
        let data = self.data.chunks(stride).rev().flatten().copied().collect();
        Self { data, height: -self.height, ..self.clone() }
    }

    pub fn with_header(&self, header: u32) -> Self {
        Self { header, ..self.clone() }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let header = self.fields();
        let mut behind = Vec::new();
        if !(52..64).contains(&self.header) && self.header < V4 {
            behind.extend(self.masks.iter().flat_map(|mask| mask.to_le_bytes()));
        }
        for &colour in &self.palette {
            behind.extend(reversed(colour));
            behind.extend(&[0][..usize::from(self.header != CORE)]);
        }
        let offset = self.offset.unwrap_or((14 + header.len() + behind.len()) as u32);
        let length = (14 + header.len() + behind.len() + self.data.len()) as u32;
        let file = [b"BM", &length.to_le_bytes()[..], &[0; 4], &offset.to_le_bytes()].concat();
        [file, header, behind, self.data.clone(), self.icc.clone()].concat()
    }

    fn fields(&self) -> Vec<u8> {
        if self.header == CORE {
            let words = [self.width as u16, self.height as u16, 1, self.bits];
            return [self.header.to_le_bytes().to_vec(), words.map(u16::to_le_bytes).concat()]
                .concat();
        }
        let mut fields = self.header.to_le_bytes().to_vec();
        fields.extend([self.width, self.height].map(i32::to_le_bytes).concat());
        fields.extend([1, self.bits].map(u16::to_le_bytes).concat());
        let numbers = [self.compression, 0, 2835, 2835, self.colours, 0];
        fields.extend(numbers.map(u32::to_le_bytes).concat());
        if self.header > INFO {
            fields.extend(self.masks.iter().flat_map(|mask| mask.to_le_bytes()));
        }
        fields.resize(self.header as usize, 0);
        if self.header == V5 && !self.icc.is_empty() {
            fields[56..60].copy_from_slice(b"DEBM");
            let place = self.header + 4 * self.palette.len() as u32 + self.data.len() as u32;
            fields[112..116].copy_from_slice(&place.to_le_bytes());
            fields[116..120].copy_from_slice(&(self.icc.len() as u32).to_le_bytes());
        }
        fields
    }
}

fn reversed([red, green, blue]: Rgb) -> [u8; 3] {
    [blue, green, red]
}

/// A sample where a mask has its bits.
fn placed(sample: u8, mask: u32) -> u32 {
    let shift = mask.trailing_zeros() % 32;
    let most = u64::from(mask >> shift);
    (((u64::from(sample) * most + 127) / 255) as u32) << shift
}

/// Rows from the lowest up, each padded to four bytes.
fn rows(pixels: &Pixels, row: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let padded = |mut row: Vec<u8>| {
        row.resize(row.len().next_multiple_of(4), 0);
        row
    };
    (0..pixels.height).rev().flat_map(|y| padded(row(y))).collect()
}
