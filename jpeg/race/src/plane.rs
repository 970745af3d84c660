//! The samples of one component.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plane {
    pub(crate) samples: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Plane {
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        &self.samples[y * self.width..][..self.width]
    }

    /// The upper left corner, moved together where it lies: a second picture in memory would cost more.
    pub(crate) fn cropped(mut self, width: usize, height: usize) -> Self {
        if width < self.width {
            for y in 1..height {
                self.samples.copy_within(y * self.width..y * self.width + width, y * width);
            }
        }
        self.samples.truncate(width * height);
        Self { width, height, ..self }
    }

    /// Each sample the mean of the samples that it stands for, the nearest whole ones.
    pub(crate) fn reduced(&self, width: usize, height: usize) -> Self {
        let part =
            |i: usize, parts: usize, whole: usize| i * whole / parts..(i + 1) * whole / parts;
        let columns = (0..width).map(|x| part(x, width, self.width)).collect::<Vec<_>>();
        let rows = (0..height).map(|y| part(y, height, self.height)).collect::<Vec<_>>();
        self.means(&columns, &rows)
    }

    /// Each sample the mean of a square; squares at the right and the bottom may be cut short.
    pub(crate) fn box_reduced(&self, factor: usize) -> Self {
        let parts = |whole: usize| {
            let part = |start: usize| start..(start + factor).min(whole);
            (0..whole).step_by(factor).map(part).collect::<Vec<_>>()
        };
        self.means(&parts(self.width), &parts(self.height))
    }

    fn means(&self, columns: &[Range<usize>], rows: &[Range<usize>]) -> Self {
        let mean = |rows: &Range<usize>, columns: &Range<usize>| {
            let samples = rows.clone().flat_map(|y| &self.row(y)[columns.clone()]);
            let sum = samples.map(|&sample| u64::from(sample)).sum::<u64>();
            let count = (rows.len() * columns.len()) as u64;
            ((sum + count / 2) / count) as u8
        };
        let samples =
            rows.iter().flat_map(|rows| columns.iter().map(move |columns| mean(rows, columns)));
        Self { samples: samples.collect(), width: columns.len(), height: rows.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_that_is_cut_short_is_a_mean_of_what_is_left() {
        let plane = Plane { samples: vec![1, 3, 10, 5, 7, 20], width: 3, height: 2 };
        let expected = Plane { samples: vec![4, 15], width: 2, height: 1 };
        assert_eq!(plane.box_reduced(2), expected);
    }

    #[test]
    fn a_corner_keeps_its_rows() {
        let plane = Plane { samples: vec![1, 2, 3, 4, 5, 6, 7, 8, 9], width: 3, height: 3 };
        let expected = Plane { samples: vec![1, 2, 4, 5], width: 2, height: 2 };
        assert_eq!(plane.cropped(2, 2), expected);
    }
}
