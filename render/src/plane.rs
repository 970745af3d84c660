//! A plane: the samples of one channel.

use sizewise::Turn;
use sizewise_jpeg::View;

/// The samples of one channel, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plane {
    pub(crate) samples: Vec<u8>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Plane {
    /// All of one value.
    pub(crate) fn filled(width: usize, height: usize, value: u8) -> Self {
        Self { samples: vec![value; width * height], width, height }
    }

    pub(crate) fn view(&self) -> Option<View<'_>> {
        View::new(&self.samples, self.width, self.width, self.height)
    }

    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [u8]> {
        self.samples.chunks_exact_mut(self.width)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.samples.chunks_exact(self.width)
    }

    /// The plane after a turn.
    pub(crate) fn turned(self, turn: Turn) -> Self {
        let Self { samples, width, height } = self;
        if turn == Turn::NONE {
            return Self { samples, width, height };
        }
        // Where the first sample goes, and by how much one to the right and one down differ from it.
        let size = (width as u32, height as u32);
        let (new_width, new_height) = turn.size(size);
        let place = |x: usize, y: usize| {
            let (x, y) = turn.position((x as u32, y as u32), size);
            y as isize * new_width as isize + x as isize
        };
        let first = place(0, 0);
        let right = if width > 1 { place(1, 0) - first } else { 0 };
        let down = if height > 1 { place(0, 1) - first } else { 0 };
        let mut turned = vec![0; samples.len()];
        for (y, row) in samples.chunks_exact(width).enumerate() {
            let mut at = first + y as isize * down;
            for &sample in row {
                turned[at as usize] = sample;
                at += right;
            }
        }
        Self { samples: turned, width: new_width as usize, height: new_height as usize }
    }

    /// Lays another plane onto this one.
    pub(crate) fn lay(&mut self, other: &Self, (x, y): (usize, usize)) {
        for (line, row) in self.rows_mut().skip(y).zip(other.rows()) {
            line[x..x + row.len()].copy_from_slice(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_goes_where_its_turn_says() {
        for (width, height) in [(3, 2), (1, 4), (5, 1), (1, 1)] {
            let samples: Vec<u8> = (0..width * height).map(|n| n as u8).collect();
            let plane = Plane { samples, width, height };
            for tag in 1..=8 {
                let turn = Turn::upright(tag);
                let turned = plane.clone().turned(turn);
                for y in 0..height {
                    for x in 0..width {
                        let size = (width as u32, height as u32);
                        let (u, v) = turn.position((x as u32, y as u32), size);
                        let found = turned.samples[v as usize * turned.width + u as usize];
                        assert_eq!(found, plane.samples[y * width + x], "{tag}: {x}, {y}");
                    }
                }
            }
        }
    }
}
