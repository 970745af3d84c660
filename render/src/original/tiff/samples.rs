//! Samples: from what is stored to 8 bits.

use super::layout::{Depth, Prediction};
use crate::original::rows::narrowed;

impl Depth {
    /// Every so manieth sample of a row, from one on, into every so manieth place of another.
    pub(super) fn spread(
        self,
        stored: &[u8],
        (first, step): (usize, usize),
        row: &mut [u8],
        (place, pitch): (usize, usize),
    ) {
        let places = row.iter_mut().skip(place).step_by(pitch);
        let places = places.enumerate().map(|(x, sample)| (first + x * step, sample));
        match (self.bits, self.is_float) {
            (8, _) => places.for_each(|(at, sample)| *sample = stored[at]),
            (16, false) => places.for_each(|(at, sample)| {
                *sample = narrowed(self.whole::<2>(stored, at) as u16);
            }),
            (32, false) => places.for_each(|(at, sample)| {
                let value = self.whole::<4>(stored, at);
                *sample = ((value * 255 + u64::from(u32::MAX / 2)) / u64::from(u32::MAX)) as u8;
            }),
            (16, true) => places.for_each(|(at, sample)| {
                *sample = shown(half(self.whole::<2>(stored, at) as u16));
            }),
            (32, true) => places.for_each(|(at, sample)| {
                *sample = shown(f32::from_bits(self.whole::<4>(stored, at) as u32));
            }),
            (_, true) => places.for_each(|(at, sample)| {
                *sample = shown(f64::from_bits(self.whole::<8>(stored, at)) as f32);
            }),
            (bits, false) => {
                let most = (1_u32 << bits) - 1;
                places.for_each(|(at, sample)| {
                    *sample = ((self.number(stored, at) * 255 + most / 2) / most) as u8;
                });
            }
        }
    }

    /// A sample of at most 16 bits that stands within bytes, the highest bit first.
    pub(super) fn number(self, stored: &[u8], index: usize) -> u32 {
        let at = index * self.bits;
        let bytes = [0, 1, 2].map(|next| stored.get(at / 8 + next).copied().unwrap_or(0));
        let held = u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]);
        held >> (24 - at % 8 - self.bits) & ((1 << self.bits) - 1)
    }

    fn whole<const N: usize>(self, stored: &[u8], index: usize) -> u64 {
        let bytes = stored[index * N..][..N].iter();
        let with = |held: u64, &byte: &u8| held << 8 | u64::from(byte);
        if self.is_big_endian { bytes.fold(0, with) } else { bytes.rev().fold(0, with) }
    }

    fn put<const N: usize>(self, stored: &mut [u8], index: usize, value: u64) {
        let bytes = value.to_be_bytes();
        let place = &mut stored[index * N..][..N];
        place.copy_from_slice(&bytes[8 - N..]);
        if !self.is_big_endian {
            place.reverse();
        }
    }

    /// Samples of a row of which was stored how they differ from those of the pixel before.
    pub(super) fn summed(self, prediction: Prediction, row: &mut [u8], step: usize) {
        match (prediction, self.bits) {
            (Prediction::Differences, 8) => sum(row, step),
            (Prediction::Differences, 16) => self.sum_wide::<2>(row, step),
            (Prediction::Differences, _) => self.sum_wide::<4>(row, step),
            (Prediction::Floats, _) => self.sum_floats(row, step),
            (Prediction::None, _) => {}
        }
    }

    fn sum_wide<const N: usize>(self, row: &mut [u8], step: usize) {
        for index in step..row.len() / N {
            let sum = self.whole::<N>(row, index).wrapping_add(self.whole::<N>(row, index - step));
            self.put::<N>(row, index, sum);
        }
    }

    /// All highest bytes stand in front of all that follow them.
    fn sum_floats(self, row: &mut [u8], step: usize) {
        sum(row, step);
        let width = self.bits / 8;
        let count = row.len() / width;
        let sorted = row.to_vec();
        for (index, sample) in row.chunks_exact_mut(width).enumerate() {
            for (weight, byte) in sample.iter_mut().enumerate() {
                *byte = sorted[weight * count + index];
            }
            if !self.is_big_endian {
                sample.reverse();
            }
        }
    }
}

fn sum(row: &mut [u8], step: usize) {
    for at in step..row.len() {
        row[at] = row[at].wrapping_add(row[at - step]);
    }
}

/// Floating numbers show from 0 to 1. What is none is 0.
fn shown(value: f32) -> u8 {
    (value * 255.0).round() as u8
}

/// A floating number of 16 bits.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 0x3ff) / 1024.0);
    sign * match exponent {
        0 => fraction * 2_f32.powi(-14),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2_f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(bits: usize, is_float: bool, is_big_endian: bool) -> Depth {
        Depth { bits, is_float, is_big_endian }
    }

    #[test]
    fn samples_of_every_depth_become_bytes() {
        for (bits, is_float, is_big_endian, stored, meant) in [
            (1, false, false, &[0b1010_0000][..], [255, 0, 255]),
            (2, false, false, &[0b1101_1000], [255, 85, 170]),
            (4, false, true, &[0xf0, 0x30], [255, 0, 51]),
            (8, false, true, &[1, 2, 3], [1, 2, 3]),
            (12, false, false, &[0xff, 0xf0, 0x00, 0x80, 0x00], [255, 0, 128]),
            (16, false, true, &[255, 255, 0, 129, 0, 128], [255, 1, 0]),
            (16, false, false, &[255, 255, 129, 0, 128, 0], [255, 1, 0]),
            (32, false, true, &[255, 255, 255, 255, 128, 0, 0, 0, 0, 0, 0, 0], [255, 128, 0]),
            (16, true, true, &[0x3c, 0, 0x38, 0, 0xbc, 0], [255, 128, 0]),
            (32, true, false, &[0, 0, 128, 63, 0, 0, 192, 127, 0, 0, 0, 63], [255, 0, 128]),
        ] {
            let mut row = [0; 3];
            depth(bits, is_float, is_big_endian).spread(stored, (0, 1), &mut row, (0, 1));
            assert_eq!(row, meant, "{bits} bits");
        }
    }

    #[test]
    fn every_second_sample_goes_to_every_third_place() {
        let mut row = [0; 6];
        depth(8, false, false).spread(&[1, 2, 3, 4], (1, 2), &mut row, (2, 3));
        assert_eq!(row, [0, 0, 2, 0, 0, 4]);
    }

    #[test]
    fn differences_are_added_up() {
        let mut bytes = [10, 20, 5, 250, 1, 1];
        depth(8, false, false).summed(Prediction::Differences, &mut bytes, 2);
        assert_eq!(bytes, [10, 20, 15, 14, 16, 15]);
        let mut wide = [255, 0, 2, 0, 0, 1];
        depth(16, false, false).summed(Prediction::Differences, &mut wide, 1);
        assert_eq!(wide, [255, 0, 1, 1, 1, 2]);
        // 1.0 and 0.5, highest bytes first: 3f 3f, 80 00, 00 00, 00 00.
        let mut floats = [0x3f, 0, 0x41, 0x80, 0, 0, 0, 0];
        floats = [floats[0], floats[1], floats[2], 0x80, 0, 0, 0, 0];
        depth(32, true, true).summed(Prediction::Floats, &mut floats, 1);
        assert_eq!(floats, [0x3f, 0x80, 0, 0, 0x3f, 0, 0, 0]);
    }
}
