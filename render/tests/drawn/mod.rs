//! Pictures that the tests draw, and looking at what came of them.

#![allow(dead_code, reason = "not every test draws everything")]

mod avif;
pub(crate) mod files;

use sizewise::{Format, Key, Limits, Plan, Policy, Query, Turn};
use sizewise_jpeg::{Metadata, Quality, Sampling, Settings, View, encode};
use sizewise_render::{Error, Rendered, probe, render};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

pub(crate) type Rgb = [u8; 3];

pub(crate) const RED: Rgb = [200, 30, 40];
pub(crate) const GREEN: Rgb = [20, 160, 60];
pub(crate) const BLUE: Rgb = [30, 60, 190];
pub(crate) const WHITE: Rgb = [240, 240, 240];

/// Pixels by their place.
#[derive(Debug, Clone)]
pub(crate) struct Pixels {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<Rgb>,
}

impl Pixels {
    pub(crate) fn draw(size: (u32, u32), colour: impl Fn(u32, u32) -> Rgb) -> Self {
        let places = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| colour(x, y)).collect();
        Self { width: size.0 as usize, height: size.1 as usize, pixels }
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> Rgb {
        self.pixels[y * self.width + x]
    }

    /// A file with an orientation in its EXIF.
    pub(crate) fn jpeg(&self, sampling: Sampling, orientation: u8) -> Vec<u8> {
        let exif =
            [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation, 0][..], &[0; 6]];
        self.jpeg_with(sampling, &exif.concat())
    }

    /// A file with this EXIF.
    pub(crate) fn jpeg_with(&self, sampling: Sampling, exif: &[u8]) -> Vec<u8> {
        let plane = |index: usize| self.pixels.iter().map(|p| ycbcr(*p)[index]).collect();
        let planes: [Vec<u8>; 3] = [0, 1, 2].map(plane);
        let views: Vec<_> = planes
            .iter()
            .take(sampling.planes())
            .map(|plane| View::new(plane, self.width, self.width, self.height).unwrap())
            .collect();
        assert!(matches!(sampling, Sampling::Grey | Sampling::S444), "drawn at full size");
        let metadata = Metadata { exif, ..Metadata::default() };
        let quality = Quality::new(95).unwrap();
        encode(&views, sampling, &Settings { metadata, quality, ..Settings::default() }).unwrap()
    }
}

/// What is seen as four quarters, red and green above blue and white, and is stored the way that an
/// orientation says.
pub(crate) fn quarters(seen: (u32, u32), orientation: u8) -> Pixels {
    let upright = Turn::upright(orientation.into());
    let stored = upright.inverse().size(seen);
    Pixels::draw(stored, |x, y| {
        let (x, y) = upright.position((x, y), stored);
        match (x < seen.0 / 2, y < seen.1 / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        }
    })
}

pub(crate) fn ycbcr([r, g, b]: Rgb) -> Rgb {
    let [r, g, b] = [r, g, b].map(f64::from);
    let y = 0.299 * r + 0.587 * g + 0.114 * b;
    [y, 128.0 + (b - y) / 1.772, 128.0 + (r - y) / 1.402].map(|value| value.round() as u8)
}

/// Makes what a query asks, as an operator may ask it.
pub(crate) fn made(file: &[u8], query: &str) -> Result<Rendered, Error> {
    let text = "sizes = \"any\"\nmax = 16383\nunsigned = \"all\"\n";
    let policy = Policy::read("test", text, |_| Err(String::new())).unwrap();
    let wish = policy.wish(&Query(query).asked()).unwrap();
    let variant = policy.settled(wish, &Key::new("a.jpg").unwrap(), "").unwrap();
    let source = probe(file)?;
    match Plan::new(&variant, &source, &policy)? {
        Plan::Picture(steps) => render(file, &source, &steps, &Limits::default()),
        other => panic!("`{query}` is no picture: {other:?}"),
    }
}

/// What a decoder that somebody else wrote sees. Nothing may shine through.
pub(crate) fn seen(rendered: &Rendered) -> Pixels {
    let (width, height, pixels) = seen_through(rendered);
    assert!(pixels.iter().all(|pixel| pixel[3] == 255), "something shines through");
    Pixels { width, height, pixels: pixels.iter().map(|&[r, g, b, _]| [r, g, b]).collect() }
}

/// The same with alpha: width, height and pixels.
pub(crate) fn seen_through(rendered: &Rendered) -> (usize, usize, Vec<[u8; 4]>) {
    let seen = match rendered.format {
        Format::Jpeg => by_zune(&rendered.bytes),
        Format::Webp => by_image_webp(&rendered.bytes),
        Format::Png => by_png(&rendered.bytes),
        Format::Avif => avif::seen(&rendered.bytes),
        Format::Gif => panic!("no GIF is written"),
    };
    assert_eq!((seen.0 as u32, seen.1 as u32), rendered.size);
    seen
}

/// Pixels of one to four channels, of which the last of two and of four is alpha.
fn pixels(samples: &[u8], channels: usize) -> Vec<[u8; 4]> {
    let pixel = |samples: &[u8]| match *samples {
        [grey] => [grey, grey, grey, 255],
        [grey, alpha] => [grey, grey, grey, alpha],
        [r, g, b] => [r, g, b, 255],
        [r, g, b, alpha] => [r, g, b, alpha],
        _ => panic!("{channels} channels"),
    };
    samples.chunks_exact(channels).map(pixel).collect()
}

fn by_zune(file: &[u8]) -> (usize, usize, Vec<[u8; 4]>) {
    let mut decoder = JpegDecoder::new(ZCursor::new(file));
    let samples = decoder.decode().unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    (width, height, pixels(&samples, samples.len() / (width * height)))
}

fn by_image_webp(file: &[u8]) -> (usize, usize, Vec<[u8; 4]>) {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).unwrap();
    let (width, height) = decoder.dimensions();
    let mut samples = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut samples).unwrap();
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    (width as usize, height as usize, pixels(&samples, channels))
}

fn by_png(file: &[u8]) -> (usize, usize, Vec<[u8; 4]>) {
    let mut decoder = png::Decoder::new(Cursor::new(file));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut samples).unwrap();
    reader.finish().unwrap();
    let channels = frame.color_type.samples();
    (frame.width as usize, frame.height as usize, pixels(&samples, channels))
}
