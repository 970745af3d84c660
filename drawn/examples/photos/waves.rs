//! A boat on the sea at night, for as long as one looks. Everything that moves comes back to where it was.

use super::canvas::Picture;
use super::colour::{Colour, NOTHING, ink};
use super::noise::chance;
use super::place::{Place, at};
use std::f64::consts::TAU;

/// The sea at a moment between 0 and 1, which are the same.
pub struct Waves {
    pub moment: f64,
}

/// Rings of light around the moon.
const SKY: [Colour; 6] =
    [ink(0x3c5f8f), ink(0x335384), ink(0x2a4677), ink(0x223a69), ink(0x1b2f5a), ink(0x15264c)];
const MOON: [Colour; 2] = [ink(0xfff3cf), ink(0xf3dfae)];
const STAR: Colour = ink(0xdfe9ff);
const SAILS: [Colour; 3] = [ink(0xfff6e6), ink(0xf2d9b8), ink(0xe2574c)];
const HULL: [Colour; 2] = [ink(0x7a3b2e), ink(0xb5573c)];
const MAST: Colour = ink(0x3b2a2a);
const LAMP: Colour = ink(0xffcf6b);

/// Rows of waves, from the nearest to the farthest: where, how high, how many on a width of 1, and the colours of
/// the water and of its crests.
struct Row {
    base: f64,
    high: f64,
    count: f64,
    colours: [Colour; 2],
}

static ROWS: [Row; 5] = [
    Row { base: 0.930, high: 0.026, count: 1.25, colours: [ink(0x0b2037), ink(0x1f4a66)] },
    Row { base: 0.845, high: 0.023, count: 1.70, colours: [ink(0x102c4a), ink(0x2a5d7c)] },
    Row { base: 0.770, high: 0.018, count: 2.30, colours: [ink(0x163a5d), ink(0x37708f)] },
    Row { base: 0.705, high: 0.012, count: 3.30, colours: [ink(0x1d4970), ink(0x4683a0)] },
    Row { base: 0.655, high: 0.007, count: 5.00, colours: [ink(0x265982), ink(0x5794ae)] },
];
/// The row that carries the boat, and where.
const CARRIED: usize = 1;
const BOAT: f64 = 0.56;

impl Row {
    fn top(&self, x: f64, moment: f64) -> f64 {
        let wave = |count: f64, turns: f64| (TAU * (count * x + turns * moment)).sin();
        let swell = wave(self.count, 1.0) + 0.35 * wave(2.3 * self.count, 2.0);
        self.base - self.high * swell - 0.004 * (TAU * moment).cos()
    }
}

impl Picture for Waves {
    fn colour(&self, place: Place) -> Colour {
        let seen = ROWS.iter().enumerate().find_map(|(number, row)| {
            let boat = if number == CARRIED + 1 { self.boat(place) } else { NOTHING };
            let colour = if boat.alpha > 0.0 { boat } else { self.water(row, place) };
            (colour.alpha > 0.0).then_some(colour)
        });
        seen.unwrap_or_else(|| self.sky(place))
    }
}

impl Waves {
    fn moon(&self) -> Place {
        at(1.08, 0.27 + 0.012 * (TAU * self.moment).sin())
    }

    fn sky(&self, place: Place) -> Colour {
        let away = (place - self.moon()).length();
        if away < 0.105 {
            let seas = [(0.03, -0.03, 0.026), (-0.04, 0.02, 0.034), (0.035, 0.045, 0.018)];
            let is_sea =
                |&(x, y, wide): &(f64, f64, f64)| (place - self.moon() - at(x, y)).length() < wide;
            return MOON[usize::from(seas.iter().any(is_sea))];
        }
        let ring = ((away - 0.105) / 0.13).powf(0.8) as usize;
        let air = SKY[ring.min(SKY.len() - 1)];
        if self.is_cloud(place) {
            return SKY[ring.saturating_sub(1).min(SKY.len() - 2)].mixed(STAR, 0.06);
        }
        self.star(place).over(air)
    }

    fn is_cloud(&self, place: Place) -> bool {
        let drift = 0.010 * (TAU * self.moment).cos();
        let banks =
            [(0.30, 0.44, 0.17), (0.40, 0.475, 0.22), (1.12, 0.40, 0.16), (1.25, 0.43, 0.20)];
        banks.iter().any(|&(x, y, long)| {
            let inner = place - at(x + drift, y);
            let past = (inner.x.abs() - long).max(0.0);
            at(past, inner.y).length() < 0.014
        })
    }

