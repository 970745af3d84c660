//! Planes that become very small: whole blocks of samples become their mean as they come, and only what is
//! left is scaled.
//!
//! A weight of the scaler has 15 bits. One of thousands of samples would be no more than a few of them, and what
//! rounding takes from each would add up to a colour that is another one.

use crate::route::Area;
use sizewise_jpeg::View;

/// How many times as large as the result a plane still is when it is scaled, at least: what the kernel blurs
/// away is more than what blocks blur.
const LEFT: f64 = 4.0;

/// A plane that is made smaller by whole factors.
pub(crate) struct Shrink {
    /// Samples of a block across and down.
    block: (usize, usize),
    plane: (usize, usize),
    /// Sums of the row of blocks that is on its way, and how many of its rows have come.
    sums: Vec<u64>,
    rows: usize,
    /// Rows of the plane that have come.
    came: usize,
}

impl Shrink {
    /// For an `area` of a plane of so many samples, which becomes one of that `size`.
    pub(crate) fn new(area: Area, plane: (usize, usize), size: (usize, usize)) -> Self {
        let factor =
            |length: f64, size: usize| (length / size as f64 / LEFT).floor().max(1.0) as usize;
        let block = (factor(area.width, size.0), factor(area.height, size.1));
        let sums = vec![0; plane.0.div_ceil(block.0)];
        Self { block, plane, sums, rows: 0, came: 0 }
    }

    /// Width and height of what comes out.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.plane.0.div_ceil(self.block.0), self.plane.1.div_ceil(self.block.1))
    }

    /// Where an area of the plane lies in what comes out.
    pub(crate) fn area(&self, area: Area) -> Area {
        area.scaled(1.0 / self.block.0 as f64, 1.0 / self.block.1 as f64)
    }

    /// Takes the next rows, and appends those that come out.
    pub(crate) fn take(&mut self, strip: View<'_>, out: &mut Vec<u8>) {
        for row in strip.rows() {
            if self.block == (1, 1) {
                out.extend_from_slice(row);
            } else {
                self.add(row, out);
            }
        }
    }

    fn add(&mut self, row: &[u8], out: &mut Vec<u8>) {
        for (sum, block) in self.sums.iter_mut().zip(row.chunks(self.block.0)) {
            *sum += block.iter().map(|&sample| u64::from(sample)).sum::<u64>();
        }
        self.rows += 1;
        self.came += 1;
        // The last blocks may be smaller, on either side.
        if self.rows == self.block.1 || self.came == self.plane.1 {
            let (width, rows) = (self.plane.0, self.rows);
            let places = (0..width).step_by(self.block.0);
            let counts = places.map(|left| self.block.0.min(width - left) * rows);
            let means = self.sums.iter_mut().zip(counts).map(|(sum, count)| {
                let count = count as u64;
                ((std::mem::take(sum) + count / 2) / count) as u8
            });
            out.extend(means);
            self.rows = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_their_means() {
        let samples: Vec<u8> = (0..9 * 5).collect();
        let view = View::new(&samples, 9, 9, 5).unwrap();
        let mut shrink = Shrink::new(Area::of((9, 5)), (9, 5), (1, 1));
        assert_eq!(shrink.size(), (5, 5));
        let mut out = Vec::new();
        shrink.take(view, &mut out);
        // Each is the mean of two numbers that follow each other, rounded up; the last stands alone.
        let row = |first: u8| [1, 3, 5, 7, 8].map(|x| first + x);
        assert_eq!(out, [0, 9, 18, 27, 36].map(row).concat());
        let mut shrink = Shrink::new(Area::of((1, 65)), (1, 65), (1, 1));
        let mut out = Vec::new();
        for _ in 0..65 {
            shrink.take(View::new(&[200], 1, 1, 1).unwrap(), &mut out);
        }
        assert_eq!((shrink.size(), out), ((1, 5), vec![200; 5]));
    }
}
