//! The near shores: a spit of land on the right, on which a hut stands, and the bank at our feet.

use super::colour::{Colour, NOTHING, ink};
use super::firs::{Fir, Stand};
use super::hut::{self, Hut};
use super::noise::{chance, cloud, noise};
use super::place::{Place, at, eased};

const GRASS: Colour = ink(0x4d4f35);
const SHADE: Colour = ink(0x1c2722);
const STONE: Colour = ink(0x86766e);
const NEEDLES: Colour = ink(0x6b6a44);
const DARK: Colour = ink(0x0f1b1c);
const DUSK: Colour = ink(0x6e6478);

/// Where the spit touches the water, and where it begins.
const WATER: f64 = 0.676;
const TIP: f64 = 0.86;

pub struct Spit {
    hut: Hut,
    firs: Stand,
}

impl Spit {
    pub fn new() -> Self {
        let fir = |index: i32| {
            let along = chance(index, 0, 700);
            let x = 1.135 + 0.42 * along.powf(0.8);
            let height =
                (0.07 + 0.10 * chance(index, 1, 700)) * (0.75 + 0.65 * eased(1.12, 1.5, x));
            let foot = at(x, ground(x) + 0.004 + 0.012 * f64::from(index) / 46.0);
            Fir { foot, height, seed: 710 + index as u32 }
        };
        let beside = [(0.945, 0.058), (0.966, 0.074), (1.128, 0.098), (1.105, 0.066)];
        let beside = beside.into_iter().zip(780..).map(|((x, height), seed)| Fir {
            foot: at(x, ground(x) + 0.003),
            height,
            seed,
        });
        let firs = Stand::new((0..46).map(fir).chain(beside).collect(), 1.5);
        Self { hut: Hut { foot: at(1.0, ground(1.0) + 0.004), scale: 0.030 }, firs }
    }

    /// What is seen of it, and of its image in the water where the water has been shaken.
    pub fn colour(&self, place: Place) -> Colour {
        if place.x < TIP - 0.12 {
            return NOTHING;
        }
        let firs = self
            .firs
            .light(place)
            .map_or(NOTHING, |light| DARK.mixed(NEEDLES, light).mixed(DUSK, 0.10));
        self.hut.colour(place).over(firs).over(land(place))
    }

    pub fn mirrored(&self, place: Place, shaken: Place) -> Colour {
        if place.y < WATER - 0.004 {
            return NOTHING;
        }
        let there = place.mirrored(WATER) + shaken * 0.45;
        self.colour(at(there.x, there.y.min(WATER - 0.0005)))
    }

    /// Light of the hut's windows in the air, and on the water.
    pub fn glow(&self, place: Place, shaken: Place) -> f64 {
        let on_water = place.mirrored(WATER) + shaken * 0.5;
        self.hut.glow(place) + if place.y > WATER { self.hut.glow(on_water) } else { 0.0 }
    }

    pub fn is_water(place: Place) -> bool {
        place.y > WATER || place.x < TIP
    }
}

pub const LIGHT: Colour = hut::LIGHT;

/// How high the ground is.
fn ground(x: f64) -> f64 {
    let rise = 0.016 * eased(TIP, 1.02, x) + 0.044 * eased(1.02, 1.6, x);
    WATER - rise - 0.003 * cloud(at(x * 22.0, 0.5), 3, 720) * eased(TIP, TIP + 0.06, x)
}

fn land(place: Place) -> Colour {
    if place.x < TIP || place.y < ground(place.x) || place.y > WATER {
        return NOTHING;
    }
    let tufts = cloud(at(place.x * 60.0, place.y * 150.0), 4, 730);
    let light = eased(ground(place.x) + 0.022, ground(place.x), place.y);
    let grass = SHADE.mixed(GRASS, (0.25 + 0.65 * light + 0.45 * tufts).clamp(0.0, 1.0));
    let stones = noise(at(place.x * 190.0, place.y * 330.0), 740);
    let beach = eased(WATER - 0.0065, WATER - 0.003, place.y + 0.0015 * tufts);
    grass.mixed(STONE.lit([0.75 + 0.35 * stones; 3]), beach)
}

pub struct Bank {
    firs: Stand,
}

const BLADES: f64 = 190.0;
const TALL: f64 = 0.038;
const MEADOW: Colour = ink(0x2b3322);
const EARTH: Colour = ink(0x10181a);
const DRY: Colour = ink(0x8d7a4c);

impl Bank {
    pub fn new() -> Self {
        let firs = [
            (0.345, 0.952, 0.21),
            (0.275, 0.948, 0.33),
            (-0.015, 0.95, 0.62),
            (0.195, 0.955, 0.52),
            (0.085, 0.975, 0.74),
        ];
        let fir = |((x, y, height), seed)| Fir { foot: at(x, y), height, seed };
        Self { firs: Stand::new(firs.into_iter().zip(800..).map(fir).collect(), 1.5) }
    }

    pub fn colour(&self, place: Place) -> Colour {
        let grass = grass(place);
        if grass.alpha > 0.0 {
            return grass;
        }
        self.firs.light(place).map_or(NOTHING, |light| DARK.mixed(NEEDLES, light * 0.95))
    }
}

fn edge(x: f64) -> f64 {
    0.925 + 0.10 * eased(0.05, 0.85, x) + 0.006 * cloud(at(x * 9.0, 0.5), 3, 820)
}

/// Blades in two rows: those behind are darker.
fn grass(place: Place) -> Colour {
    let edge = edge(place.x);
    if place.y < edge - TALL {
        return NOTHING;
    }
    let rows = [(0.012, 840, 1.0), (0.0, 830, 0.6)];
    let blade = rows.into_iter().find_map(|(lower, seed, light)| {
        blade(place, edge + lower, seed).map(|tip| EARTH.mixed(DRY, light * tip))
    });
    let ground = || {
        let tufts = cloud(at(place.x * 30.0, place.y * 50.0), 4, 850);
        EARTH.mixed(MEADOW, (0.35 + 0.9 * tufts).clamp(0.0, 1.0))
    };
    blade.unwrap_or_else(|| if place.y > edge { ground() } else { NOTHING })
}

/// How far up on a blade of grass a place is, if on one.
fn blade(place: Place, edge: f64, seed: u32) -> Option<f64> {
    let cell = (place.x * BLADES).floor() as i32;
    let ups = (cell - 3..=cell + 3).filter_map(|cell| {
        let tall = TALL * (0.25 + 0.75 * chance(cell, 0, seed).powi(2));
        let up = (edge + 0.006 - place.y) / tall;
        let foot = (f64::from(cell) + chance(cell, 1, seed)) / BLADES;
        let lean = (chance(cell, 2, seed) - 0.42) * 0.016;
        let away = (place.x - foot - lean * up * up).abs();
        ((0.0..1.0).contains(&up) && away < 0.0011 * (1.0 - up * up)).then_some(up)
    });
    ups.reduce(f64::max)
}