    /// Each in a cell of its own, and brighter at a time of its own.
    fn star(&self, place: Place) -> Colour {
        let (column, row) = ((place.x * 11.0) as i32, (place.y * 11.0) as i32);
        let part = |number: u32| chance(column, row, 1900 + number);
        let middle =
            at(f64::from(column) + 0.15 + 0.7 * part(0), f64::from(row) + 0.15 + 0.7 * part(1));
        let light = 0.5 + 0.5 * (TAU * (self.moment + part(2))).sin();
        let size = 0.0022 + 0.0026 * part(3).powi(3);
        let is_star = part(4) < 0.5 && (place - middle * (1.0 / 11.0)).length() < size;
        // Few steps of light, for the file has few colours.
        if is_star { STAR.thin(0.4 + 0.2 * (light * 3.0).round()) } else { NOTHING }
    }

    fn water(&self, row: &Row, place: Place) -> Colour {
        let below = place.y - row.top(place.x, self.moment);
        if below < 0.0 {
            return NOTHING;
        }
        let [deep, crest] = row.colours;
        let thick = row.high * (0.20 + 0.20 * (TAU * (row.count * place.x + self.moment)).sin());
        if below < thick {
            let from_moon = (place.x - self.moon().x).abs();
            return if from_moon < 0.06 + 2.2 * row.high {
                crest.mixed(MOON[0], 0.75)
            } else {
                crest
            };
        }
        self.glitter(row, place, below).over(deep)
    }

    /// The moon on the water: short strokes, that come and go.
    fn glitter(&self, row: &Row, place: Place, below: f64) -> Colour {
        let line = (below / (0.9 * row.high)).floor();
        let within = below / (0.9 * row.high) - line;
        let phase = chance(line as i32, (row.base * 1000.0) as i32, 1950);
        let wide = (0.03 + 1.5 * row.high) * (0.55 + 0.45 * (TAU * (self.moment + phase)).sin());
        let sway = 0.014 * (TAU * (self.moment + 2.0 * phase)).cos();
        let is_lit =
            (place.x - self.moon().x - sway).abs() < wide && (0.45..0.75).contains(&within);
        if is_lit && line < 3.0 { MOON[0].thin(0.55) } else { NOTHING }
    }

    fn boat(&self, place: Place) -> Colour {
        let row = &ROWS[CARRIED];
        let [left, right] = [-0.06, 0.06].map(|by| row.top(BOAT + by, self.moment));
        let foot = at(BOAT, (left + right) / 2.0 + 0.012);
        let tilt = 0.55 * ((right - left) / 0.12).atan() - 0.05;
        let inner = (place - foot).turned(-tilt) * (1.0 / 0.36);
        part(at(inner.x, -inner.y))
    }
}

/// The part of the boat at a place; `y` goes up, and the mast is about 1 high.
fn part(place: Place) -> Colour {
    let belly =
        |from: f64, to: f64, by: f64| by * ((place.y - from) / (to - from) * TAU / 2.0).sin();
    let is_main = (0.20..0.98).contains(&place.y)
        && place.x > 0.025
        && place.x < 0.025 + 0.40 * (0.98 - place.y) / 0.78 + belly(0.20, 0.98, 0.05);
    let is_jib = (0.18..0.86).contains(&place.y)
        && place.x < -0.02
        && place.x > -0.02 - 0.34 * (0.86 - place.y) / 0.68 - belly(0.18, 0.86, 0.035);
    let is_flag = (0.99..1.05).contains(&place.y) && (-0.13..0.0).contains(&place.x);
    let hull = [at(-0.46, 0.14), at(0.46, 0.12), at(0.36, -0.06), at(-0.30, -0.06)];
    if (place - at(0.40, 0.17)).length() < 0.030 {
        LAMP
    } else if place.is_within(&hull) {
        HULL[usize::from(place.y > 0.085)]
    } else if is_main {
        SAILS[usize::from((place.y * 5.2).fract() < 0.06)]
    } else if is_jib {
        SAILS[1]
    } else if is_flag {
        SAILS[2]
    } else if place.x.abs() < 0.014 && (0.1..1.06).contains(&place.y) {
        MAST
    } else {
        NOTHING
    }
}
