//! BlurHash, by Wolt: the lowest waves of a picture's light, in letters. <https://blurha.sh>

use super::small::{Small, lights, value};
use std::f64::consts::PI;

/// The digits of numbers to the base of 83.
const DIGITS: &[u8; 83] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

pub(super) fn blurhash(small: &Small) -> String {
    // More waves along the longer side.
    let (across, down) = if small.width >= small.height { (4, 3) } else { (3, 4) };
    let waves = waves(small, across, down);
    // The authors' JavaScript looks at heights only and cuts off what is deeper; their Swift looks at both.
    let highest = waves[1..].iter().flatten().fold(0.0, |most: f64, height| most.max(height.abs()));
    let scale = (highest * 166.0 - 0.5).floor().clamp(0.0, 82.0);
    let mut hash = String::new();
    push(&mut hash, across - 1 + (down - 1) * 9, 1);
    push(&mut hash, scale as usize, 1);
    let [r, g, b] = waves[0].map(|light| (value(light) * 255.0 + 0.5) as usize);
    push(&mut hash, (r << 16) + (g << 8) + b, 4);
    for wave in &waves[1..] {
        let [r, g, b] = wave.map(|height| {
            let share = height / ((scale + 1.0) / 166.0);
            let root = share.abs().sqrt().copysign(share);
            (root * 9.0 + 9.5).floor().clamp(0.0, 18.0) as usize
        });
        push(&mut hash, (r * 19 + g) * 19 + b, 2);
    }
    hash
}

fn push(hash: &mut String, number: usize, digits: u32) {
    let digit = |place| char::from(DIGITS[number / 83_usize.pow(place) % 83]);
    hash.extend((0..digits).rev().map(digit));
}

/// How high each wave is, in red, green and blue light; the first is the mean.
fn waves(small: &Small, across: usize, down: usize) -> Vec<[f64; 3]> {
    let table = lights();
    let light = |&pixel: &[u8; 4]| on_white(pixel).map(|colour| table[usize::from(colour)]);
    let lights: Vec<_> = small.pixels.iter().map(light).collect();
    let cosine = |wave: usize, at: usize, length: usize| {
        (PI * wave as f64 * at as f64 / length as f64).cos()
    };
    let pairs = (0..down).flat_map(|j| (0..across).map(move |i| (i, j)));
    let wave = |(i, j): (usize, usize)| {
        let row: Vec<_> = (0..small.width).map(|x| cosine(i, x, small.width)).collect();
        let mut sums = [0.0; 3];
        for (y, line) in lights.chunks_exact(small.width).enumerate() {
            let weight = cosine(j, y, small.height);
            for (pixel, across) in line.iter().zip(&row) {
                sums.iter_mut().zip(pixel).for_each(|(sum, light)| *sum += weight * across * light);
            }
        }
        let share = if (i, j) == (0, 0) { 1.0 } else { 2.0 };
        sums.map(|sum| sum * share / lights.len() as f64)
    };
    pairs.map(wave).collect()
}

/// A pixel on white.
fn on_white([r, g, b, alpha]: [u8; 4]) -> [u8; 3] {
    let alpha = u32::from(alpha);
    [r, g, b].map(|colour| ((u32::from(colour) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
}

#[cfg(test)]
mod tests {
    use super::super::small::drawn::drawn;
    use super::*;

    /// As the authors' own `blurhash` 2.0.5 has it, with depths taken for heights.
    #[test]
    fn the_reference_makes_the_same() {
        for (size, meant) in [
            ((100, 75), "LfHBoZSgSMODSOjtSLo0hnayjsay"),
            ((75, 100), "ThHLxUS#WoiPNvfPf%a{jshpayfP"),
            ((40, 40), "LlG+L6BRA:=Hl{NtwvWUgHbEjsW-"),
            ((100, 10), "LEGO^LJ%29FY:[WlSHWme%joa^Wu"),
            ((1, 1), "LX01Apg9g9g9g9g9g9g9g9g9g9g9"),
        ] {
            assert_eq!(blurhash(&drawn(size, false)), meant, "{size:?}");
        }
    }

    #[test]
    fn what_is_not_there_is_white() {
        let nothing = Small { width: 8, height: 8, pixels: vec![[0; 4]; 64] };
        let white = Small { pixels: vec![[255; 4]; 64], ..nothing.clone() };
        assert_eq!(blurhash(&nothing), blurhash(&white));
    }
}
