//! Land: a height for each place of a map, and what an eye sees that stands at a lake and looks across.
//!
//! Distances are kilometres. The eye looks along `z`; `x` goes right.

use super::colour::{Colour, ink};
use super::noise::{cloud, mountain, noise};
use super::place::{Place, at, bump, eased};

/// Where the eye's own height is on the picture, and what is straight ahead.
pub const HORIZON: f64 = 0.56;
pub const AHEAD: f64 = 0.75;
/// How long a lens.
pub const LENS: f64 = 1.2;
/// How high the eye is above the water.
pub const EYE: f64 = 0.03;

const NEAREST: f64 = 1.6;
const FARTHEST: f64 = 17.0;
/// Each step is so much longer than the way that has been gone.
const STEP: f64 = 1.0035;
/// Columns for a picture of width 1; a large picture has about so many pixels.
const COLUMNS: f64 = 2400.0;

/// Whence the light comes: from the left, low, and from behind us.
const LIGHT: [f64; 3] = [-0.80, 0.36, -0.48];
const SUNLIGHT: [f64; 3] = [1.10, 0.68, 0.42];
const SKYLIGHT: [f64; 3] = [0.40, 0.49, 0.70];

const SNOW: Colour = ink(0xf2efee);
const ROCK: Colour = ink(0x6b6062);
const SCREE: Colour = ink(0x8a7c74);
const FOREST: Colour = ink(0x24443f);
const MEADOW: Colour = ink(0x4f5f45);
const HAZE: Colour = ink(0x8f8cb4);
const GOLDEN_HAZE: Colour = ink(0xf6bd92);
const MIST: Colour = ink(0xe9c4b4);

pub struct Land {
    width: f64,
    columns: Vec<Vec<Crest>>,
    seed: u32,
}

/// Land that rises above all that is nearer: on the picture from one height to another, and how far away it is
/// at both.
struct Crest {
    below: f64,
    above: f64,
    near: f64,
    far: f64,
}

impl Land {
    /// Walks away from the eye in every direction, and notes what comes into sight.
    pub fn new(width: f64, seed: u32) -> Self {
        let mut land = Self { width, columns: Vec::new(), seed };
        let count = (width * COLUMNS) as usize;
        land.columns = (0..count).map(|index| land.walked(index as f64 / COLUMNS)).collect();
        land
    }

    fn walked(&self, x: f64) -> Vec<Crest> {
        let side = (x - AHEAD) / LENS;
        let (mut crests, mut highest) = (Vec::new(), f64::INFINITY);
        let (mut near, mut below) = (NEAREST, HORIZON + LENS * EYE / NEAREST);
        while near < FARTHEST {
            let far = near * STEP;
            let height = self.height(at(side * far, far), 9);
            let above = HORIZON - LENS * (height - EYE) / far;
            if height > 0.0 && above < highest {
                crests.push(Crest { below, above, near, far });
                highest = above;
            }
            (near, below) = (far, above);
        }
        crests
    }

    /// What is seen at a place of the picture, if it is land.
    pub fn colour(&self, place: Place) -> Option<Colour> {
        let column = (place.x.clamp(0.0, self.width) * COLUMNS) as usize;
        let crests = &self.columns[column.min(self.columns.len() - 1)];
        let crest = crests.get(crests.partition_point(|crest| crest.above > place.y))?;
        let share = ((crest.below - place.y) / (crest.below - crest.above)).clamp(0.0, 1.0);
        let is_water = place.y > crest.below && place.y > HORIZON;
        let far = crest.near + (crest.far - crest.near) * share;
        (!is_water).then(|| self.lit(place.x, far))
    }

    /// How far inland a place is; less than nothing is the lake.
    fn inland(&self, place: Place) -> f64 {
        let bays = 0.45 * cloud(place * 0.5, 3, self.seed + 70);
        let across = place.y - 3.1;
        let aside = (place.x + 0.15).abs() - 1.1 - 0.1 * place.y;
        across.max(aside) + bays
    }

