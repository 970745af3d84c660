//! Firs in the mist of a morning, one row behind the other.

use super::canvas::Picture;
use super::colour::{Colour, ink, on_way};
use super::firs::{Fir, Stand};
use super::noise::{chance, cloud};
use super::place::{Place, at, bump, eased};
use super::sky::sun;

/// From the nearest row to the farthest.
pub struct Forest {
    rows: Vec<Row>,
}

struct Row {
    /// 1 at our feet, 0 where everything is lost in the mist.
    near: f64,
    ground: f64,
    firs: Stand,
    seed: u32,
}

const WIDTH: f64 = 2.0 / 3.0;
const ROWS: u32 = 8;
const SUN: Place = at(0.40, 0.285);
const RADIUS: f64 = 0.034;
/// Where the wood is open, so that the light comes in.
const GLADE: f64 = 0.385;

const AIR: [(f64, Colour); 5] = [
    (0.0, ink(0x7797ab)),
    (0.22, ink(0xb9bfb4)),
    (0.42, ink(0xf0d7ae)),
    (0.62, ink(0xf3dfc3)),
    (1.0, ink(0xc3c9c4)),
];
const GOLD: Colour = ink(0xffc873);
const GLOW: Colour = ink(0xffe3a6);
const WHITE: Colour = ink(0xfffdf4);
const RIDGE: Colour = ink(0x8da3a8);
const MIST: Colour = ink(0xe9dcc5);
const NIGHT: Colour = ink(0x0a181c);
const FAR: Colour = ink(0xaeb5ad);
const GREEN: Colour = ink(0x47603f);
const BIRD: Colour = ink(0x43525a);

impl Forest {
    pub fn new() -> Self {
        Self { rows: (0..ROWS).rev().map(Row::new).collect() }
    }
}

impl Picture for Forest {
    fn colour(&self, place: Place) -> Colour {
        let rays = rays(place);
        let found = self.rows.iter().find_map(|row| row.colour(place, rays));
        let seen = found.unwrap_or_else(|| sky(place));
        let light = 0.82 + 0.18 * bump(0.0, 0.62, (place - at(WIDTH / 2.0, 0.45)).length());
        seen.lit([light; 3])
    }
}

impl Row {
    fn new(number: u32) -> Self {
        let near = f64::from(number) / f64::from(ROWS - 1);
        let ground = 0.60 + 0.36 * near.powf(1.25);
        let tall = 0.085 + 0.58 * near.powf(1.35);
        let count = (46.0 - 37.0 * near.powf(0.6)) as i32;
        let seed = 1000 + 100 * number;
        let fir = |index: i32| {
            let x = WIDTH
                * ((f64::from(index) + chance(index, 0, seed)) / f64::from(count) * 1.3 - 0.15);
            let height = tall * (0.55 + 0.60 * chance(index, 1, seed));
            Fir { foot: at(x, ground + 0.02 * near), height, seed: seed + index as u32 }
        };
        let stands_free = |fir: &Fir| (fir.foot.x - GLADE).abs() > 0.02 + 0.20 * near;
        let firs = (0..count).map(fir).filter(stands_free).collect();
        Self { near, ground, firs: Stand::new(firs, WIDTH), seed }
    }

    fn colour(&self, place: Place, rays: f64) -> Option<Colour> {
        let rough = 0.012
            * (0.4 + self.near)
            * cloud(at(place.x * 14.0 / (0.3 + self.near), 0.5), 4, self.seed);
        let open = 0.03 * self.near * bump(GLADE, 0.14, place.x);
        let ground = self.ground + rough + open;
        let light = if place.y > ground { Some(self.moss(place)) } else { self.firs.light(place) };
        let lit = light? * (1.0 + 1.3 * bump(0.0, 0.5, (place - SUN).length()));
        let colour = NIGHT.mixed(GREEN, (lit * (0.45 + 0.4 * self.near)).min(1.0));
        Some(self.misty(colour, place, rays))
    }

    fn moss(&self, place: Place) -> f64 {
        let fine = 26.0 / (0.25 + self.near);
        let tufts = cloud(at(place.x * fine, place.y * 2.6 * fine), 5, self.seed + 7);
        let open = bump(GLADE, 0.10 + 0.15 * self.near, place.x);
        (0.22 + 0.55 * tufts + 0.30 * open).clamp(0.0, 1.0)
    }

    /// Mist lies on the ground, in banks, and light makes it visible.
    fn misty(&self, colour: Colour, place: Place, rays: f64) -> Colour {
        let away = 1.0 - self.near;
        let banks = cloud(at(place.x * 3.0 + 3.0 * away, place.y * 8.0), 4, self.seed + 8);
        let low = eased(self.ground - 0.20, self.ground + 0.015, place.y) * (0.62 + 0.5 * banks);
        let warm = bump(0.0, 0.42, (place - SUN).length());
        let mist = FAR.mixed(MIST, eased(0.35, 0.75, place.y)).mixed(GOLD, 0.42 * warm);
        let veil = away.powf(0.85) * 0.94 + (1.0 - away.powf(0.85)) * 0.62 * low * away.sqrt();
        let seen = colour.mixed(mist, veil.clamp(0.0, 0.97));
        seen.glowing(GOLD, rays * (0.10 + 0.22 * away))
    }
}

fn sky(place: Place) -> Colour {
    let (disc, halo) = sun(place, SUN, RADIUS);
    let clouds = cloud(at(place.x * 2.2, place.y * 5.5), 6, 901);
    let air = on_way(&AIR, place.y).mixed(MIST, 0.40 * eased(-0.05, 0.55, clouds));
    let air = air.mixed(GLOW, 0.75 * halo);
    if birds(place) {
        return BIRD.mixed(air, 0.25);
    }
    let lit = air.mixed(WHITE, disc);
    let ridges = [(0.50, 0.10, 3.1, 905, 0.42), (0.56, 0.07, 5.3, 909, 0.62)];
    ridges.into_iter().fold(lit, |behind, (base, high, fine, seed, thick)| {
        let top = base - high * cloud(at(place.x * fine, 0.5), 7, seed);
        let foot = eased(top + 0.13, top, place.y);
        if place.y < top { behind } else { behind.mixed(RIDGE, thick * (0.35 + 0.65 * foot)) }
    })
}

/// Light that falls through the trees, fanning out from the sun.
fn rays(place: Place) -> f64 {
    let from = place - SUN;
    let angle = from.x.atan2(from.y);
    let beams = cloud(at(angle * 7.0, 0.5), 3, 920);
    let away = eased(0.03, 0.22, from.length()) * eased(0.85, 0.25, from.length());
    eased(-0.12, 0.5, beams) * away * eased(1.5, 0.5, angle.abs())
}

fn birds(place: Place) -> bool {
    let birds = [
        (0.500, 0.165, 0.016),
        (0.535, 0.150, 0.012),
        (0.472, 0.142, 0.011),
        (0.555, 0.181, 0.010),
    ];
    birds.into_iter().any(|(x, y, wide)| {
        let inner = (place - at(x, y)).turned(-9.0 * (x - 0.5)) * (1.0 / wide);
        let wing = inner.x.abs();
        // Wings rise from the body, and bend down at their ends.
        let curve = -0.55 * (wing * 2.3).sin().abs() * (1.0 - 0.25 * wing);
        wing < 1.0 && (inner.y - curve).abs() < 0.13 * (1.15 - wing)
    })
}
