//! PNG: as few channels as the picture has, and filters and compression by what is on it.

mod filter;
mod palette;

use crate::colour::ycc;
use crate::interleave::put_together;
use crate::picture::{Colours, Picture};
use crate::plane::Plane;
use filter::Filter;
use libdeflater::{CompressionLvl, Compressor};
use palette::Palette;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) fn encode(picture: Picture, exif: &[u8]) -> Vec<u8> {
    let pixels = Pixels::of(picture);
    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, b"IHDR", &pixels.header());
    if !exif.is_empty() {
        chunk(&mut file, b"eXIf", exif);
    }
    if let Some(palette) = &pixels.palette {
        chunk(&mut file, b"PLTE", &palette.colours());
        let alpha = palette.alpha();
        if !alpha.is_empty() {
            chunk(&mut file, b"tRNS", &alpha);
        }
    }
    chunk(&mut file, b"IDAT", &compressed(&pixels));
    chunk(&mut file, b"IEND", &[]);
    file
}

/// A chunk with its checksum: PNG, third edition, 5.3.
pub(crate) fn chunk(file: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    file.extend((body.len() as u32).to_be_bytes());
    let begin = file.len();
    file.extend(name);
    file.extend(body);
    file.extend(libdeflater::crc32(&file[begin..]).to_be_bytes());
}

/// What a file stores.
struct Pixels {
    width: usize,
    height: usize,
    /// Bits of a sample.
    depth: u8,
    kind: Kind,
    palette: Option<Palette>,
    rows: Vec<u8>,
}

/// The kinds of pixels, by the numbers that files have for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Grey = 0,
    Rgb = 2,
    Indexed = 3,
    GreyAlpha = 4,
    Rgba = 6,
}

impl Pixels {
    fn of(picture: Picture) -> Self {
        let (width, height) = picture.size();
        let Picture { colours, alpha } = picture;
        let (planes, kind) = match (channels(colours), alpha) {
            (Channels::Grey(luma), None) => (vec![luma], Kind::Grey),
            (Channels::Grey(luma), Some(alpha)) => (vec![luma, alpha], Kind::GreyAlpha),
            (Channels::Rgb(planes), None) => (planes.into(), Kind::Rgb),
            (Channels::Rgb([r, g, b]), Some(alpha)) => (vec![r, g, b, alpha], Kind::Rgba),
        };
        let mut rows = vec![0; width * height * planes.len()];
        interleave(&planes, &mut rows);
        let pixels = Self { width, height, depth: 8, kind, palette: None, rows };
        pixels.indexed()
    }

    /// The same by numbers of colours, where there are few.
    fn indexed(self) -> Self {
        let Some(palette) = Palette::of(&self.rows, self.kind) else { return self };
        let depth = palette.depth();
        // Greys are numbers of themselves.
        if depth == 8 && self.kind == Kind::Grey {
            return self;
        }
        let rows = palette.rows(&self.rows, self.width);
        Self { depth, kind: Kind::Indexed, palette: Some(palette), rows, ..self }
    }

    /// Bytes from a sample to the one that it is compared with.
    fn step(&self) -> usize {
        match self.kind {
            Kind::Grey | Kind::Indexed => 1,
            Kind::GreyAlpha => 2,
            Kind::Rgb => 3,
            Kind::Rgba => 4,
        }
    }

    /// Bytes of a row.
    fn line(&self) -> usize {
        (self.width * self.step() * usize::from(self.depth)).div_ceil(8)
    }

    fn header(&self) -> Vec<u8> {
        let mut header = [self.width as u32, self.height as u32].map(u32::to_be_bytes).concat();
        header.extend([self.depth, self.kind as u8, 0, 0, 0]);
        header
    }
}

/// The channels of a picture: one, if it is grey.
enum Channels {
    Grey(Plane),
    Rgb([Plane; 3]),
}

