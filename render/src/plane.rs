//! A plane: the samples of one channel.

use crate::scaler::ONE;
use crate::wide::widely;
use sizewise::Turn;
use sizewise_jpeg::View;

/// The samples of one channel, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plane<S = u8> {
    pub(crate) samples: Vec<S>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl<S: Copy> Plane<S> {
    /// All of one value.
    pub(crate) fn filled(width: usize, height: usize, value: S) -> Self {
        Self { samples: vec![value; width * height], width, height }
    }
}

impl Plane {
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

    /// The plane with every sample replaced by what a table has for it.
    pub(crate) fn mapped(mut self, table: [u8; 256]) -> Self {
        self.samples.iter_mut().for_each(|sample| *sample = table[usize::from(*sample)]);
        self
    }

    /// What is left of each sample to 255.
    pub(crate) fn inverted(mut self) -> Self {
        self.samples.iter_mut().for_each(|sample| *sample = 255 - *sample);
        self
    }

    /// Undoes that samples were multiplied by alpha. Where nothing is seen, there is nothing to undo.
    pub(crate) fn divide_by(&mut self, alpha: &Self) {
        for (sample, &alpha) in self.samples.iter_mut().zip(&alpha.samples) {
            if alpha < 255 {
                let (value, alpha) = (u32::from(*sample), u32::from(alpha.max(1)));
                *sample = ((value * 255 + alpha / 2) / alpha).min(255) as u8;
            }
        }
    }

    /// What cannot be seen at all becomes black, so that it stays hidden and needs no room in a file.
    pub(crate) fn clear_where_hidden(&mut self, alpha: &Self) {
        for (sample, &alpha) in self.samples.iter_mut().zip(&alpha.samples) {
            *sample = if alpha == 0 { 0 } else { *sample };
        }
    }

    /// Multiplies samples by alpha.
    pub(crate) fn multiply_by(&mut self, alpha: &Self) {
        multiply(&mut self.samples, &alpha.samples);
    }

    /// The plane where alpha covers what is behind it, which is all of one value.
    pub(crate) fn over(mut self, value: u8, alpha: &Self) -> Self {
        for (sample, &alpha) in self.samples.iter_mut().zip(&alpha.samples) {
            let (above, below) = (u32::from(*sample), u32::from(value));
            let alpha = u32::from(alpha);
            *sample = ((above * alpha + below * (255 - alpha) + 127) / 255) as u8;
        }
        self
    }

    /// Half as wide and half as high: of every four samples their mean, in which those count more that are
    /// seen better.
    pub(crate) fn halved(&self, alpha: Option<&Self>) -> Self {
        let (width, height) = (self.width.div_ceil(2), self.height.div_ceil(2));
        let mut halves = Self::filled(width, height, 0);
        for (y, half) in halves.rows_mut().enumerate() {
            let rows = [2 * y, (2 * y + 1).min(self.height - 1)];
            let lines = rows.map(|row| &self.samples[row * self.width..][..self.width]);
            match alpha {
                None => halve(lines, half),
                Some(alpha) => {
                    let alpha = rows.map(|row| &alpha.samples[row * self.width..][..self.width]);
                    halve_seen(lines, alpha, half);
                }
            }
        }
        halves
    }

    /// Twice as wide and twice as high, less what a size has not.
    pub(crate) fn doubled(&self, (width, height): (usize, usize)) -> Self {
        let mut samples = Vec::with_capacity(width * height);
        for y in 0..height {
            let row = &self.samples[y / 2 * self.width..][..self.width];
            samples.extend(row.iter().flat_map(|&sample| [sample; 2]).take(width));
        }
        Self { samples, width, height }
    }

    /// Lays another plane onto this one.
    pub(crate) fn lay(&mut self, other: &Self, (x, y): (usize, usize)) {
        for (line, row) in self.rows_mut().skip(y).zip(other.rows()) {
            line[x..x + row.len()].copy_from_slice(row);
        }
    }
}

