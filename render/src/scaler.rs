//! Scaling one plane of samples, row by row: Lanczos, three lobes.
//!
//! The part of the source that is scaled may begin and end anywhere, also outside of it, so planes of
//! different sizes keep to one geometry.

use crate::route::Area;
use std::f64::consts::PI;
use std::ops::Range;

/// Bits behind the point of a weight.
const WEIGHT: u32 = 15;
/// Bits behind the point of a sample between the two passes.
const FRACTION: u32 = 6;
/// Lobes of the kernel on each side.
const LOBES: f64 = 3.0;

/// How a plane is scaled.
pub(crate) struct Scaler {
    across: Taps,
    down: Taps,
    /// A row of the result's height and the source's width.
    line: Vec<i16>,
}

impl Scaler {
    /// For an `area` of a plane of so many samples, which becomes one of that `size`.
    pub(crate) fn new(area: Area, plane: (usize, usize), size: (usize, usize)) -> Self {
        Self {
            across: Taps::new(area.x, area.width, plane.0, size.0),
            down: Taps::new(area.y, area.height, plane.1, size.1),
            line: vec![0; plane.0],
        }
    }

    /// Makes a row of the result. `source` gives the rows of the plane.
    pub(crate) fn row<'s>(&mut self, y: usize, source: impl Fn(usize) -> &'s [u8], out: &mut [u8]) {
        let (first, weights) = self.down.at(y);
        let used = self.across.used.clone();
        let line = &mut self.line[used.clone()];
        line.fill(0);
        for (row, &weight) in weights.iter().enumerate() {
            add(line, &source(first + row)[used.clone()], weight);
        }
        for (x, sample) in out.iter_mut().enumerate() {
            let (first, weights) = self.across.at(x);
            *sample = weighed(&self.line[first..first + weights.len()], weights);
        }
    }
}

/// Adds a row of samples, times a weight.
fn add(line: &mut [i16], row: &[u8], weight: i16) {
    for (sum, &sample) in line.iter_mut().zip(row) {
        *sum = sum.wrapping_add(product(i16::from(sample) << FRACTION, weight));
    }
}

/// A sample times a weight, rounded.
fn product(sample: i16, weight: i16) -> i16 {
    ((((i32::from(sample) * i32::from(weight)) >> (WEIGHT - 1)) + 1) >> 1) as i16
}

/// The sample that is the sum of weighted ones.
fn weighed(samples: &[i16], weights: &[i16]) -> u8 {
    let products = samples.iter().zip(weights).map(|(&a, &b)| i32::from(a) * i32::from(b));
    let sum = products.sum::<i32>() + (1 << (WEIGHT + FRACTION - 1));
    (sum >> (WEIGHT + FRACTION)).clamp(0, 255) as u8
}

/// For each sample of a result, the samples of the source that count, and how much.
struct Taps {
    /// Where the first one is, and where its weights end in the list.
    places: Vec<(usize, usize)>,
    weights: Vec<i16>,
    /// All samples of the source that count somewhere.
    used: Range<usize>,
}

impl Taps {
    /// For `length` samples of a source of `count`, from `start` on, which become `size`.
    fn new(start: f64, length: f64, count: usize, size: usize) -> Self {
        let step = length / size as f64;
        // Where the result is smaller, the kernel is as much wider.
        let stretch = step.max(1.0);
        let mut taps =
            Self { places: Vec::with_capacity(size), weights: Vec::new(), used: count..0 };
        let mut shares = Vec::new();
        for centre in (0..size).map(|x| start + (x as f64 + 0.5) * step) {
            // What lies outside of the source looks like its edge.
            let centre = centre.clamp(0.5, count as f64 - 0.5);
            let reach = LOBES * stretch;
            let first = (centre - reach).floor().max(0.0) as usize;
            let end = ((centre + reach).ceil() as usize).min(count);
            shares.clear();
            shares.extend((first..end).map(|at| lanczos((at as f64 + 0.5 - centre) / stretch)));
            taps.push(first, &shares);
        }
        taps
    }

