//! A red hut with a light on, and a jetty in front of it.

use super::colour::{Colour, NOTHING, ink};
use super::noise::noise;
use super::place::{Place, at, eased};

const WALL: Colour = ink(0xa63a2a);
const SIDE: Colour = ink(0x6f2420);
const BOARD: Colour = ink(0xeadfd2);
const ROOF: Colour = ink(0x2d2a33);
const ROOF_EDGE: Colour = ink(0x8f7f7a);
const BRICK: Colour = ink(0x54413d);
const LAMP: Colour = ink(0xffdb8a);
const WOOD: Colour = ink(0x4a3b33);

/// Corners of its parts: `x` goes right from the left corner of the gable and `y` up; the door is 1 high.
const GABLE: [Place; 5] =
    [at(0.0, -0.1), at(1.7, -0.1), at(1.7, 1.15), at(0.85, 2.05), at(0.0, 1.15)];
const LONG: [Place; 4] = [at(1.7, -0.1), at(3.5, 0.0), at(3.5, 1.1), at(1.7, 1.15)];
const TOP: [Place; 4] = [at(0.85, 2.14), at(2.75, 2.03), at(3.65, 1.03), at(1.78, 1.05)];
const EAVES: [Place; 6] = [
    at(-0.15, 1.02),
    at(-0.08, 0.98),
    at(0.85, 2.0),
    at(1.72, 1.0),
    at(1.82, 1.06),
    at(0.85, 2.16),
];
const CHIMNEY: [Place; 4] = [at(2.0, 1.6), at(2.28, 1.6), at(2.28, 2.42), at(2.0, 2.42)];
/// Left, below, right and above of windows.
const WINDOWS: [[f64; 4]; 2] = [[0.55, 0.35, 1.15, 0.92], [2.25, 0.38, 2.85, 0.84]];

pub struct Hut {
    pub foot: Place,
    /// The height of its door.
    pub scale: f64,
}

impl Hut {
    fn inner(&self, place: Place) -> Place {
        at(place.x - self.foot.x, self.foot.y - place.y) * self.scale.recip()
    }

    pub fn colour(&self, place: Place) -> Colour {
        let place = self.inner(place);
        if !(-4.0..4.5).contains(&place.x) || !(-1.0..3.0).contains(&place.y) {
            return NOTHING;
        }
        let parts = [window(place), roof(place), walls(place), jetty(place)];
        parts.into_iter().find(|part| part.alpha > 0.0).unwrap_or(NOTHING)
    }

    /// The light that falls out of its windows, as far as air shows it.
    pub fn glow(&self, place: Place) -> f64 {
        let place = self.inner(place);
        let of = |[left, below, right, above]: [f64; 4]| {
            let middle = at((left + right) / 2.0, (below + above) / 2.0);
            (-(place - middle).length() / 0.55).exp()
        };
        WINDOWS.map(of).iter().sum()
    }
}

pub const LIGHT: Colour = ink(0xffb04a);

fn window(place: Place) -> Colour {
    let of = |&[left, below, right, above]: &[f64; 4]| {
        let out = |by: f64| {
            (left - by..right + by).contains(&place.x)
                && (below - by..above + by).contains(&place.y)
        };
        let (across, up) = ((place.x - left) / (right - left), (place.y - below) / (above - below));
        let is_bar = (across - 0.5).abs() < 0.045 || (up - 0.55).abs() < 0.05;
        match (out(0.0) && !is_bar, out(0.09)) {
            // It is brightest where the lamp stands.
            (true, _) => LAMP.glowing(LIGHT, 0.35 - 0.8 * (at(across, up) - at(0.4, 0.4)).length()),
            (_, true) => BOARD.lit([0.95, 0.86, 0.78]),
            _ => NOTHING,
        }
    };
    WINDOWS.iter().map(of).find(|colour| colour.alpha > 0.0).unwrap_or(NOTHING)
}

fn roof(place: Place) -> Colour {
    if place.is_within(&EAVES) {
        return ROOF_EDGE.mixed(BOARD, 0.4);
    }
    if place.is_within(&TOP) {
        let rows = eased(0.2, 0.9, (place.y * 9.0 + place.x * 0.5).rem_euclid(1.0));
        return ROOF.lit([1.15 + 0.35 * rows; 3]);
    }
    if place.is_within(&CHIMNEY) {
        let light = 1.35 - 0.8 * eased(2.05, 2.25, place.x);
        return BRICK.lit([light, light * 0.95, light * 0.9]);
    }
    NOTHING
}

fn walls(place: Place) -> Colour {
    let planks = 0.86 + 0.14 * eased(0.0, 0.16, (place.x * 8.0).rem_euclid(1.0));
    let worn = 1.0 + 0.10 * noise(at(place.x * 16.0, place.y * 2.0), 610);
    let light = planks * worn * (0.82 + 0.22 * eased(-0.1, 1.2, place.y));
    let is_corner =
        [0.0, 1.7].iter().any(|corner| (place.x - corner).abs() < 0.06) && place.y < 1.1;
    match (place.is_within(&GABLE), place.is_within(&LONG)) {
        (true, _) if is_corner => BOARD,
        (true, _) => WALL.lit([light * 1.08, light, light]),
        (_, true) if is_corner => BOARD.lit([0.7, 0.68, 0.72]),
        (_, true) => SIDE.lit([light, light, light * 1.1]),
        _ => NOTHING,
    }
}

/// Planks over the water, on posts.
fn jetty(place: Place) -> Colour {
    if !(-3.4..0.3).contains(&place.x) {
        return NOTHING;
    }
    let is_plank = (-0.44..-0.30).contains(&place.y);
    let is_post = (place.x * 1.25).rem_euclid(1.0) < 0.11 && (-0.80..-0.3).contains(&place.y);
    let light = 0.9 + 0.35 * noise(at(place.x * 9.0, 0.5), 620);
    match (is_plank, is_post) {
        (true, _) => WOOD.lit([light * 1.9, light * 1.6, light * 1.5]),
        (_, true) => WOOD.lit([0.7; 3]),
        _ => NOTHING,
    }
}