fn channels(colours: Colours) -> Channels {
    let colours = match colours {
        Colours::Grey(luma) => return Channels::Grey(luma),
        Colours::Ycc(luma, [blue, red], _) if is_neutral(&blue) && is_neutral(&red) => {
            return Channels::Grey(luma);
        }
        colours => colours,
    };
    let [red, green, blue] = colours.in_rgb();
    if red.samples == green.samples && green.samples == blue.samples {
        Channels::Grey(red)
    } else {
        Channels::Rgb([red, green, blue])
    }
}

fn is_neutral(plane: &Plane) -> bool {
    plane.samples.iter().all(|&sample| sample == ycc::NEUTRAL)
}

fn interleave(planes: &[Plane], rows: &mut [u8]) {
    match planes {
        [a] => rows.copy_from_slice(&a.samples),
        [a, b] => put_together([a, b].map(|plane| &plane.samples[..]), rows),
        [a, b, c] => put_together([a, b, c].map(|plane| &plane.samples[..]), rows),
        [a, b, c, d, ..] => put_together([a, b, c, d].map(|plane| &plane.samples[..]), rows),
        [] => {}
    }
}

/// A way to make a zlib stream of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As they are, by libdeflate: for drawings, whose rows repeat each other.
    Plain,
    /// Filtered, by libdeflate at its fastest: for what is smooth.
    Light,
    /// Filtered, by fdeflate, which looks for next to no repeats and takes a third of the time: for what has
    /// none.
    Quick,
}

/// How hard drawings are compressed, of 12. At 7 a file is a little smaller than others' at their 6 of 9, and
/// takes as long.
const DRAWN: i32 = 7;
/// How hard anything is that is only tried or smooth.
const LIGHT: i32 = 1;
/// How many parts of 100 a quick stream may be larger than a light one.
const QUICK_MARGIN: usize = 5;

impl Way {
    /// The one that makes the least of a sample, but for a margin.
    fn best(sample: &[u8], line: usize, step: usize) -> Self {
        let plain = deflated(&Filter::None.rows(sample, line, step), LIGHT).len();
        let filtered = Filter::Chosen.rows(sample, line, step);
        let light = deflated(&filtered, LIGHT).len();
        let quick = fdeflate::compress_to_vec(&filtered).len();
        if plain <= light.min(quick) {
            Self::Plain
        } else if quick * 100 <= light * (100 + QUICK_MARGIN) {
            Self::Quick
        } else {
            Self::Light
        }
    }

    fn stream(self, rows: &[u8], line: usize, step: usize) -> Vec<u8> {
        match self {
            Self::Plain => deflated(&Filter::None.rows(rows, line, step), DRAWN),
            Self::Light => deflated(&Filter::Chosen.rows(rows, line, step), LIGHT),
            Self::Quick => fdeflate::compress_to_vec(&Filter::Chosen.rows(rows, line, step)),
        }
    }
}

/// A zlib stream of all rows.
fn compressed(pixels: &Pixels) -> Vec<u8> {
    let (line, step) = (pixels.line(), pixels.step());
    let sample = sample(&pixels.rows, line);
    Way::best(&sample, line, step).stream(&pixels.rows, line, step)
}

fn deflated(rows: &[u8], level: i32) -> Vec<u8> {
    let level = CompressionLvl::new(level).unwrap_or_default();
    let mut compressor = Compressor::new(level);
    let mut stream = vec![0; compressor.zlib_compress_bound(rows.len())];
    let length = compressor.zlib_compress(rows, &mut stream).expect("there is room for any stream");
    stream.truncate(length);
    stream
}

/// Bytes that are tried out before all of a picture is compressed: bands that are twice as long as deflate
/// looks back, so that rows can repeat each other in them.
const BAND: usize = 64 << 10;
const BANDS: usize = 2;

/// Rows of the upper and the lower part.
fn sample(rows: &[u8], line: usize) -> Vec<u8> {
    let (height, band) = (rows.len() / line, (BAND / line).max(1));
    if band * BANDS >= height {
        return rows.to_vec();
    }
    let tops = (0..BANDS).map(|number| (height - band) * (2 * number + 1) / (2 * BANDS));
    tops.flat_map(|top| &rows[top * line..][..band * line]).copied().collect()
}
