//! Rows in which all channels of a pixel stand side by side, put asunder into planes.

use super::Strips;
use crate::error::Error;
use crate::plane::share;
use sizewise_jpeg::View;

/// Rows of a strip: what they are spread over stays in the fast cache.
pub(super) const STRIP: usize = 16;

/// What fills the next row.
pub(super) type NextRow<'r> = Box<dyn FnMut(&mut [u8]) -> Result<(), Error> + 'r>;

/// The planes of a picture that comes in rows.
pub(super) struct Rows<'r> {
    next: NextRow<'r>,
    channels: Channels,
    width: usize,
    height: usize,
    /// Rows that have come.
    done: usize,
    row: Vec<u8>,
    planes: Vec<Vec<u8>>,
}

/// How many samples a pixel has. Of two and of four, the last is alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channels {
    One = 1,
    Two = 2,
    Three = 3,
    Four = 4,
}

impl Channels {
    pub(super) fn have_alpha(self) -> bool {
        matches!(self, Self::Two | Self::Four)
    }

    pub(super) fn are_grey(self) -> bool {
        matches!(self, Self::One | Self::Two)
    }
}

impl<'r> Rows<'r> {
    pub(super) fn new(
        (width, height): (usize, usize),
        channels: Channels,
        next: NextRow<'r>,
    ) -> Self {
        let count = channels as usize;
        let planes = vec![vec![0; width * STRIP.min(height)]; count];
        let row = vec![0; width * count];
        Self { next, channels, width, height, done: 0, row, planes }
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
        for y in 0..height {
            (self.next)(&mut self.row)?;
            let mut lines: Vec<_> =
                self.planes.iter_mut().map(|plane| &mut plane[y * width..][..width]).collect();
            put_asunder(&self.row, self.channels, &mut lines);
        }
        self.done += height;
        let views: Option<Vec<_>> =
            self.planes.iter().map(|plane| View::new(plane, width, width, height)).collect();
        Ok(views)
    }
}

/// One row to one row of each plane. Colours are multiplied by their alpha, so that what cannot be seen
/// does not come to light beside what can.
fn put_asunder(row: &[u8], channels: Channels, lines: &mut [&mut [u8]]) {
    match (channels, lines) {
        (Channels::One, [grey]) => grey.copy_from_slice(row),
        (Channels::Two, [grey, alpha]) => {
            let pixels = row.as_chunks().0;
            for ((&[v, a], grey), alpha) in pixels.iter().zip(&mut **grey).zip(&mut **alpha) {
                (*grey, *alpha) = (share(v, a), a);
            }
        }
        (Channels::Three, [red, green, blue]) => {
            let pixels = row.as_chunks().0.iter();
            let lines = red.iter_mut().zip(&mut **green).zip(&mut **blue);
            for (&[r, g, b], ((red, green), blue)) in pixels.zip(lines) {
                (*red, *green, *blue) = (r, g, b);
            }
        }
        (Channels::Four, [red, green, blue, alpha]) => {
            let pixels = row.as_chunks().0.iter();
            let lines = red.iter_mut().zip(&mut **green).zip(&mut **blue).zip(&mut **alpha);
            for (&[r, g, b, a], (((red, green), blue), alpha)) in pixels.zip(lines) {
                (*red, *green, *blue, *alpha) = (share(r, a), share(g, a), share(b, a), a);
            }
        }
        _ => unreachable!("there are as many planes as channels"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_planes() {
        for (channels, meant) in [
            (Channels::One, vec![vec![10, 20]]),
            (Channels::Two, vec![vec![8], vec![200]]),
            (Channels::Three, vec![vec![10], vec![20], vec![30]]),
            (Channels::Four, vec![vec![5], vec![10], vec![15], vec![128]]),
        ] {
            let row: &[u8] = match channels {
                Channels::One => &[10, 20],
                Channels::Two => &[10, 200],
                Channels::Three => &[10, 20, 30],
                Channels::Four => &[10, 20, 30, 128],
            };
            let width = row.len() / channels as usize;
            let mut came = 0;
            let next: NextRow<'_> = Box::new(|line| {
                came += 1;
                line.copy_from_slice(row);
                Ok(())
            });
            let mut rows = Rows::new((width, 18), channels, next);
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
