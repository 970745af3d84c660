//! Rows in which all channels of a pixel stand side by side, put asunder into planes.

use super::{Needed, Strips};
use crate::error::Error;
use crate::interleave::put_asunder;
use crate::plane::multiply;
use sizewise::{Refusal, Source};
use sizewise_jpeg::View;

/// Rows of a strip: what they are spread over stays in the fast cache.
pub(crate) const STRIP: usize = 16;

/// What fills the next row.
pub(crate) type NextRow<'r> = Box<dyn FnMut(&mut [u8]) -> Result<(), Error> + 'r>;

/// The planes of a picture that comes in rows.
pub(crate) struct Rows<'r> {
    next: NextRow<'r>,
    channels: Channels,
    /// Whether colours are multiplied by their alpha.
    is_mixed: bool,
    width: usize,
    height: usize,
    /// Rows that have come.
    done: usize,
    row: Vec<u8>,
    planes: Vec<Vec<u8>>,
}

/// How many samples a pixel has. Of two and of four, the last is alpha, unless they are inks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channels {
    One,
    Two,
    Three,
    Four,
    Inks,
}

impl Channels {
    pub(crate) fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four | Self::Inks => 4,
        }
    }

    pub(crate) fn have_alpha(self) -> bool {
        matches!(self, Self::Two | Self::Four)
    }

    pub(crate) fn are_grey(self) -> bool {
        matches!(self, Self::One | Self::Two)
    }
}

impl<'r> Rows<'r> {
    pub(crate) fn new(
        (width, height): (usize, usize),
        channels: Channels,
        needed: Needed,
        next: NextRow<'r>,
    ) -> Self {
        let is_mixed = needed.is_mixed;
        let count = channels.count();
        let planes = vec![vec![0; width * STRIP.min(height)]; count];
        let row = vec![0; width * count];
        Self { next, channels, is_mixed, width, height, done: 0, row, planes }
    }
}

impl Rows<'_> {
    /// Colours that will be mixed are multiplied by their alpha, so that what cannot be seen does not come to
    /// light beside what can.
    fn is_multiplied(&self) -> bool {
        self.is_mixed && self.channels.have_alpha()
    }
}

impl Strips for Rows<'_> {
    fn count(&self) -> usize {
        self.planes.len()
    }

    fn size(&self, _plane: usize) -> (usize, usize) {
        (self.width, self.height)
    }

    fn next(&mut self) -> Result<Option<Vec<View<'_>>>, Error> {
        let (width, height) = (self.width, STRIP.min(self.height - self.done));
        let is_multiplied = self.is_multiplied();
        for y in 0..height {
            (self.next)(&mut self.row)?;
            let mut lines: Vec<_> =
                self.planes.iter_mut().map(|plane| &mut plane[y * width..][..width]).collect();
            spread(&self.row, self.channels, &mut lines);
            if let (true, Some((alpha, colours))) = (is_multiplied, lines.split_last_mut()) {
                colours.iter_mut().for_each(|line| multiply(line, alpha));
            }
        }
        self.done += height;
        let views: Option<Vec<_>> =
            self.planes.iter().map(|plane| View::new(plane, width, width, height)).collect();
        Ok(views)
    }
}

/// One row to one row of each plane.
fn spread(row: &[u8], channels: Channels, lines: &mut [&mut [u8]]) {
    match (channels, lines) {
        (Channels::One, [grey]) => grey.copy_from_slice(row),
        (Channels::Two, [grey, alpha]) => {
            put_asunder(row, [&mut **grey, &mut **alpha]);
        }
        (Channels::Three, [red, green, blue]) => {
            put_asunder(row, [&mut **red, &mut **green, &mut **blue]);
        }
        (Channels::Four | Channels::Inks, [red, green, blue, alpha]) => {
            put_asunder(row, [&mut **red, &mut **green, &mut **blue, &mut **alpha]);
        }
        _ => unreachable!("there are as many planes as channels"),
    }
}

/// Refuses a picture whose rows take more than they may: a strip of four planes, a row of four samples, and a
/// row as it is stored, of four samples of two bytes each.
pub(crate) fn afford(source: &Source, memory: u64) -> Result<(), Error> {
    let rows = STRIP.min(source.height.get() as usize) as u64;
    afford_bytes(u64::from(source.width.get()).saturating_mul(4 * rows + 4 + 8), memory)
}

pub(crate) fn afford_bytes(found: u64, memory: u64) -> Result<(), Error> {
    if found > memory { Err(too_much(found, memory)) } else { Ok(()) }
}

pub(crate) fn too_much(found: u64, most: u64) -> Error {
    Refusal::TooMuch { of: "bytes of memory", most, found }.into()
}

/// A sample of 16 bits becomes the nearest of 8.
pub(crate) fn narrowed(sample: u16) -> u8 {
    ((u32::from(sample) * 255 + 32_895) >> 16) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_bits_are_rounded_to_eight() {
        for value in 0..=u16::MAX {
            assert_eq!(narrowed(value), (f64::from(value) / 257.0).round() as u8, "{value}");
        }
    }

    #[test]
    fn rows_come_in_planes() {
        for (channels, meant) in [
            (Channels::One, vec![vec![10, 20]]),
            (Channels::Two, vec![vec![8], vec![200]]),
            (Channels::Three, vec![vec![10], vec![20], vec![30]]),
            (Channels::Four, vec![vec![5], vec![10], vec![15], vec![128]]),
            (Channels::Inks, vec![vec![10], vec![20], vec![30], vec![128]]),
        ] {
            let row: &[u8] = match channels {
                Channels::One => &[10, 20],
                Channels::Two => &[10, 200],
                Channels::Three => &[10, 20, 30],
                Channels::Four | Channels::Inks => &[10, 20, 30, 128],
            };
            let width = row.len() / channels.count();
            let mut came = 0;
            let next: NextRow<'_> = Box::new(|line| {
                came += 1;
                line.copy_from_slice(row);
                Ok(())
            });
            let size = (width, 18);
            let needed = Needed { luma: size, chroma: size, luma_only: false, is_mixed: true };
            let mut rows = Rows::new(size, channels, needed, next);
            let mut heights = Vec::new();
            while let Some(views) = rows.next().unwrap() {
                heights.push(views[0].height());
                for (view, meant) in views.iter().zip(&meant) {
                    assert!(view.rows().all(|row| row == meant), "{channels:?}");
                }
            }
            drop(rows);
            assert_eq!((came, heights), (18, vec![16, 2]));
        }
    }
}
