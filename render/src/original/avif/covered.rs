//! Pictures that something shines through: red, green and blue, and alpha behind them, some rows at a time.

use super::planes::Planes;
use crate::colour::Matrix;
use crate::error::Error;
use crate::original::rows::STRIP;
use crate::original::{Model, Strips};
use crate::plane::Plane;
use crate::probe::avif::{Avif, Layout};
use sizewise::Region;
use sizewise_jpeg::View;

pub(super) struct Covered {
    colours: Planes,
    alpha: Plane,
    /// What makes red, green and blue of the colours, if they are something else.
    matrix: Option<Matrix>,
    shown: Region,
    /// What is to be done to colours because of alpha.
    change: Change,
    /// Rows that have come.
    done: usize,
    strip: Vec<Plane>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    Multiplied,
    Divided,
}

impl Covered {
    pub(super) fn new(colours: Planes, alpha: Planes, file: &Avif<'_>, is_mixed: bool) -> Self {
        let matrix = match file.model {
            Model::Ycc(_, matrix) => Some(matrix),
            _ => None,
        };
        let change = match (file.is_multiplied, is_mixed) {
            (false, true) => Change::Multiplied,
            (true, false) => Change::Divided,
            _ => Change::None,
        };
        let alpha = alpha.planes.into_iter().next();
        let alpha = alpha.expect("of alpha one plane has been asked");
        Self { colours, alpha, matrix, shown: file.shown, change, done: 0, strip: Vec::new() }
    }

    /// Some rows of red, green, blue and alpha.
    fn rows(&self, top: usize, height: usize) -> Vec<Plane> {
        let left = self.shown.x as usize;
        let part = |plane: &Plane| part(plane, (left, top), (self.shown.width as usize, height));
        let alpha = part(&self.alpha);
        let planes = &self.colours.planes;
        let mut rows = match (self.matrix, &planes[..]) {
            (Some(matrix), [luma, first, second]) => {
                let layout = self.colours.layout;
                let chroma = [first, second].map(|plane| {
                    let size = (luma.width, luma.height);
                    part_of_chroma(plane, layout, size, (left, top), (alpha.width, height))
                });
                matrix.rgb(part(luma), chroma).into()
            }
            _ => planes.iter().map(part).collect::<Vec<_>>(),
        };
        for plane in &mut rows {
            match self.change {
                Change::None => {}
                Change::Multiplied => plane.multiply_by(&alpha),
                Change::Divided => plane.divide_by(&alpha),
            }
        }
        rows.push(alpha);
        rows
    }
}

impl Strips for Covered {
    fn count(&self) -> usize {
        self.colours.planes.len() + 1
    }

    fn size(&self, _plane: usize) -> (usize, usize) {
        (self.shown.width as usize, self.shown.height as usize)
    }

    fn next(&mut self) -> Result<Option<Vec<View<'_>>>, Error> {
        let height = STRIP.min(self.shown.height as usize - self.done);
        if height == 0 {
            return Ok(None);
        }
        self.strip = self.rows(self.shown.y as usize + self.done, height);
        self.done += height;
        Ok(self.strip.iter().map(Plane::view).collect())
    }
}

/// A part of a plane.
fn part(plane: &Plane, (left, top): (usize, usize), (width, height): (usize, usize)) -> Plane {
    let rows = plane.rows().skip(top).take(height);
    let samples = rows.flat_map(|row| &row[left..left + width]).copied().collect();
    Plane { samples, width, height }
}

/// A part of a plane of chroma, made as large as luma, which is `size`: between the middles of samples lie
/// straight lines.
fn part_of_chroma(
    plane: &Plane,
    layout: Layout,
    size: (usize, usize),
    (left, top): (usize, usize),
    (width, height): (usize, usize),
) -> Plane {
    let (is_narrow, is_low) = (layout.shares().0 > 1, layout.shares().1 > 1);
    let columns: Vec<_> = (left..left + width).map(|x| neighbours(x, size.0, is_narrow)).collect();
    let mut samples = Vec::with_capacity(width * height);
    for y in top..top + height {
        let (near, far) = neighbours(y, size.1, is_low);
        let [near, far] = [near, far].map(|y| &plane.samples[y * plane.width..][..plane.width]);
        let mixed = |x: usize| 3 * u16::from(near[x]) + u16::from(far[x]);
        let sample = |&(near, far): &(usize, usize)| (3 * mixed(near) + mixed(far) + 8) / 16;
        samples.extend(columns.iter().map(|column| sample(column) as u8));
    }
    Plane { samples, width, height }
}

/// The sample of chroma that one of luma lies on, and the next beside it.
fn neighbours(place: usize, length: usize, is_half: bool) -> (usize, usize) {
    if !is_half {
        return (place, place);
    }
    let (near, last) = (place / 2, length.div_ceil(2) - 1);
    let far = if place.is_multiple_of(2) { near.saturating_sub(1) } else { (near + 1).min(last) };
    (near, far)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chroma_lies_between_its_samples() {
        let plane = Plane { samples: vec![0, 160, 80, 80, 240, 160], width: 3, height: 2 };
        let large = part_of_chroma(&plane, Layout::Quarters, (5, 4), (0, 0), (5, 4));
        let first: &[u8] = &[0, 40, 120, 140, 100];
        assert_eq!(&large.samples[..5], first);
        let second: Vec<u8> = first.iter().map(|sample| sample + 20).collect();
        assert_eq!(&large.samples[5..10], second);
        let wide = part_of_chroma(&plane, Layout::Halves, (5, 2), (1, 1), (3, 1));
        assert_eq!(wide.samples, [120, 200, 220]);
        let same = part_of_chroma(&plane, Layout::Full, (3, 2), (0, 0), (3, 2));
        assert_eq!(same, plane);
    }
}
