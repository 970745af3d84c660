//! Firs, one by one.

use super::noise::{chance, noise};
use super::place::{Place, at};

pub struct Fir {
    pub foot: Place,
    pub height: f64,
    pub seed: u32,
}

/// Half the width at the foot, for a height of 1.
const WIDE: f64 = 0.22;
/// How much branches hang.
const HANG: f64 = 0.62;
/// Up to where there is nothing but a trunk.
const BARE: f64 = 0.05;

impl Fir {
    /// How light it is at a place, from 0 to 1, if that is a place of this fir. Light comes from the left.
    pub fn light(&self, place: Place) -> Option<f64> {
        let up = (self.foot.y - place.y) / self.height;
        if !(0.0..1.0).contains(&up) {
            return None;
        }
        let bend = 0.012 * noise(at(up * 2.0, 0.5), self.seed);
        let aside = (place.x - self.foot.x) / self.height - bend * up;
        let out = aside.abs();
        if out > 1.3 * WIDE * (1.0 - up) + 0.01 {
            return None;
        }
        let trunk = (out < 0.011 * (1.1 - up)).then_some(0.12);
        self.branch(up, aside, out).or(trunk)
    }

    fn branch(&self, up: f64, aside: f64, out: f64) -> Option<f64> {
        // Branches are closer to each other at the top, where the tree is young.
        let age = |up: f64| up * (0.72 + 0.5 * up);
        let count = 17.0 + 9.0 * chance(0, 0, self.seed);
        let side = if aside < 0.0 { 1 } else { 2 };
        let level = age(up + out * HANG) * count + 0.5 * f64::from(side);
        let (number, part) = (level.floor() as i32, level.fract());
        if up < BARE * (0.6 + 0.8 * chance(number, side, self.seed)) {
            return None;
        }
        let length = 0.60 + 0.42 * chance(number, side + 2, self.seed);
        let wide = WIDE * (1.0 - up).powf(0.92) * length * (1.0 - 0.72 * part.powf(0.8));
        let needles =
            noise(at(aside, up) * 260.0, self.seed) + noise(at(aside, up) * 90.0, self.seed + 1);
        let inside = wide + 0.0035 + 0.009 * needles * (0.3 + out / WIDE) - out;
        if inside < 0.0 {
            return None;
        }
        // Light on the tips and on what looks up, and the dark of the tree within.
        let tip = (out / (wide + 0.01)).min(1.0);
        let left = 0.5 - 0.5 * (aside / (WIDE * (1.0 - up) + 0.01)).clamp(-1.0, 1.0);
        let light = 0.10 + 0.34 * tip * (1.0 - 0.6 * part) + 0.30 * left * tip + 0.10 * needles;
        Some(light.clamp(0.0, 1.0))
    }
}

/// Many of them. What is behind comes first.
pub struct Stand {
    firs: Vec<Fir>,
    /// Which firs stand in each strip of the picture.
    strips: Vec<Vec<usize>>,
}

/// Strips for a width of 1.
const STRIPS: f64 = 40.0;
/// How far the first strip is to the left of the picture.
const BEYOND: f64 = 0.5;

impl Stand {
    pub fn new(firs: Vec<Fir>, width: f64) -> Self {
        let count = ((width + 2.0 * BEYOND) * STRIPS) as usize;
        let is_in = |fir: &Fir, strip: usize| {
            let middle = (strip as f64 + 0.5) / STRIPS - BEYOND;
            (fir.foot.x - middle).abs() < 1.4 * WIDE * fir.height + 1.0 / STRIPS
        };
        let strip = |strip| (0..firs.len()).rev().filter(|&fir| is_in(&firs[fir], strip)).collect();
        let strips = (0..count).map(strip).collect();
        Self { firs, strips }
    }

    /// The light of the foremost fir at a place.
    pub fn light(&self, place: Place) -> Option<f64> {
        let strip = ((place.x + BEYOND) * STRIPS).max(0.0) as usize;
        let firs = self.strips.get(strip)?;
        firs.iter().find_map(|&fir| self.firs[fir].light(place))
    }
}
