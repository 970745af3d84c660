//! ThumbHash, by Evan Wallace: the lowest waves of light, of two colours and of alpha, each in four bits.
//! <https://evanw.github.io/thumbhash/>

use super::small::Small;
use std::f64::consts::PI;

/// Waves of light along the longer side, where nothing shines through and where something does.
const WAVES: f64 = 7.0;
const WAVES_BESIDE_ALPHA: f64 = 5.0;

pub(super) fn thumbhash(small: &Small) -> Vec<u8> {
    let (width, height) = (small.width as f64, small.height as f64);
    let planes = Planes::of(small);
    let has_alpha = planes.alpha.iter().any(|&alpha| alpha < 1.0);
    let most = if has_alpha { WAVES_BESIDE_ALPHA } else { WAVES };
    let waves = |side: f64| (round(most * side / width.max(height)) as usize).max(1);
    let (across, down) = (waves(width), waves(height));
    let is_wide = width > height;

    let transformed = |plane: &[f64], across, down| Waves::of(plane, small, across, down);
    let light = transformed(&planes.light, across.max(3), down.max(3));
    let [yellow, red] = [&planes.yellow, &planes.red].map(|plane| transformed(plane, 3, 3));
    let alpha = has_alpha.then(|| transformed(&planes.alpha, 5, 5));

    let mut bits = Bits::default();
    bits.push(round(63.0 * light.mean), 6);
    bits.push(round(31.5 + 31.5 * yellow.mean), 6);
    bits.push(round(31.5 + 31.5 * red.mean), 6);
    bits.push(round(31.0 * light.scale), 5);
    bits.push(u32::from(has_alpha), 1);
    bits.push(if is_wide { down } else { across } as u32, 3);
    bits.push(round(63.0 * yellow.scale), 6);
    bits.push(round(63.0 * red.scale), 6);
    bits.push(u32::from(is_wide), 1);
    if let Some(alpha) = &alpha {
        bits.push(round(15.0 * alpha.mean), 4);
        bits.push(round(15.0 * alpha.scale), 4);
    }
    for waves in [Some(&light), Some(&yellow), Some(&red), alpha.as_ref()].into_iter().flatten() {
        waves.heights().for_each(|height| bits.push(round(15.0 * height), 4));
    }
    bits.bytes
}

/// To the next whole number; a half goes up.
fn round(value: f64) -> u32 {
    (value + 0.5).floor() as u32
}

/// Light, how far yellow is from blue, how far red is from green, and alpha.
struct Planes {
    light: Vec<f64>,
    yellow: Vec<f64>,
    red: Vec<f64>,
    alpha: Vec<f64>,
}

impl Planes {
    /// What shines through has the mean colour of the rest, so that it makes no waves.
    fn of(small: &Small) -> Self {
        let alpha: Vec<_> = small.pixels.iter().map(|pixel| f64::from(pixel[3]) / 255.0).collect();
        let covered: f64 = alpha.iter().sum();
        let mean = [0, 1, 2].map(|channel| {
            let colours = small.pixels.iter().zip(&alpha);
            let sum: f64 = colours.map(|(pixel, a)| f64::from(pixel[channel]) / 255.0 * a).sum();
            if covered > 0.0 { sum / covered } else { 0.0 }
        });
        let seen = |(pixel, alpha): (&[u8; 4], &f64)| {
            let over = |channel: usize| {
                mean[channel] * (1.0 - alpha) + f64::from(pixel[channel]) / 255.0 * alpha
            };
            [0, 1, 2].map(over)
        };
        let seen: Vec<_> = small.pixels.iter().zip(&alpha).map(seen).collect();
        Self {
            light: seen.iter().map(|[r, g, b]| (r + g + b) / 3.0).collect(),
            yellow: seen.iter().map(|[r, g, b]| (r + g) / 2.0 - b).collect(),
            red: seen.iter().map(|[r, g, _]| r - g).collect(),
            alpha,
        }
    }
}

/// The lowest waves of a plane.
struct Waves {
    mean: f64,
    /// The highest of all others.
    scale: f64,
    others: Vec<f64>,
}

impl Waves {
    /// Of those across and down, half: those whose shares together are less than one.
    fn of(plane: &[f64], small: &Small, across: usize, down: usize) -> Self {
        let cosines = |length: usize, waves: usize| -> Vec<Vec<f64>> {
            let wave = |wave: usize| {
                let step = PI / length as f64 * wave as f64;
                (0..length).map(|at| (step * (at as f64 + 0.5)).cos()).collect()
            };
            (0..waves).map(wave).collect()
        };
        let (horizontal, vertical) = (cosines(small.width, across), cosines(small.height, down));
        let mut heights = Vec::new();
        for (y, column) in vertical.iter().enumerate() {
            for (_, row) in
                (0..).zip(&horizontal).take_while(|(x, _)| x * down < across * (down - y))
            {
                let rows = plane.chunks_exact(small.width).zip(column);
                let sums = rows.map(|(samples, weight)| {
                    weight * samples.iter().zip(row).map(|(a, b)| a * b).sum::<f64>()
                });
                heights.push(sums.sum::<f64>() / plane.len() as f64);
            }
        }
        let others = heights.split_off(1);
        let scale = others.iter().fold(0.0, |most: f64, height| most.max(height.abs()));
        Self { mean: heights[0], scale, others }
    }

    /// How high each wave is, 0 to 1, of the highest and its opposite.
    fn heights(&self) -> impl Iterator<Item = f64> {
        let share = if self.scale > 0.0 { 0.5 / self.scale } else { 0.0 };
        self.others.iter().map(move |height| 0.5 + share * height)
    }
}

/// Numbers of few bits, the lowest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    count: usize,
}

impl Bits {
    fn push(&mut self, value: u32, length: usize) {
        for bit in 0..length {
            if self.count.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> bit & 1) as u8) << (self.count % 8);
            }
            self.count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::small::drawn::drawn;
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    /// As the author's own `thumbhash` 0.1.1 has it.
    #[test]
    fn the_reference_makes_the_same() {
        for (size, has_alpha, meant) in [
            ((100, 75), false, "3xcGHY6GdnCHhnZxdzd3fHZ2YGj4"),
            ((75, 100), false, "IPgFFQZ3BmRXiHcHd3PHh3ZAaPZk"),
            ((40, 40), false, "3+cJLxQkS2lgeId3d3h3eId3RwKHI28I"),
            ((100, 10), false, "mYYGCYRWNbB0dnd3MKI+8Ic="),
            ((10, 100), true, "XJeFEQQHdHGIBiimkAg2ZxfFhxdkcDc="),
            ((64, 48), true, "4OeFHIgHZpGAh3WHWAdnZY9ahykpaXSwAg=="),
            ((33, 33), true, "nyeGHQwHgHZxd3h4eHCCCMiHdHR2aScGdg=="),
        ] {
            let hash = thumbhash(&drawn(size, has_alpha));
            assert_eq!(STANDARD.encode(hash), meant, "{size:?}");
        }
    }
}
