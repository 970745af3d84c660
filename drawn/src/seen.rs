//! Looking at pictures with decoders that other people wrote.

mod avif;
mod gif;

use crate::{Pixels, Rgb, made};
use sizewise::Format;
use sizewise_render::Rendered;
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;

/// What a decoder that somebody else wrote sees. Nothing may shine through.
pub fn seen(rendered: &Rendered) -> Pixels {
    let (width, height, pixels) = seen_through(rendered);
    assert!(pixels.iter().all(|pixel| pixel[3] == 255), "something shines through");
    Pixels { width, height, pixels: pixels.iter().map(|&[r, g, b, _]| [r, g, b]).collect() }
}

/// The same with alpha: width, height and pixels.
pub fn seen_through(rendered: &Rendered) -> (usize, usize, Vec<[u8; 4]>) {
    let seen = match rendered.format {
        Format::Jpeg => by_zune(&rendered.bytes),
        Format::Webp => by_image_webp(&rendered.bytes),
        Format::Png => by_png(&rendered.bytes),
        Format::Avif => avif::seen(&rendered.bytes),
        Format::Gif => by_ourselves(&rendered.bytes),
    };
    assert_eq!((seen.0 as u32, seen.1 as u32), rendered.size);
    seen
}

/// The quarters of a picture of 40 x 30, whole and scaled.
#[track_caller]
pub fn check_quarters(name: &str, file: &[u8], meant: [Rgb; 4], tolerance: u8) {
    for (query, share) in [("f=png", 1), ("f=png&w=20", 2)] {
        let found = seen(&made(file, query).unwrap_or_else(|error| panic!("{name}: {error}")));
        assert_eq!((found.width, found.height), (40 / share, 30 / share), "{name}");
        for ((x, y), colour) in [(5, 5), (35, 5), (5, 25), (35, 25)].into_iter().zip(meant) {
            let found = found.at(x / share, y / share);
            let is_near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= tolerance);
            assert!(is_near, "{name}, `{query}`: {found:?} at {x}, {y}, not {colour:?}");
        }
    }
}

/// An animation as it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What is on the screen, and for how many thousandths of a second.
    pub frames: Vec<(Vec<[u8; 4]>, u32)>,
    /// How often it is shown; 0 is without end.
    pub plays: u32,
}

/// The same of pictures that follow each other.
pub fn seen_film(rendered: &Rendered) -> Seen {
    let seen = match rendered.format {
        Format::Webp => frames_by_image_webp(&rendered.bytes),
        Format::Gif => gif::seen(&rendered.bytes).1,
        other => panic!("{other:?} has no frames"),
    };
    let (width, height) = rendered.size;
    assert!(seen.frames.iter().all(|(pixels, _)| pixels.len() as u32 == width * height));
    seen
}

fn frames_by_image_webp(file: &[u8]) -> Seen {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).unwrap();
    assert!(decoder.is_animated());
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let mut samples = vec![0; decoder.output_buffer_size().unwrap()];
    let mut frames = Vec::new();
    for _ in 0..decoder.num_frames() {
        let duration = decoder.read_frame(&mut samples).unwrap();
        frames.push((pixels(&samples, channels), duration));
    }
    let plays = match decoder.loop_count() {
        image_webp::LoopCount::Forever => 0,
        image_webp::LoopCount::Times(times) => u32::from(times.get()),
    };
    Seen { frames, plays }
}

/// The first frame, by the few lines that know the format.
fn by_ourselves(file: &[u8]) -> (usize, usize, Vec<[u8; 4]>) {
    let ((width, height), film) = gif::seen(file);
    (width, height, film.frames[0].0.clone())
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