    fn height(&self, place: Place, octaves: u32) -> f64 {
        let inland = self.inland(place);
        if inland <= 0.0 {
            return 0.0;
        }
        let side = place.x / place.y;
        // A high mountain a little to the right, a lower one on the left, and a gap where the day goes.
        let massif = 0.34 + 0.95 * bump(0.19, 0.17, side) + 0.62 * bump(-0.52, 0.19, side);
        let relief = mountain(place * 0.30 + at(3.7, 0.4), octaves, self.seed);
        let mountains = 3.3 * massif * relief * eased(0.1, 5.6, inland).powf(1.25);
        let foothills =
            0.26 * eased(0.0, 1.1, inland) * (0.55 + cloud(place * 1.3, 4, self.seed + 30));
        let ground = mountains + foothills.max(0.0) + 0.012 * eased(0.0, 0.05, inland);
        ground + self.trees(place, ground, inland, octaves)
    }

    /// Woods, which are so far away that one sees their tops only.
    fn trees(&self, place: Place, ground: f64, inland: f64, octaves: u32) -> f64 {
        if octaves < 9 || place.y > 8.0 {
            return 0.0;
        }
        let grown = eased(0.95, 0.6, ground) * eased(0.01, 0.06, inland);
        0.013 * grown * cloud(place * 75.0, 2, self.seed + 50)
    }

    fn lit(&self, x: f64, far: f64) -> Colour {
        let side = (x - AHEAD) / LENS;
        let place = at(side * far, far);
        let near = far * 0.0007;
        let height = self.height(place, 11);
        let rise =
            [at(near, 0.0), at(0.0, near)].map(|by| (self.height(place + by, 11) - height) / near);
        let upright = (1.0 + rise[0].powi(2) + rise[1].powi(2)).sqrt().recip();
        let facing = upright * (LIGHT[1] - rise[0] * LIGHT[0] - rise[1] * LIGHT[2]);
        let ragged = 0.12 * cloud(place * 2.3, 3, self.seed + 90);
        // The valley lies in the shadow of what is behind us.
        let reached = eased(0.12, 0.75, height + ragged);
        let sun = facing.max(0.0) * reached * self.unshaded(place, height);
        let sky = 0.45 + 0.55 * upright;
        let light = [0, 1, 2].map(|part| SUNLIGHT[part] * sun + SKYLIGHT[part] * sky);
        let ground = self.ground(place, height + ragged, upright).lit(light);
        self.hazed(ground, x, far, height)
    }

    /// How much of the sun is not hidden by other mountains.
    fn unshaded(&self, place: Place, height: f64) -> f64 {
        let way = |step: i32| 0.10 * 1.7_f64.powi(step);
        let open = (0..6).map(way).map(|way| {
            let there = place + at(LIGHT[0], LIGHT[2]) * way;
            let ray = height + LIGHT[1] * way + 0.02;
            0.6 + (ray - self.height(there, 5)) / (0.22 * way)
        });
        open.fold(1.0, f64::min).max(0.0)
    }

    /// What grows or lies at a place, by its height and by how steep it is.
    fn ground(&self, place: Place, height: f64, upright: f64) -> Colour {
        let spots = cloud(place * 9.0, 4, self.seed + 110);
        let strata = noise(at(place.x * 3.0, height * 26.0 + 2.0 * spots), self.seed + 120);
        let rock = ROCK.mixed(SCREE, 0.5 + 0.3 * strata + 0.4 * spots);
        let snow =
            eased(0.72, 1.35, height + 0.22 * spots) * eased(0.42, 0.62, upright + 0.10 * spots);
        let woods = FOREST.mixed(MEADOW, eased(0.25, 0.6, spots) * 0.5);
        let wooded = eased(0.92, 0.62, height + 0.2 * spots) * eased(0.40, 0.62, upright);
        rock.mixed(woods, wooded).mixed(SNOW, snow)
    }

    /// Air between us and the land, and mist above the water.
    fn hazed(&self, ground: Colour, x: f64, far: f64, height: f64) -> Colour {
        let haze = HAZE.mixed(GOLDEN_HAZE, bump(0.42, 0.5, x));
        let air = 1.0 - (-(far - 1.5).max(0.0) / (9.0 + 11.0 * height.max(0.0))).exp();
        let banks = 0.5 + 0.5 * cloud(at(x * 5.0, far), 3, self.seed + 130);
        let mist = 0.62 * (-height.max(0.0) / 0.07).exp() * eased(1.5, 4.0, far) * banks;
        ground.mixed(haze, air).mixed(MIST, mist.clamp(0.0, 1.0))
    }
}
