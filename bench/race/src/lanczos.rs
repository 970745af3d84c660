//! The reference: a picture as it would look reduced with all care and no thought of time. Lanczos with three lobes, as
//! both sides scale, in 64-bit floats, rounded once at the end.

use crate::line::Shape;
use crate::pixels::Pixels;
use std::f64::consts::PI;

/// Lobes on either side.
const LOBES: f64 = 3.0;

/// What of a row or a column one pixel of the result is made of: where that begins, and how much each counts.
struct Tap {
    start: usize,
    weights: Vec<f64>,
}

/// Red, green and blue of this size. Where things shine through, they are seen on white.
pub(crate) fn reduced(pixels: &Pixels, width: usize, height: usize) -> Pixels {
    let Shape { width: from_width, height: from_height, channels } = pixels.shape;
    let (across, down) = (taps(from_width, width), taps(from_height, height));
    let row = width * channels;
    let mut narrow = vec![0.0; row * from_height];
    let source = pixels.samples.chunks_exact(from_width * channels);
    for (samples, narrow) in source.zip(narrow.chunks_exact_mut(row)) {
        narrow_row(&weighed(samples, channels), &across, channels, narrow);
    }
    let mut samples = Vec::with_capacity(width * height * 3);
    let mut sums = vec![0.0; row];
    for tap in &down {
        sums.fill(0.0);
        for (weight, narrow) in tap.weights.iter().zip(narrow[tap.start * row..].chunks_exact(row))
        {
            sums.iter_mut().zip(narrow).for_each(|(sum, sample)| *sum += weight * sample);
        }
        samples.extend(sums.chunks_exact(channels).flat_map(on_white));
    }
    Pixels { shape: Shape { width, height, channels: 3 }, samples }
}

/// Colours that count as much as they can be seen: what cannot must not bleed into what can.
fn weighed(samples: &[u8], channels: usize) -> Vec<f64> {
    let mut row = samples.iter().map(|&sample| f64::from(sample)).collect::<Vec<_>>();
    if channels == 4 {
        for pixel in row.chunks_exact_mut(4) {
            let alpha = pixel[3] / 255.0;
            pixel[..3].iter_mut().for_each(|sample| *sample *= alpha);
        }
    }
    row
}

fn narrow_row(row: &[f64], taps: &[Tap], channels: usize, narrow: &mut [f64]) {
    for (tap, pixel) in taps.iter().zip(narrow.chunks_exact_mut(channels)) {
        let source = row[tap.start * channels..].chunks_exact(channels);
        for (weight, samples) in tap.weights.iter().zip(source) {
            pixel.iter_mut().zip(samples).for_each(|(sum, sample)| *sum += weight * sample);
        }
    }
}

fn on_white(pixel: &[f64]) -> [u8; 3] {
    let alpha = pixel.get(3).copied().unwrap_or(255.0);
    // A kernel that overshoots may find more than all of a pixel, or less than none of it; its colours come along.
    let seen = alpha.clamp(0.0, 255.0);
    let share = if alpha > 0.0 { seen / alpha } else { 0.0 };
    let over_white = |colour: f64| (colour * share).clamp(0.0, seen) + 255.0 - seen;
    [0, 1, 2].map(|at| over_white(pixel[at]).round() as u8)
}

fn taps(from: usize, to: usize) -> Vec<Tap> {
    // Enlarging is no business of the race, but would be no reason to narrow the kernel.
    let scale = (from as f64 / to as f64).max(1.0);
    let tap = |at: usize| {
        let middle = (at as f64 + 0.5) * from as f64 / to as f64;
        let start = (middle - LOBES * scale).floor().max(0.0) as usize;
        let end = ((middle + LOBES * scale).ceil() as usize).min(from);
        let weight = |sample: usize| kernel((sample as f64 + 0.5 - middle) / scale);
        let weights = (start..end).map(weight).collect::<Vec<_>>();
        let sum = weights.iter().sum::<f64>();
        Tap { start, weights: weights.into_iter().map(|weight| weight / sum).collect() }
    };
    (0..to).map(tap).collect()
}

fn kernel(x: f64) -> f64 {
    let sinc = |x: f64| if x == 0.0 { 1.0 } else { (PI * x).sin() / (PI * x) };
    if x.abs() < LOBES { sinc(x) * sinc(x / LOBES) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(width: usize, height: usize, pixel: impl Fn(usize, usize) -> Vec<u8>) -> Pixels {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let samples = places.flat_map(|(x, y)| pixel(x, y)).collect::<Vec<_>>();
        let channels = samples.len() / (width * height);
        Pixels { shape: Shape { width, height, channels }, samples }
    }

    #[test]
    fn one_colour_stays_one() {
        for (from, to) in [((97, 41), (13, 5)), ((64, 64), (8, 8)), ((10, 10), (10, 10))] {
            let reduced = reduced(&pixels(from.0, from.1, |_, _| vec![12, 200, 255]), to.0, to.1);
            assert_eq!(reduced, pixels(to.0, to.1, |_, _| vec![12, 200, 255]), "{from:?}");
        }
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        let picture = pixels(7, 5, |x, y| vec![(x * 36) as u8, (y * 50) as u8, 9]);
        assert_eq!(reduced(&picture, 7, 5), picture);
    }

    #[test]
    fn an_edge_stays_where_it_is() {
        let edge = pixels(80, 8, |x, _| vec![if x < 40 { 0 } else { 200 }; 3]);
        let row = reduced(&edge, 10, 1).samples;
        let reds = row.iter().step_by(3).copied().collect::<Vec<_>>();
        assert!(reds[..4].iter().all(|&red| red < 20) && reds[6..].iter().all(|&red| red > 180));
        // Mirrored, for the edge is in the middle, as far as 0 to 255 has room for what overshoots.
        assert!((i16::from(reds[4]) + i16::from(reds[5]) - 200).abs() < 20, "{reds:?}");
    }

    #[test]
    fn a_slope_keeps_its_middle() {
        let slope = pixels(81, 3, |x, _| vec![x as u8 * 3; 3]);
        let samples = reduced(&slope, 27, 1).samples;
        assert_eq!(samples[3 * 13], 120);
        assert_eq!(samples[3 * 6], 3 * (6 * 3 + 1));
    }

    #[test]
    fn what_cannot_be_seen_does_not_bleed() {
        let hidden = pixels(40, 40, |x, _| if x < 20 { vec![255, 0, 0, 0] } else { vec![255; 4] });
        let white = pixels(10, 10, |_, _| vec![255; 3]);
        assert_eq!(reduced(&hidden, 10, 10), white);
    }
}