impl Plane<i16> {
    /// Deep samples rounded to bytes.
    pub(crate) fn rounded(self) -> Plane {
        let mut plane = Plane::filled(self.width, self.height, 0);
        widely(|| {
            for (rounded, &sample) in plane.samples.iter_mut().zip(&self.samples) {
                *rounded = (sample.saturating_add(ONE / 2) / ONE).clamp(0, 255) as u8;
            }
        });
        plane
    }

    /// The same of colours that were multiplied by alpha, which is undone. Where both swing beyond what can
    /// be, as they do beside an edge, they are brought back together, so that what is left has the colour
    /// that it had. Before they are divided they are rounded: nobody sees finer steps of what is hardly seen,
    /// but they would fill a file.
    pub(crate) fn divided_by(self, alpha: &Self) -> Plane {
        let mut plane = Plane::filled(self.width, self.height, 0);
        widely(|| {
            let samples = self.samples.iter().zip(&alpha.samples);
            for (divided, (&sample, &alpha)) in plane.samples.iter_mut().zip(samples) {
                let (sample, alpha) = (f32::from(sample), f32::from(alpha));
                let (one, most) = (f32::from(ONE), 255.0 * f32::from(ONE));
                let back = if alpha > most { most / alpha } else { 1.0 };
                let seen = (sample * back / one + 0.5).max(0.0) as i32 as f32;
                let covers = (alpha / one + 0.5).clamp(1.0, 255.0) as i32 as f32;
                *divided = (seen * 255.0 / covers + 0.5).min(255.0) as i32 as u8;
            }
        });
        plane
    }
}

/// Multiplies samples by alpha.
pub(crate) fn multiply(samples: &mut [u8], alpha: &[u8]) {
    widely(|| {
        for (sample, &alpha) in samples.iter_mut().zip(alpha) {
            *sample = share(*sample, alpha);
        }
    });
}

/// So many parts of 255 of a value, rounded.
#[inline(always)]
fn share(value: u8, of: u8) -> u8 {
    let product = u16::from(value) * u16::from(of) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

fn halve([above, below]: [&[u8]; 2], halved: &mut [u8]) {
    let (pairs, last) = above.as_chunks();
    let (pairs_below, last_below) = below.as_chunks();
    widely(|| {
        for (half, (&[a, b], &[c, d])) in halved.iter_mut().zip(pairs.iter().zip(pairs_below)) {
            let sum = u16::from(a) + u16::from(b) + u16::from(c) + u16::from(d);
            *half = ((sum + 2) / 4) as u8;
        }
    });
    if let (&[a], &[b], Some(half)) = (last, last_below, halved.last_mut()) {
        *half = (u16::from(a) + u16::from(b)).div_ceil(2) as u8;
    }
}

fn halve_seen(lines: [&[u8]; 2], alpha: [&[u8]; 2], halved: &mut [u8]) {
    let width = lines[0].len();
    for (half, left) in halved.iter_mut().zip((0..width).step_by(2)) {
        let right = (left + 1).min(width - 1);
        let places = [(0, left), (0, right), (1, left), (1, right)];
        // Where nothing is seen at all, each counts as much as the others.
        let weight = |(line, x): (usize, usize)| 1 + 255 * u32::from(alpha[line][x]);
        let all: u32 = places.into_iter().map(weight).sum();
        let sum: u32 =
            places.into_iter().map(|(line, x)| u32::from(lines[line][x]) * weight((line, x))).sum();
        *half = ((sum + all / 2) / all) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded() {
        for value in 0..=255u8 {
            for of in 0..=255u8 {
                let exact = f64::from(value) * f64::from(of) / 255.0;
                assert_eq!(share(value, of), exact.round() as u8, "{value} {of}");
            }
        }
    }

    #[test]
    fn what_is_not_seen_does_not_count_in_a_half() {
        let plane = Plane { samples: vec![10, 20, 30, 41, 50, 60], width: 3, height: 2 };
        assert_eq!(plane.halved(None).samples, [30, 45]);
        let alpha = Plane { samples: vec![0, 255, 0, 0, 0, 0], width: 3, height: 2 };
        assert_eq!(plane.halved(Some(&alpha)).samples, [20, 45]);
        assert_eq!(plane.doubled((5, 3)).samples[5..], [10, 10, 20, 20, 30, 41, 41, 50, 50, 60]);
    }

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