    /// Takes the weights of the next sample of the result, in shares of their sum.
    fn push(&mut self, first: usize, shares: &[f64]) {
        let sum: f64 = shares.iter().sum();
        let one = f64::from(1u32 << WEIGHT);
        let begin = self.weights.len();
        let rounded = |share: &f64| (share / sum * one).round().min(f64::from(i16::MAX)) as i16;
        let before = shares.iter().take_while(|share| rounded(share) == 0).count();
        self.weights.extend(shares[before..].iter().map(rounded));
        let after = self.weights[begin..].iter().rev().take_while(|weight| **weight == 0).count();
        self.weights.truncate(self.weights.len() - after);
        // What rounding has added or lost goes where it matters least.
        let list = &mut self.weights[begin..];
        let off = (1i32 << WEIGHT) - list.iter().copied().map(i32::from).sum::<i32>();
        if let Some(largest) = list.iter_mut().max() {
            *largest = (i32::from(*largest) + off).min(i16::MAX.into()) as i16;
        }
        let first = first + before;
        let end = first + list.len();
        self.used = self.used.start.min(first)..self.used.end.max(end);
        self.places.push((first, self.weights.len()));
    }

    fn at(&self, index: usize) -> (usize, &[i16]) {
        let (first, end) = self.places[index];
        let begin = index.checked_sub(1).map_or(0, |before| self.places[before].1);
        (first, &self.weights[begin..end])
    }
}

/// The kernel: a wave that a wider one fades out.
fn lanczos(x: f64) -> f64 {
    match x.abs() {
        0.0 => 1.0,
        x if x < LOBES => sinc(x) * sinc(x / LOBES),
        _ => 0.0,
    }
}

fn sinc(x: f64) -> f64 {
    (PI * x).sin() / (PI * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaled(samples: &[&[u8]], area: Area, size: (usize, usize)) -> Vec<Vec<u8>> {
        let plane = (samples[0].len(), samples.len());
        let mut scaler = Scaler::new(area, plane, size);
        let mut rows = vec![vec![0; size.0]; size.1];
        for (y, row) in rows.iter_mut().enumerate() {
            scaler.row(y, |y| samples[y], row);
        }
        rows
    }

    #[test]
    fn what_has_its_size_already_stays_as_it_is() {
        let samples: [&[u8]; 3] = [&[0, 255, 3, 7], &[1, 2, 250, 9], &[90, 80, 70, 60]];
        let same = scaled(&samples, Area::of((4, 3)), (4, 3));
        assert_eq!(same, samples);
        let part = Area { x: 1.0, y: 1.0, width: 2.0, height: 2.0 };
        assert_eq!(scaled(&samples, part, (2, 2)), [[2, 250], [80, 70]]);
    }

    #[test]
    fn one_colour_stays_one_at_every_size() {
        for value in [0u8, 1, 127, 254, 255] {
            let row = vec![value; 37];
            let samples: Vec<&[u8]> = vec![&row; 23];
            for size in [(1, 1), (5, 7), (36, 22), (37, 23), (64, 41), (100, 3)] {
                for area in [
                    Area::of((37, 23)),
                    Area { x: 3.3, y: 1.7, width: 20.1, height: 9.9 },
                    Area { x: -1.0, y: -1.0, width: 40.0, height: 26.0 },
                ] {
                    let found = scaled(&samples, area, size);
                    assert!(found.iter().flatten().all(|&sample| sample == value), "{size:?}");
                }
            }
        }
    }

    /// The middle of mass of an edge does not move, wherever the area begins.
    #[test]
    fn an_edge_stays_where_it_is() {
        let row: Vec<u8> = (0..400).map(|x| if x < 200 { 0 } else { 255 }).collect();
        let samples: Vec<&[u8]> = vec![&row; 8];
        for (x, width, size) in [(0.0, 400.0, 100), (0.5, 399.0, 133), (100.25, 150.5, 50)] {
            let area = Area { x, y: 0.0, width, height: 8.0 };
            let found = scaled(&samples, area, (size, 2));
            let dark = found[0].iter().map(|&v| 1.0 - f64::from(v) / 255.0).sum::<f64>();
            let meant = (200.0 - x) * size as f64 / width;
            assert!((dark - meant).abs() < 0.06, "{dark} is not {meant}");
        }
    }
}
