//! Blurring one plane: a Gaussian, or for wide ones three boxes after each other, which look the same and
//! take no longer however wide they are.

use crate::plane::Plane;
use sizewise::Turn;

/// Rows become columns.
const TRANSPOSED: Turn = Turn::upright(5);

/// From this on boxes are as good: their steps are small against the width.
const WIDE: f64 = 4.0;

/// The plane, blurred; `sigma` is in its samples. What lies beyond its edges looks like them.
pub(crate) fn blurred(plane: Plane, sigma: f64) -> Plane {
    let across = across(plane, sigma).turned(TRANSPOSED);
    self::across(across, sigma).turned(TRANSPOSED)
}

fn across(mut plane: Plane, sigma: f64) -> Plane {
    if sigma < WIDE {
        let weights = gaussian(sigma);
        let (mut padded, mut sums) = (Vec::new(), vec![0.0; plane.width]);
        for row in plane.rows_mut() {
            pad(row, weights.len() / 2, &mut padded);
            weigh(&padded, &weights, &mut sums);
            for (sample, sum) in row.iter_mut().zip(&sums) {
                *sample = sum.round() as u8;
            }
        }
    } else {
        let mut padded = Vec::new();
        for reach in boxes(sigma) {
            for row in plane.rows_mut() {
                pad(row, reach, &mut padded);
                average(&padded, 2 * reach + 1, row);
            }
        }
    }
    plane
}

/// Weights that come to 1, out to three times `sigma` on each side.
fn gaussian(sigma: f64) -> Vec<f32> {
    let reach = (3.0 * sigma).ceil() as i32;
    let weight = |x: i32| (-f64::from(x * x) / (2.0 * sigma * sigma)).exp();
    let sum: f64 = (-reach..=reach).map(weight).sum();
    (-reach..=reach).map(|x| (weight(x) / sum) as f32).collect()
}

/// How far three boxes reach that together vary as much as the Gaussian.
fn boxes(sigma: f64) -> [usize; 3] {
    // A box of 2r + 1 samples has a variance of (r² + r) / 3.
    let variance = |reach: usize| (reach * reach + reach) as f64 / 3.0;
    let wanted = sigma * sigma;
    let ideal = (0.25 + wanted).sqrt() - 0.5;
    let (small, large) = (ideal.floor() as usize, ideal.floor() as usize + 1);
    let sum =
        |larges: usize| (3 - larges) as f64 * variance(small) + larges as f64 * variance(large);
    let off = |larges: &usize| (sum(*larges) - wanted).abs();
    let larges = (0..=3).min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or_default();
    std::array::from_fn(|index| if index < larges { large } else { small })
}

/// A row with so many samples like its ends in front of it and behind it.
fn pad(row: &[u8], reach: usize, padded: &mut Vec<u8>) {
    let (first, last) = (row[0], row[row.len() - 1]);
    padded.clear();
    padded.resize(reach, first);
    padded.extend_from_slice(row);
    padded.resize(row.len() + 2 * reach, last);
}

fn weigh(padded: &[u8], weights: &[f32], sums: &mut [f32]) {
    sums.fill(0.0);
    for (at, &weight) in weights.iter().enumerate() {
        for (sum, &sample) in sums.iter_mut().zip(&padded[at..]) {
            *sum += weight * f32::from(sample);
        }
    }
}

/// Of every `width` samples their mean.
fn average(padded: &[u8], width: usize, means: &mut [u8]) {
    let half = width as u32 / 2;
    let mut sum: u32 = padded[..width - 1].iter().map(|&sample| u32::from(sample)).sum();
    for (at, mean) in means.iter_mut().enumerate() {
        sum += u32::from(padded[at + width - 1]);
        *mean = ((sum + half) / width as u32) as u8;
        sum -= u32::from(padded[at]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of light becomes as wide as a Gaussian is, and stays as bright on the whole.
    #[test]
    fn a_line_spreads_as_far_as_it_should() {
        for sigma in [0.5, 1.0, 2.5, 3.9, 4.0, 6.5, 12.0, 40.0] {
            let mut plane = Plane::filled(601, 3, 0);
            // As many lines as make it bright enough to be measured.
            let lines = (sigma * 2.0) as usize + 1;
            for row in plane.rows_mut() {
                row[300 - lines / 2..][..lines].fill(255);
            }
            let blurred = blurred(plane, sigma);
            let row: Vec<f64> = blurred.rows().nth(1).unwrap().iter().map(|&v| v.into()).collect();
            let light: f64 = row.iter().sum();
            let at = |x: usize| x as f64 - 300.0 - if lines.is_multiple_of(2) { -0.5 } else { 0.0 };
            let variance: f64 =
                row.iter().enumerate().map(|(x, v)| v * at(x) * at(x)).sum::<f64>() / light;
            let line = (lines * lines - 1) as f64 / 12.0;
            assert!((light / (255.0 * lines as f64) - 1.0).abs() < 0.03, "{sigma}: {light}");
            let found = (variance - line).max(0.0).sqrt();
            // The faint ends of narrow ones are less than one level of 255.
            assert!((found - sigma).abs() < 0.05 + 0.06 * sigma, "{sigma}: {found}");
        }
    }

    #[test]
    fn one_colour_stays_one() {
        for sigma in [0.3, 2.0, 4.0, 100.0] {
            for value in [0, 1, 128, 254, 255] {
                let plane = Plane::filled(9, 5, value);
                assert_eq!(blurred(plane.clone(), sigma), plane, "{sigma} of {value}");
            }
        }
    }
}
