//! Whole files by the encoders of other people.

use crate::{Pixels, Rgb};
use png::{BitDepth, ColorType};

/// A pixel with alpha.
pub type Rgba = [u8; 4];

/// A PNG of eight bits, with alpha.
pub fn png_with_alpha(size: (u32, u32), pixel: impl Fn(u32, u32) -> Rgba) -> Vec<u8> {
    let places = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
    let samples: Vec<u8> = places.flat_map(|(x, y)| pixel(x, y)).collect();
    png(size, ColorType::Rgba, BitDepth::Eight, &samples, |_| {})
}

/// A PNG of red, green and blue.
pub fn png_of(pixels: &Pixels) -> Vec<u8> {
    let size = (pixels.width as u32, pixels.height as u32);
    png(size, ColorType::Rgb, BitDepth::Eight, &pixels.pixels.concat(), |_| {})
}

/// A GIF of pictures that have few colours.
pub fn gif(pixels: &Pixels) -> Vec<u8> {
    let mut file = Vec::new();
    let (width, height) = (pixels.width as u16, pixels.height as u16);
    let mut colours = pixels.pixels.clone();
    colours.sort();
    colours.dedup();
    let number = |pixel: &Rgb| colours.binary_search(pixel).unwrap() as u8;
    let numbers: Vec<u8> = pixels.pixels.iter().map(number).collect();
    let frame = gif::Frame::from_palette_pixels(width, height, numbers, colours.concat(), None);
    let mut encoder = gif::Encoder::new(&mut file, width, height, &[]).unwrap();
    encoder.write_frame(&frame).unwrap();
    drop(encoder);
    file
}

/// A PNG with samples as they are stored.
pub fn png(
    (width, height): (u32, u32),
    colours: ColorType,
    depth: BitDepth,
    samples: &[u8],
    more: impl FnOnce(&mut png::Info<'_>),
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut info = png::Info::with_size(width, height);
    info.color_type = colours;
    info.bit_depth = depth;
    more(&mut info);
    let mut writer = png::Encoder::with_info(&mut file, info).unwrap().write_header().unwrap();
    writer.write_image_data(samples).unwrap();
    writer.finish().unwrap();
    file
}
