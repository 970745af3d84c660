//! Water: what is above it upside down, and shaken.

use super::colour::{Colour, ink};
use super::land::{AHEAD, EYE, HORIZON, LENS};
use super::noise::{cloud, noise};
use super::place::{Place, at, eased};

/// Where far things touch the water: they are mirrored there.
pub const SHORE: f64 = 0.5715;

const DEEP: Colour = ink(0x16303f);
const BRIGHT: Colour = ink(0xf3c6a4);

/// The longest waves, in kilometres, and how many times they are halved.
const LONGEST: f64 = 0.016;
const OCTAVES: i32 = 6;
/// How steep they are.
const SLOPE: f64 = 0.013;
/// What a pixel of a large picture covers of its height.
const PIXEL: f64 = 1.0 / 1600.0;

/// Where on the water a place of the picture is.
fn on_water(place: Place) -> Place {
    let far = LENS * EYE / (place.y - HORIZON).max(1e-4);
    at((place.x - AHEAD) / LENS * far, far)
}

/// How far what is mirrored is moved. Waves that are too far away to be seen are not there.
pub fn shaken(place: Place) -> Place {
    let there = on_water(place);
    let footprint = there.y * there.y / (LENS * EYE) * PIXEL;
    let gust = 0.55 + 0.75 * eased(-0.35, 0.5, cloud(there * 9.0, 3, 500));
    let moved = (0..OCTAVES).map(|octave| {
        let long = LONGEST * 0.5_f64.powi(octave);
        let seen = eased(1.2, 5.0, long / footprint);
        // Crests lie across the way that we look.
        let wave = at(there.x / (2.6 * long), there.y / long);
        let turned = wave.turned(0.25 * f64::from(octave % 3 - 1));
        noise(turned + at(9.1, 4.7) * f64::from(octave), 510 + octave as u32) * seen
    });
    let slope = SLOPE * gust * moved.sum::<f64>();
    at(0.25 * slope, LENS * slope)
}

/// The colour of water in which something is mirrored.
pub fn watered(mirrored: Colour, place: Place, slope: f64) -> Colour {
    // The steeper one looks down, the more one sees of the water itself.
    let down = eased(SHORE, 1.08, place.y);
    let depth = (0.10 + 0.62 * down + 9.0 * slope * down).clamp(0.0, 0.9);
    // Here and there a breath of wind makes the water dull, far away in streaks.
    let there = on_water(place);
    let streaks = cloud(at(there.x * 2.2, (place.y - HORIZON).ln() * 7.0), 4, 530);
    let wind = 0.30 * eased(0.18, 0.5, streaks) * eased(0.30, 0.02, place.y - SHORE);
    mirrored.lit([0.93, 0.93, 0.95]).mixed(BRIGHT, wind).mixed(DEEP, depth)
}
