//! What a pixel is stored as.

use super::Style;
use crate::png::packed;
use crate::{BLUE, COLOURS, Rgb, grey, number, ycbcr};

/// What the first samples of a pixel mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Named,
    Inks,
    /// Of which a colour difference stands for so many pixels across and down.
    Ycc(usize, usize),
}

/// What samples behind them mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// Nobody knows.
    Unknown,
    /// Alpha by which colours are multiplied.
    Multiplied,
    /// Alpha.
    Alpha,
    /// The same of a half wherever there is something, and colours are multiplied by it.
    HalfMultiplied,
}

impl Kind {
    pub fn number(self) -> u64 {
        match self {
            Self::WhiteIsZero => 0,
            Self::BlackIsZero => 1,
            Self::Rgb => 2,
            Self::Named => 3,
            Self::Inks => 5,
            Self::Ycc(..) => 6,
        }
    }

    pub fn samples(self) -> usize {
        match self {
            Self::WhiteIsZero | Self::BlackIsZero | Self::Named => 1,
            Self::Rgb | Self::Ycc(..) => 3,
            Self::Inks => 4,
        }
    }
}

impl Extra {
    pub(super) fn number(self) -> u64 {
        match self {
            Self::Unknown => 0,
            Self::Multiplied | Self::HalfMultiplied => 1,
            Self::Alpha => 2,
        }
    }

    fn alpha(self, colour: Rgb) -> u8 {
        match self {
            Self::Unknown => 77,
            _ if colour == BLUE => 0,
            Self::HalfMultiplied => 128,
            _ => 255,
        }
    }
}

/// The samples of a pixel, of 8 bits, but for numbers of colours.
pub(super) fn of(style: &Style, colour: Rgb) -> Vec<u8> {
    let alpha = style.extra.iter().find(|extra| extra.number() == 1);
    let alpha = alpha.map_or(255, |extra| extra.alpha(colour));
    let by_alpha = |sample: u8| ((u32::from(sample) * u32::from(alpha) + 127) / 255) as u8;
    let colours = match style.kind {
        Kind::WhiteIsZero => vec![255 - by_alpha(grey(colour))],
        Kind::BlackIsZero => vec![by_alpha(grey(colour))],
        Kind::Rgb => colour.map(by_alpha).to_vec(),
        Kind::Named => vec![number(colour)],
        Kind::Inks => {
            let [red, green, blue] = colour;
            let black = 255 - red.max(green).max(blue);
            let ink = |light: u8| {
                let most = u32::from(255 - black);
                ((u32::from(255 - black - light) * 255 + most / 2) / most) as u8
            };
            vec![ink(red), ink(green), ink(blue), black]
        }
        Kind::Ycc(..) => ycbcr(colour).to_vec(),
    };
    let extra = style.extra.iter().map(|extra| extra.alpha(colour));
    colours.into_iter().chain(extra).collect()
}

/// Samples side by side in bytes, of as many bits as there are.
pub(super) fn stored(style: &Style, samples: &[u8]) -> Vec<u8> {
    // What stands behind numbers is no number, and is drawn in bytes only.
    let are_numbers = style.kind == Kind::Named;
    assert!(!are_numbers || style.extra.is_empty() || style.bits == 8, "not drawn");
    if style.bits.is_multiple_of(8) {
        return samples.iter().flat_map(|&sample| whole(style, sample)).collect();
    }
    let most = (1 << style.bits) - 1;
    let value = |&sample: &u8| match are_numbers {
        true => u64::from(sample) & most,
        false => (u64::from(sample) * most + 127) / 255,
    };
    packed(samples.iter().map(|sample| value(sample) as u16), style.bits as u8)
}

/// A sample of whole bytes.
fn whole(style: &Style, sample: u8) -> Vec<u8> {
    let part = f64::from(sample) / 255.0;
    let mut bytes = match (style.bits, style.is_float) {
        (8, _) => vec![sample],
        (16, false) => [sample; 2].to_vec(),
        (_, false) => [sample; 4].to_vec(),
        (16, true) => half(part).to_be_bytes().to_vec(),
        (32, true) => (part as f32).to_be_bytes().to_vec(),
        (_, true) => part.to_be_bytes().to_vec(),
    };
    if !style.is_big_endian {
        bytes.reverse();
    }
    bytes
}

/// A number between 0 and 1 in 16 bits.
fn half(value: f64) -> u16 {
    if value < 1.0 / 16384.0 {
        return (value * 16384.0 * 1024.0).round() as u16;
    }
    let exponent = value.log2().floor();
    let fraction = ((value / exponent.exp2() - 1.0) * 1024.0).round() as u16;
    (((exponent as i32 + 15) as u16) << 10) + fraction
}

/// The colours that numbers stand for: all reds, all greens, all blues, of 16 bits.
pub(super) fn map(bits: usize) -> Vec<u64> {
    let colours = || COLOURS.into_iter().cycle().take(1 << bits);
    let channel = |channel: usize| colours().map(move |colour| u64::from(colour[channel]) * 257);
    (0..3).flat_map(channel).collect()
}
