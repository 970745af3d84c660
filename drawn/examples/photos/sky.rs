//! The sky of an evening, and clouds that the last light falls on from below.

use super::colour::{Colour, ink, on_way};
use super::noise::cloud;
use super::place::{Place, at, bump, eased};

pub struct Sky {
    /// Where it ends below.
    pub horizon: f64,
    /// Where the sun has gone down, or is about to.
    pub sun: Place,
    pub seed: u32,
}

/// From the horizon upward.
const AIR: [(f64, Colour); 6] = [
    (0.0, ink(0xffd9a0)),
    (0.16, ink(0xf9bd93)),
    (0.34, ink(0xdb9fa3)),
    (0.56, ink(0x9c8db4)),
    (0.78, ink(0x5f78ab)),
    (1.0, ink(0x3a5688)),
];
const GLOW: Colour = ink(0xffa95c);
const GILDED: Colour = ink(0xffd2a1);
const SHADED: Colour = ink(0x75698c);

/// How high the clouds are above the eye: the less, the faster they become small towards the horizon.
const CEILING: f64 = 0.13;
/// How far towards the sun one looks whether a cloud is in the light.
const TOWARDS: f64 = 0.22;

impl Sky {
    pub fn colour(&self, place: Place) -> Colour {
        let above = ((self.horizon - place.y) / self.horizon).max(0.0);
        let from_sun = place - self.sun;
        let glow = (-(from_sun.x.powi(2) / 0.5 + from_sun.y.powi(2) / 0.07)).exp();
        let air = on_way(&AIR, above).glowing(GLOW, 0.28 * glow);
        self.clouds(place, above, glow).over(air)
    }

    fn clouds(&self, place: Place, above: f64, glow: f64) -> Colour {
        let distance = 1.0 / (above * self.horizon + CEILING);
        let here = at((place.x - 0.75) * distance, distance * 1.4);
        let thick = self.thickness(here);
        let cover = eased(0.02, 0.42, thick) * eased(0.0, 0.14, above);
        if cover <= 0.0 {
            return GILDED.thin(0.0);
        }
        let sun = at(((self.sun.x - place.x) * 3.0).clamp(-0.7, 0.7), 0.75) * TOWARDS;
        let light = eased(-0.16, 0.30, thick - self.thickness(here + sun) + 0.25 * glow);
        // What is thick lets no light through, and what is high up is in the shadow of the earth.
        let shade = SHADED.mixed(ink(0x5a6390), eased(0.5, 1.0, above));
        let gold = GILDED.mixed(ink(0xf0a79a), eased(0.25, 0.8, above));
        let colour = shade.mixed(gold, (light - 0.25 * eased(0.35, 0.8, thick)).clamp(0.0, 1.0));
        colour.glowing(GLOW, 0.12 * glow).thin(0.92 * cover)
    }

    /// Clouds are drawn out by the wind, and curl where they end.
    fn thickness(&self, place: Place) -> f64 {
        let long = at(place.x * 0.55, place.y);
        let curl = at(cloud(long, 3, self.seed), cloud(long + at(7.7, 3.1), 3, self.seed + 20));
        let banks = 0.35 * cloud(long * 0.35, 2, self.seed + 40);
        cloud(long * 1.1 + curl * 0.45, 7, self.seed + 60) + banks - 0.04
    }
}

/// A pale disc in mist, and the light around it.
pub fn sun(place: Place, middle: Place, radius: f64) -> (f64, f64) {
    let away = (place - middle).length();
    (eased(radius * 1.04, radius * 0.96, away), bump(0.0, radius * 7.0, away))
}
