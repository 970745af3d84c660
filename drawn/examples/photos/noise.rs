//! Chance that is the same on every machine, and what grows out of it.

use super::place::{Place, at};

/// From 0 to 1, for a cell of a lattice.
pub fn chance(column: i32, row: i32, seed: u32) -> f64 {
    let mut bits = (column as u32).wrapping_mul(0x9e37_79b1);
    bits = (bits ^ (row as u32).rotate_left(16)).wrapping_mul(0x85eb_ca77);
    bits = (bits ^ seed).wrapping_add(seed.wrapping_mul(0xc2b2_ae3d));
    for (shift, factor) in [(16, 0x7feb_352d), (15, 0x846c_a68b), (16, 1_u32)] {
        bits = (bits ^ (bits >> shift)).wrapping_mul(factor);
    }
    f64::from(bits) / f64::from(u32::MAX)
}

/// A height between 0 and 1, and how it rises along both ways.
struct Slope {
    height: f64,
    rise: Place,
}

fn slope(place: Place, seed: u32) -> Slope {
    let (left, top) = (place.x.floor(), place.y.floor());
    let (u, v) = (place.x - left, place.y - top);
    let corner = |dx: i32, dy: i32| chance(left as i32 + dx, top as i32 + dy, seed);
    let (here, right, below, across) = (corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1));
    let (along, down, both) = (right - here, below - here, here - right - below + across);
    // Smooth enough that light which falls on it shows no cells.
    let bent = |t: f64| t * t * t * (t * (6.0 * t - 15.0) + 10.0);
    let bend = |t: f64| 30.0 * t * t * (t - 1.0) * (t - 1.0);
    Slope {
        height: here + along * bent(u) + down * bent(v) + both * bent(u) * bent(v),
        rise: at(bend(u) * (along + both * bent(v)), bend(v) * (down + both * bent(u))),
    }
}

/// From -1 to 1, smooth.
pub fn noise(place: Place, seed: u32) -> f64 {
    2.0 * slope(place, seed).height - 1.0
}

/// Twice as fine, and turned, so that no two lattices lie upon each other.
fn finer(place: Place) -> Place {
    at(1.62 * place.x + 1.19 * place.y + 17.3, 1.62 * place.y - 1.19 * place.x + 5.9)
}

/// Clouds: noise, and half as much of noise that is twice as fine, and so on. About -1 to 1.
pub fn cloud(mut place: Place, octaves: u32, seed: u32) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.5);
    for octave in 0..octaves {
        sum += weight * noise(place, seed + octave);
        (place, weight) = (finer(place), weight / 2.0);
    }
    sum * 1.3
}

/// Mountains: what is steep already becomes no rougher, as water and ice would have it. About 0 to 1.
pub fn mountain(mut place: Place, octaves: u32, seed: u32) -> f64 {
    let (mut sum, mut weight, mut steep) = (0.0, 0.5, at(0.0, 0.0));
    for octave in 0..octaves {
        let Slope { height, rise } = slope(place, seed + octave);
        steep = steep + rise;
        sum += weight * height / (1.0 + 0.8 * steep.along(steep));
        (place, weight) = (finer(place), weight / 2.0);
    }
    sum
}
