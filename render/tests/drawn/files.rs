//! Files of the kinds that our own encoders do not write, put together by hand.

use super::{Pixels, Rgb, ycbcr};
use png::{BitDepth, ColorType};
use sizewise_jpeg::{Metadata, Quality, Sampling, Settings, View, encode};

/// A pixel with alpha.
pub(crate) type Rgba = [u8; 4];

/// A PNG of eight bits, with alpha.
pub(crate) fn png_with_alpha(size: (u32, u32), pixel: impl Fn(u32, u32) -> Rgba) -> Vec<u8> {
    let places = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
    let samples: Vec<u8> = places.flat_map(|(x, y)| pixel(x, y)).collect();
    png(size, ColorType::Rgba, BitDepth::Eight, &samples, |_| {})
}

/// A PNG of red, green and blue.
pub(crate) fn png_of(pixels: &Pixels) -> Vec<u8> {
    let size = (pixels.width as u32, pixels.height as u32);
    png(size, ColorType::Rgb, BitDepth::Eight, &pixels.pixels.concat(), |_| {})
}

/// A GIF of pictures that have few colours.
pub(crate) fn gif(pixels: &Pixels) -> Vec<u8> {
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
pub(crate) fn png(
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

/// A JPEG of four inks, 255 being full ink, written as Adobe does: inverted, and if that is said, the first
/// three as luma and colour differences.
pub(crate) fn jpeg_of_inks(
    (width, height): (usize, usize),
    inks: impl Fn(usize, usize) -> [u8; 4],
    in_ycc: bool,
    icc: Option<&[u8]>,
) -> Vec<u8> {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let stored: Vec<[u8; 4]> = places
        .map(|(x, y)| {
            let [c, m, y, k] = inks(x, y).map(|ink| 255 - ink);
            if in_ycc {
                // Luma of what the written inks leave of the paper.
                let [luma, blue, red] = ycbcr([c, m, y].map(|value| 255 - value));
                [luma, blue, red, k]
            } else {
                [c, m, y, k]
            }
        })
        .collect();
    let planes = [0, 1, 2, 3].map(|ink| stored.iter().map(|pixel| pixel[ink]).collect::<Vec<_>>());
    four_components((width, height), &planes, in_ycc, icc)
}

/// Four grey files become the four scans of one: tables may be told anew before each.
fn four_components(
    (width, height): (usize, usize),
    planes: &[Vec<u8>; 4],
    in_ycc: bool,
    icc: Option<&[u8]>,
) -> Vec<u8> {
    let quality = Quality::new(100).unwrap();
    let settings = Settings { quality, ..Settings::default() };
    let files = planes.each_ref().map(|plane| {
        let view = View::new(plane, width, width, height).unwrap();
        encode(&[view], Sampling::Grey, &settings).unwrap()
    });
    let mut file = vec![0xff, 0xd8];
    segment(&mut file, 0xee, &[b"Adobe\0\x64\0\0\0\0", &[if in_ycc { 2 } else { 0 }][..]].concat());
    if let Some(icc) = icc {
        segment(&mut file, 0xe2, &[b"ICC_PROFILE\0\x01\x01", icc].concat());
    }
    segments(&files[0], 0xdb).for_each(|table| segment(&mut file, 0xdb, table));
    let sides = [height, width].map(|side| (side as u16).to_be_bytes()).concat();
    let components = (1..=4).flat_map(|id| [id, 0x11, 0]).collect();
    segment(&mut file, 0xc0, &[vec![8], sides, vec![4], components].concat());
    for (id, one) in (1..).zip(&files) {
        segments(one, 0xc4).for_each(|table| segment(&mut file, 0xc4, table));
        let scan = segments(one, 0xda).next().unwrap();
        segment(&mut file, 0xda, &[1, id, scan[2], 0, 63, 0]);
        let data = scan.as_ptr() as usize - one.as_ptr() as usize + scan.len();
        file.extend(&one[data..one.len() - 2]);
    }
    file.extend([0xff, 0xd9]);
    file
}

fn segment(file: &mut Vec<u8>, marker: u8, body: &[u8]) {
    file.extend([0xff, marker]);
    file.extend((body.len() as u16 + 2).to_be_bytes());
    file.extend(body);
}

/// The bodies of all segments of a kind, up to the scan.
fn segments(file: &[u8], marker: u8) -> impl Iterator<Item = &[u8]> {
    let mut rest = &file[2..];
    let mut found = Vec::new();
    loop {
        let (kind, length) = (rest[1], usize::from(u16::from_be_bytes([rest[2], rest[3]])));
        if kind == marker {
            found.push(&rest[4..length + 2]);
        }
        rest = &rest[length + 2..];
        if kind == 0xda {
            return found.into_iter();
        }
    }
}

/// The columns of a profile's matrix, lit by D50, and its gamma.
pub(crate) struct Primaries(pub(crate) [[f64; 3]; 3], pub(crate) f64);

impl Primaries {
    /// An ICC profile of version 2 that says so.
    pub(crate) fn icc(&self) -> Vec<u8> {
        let xyz = |values: [f64; 3]| {
            let fixed = |value: f64| ((value * 65536.0).round() as i32).to_be_bytes();
            [b"XYZ \0\0\0\0".to_vec(), values.map(fixed).concat()].concat()
        };
        let gamma = ((self.1 * 256.0).round() as u16).to_be_bytes();
        let curve = [&b"curv\0\0\0\0\0\0\0\x01"[..], &gamma, &[0; 2]].concat();
        let names = [b"rXYZ", b"gXYZ", b"bXYZ"].into_iter().zip(self.0.map(xyz));
        let curves = [b"rTRC", b"gTRC", b"bTRC"].into_iter().map(|name| (name, curve.clone()));
        let white = (b"wtpt", xyz(D50));
        let tags: Vec<(&[u8; 4], Vec<u8>)> = names.chain(curves).chain([white]).collect();
        let mut icc = vec![0; 128];
        icc[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
        icc[12..24].copy_from_slice(b"mntrRGB XYZ ");
        icc[36..40].copy_from_slice(b"acsp");
        icc[68..80].copy_from_slice(&xyz(D50)[8..]);
        icc.extend((tags.len() as u32).to_be_bytes());
        let mut at = icc.len() + 12 * tags.len();
        for (name, body) in &tags {
            icc.extend(*name);
            icc.extend((at as u32).to_be_bytes());
            icc.extend((body.len() as u32).to_be_bytes());
            at += body.len();
        }
        tags.iter().for_each(|(_, body)| icc.extend(body));
        let length = icc.len() as u32;
        icc[..4].copy_from_slice(&length.to_be_bytes());
        icc
    }

    /// What a colour of this profile is in CIE Lab, lit by D50.
    pub(crate) fn lab(&self, colour: Rgb) -> [f64; 3] {
        let light = colour.map(|value| (f64::from(value) / 255.0).powf(self.1));
        lab(self.0, light)
    }
}

const D50: [f64; 3] = [0.9642, 1.0, 0.8249];
const SRGB: [[f64; 3]; 3] =
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.7141]];

/// What a colour of sRGB is in CIE Lab, lit by D50.
pub(crate) fn lab_of_srgb(colour: Rgb) -> [f64; 3] {
    lab(
        SRGB,
        colour.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        }),
    )
}

