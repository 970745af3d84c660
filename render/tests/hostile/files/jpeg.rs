//! JPEG: by our encoder, and then spoiled; and headers without a picture.

use super::with;
use crate::drawn::{Pixels, ycbcr};
use sizewise_jpeg::{Order, Quality, Sampling, Settings, View, encode};

pub(crate) const SOS: u8 = 0xda;

pub(crate) fn draw(pixels: &Pixels, sampling: Sampling, order: Order) -> Vec<u8> {
    let plane = |index: usize| pixels.pixels.iter().map(|p| ycbcr(*p)[index]).collect();
    let planes: [Vec<u8>; 3] = [0, 1, 2].map(plane);
    let views: Vec<_> = planes
        .iter()
        .take(sampling.planes())
        .map(|plane| View::new(plane, pixels.width, pixels.width, pixels.height).unwrap())
        .collect();
    let quality = Quality::new(95).unwrap();
    encode(&views, sampling, &Settings { order, quality, ..Settings::default() }).unwrap()
}

/// Where the body of a segment begins, behind its length.
pub(crate) fn place(file: &[u8], marker: u8) -> usize {
    let mut at = 2;
    while file[at + 1] != marker {
        at += 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
    }
    at + 4
}

/// A file with other bytes within a segment.
pub(crate) fn altered(file: &[u8], marker: u8, offset: usize, bytes: &[u8]) -> Vec<u8> {
    with(file, place(file, marker) + offset, bytes)
}

/// A file without its segments of a kind.
pub(crate) fn without(file: &[u8], marker: u8) -> Vec<u8> {
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
pub(crate) fn filled(file: &[u8], byte: u8) -> Vec<u8> {
    let (mut file, end) = (file.to_vec(), file.len() - 2);
    let data = place(&file, SOS) + 10;
    file[data..end].fill(byte);
    file
}

/// A segment with its marker and its length.
pub(crate) fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

/// A grey picture with a code of one bit for "nothing", and these scans of no data at all.
pub(crate) fn flood(marker: u8, (width, height): (u16, u16), scans: &[[u8; 6]]) -> Vec<u8> {
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
