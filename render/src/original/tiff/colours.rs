//! What the first samples of a pixel mean.

use super::layout::{Depth, Packing};
use super::{broken, unreadable};
use crate::error::Error;
use crate::original::rows::narrowed;
use crate::probe::tiff::{Directory, photometric, tag};

/// What the first samples of a pixel mean.
pub(super) enum Colours {
    Grey {
        /// Whether 0 is white.
        is_inverted: bool,
    },
    Rgb,
    /// Numbers, and what they stand for.
    Named(Box<[[u8; 3]; 256]>),
    Inks,
    /// Luma and colour differences, of which one stands for so many pixels across and down.
    Ycc(usize, usize),
}

impl Colours {
    pub(super) fn read(
        directory: &Directory<'_>,
        meaning: u64,
        depth: Depth,
        packing: Packing,
    ) -> Result<Self, Error> {
        Ok(match meaning {
            photometric::RGB => Self::Rgb,
            photometric::PALETTE => Self::Named(Box::new(palette(directory, depth)?)),
            photometric::INKS => match directory.number(tag::INK_SET)?.unwrap_or(1) {
                1 => Self::Inks,
                _ => return Err(unreadable("of inks that nobody knows")),
            },
            // A JPEG says itself how large its planes are.
            photometric::YCC if packing == Packing::Jpeg => Self::Ycc(1, 1),
            photometric::YCC => {
                let shares = directory.numbers(tag::SUBSAMPLING)?;
                let share = |at| shares.and_then(|shares| shares.at(at)).unwrap_or(2);
                match (share(0), share(1)) {
                    (across @ (1 | 2 | 4), down @ (1 | 2 | 4)) => {
                        Self::Ycc(across as usize, down as usize)
                    }
                    (across, down) => {
                        return Err(broken(format!("a colour for {across} x {down} pixels")));
                    }
                }
            }
            photometric::WHITE_IS_ZERO => Self::Grey { is_inverted: true },
            _ => Self::Grey { is_inverted: false },
        })
    }
}

/// Refuses what is not read by its name, and what nobody means.
pub(super) fn refuse_unread(meaning: u64) -> Result<(), Error> {
    use photometric::{BLACK_IS_ZERO, INKS, PALETTE, RGB, WHITE_IS_ZERO, YCC};
    Err(match meaning {
        WHITE_IS_ZERO | BLACK_IS_ZERO | RGB | PALETTE | INKS | YCC => return Ok(()),
        4 => unreadable("of a mask"),
        8..=10 => unreadable("of Lab colours"),
        32803 | 34892 => unreadable("of a camera's raw data"),
        32844 | 32845 => unreadable("of logarithms"),
        _ => broken(format!("samples of meaning {meaning}")),
    })
}

/// What each number stands for: all reds, all greens, all blues, of 16 bits.
fn palette(directory: &Directory<'_>, depth: Depth) -> Result<[[u8; 3]; 256], Error> {
    if depth.bits > 8 {
        return Err(unreadable(&format!("of a palette of {} bits", depth.bits)));
    }
    let map = directory.numbers(tag::COLOUR_MAP)?.ok_or_else(|| broken("no palette"))?;
    let count = 1 << depth.bits;
    if map.len() < 3 * count {
        return Err(broken(format!("a palette of {} numbers", map.len())));
    }
    // Some write 8 bits where 16 are meant.
    let is_narrow = map.iter().take(3 * count).all(|number| number < 256);
    let sample = |at| {
        let number = map.at(at).unwrap_or(0) as u16;
        if is_narrow { number as u8 } else { narrowed(number) }
    };
    let mut colours = [[0; 3]; 256];
    for (number, colour) in colours.iter_mut().take(count).enumerate() {
        *colour = [0, 1, 2].map(|channel| sample(channel * count + number));
    }
    Ok(colours)
}