fn lab(columns: [[f64; 3]; 3], light: [f64; 3]) -> [f64; 3] {
    let xyz = [0, 1, 2].map(|row| (0..3).map(|c| columns[c][row] * light[c]).sum::<f64>());
    let [x, y, z] = [0, 1, 2].map(|axis| {
        let share = xyz[axis] / D50[axis];
        if share > 216.0 / 24389.0 { share.cbrt() } else { (24389.0 / 27.0 * share + 16.0) / 116.0 }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// How far two colours are from each other: CIE 1976.
pub(crate) fn delta_e(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

/// The same JPEG with a profile.
pub(crate) fn jpeg_with_profile(pixels: &Pixels, icc: &[u8]) -> Vec<u8> {
    let plane = |index: usize| pixels.pixels.iter().map(|p| ycbcr(*p)[index]).collect();
    let planes: [Vec<u8>; 3] = [0, 1, 2].map(plane);
    let views =
        planes.each_ref().map(|p| View::new(p, pixels.width, pixels.width, pixels.height).unwrap());
    let metadata = Metadata { icc, ..Metadata::default() };
    let quality = Quality::new(100).unwrap();
    let settings = Settings { metadata, quality, ..Settings::default() };
    encode(&views, Sampling::S444, &settings).unwrap()
}
