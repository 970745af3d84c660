//! PNG: as few channels as the picture has, and filters and compression by what is on it.

mod filter;

use super::few::{Counted, Nearest, Rgba, chosen, dithered, enough};
use super::palette::{self, Palette};
use crate::colour::ycc;
use crate::interleave::put_together;
use crate::picture::{Colours, Picture};
use crate::plane::Plane;
use filter::Filter;
use libdeflater::{CompressionLvl, Compressor};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// With a quality below 100, at most 256 colours are left, or as few as are as good, unless that makes it larger, as
/// it does where colours only slope.
pub(super) fn encode(picture: Picture, quality: Option<u8>, exif: &[u8]) -> Vec<u8> {
    let pixels = Pixels::of(picture);
    let whole = file(&pixels, exif);
    let few = quality.filter(|&quality| quality < 100).and_then(|quality| pixels.few(quality));
    match few.map(|few| file(&few, exif)) {
        Some(few) if few.len() < whole.len() => few,
        _ => whole,
    }
}

fn file(pixels: &Pixels, exif: &[u8]) -> Vec<u8> {
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
    chunk(&mut file, b"IDAT", &compressed(pixels));
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
        Self { width, height, depth: 8, kind, palette: None, rows }.indexed()
    }

    /// The same by numbers of colours, where there are few.
    fn indexed(self) -> Self {
        let Some(palette) = Palette::of(self.colours(), palette::MOST) else { return self };
        // Greys are numbers of themselves.
        if palette.depth() == 8 && self.kind == Kind::Grey {
            return self;
        }
        let number = |colour| palette.number(colour).unwrap_or_default();
        let numbers: Vec<u8> = self.colours().map(number).collect();
        self.numbered(palette, &numbers)
    }

    /// The same with fewer colours, as good as that. Nothing, if there are few already.
    fn few(&self, quality: u8) -> Option<Self> {
        if self.palette.is_some() {
            return None;
        }
        let pixels: Vec<Rgba> = self.colours().collect();
        let counted = Counted::of(pixels.iter().copied());
        let palette = Palette::of(chosen(&counted, palette::MOST, enough(quality)), palette::MOST)?;
        let mut nearest = Nearest::to(palette.entries());
        let numbers = dithered(&pixels, self.width, &palette, &mut nearest, |_| true, 0);
        Some(self.numbered(palette, &numbers))
    }

    fn colours(&self) -> impl Iterator<Item = Rgba> {
        self.rows.chunks_exact(self.step()).map(colour)
    }

    fn numbered(&self, palette: Palette, numbers: &[u8]) -> Self {
        let (width, height, depth) = (self.width, self.height, palette.depth());
        let rows = packed(numbers, width, depth);
        Self { width, height, depth, kind: Kind::Indexed, palette: Some(palette), rows }
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

/// A pixel as red, green, blue and alpha.
fn colour(pixel: &[u8]) -> Rgba {
    match *pixel {
        [grey] => [grey, grey, grey, 255],
        [grey, alpha] => [grey, grey, grey, alpha],
        [r, g, b] => [r, g, b, 255],
        [r, g, b, a, ..] => [r, g, b, a],
        [] => [0; 4],
    }
}

/// Rows of so many numbers, several of them in a byte if there is room.
fn packed(numbers: &[u8], width: usize, depth: u8) -> Vec<u8> {
    if depth == 8 {
        return numbers.to_vec();
    }
    let byte = |some: &[u8]| {
        some.iter()
            .enumerate()
            .fold(0, |byte, (place, number)| byte | number << (8 - depth * (place as u8 + 1)))
    };
    let rows = numbers.chunks_exact(width);
    rows.flat_map(|row| row.chunks(8 / usize::from(depth)).map(byte)).collect()
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
