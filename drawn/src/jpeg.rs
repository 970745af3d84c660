//! JPEG: by our encoder, and then spoiled; and headers without a picture.

use crate::spoil::with;
use crate::{Pixels, ycbcr};
use sizewise_jpeg::{Metadata, Order, Quality, Sampling, Settings, View, encode};

pub const SOS: u8 = 0xda;

/// A picture of one plane, or of three at full size.
pub fn draw(pixels: &Pixels, sampling: Sampling, order: Order) -> Vec<u8> {
    draw_as(pixels, sampling, &Settings { order, quality: quality(95), ..Settings::default() })
}

/// The same by any settings.
pub fn draw_as(pixels: &Pixels, sampling: Sampling, settings: &Settings) -> Vec<u8> {
    assert!(matches!(sampling, Sampling::Grey | Sampling::S444), "drawn at full size");
    let plane = |index: usize| pixels.pixels.iter().map(|p| ycbcr(*p)[index]).collect();
    let planes: [Vec<u8>; 3] = [0, 1, 2].map(plane);
    let views: Vec<_> = planes
        .iter()
        .take(sampling.planes())
        .map(|plane| View::new(plane, pixels.width, pixels.width, pixels.height).unwrap())
        .collect();
    encode(&views, sampling, settings).unwrap()
}

fn quality(quality: u8) -> Quality {
    Quality::new(quality).unwrap()
}

/// Where the body of a segment begins, behind its length.
pub fn place(file: &[u8], marker: u8) -> usize {
    let mut at = 2;
    while file[at + 1] != marker {
        at += 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
    }
    at + 4
}

/// A file with other bytes within a segment.
pub fn altered(file: &[u8], marker: u8, offset: usize, bytes: &[u8]) -> Vec<u8> {
    with(file, place(file, marker) + offset, bytes)
}

/// A file without its segments of a kind.
pub fn without(file: &[u8], marker: u8) -> Vec<u8> {
    let (mut kept, mut rest) = (file[..2].to_vec(), &file[2..]);
    while rest[1] != SOS {
        let length = 2 + usize::from(u16::from_be_bytes([rest[2], rest[3]]));
        let (segment, behind) = rest.split_at(length);
        kept.extend(if segment[1] == marker { &[] } else { segment });
        rest = behind;
    }
    [&kept, rest].concat()
}

/// A file whose data is nothing but one byte.
pub fn filled(file: &[u8], byte: u8) -> Vec<u8> {
    let (mut file, end) = (file.to_vec(), file.len() - 2);
    let data = place(&file, SOS) + 10;
    file[data..end].fill(byte);
    file
}

/// A segment with its marker and its length.
pub fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

/// A grey picture with a code of one bit for "nothing", and these scans of no data at all.
pub fn flood(marker: u8, (width, height): (u16, u16), scans: &[[u8; 6]]) -> Vec<u8> {
    let quantiser: Vec<u8> = [0].into_iter().chain([1; 64]).collect();
    let table = |class: u8| [&[class, 1][..], &[0; 16]].concat();
    let sides = [height, width].map(u16::to_be_bytes).concat();
    let mut file = vec![0xff, 0xd8];
    file.extend(segment(0xdb, &quantiser));
    file.extend(segment(0xc4, &table(0)));
    file.extend(segment(0xc4, &table(0x10)));
    file.extend(segment(marker, &[&[8], &sides[..], &[1, 1, 0x11, 0]].concat()));
    for scan in scans {
        file.extend(segment(0xda, scan));
        file.push(0);
    }
    file.extend([0xff, 0xd9]);
    file
}

/// A JPEG of four inks, 255 being full ink, written as Adobe does: inverted, and if that is said, the first
/// three as luma and colour differences.
pub fn jpeg_of_inks(
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
    let settings = Settings { quality: quality(100), ..Settings::default() };
    let files = planes.each_ref().map(|plane| {
        let view = View::new(plane, width, width, height).unwrap();
        encode(&[view], Sampling::Grey, &settings).unwrap()
    });
    let mut file = vec![0xff, 0xd8];
    file.extend(segment(
        0xee,
        &[b"Adobe\0\x64\0\0\0\0", &[if in_ycc { 2 } else { 0 }][..]].concat(),
    ));
    if let Some(icc) = icc {
        file.extend(segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", icc].concat()));
    }
    segments(&files[0], 0xdb).for_each(|table| file.extend(segment(0xdb, table)));
    let sides = [height, width].map(|side| (side as u16).to_be_bytes()).concat();
    let components = (1..=4).flat_map(|id| [id, 0x11, 0]).collect();
    file.extend(segment(0xc0, &[vec![8], sides, vec![4], components].concat()));
    for (id, one) in (1..).zip(&files) {
        segments(one, 0xc4).for_each(|table| file.extend(segment(0xc4, table)));
        let scan = segments(one, 0xda).next().unwrap();
        file.extend(segment(0xda, &[1, id, scan[2], 0, 63, 0]));
        let data = scan.as_ptr() as usize - one.as_ptr() as usize + scan.len();
        file.extend(&one[data..one.len() - 2]);
    }
    file.extend([0xff, 0xd9]);
    file
}

/// The bodies of all segments of a kind, up to the scan.
pub(crate) fn segments(file: &[u8], marker: u8) -> impl Iterator<Item = &[u8]> {
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

/// A JPEG with a profile.
pub fn jpeg_with_profile(pixels: &Pixels, icc: &[u8]) -> Vec<u8> {
    let metadata = Metadata { icc, ..Metadata::default() };
    let settings = Settings { metadata, quality: quality(100), ..Settings::default() };
    draw_as(pixels, Sampling::S444, &settings)
}
