//! From pixels to files.

use sizewise::Turn;
use sizewise_drawn::ycbcr;
use sizewise_jpeg::{Metadata, Quality, Sampling, Settings, View};
use std::error::Error;

type Rgba = [u8; 4];
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// A JPEG of pixels that are seen upright, stored the way that an orientation of EXIF says.
pub fn jpeg(pixels: &[Rgba], seen: (u32, u32), quality: u8, orientation: u8) -> Outcome<Vec<u8>> {
    let upright = Turn::upright(orientation.into());
    let stored = upright.inverse().size(seen);
    let pixel = |x: u32, y: u32| {
        let (x, y) = upright.position((x, y), stored);
        pixels[(y * seen.0 + x) as usize]
    };
    let luma = places(stored, 1).map(|(x, y)| ycbcr(rgb(&[pixel(x, y)]))[0]).collect::<Vec<_>>();
    let chroma = places(stored, 2).map(|(x, y)| {
        let (right, below) = ((x + 1).min(stored.0 - 1), (y + 1).min(stored.1 - 1));
        ycbcr(rgb(&[pixel(x, y), pixel(right, y), pixel(x, below), pixel(right, below)]))
    });
    let (blue, red): (Vec<_>, Vec<_>) = chroma.map(|[_, blue, red]| (blue, red)).unzip();
    let (width, height) = (stored.0 as usize, stored.1 as usize);
    let (across, down) = (width.div_ceil(2), height.div_ceil(2));
    let views = [
        View::new(&luma, width, width, height),
        View::new(&blue, across, across, down),
        View::new(&red, across, across, down),
    ];
    let views = views.map(|view| view.expect("each plane is as large as is said"));
    let exif = exif(orientation);
    let metadata =
        Metadata { exif: if orientation == 1 { &[] } else { &exif[..] }, ..Metadata::default() };
    let quality = Quality::new(quality).ok_or("expected a quality of at most 100")?;
    Ok(sizewise_jpeg::encode(
        &views,
        Sampling::S420,
        &Settings { quality, metadata, ..Settings::default() },
    )?)
}

fn places((width, height): (u32, u32), step: usize) -> impl Iterator<Item = (u32, u32)> {
    (0..height).step_by(step).flat_map(move |y| (0..width).step_by(step).map(move |x| (x, y)))
}

/// The mean of some pixels, through which nothing shines.
fn rgb(pixels: &[Rgba]) -> [u8; 3] {
    let count = pixels.len() as u32;
    [0, 1, 2].map(|part| {
        let sum: u32 = pixels.iter().map(|pixel| u32::from(pixel[part])).sum();
        ((sum + count / 2) / count) as u8
    })
}

/// A directory of one entry: which way is up.
fn exif(orientation: u8) -> Vec<u8> {
    [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation, 0][..], &[0; 6]].concat()
}

/// A PNG with alpha, squeezed well. Its samples are in steps that no eye tells from each other, and that make the
/// file smaller by a third.
pub fn png(pixels: &[Rgba], (width, height): (u32, u32)) -> Outcome<Vec<u8>> {
    let samples: Vec<u8> = pixels.iter().flat_map(|&pixel| stepped(pixel)).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&samples)?;
    writer.finish()?;
    Ok(file)
}

/// White and what hides everything are steps too: 255 is 51 times 5.
fn stepped(pixel: Rgba) -> Rgba {
    pixel.map(|sample| sample.saturating_add(2) / 5 * 5)
}
