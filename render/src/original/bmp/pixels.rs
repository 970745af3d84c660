//! What the bits of a pixel say: the number of a colour, or a colour.

use crate::error::Error;
use crate::probe::bmp::{Header, MASKS, MASKS_WITH_ALPHA, NAME};

/// How pixels become red, green and blue, and alpha if there is any.
pub(super) enum Pixels {
    /// Numbers of this many bits, and what they stand for.
    Named(u32, Box<[[u8; 3]; 256]>),
    /// Blue, green and red in a byte each.
    Bytes,
    /// So many bytes, of which bits are a channel.
    Masked(usize, Vec<Channel>),
}

/// Where a channel is in a pixel.
pub(super) struct Channel {
    mask: u32,
    shift: u32,
}

impl Pixels {
    pub(super) fn of(header: &Header<'_>) -> Result<Self, Error> {
        Ok(match header.bits {
            24 => Self::Bytes,
            bits @ 1..=8 => Self::Named(bits.into(), Box::new(palette(header))),
            bits => Self::Masked(usize::from(bits / 8), channels(header)?),
        })
    }

    /// Whether there is alpha, the last of four channels.
    pub(super) fn have_alpha(&self) -> bool {
        matches!(self, Self::Masked(_, channels) if channels.len() == 4)
    }

    /// The same without alpha, if there is none in any row.
    pub(super) fn without_empty_alpha<'r>(self, mut rows: impl Iterator<Item = &'r [u8]>) -> Self {
        match self {
            Self::Masked(bytes, mut channels) if channels.len() == 4 => {
                let is_empty = |row: &[u8]| {
                    row.chunks_exact(bytes).all(|pixel| value(pixel) & channels[3].mask == 0)
                };
                if rows.all(is_empty) {
                    channels.truncate(3);
                }
                Self::Masked(bytes, channels)
            }
            other => other,
        }
    }

    /// A row as it is stored.
    pub(super) fn read(&self, stored: &[u8], row: &mut [u8]) {
        match self {
            Self::Named(bits, colours) => {
                let number = |x: usize| {
                    let at = x * *bits as usize;
                    let held = u32::from(stored[at / 8]) << (at % 8) & 0xff;
                    (held >> (8 - bits)) as usize
                };
                for (x, pixel) in row.as_chunks_mut().0.iter_mut().enumerate() {
                    *pixel = colours[number(x)];
                }
            }
            Self::Bytes => {
                let pixels = row.as_chunks_mut().0.iter_mut();
                for (pixel, &[blue, green, red]) in pixels.zip(stored.as_chunks().0) {
                    *pixel = [red, green, blue];
                }
            }
            Self::Masked(bytes, channels) => {
                let pixels = row.chunks_exact_mut(channels.len());
                for (pixel, stored) in pixels.zip(stored.chunks_exact(*bytes)) {
                    let value = value(stored);
                    for (sample, channel) in pixel.iter_mut().zip(channels) {
                        *sample = channel.of(value);
                    }
                }
            }
        }
    }

    /// A row of numbers that stand in a byte each.
    pub(super) fn named(&self, numbers: &[u8], row: &mut [u8]) {
        if let Self::Named(_, colours) = self {
            for (pixel, &number) in row.as_chunks_mut().0.iter_mut().zip(numbers) {
                *pixel = colours[usize::from(number)];
            }
        }
    }
}

fn value(pixel: &[u8]) -> u32 {
    pixel.iter().rev().fold(0, |held, &byte| held << 8 | u32::from(byte))
}

/// What each number stands for, black if nothing is said.
fn palette(header: &Header<'_>) -> [[u8; 3]; 256] {
    let mut colours = [[0; 3]; 256];
    for (colour, entry) in colours.iter_mut().zip(header.palette.chunks_exact(header.colour)) {
        *colour = [entry[2], entry[1], entry[0]];
    }
    colours
}

/// Red, green, blue, and alpha if a mask says which bits are.
fn channels(header: &Header<'_>) -> Result<Vec<Channel>, Error> {
    let is_named = matches!(header.compression, MASKS | MASKS_WITH_ALPHA);
    let bits = if header.bits == 16 { 0xffff } else { u32::MAX };
    let [red, green, blue] = match header.bits {
        _ if is_named => [0, 1, 2].map(|channel| header.masks[channel] & bits),
        16 => [0x7c00, 0x03e0, 0x001f],
        _ => [0x00ff_0000, 0x0000_ff00, 0x0000_00ff],
    };
    if red | green | blue == 0 {
        return Err(Error::broken(NAME, "masks without a bit"));
    }
    let mut masks = vec![red, green, blue];
    if header.has_alpha() {
        masks.push(header.masks[3] & bits);
    }
    Ok(masks.into_iter().map(Channel::of_mask).collect())
}

impl Channel {
    fn of_mask(mask: u32) -> Self {
        Self { mask, shift: if mask == 0 { 0 } else { mask.trailing_zeros() } }
    }

    /// The nearest of 8 bits.
    fn of(&self, pixel: u32) -> u8 {
        let most = u64::from(self.mask >> self.shift);
        let value = u64::from((pixel & self.mask) >> self.shift);
        (value * 255 + most / 2).checked_div(most).unwrap_or(0) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_whatever_its_mask_says() {
        for (mask, pixel, meant) in [
            (0xff00, 0x1234, 0x12),
            (0x7c00, 0x7fff, 255),
            (0x7c00, 0x4000, 132),
            (0x0001, 0xfffe, 0),
            (0x0001, 0x0001, 255),
            (0xffff_ffff, 0x8000_0000, 128),
            (0x3ff0_0000, 0x1ff0_0000, 127),
            (0, 0xffff_ffff, 0),
        ] {
            assert_eq!(Channel::of_mask(mask).of(pixel), meant, "{mask:x} of {pixel:x}");
        }
    }
}
