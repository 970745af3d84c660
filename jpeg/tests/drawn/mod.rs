//! Pictures drawn by code.

use sizewise_jpeg::{Sampling, View};

pub(crate) const SAMPLINGS: [Sampling; 5] =
    [Sampling::Grey, Sampling::S444, Sampling::S422, Sampling::S440, Sampling::S420];

/// What a picture shows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Drawing {
    Flat,
    Gradient,
    Edges,
    Noise,
}

impl Drawing {
    pub(crate) const ALL: [Self; 4] = [Self::Flat, Self::Gradient, Self::Edges, Self::Noise];

    fn sample(self, plane: usize, x: usize, y: usize) -> u8 {
        let sample = match self {
            Self::Flat => 90,
            Self::Gradient => (40 + (3 * x + 2 * y + 50 * plane) % 170) as u8,
            Self::Edges if (x / 5 + y / 3 + plane).is_multiple_of(2) => 30,
            Self::Edges => 220,
            Self::Noise => 20 + noise(x as u32, y as u32, plane as u32) / 6 * 5,
        };
        // Pale colours, so that no red, green or blue is beyond its limits.
        if plane == 0 { sample } else { 120 + sample / 16 }
    }

    pub(crate) fn planes(self, sampling: Sampling, width: usize, height: usize) -> Planes {
        let plane = |plane| {
            let (width, height) = sampling.plane_size(plane, width, height);
            let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
            let samples = rows.map(|(x, y)| self.sample(plane, x, y)).collect();
            Plane { samples, width, height }
        };
        Planes((0..sampling.planes()).map(plane).collect())
    }
}

fn noise(x: u32, y: u32, plane: u32) -> u8 {
    let mixed = (x * 0x9e37 + y * 0x79b9 + plane * 0x7f4a).wrapping_mul(0x2c1b_3c6d);
    ((mixed ^ mixed >> 15).wrapping_mul(0x297a_2d39) >> 24) as u8
}

struct Plane {
    samples: Vec<u8>,
    width: usize,
    height: usize,
}

/// The planes of a picture.
pub(crate) struct Planes(Vec<Plane>);

impl Planes {
    pub(crate) fn views(&self) -> Vec<View<'_>> {
        let planes = self.0.iter();
        let views = planes.map(|Plane { samples, width, height }| {
            View::new(samples, *width, *width, *height).unwrap()
        });
        views.collect()
    }
}
