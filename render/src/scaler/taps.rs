//! Taps: which samples of a source make one of the result, and how much of it each makes.

use super::WEIGHT;
use std::f64::consts::PI;
use std::ops::Range;

/// Lobes of the kernel on each side.
const LOBES: f64 = 3.0;

/// For each sample of a result, the samples of the source that count, and how much.
pub(super) struct Taps {
    /// Where the first one is, and where its weights end in the list.
    places: Vec<(usize, usize)>,
    weights: Vec<i16>,
    /// All samples of the source that count somewhere.
    used: Range<usize>,
}

impl Taps {
    /// For `length` samples of a source of `count`, from `start` on, which become `size`.
    pub(super) fn new(start: f64, length: f64, count: usize, size: usize) -> Self {
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
            let from = (first as f64 + 0.5 - centre) / stretch;
            shares.extend(Lanczos::from(from, 1.0 / stretch).take(end - first));
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

    /// The samples of the source that count somewhere.
    pub(super) fn used(&self) -> Range<usize> {
        self.used.clone()
    }

    /// The samples of the result.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }

    /// What makes sample number `index` of the result.
    #[inline(always)]
    pub(super) fn of(&self, index: usize) -> Tap<'_> {
        let (first, end) = self.places[index];
        let begin = index.checked_sub(1).map_or(0, |before| self.places[before].1);
        Tap { first, weights: &self.weights[begin..end] }
    }
}

/// The kernel, a wave that a wider one fades out, at places that follow each other at one distance. A wave's
/// next value is had by turning a pointer, which costs a twentieth of a sine.
struct Lanczos {
    at: f64,
    step: f64,
    wave: Pointer,
    fading: Pointer,
}

impl Lanczos {
    fn from(at: f64, step: f64) -> Self {
        let (wave, fading) = (PI, PI / LOBES);
        Self {
            at,
            step,
            wave: Pointer::new(wave * at, wave * step),
            fading: Pointer::new(fading * at, fading * step),
        }
    }
}

impl Iterator for Lanczos {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        let (at, wave, fading) = (self.at, self.wave.turn(), self.fading.turn());
        self.at += self.step;
        Some(match at.abs() {
            // Nearer to the middle the quotient is 1 to the last digit, or nothing divided by nothing.
            0.0..1e-8 => 1.0,
            far if far < LOBES => wave * fading * LOBES / (PI * PI * at * at),
            _ => 0.0,
        })
    }
}

/// A pointer that turns by one angle.
struct Pointer {
    sine: f64,
    cosine: f64,
    by: (f64, f64),
}

impl Pointer {
    fn new(angle: f64, by: f64) -> Self {
        let (sine, cosine) = angle.sin_cos();
        Self { sine, cosine, by: by.sin_cos() }
    }

    /// Its sine before it is turned.
    fn turn(&mut self) -> f64 {
        let (sine, cosine) = (self.sine, self.cosine);
        self.sine = sine * self.by.1 + cosine * self.by.0;
        self.cosine = cosine * self.by.1 - sine * self.by.0;
        sine
    }
}

/// The samples of a source that count for one of the result, and how much.
pub(super) struct Tap<'t> {
    pub(super) first: usize,
    pub(super) weights: &'t [i16],
}

impl Tap<'_> {
    pub(super) fn range(&self) -> Range<usize> {
        self.first..self.first + self.weights.len()
    }

    /// The same in a source that begins later.
    pub(super) fn behind(self, first: usize) -> Self {
        Self { first: self.first - first, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_is_what_its_formula_says() {
        let sinc = |x: f64| if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) };
        for (from, step) in [(-3.0, 0.25), (-2.97, 0.013), (-0.5, 1.0), (-3.2, 0.1), (0.0, 0.7)] {
            for (index, found) in Lanczos::from(from, step).take(500).enumerate() {
                let x = from + index as f64 * step;
                let meant = if x.abs() < LOBES { sinc(x) * sinc(x / LOBES) } else { 0.0 };
                assert!((found - meant).abs() < 1e-7, "{x}: {found}, not {meant}");
            }
        }
    }
}
