//! The nearest colour of a palette.

use super::Rgba;
use super::space::{Point, point};
use crate::wide::widely;

/// How many steps one of a point is divided into: squares of distances with a number behind them fit into 32 bits.
const STEPS: f32 = 8.0;
const NUMBER_BITS: u32 = 8;
/// Where no colour is.
const NOWHERE: i16 = 2000;

/// A palette that is searched.
pub(crate) struct Nearest {
    /// The places of all colours along each axis.
    axes: Box<[[i16; 256]; 4]>,
    points: Vec<Point>,
}

impl Nearest {
    pub(crate) fn to(colours: &[Rgba]) -> Self {
        let points: Vec<_> = colours.iter().map(|colour| point(colour.map(f32::from))).collect();
        Self::to_points(&points)
    }

    pub(super) fn to_points(points: &[Point]) -> Self {
        let mut axes = Box::new([[NOWHERE; 256]; 4]);
        for (number, &point) in points.iter().enumerate().take(256) {
            for (axis, place) in axes.iter_mut().zip(steps(point)) {
                axis[number] = place;
            }
        }
        Self { axes, points: points.to_vec() }
    }

    pub(super) fn point(&self, number: usize) -> Point {
        self.points[number]
    }

    pub(super) fn number(&self, colour: [f32; 4]) -> u8 {
        self.number_of(point(colour)) as u8
    }

    /// The number of the colour that is nearest to a point.
    pub(super) fn number_of(&self, point: Point) -> usize {
        let place = steps(point);
        let [first, second, third, fourth] = &*self.axes;
        let mut best = [u32::MAX; 8];
        widely(|| {
            for block in (0..256).step_by(8) {
                for lane in 0..8 {
                    let number = block + lane;
                    let off = |axis: &[i16; 256], place: i16| {
                        let off = i32::from(axis[number]) - i32::from(place);
                        (off * off) as u32
                    };
                    let distance = off(first, place[0])
                        + off(second, place[1])
                        + off(third, place[2])
                        + off(fourth, place[3]);
                    // The number stands behind the distance, so that the least tells it.
                    let found =
                        distance.min(u32::MAX >> NUMBER_BITS) << NUMBER_BITS | number as u32;
                    best[lane] = best[lane].min(found);
                }
            }
        });
        let best = best.into_iter().min().unwrap_or_default();
        (best as usize & 0xff).min(self.points.len().saturating_sub(1))
    }
}

fn steps(point: Point) -> [i16; 4] {
    point.map(|place| (place * STEPS).round() as i16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::few::space::distance;

    #[test]
    fn the_nearest_is_found() {
        let palette: Vec<Rgba> = (0..200u32)
            .map(|n| [n * 37, n * 91, n * 53, 255 - n / 50 * 60].map(|v| v as u8))
            .collect();
        let nearest = Nearest::to(&palette);
        for n in 0..500u32 {
            let colour =
                [n * 13, n * 29, n * 71, 255 - n % 3 * 40].map(|value| (value % 256) as f32);
            let found = nearest.number(colour);
            let off = |number: usize| distance(nearest.points[number], point(colour));
            let least = (0..200).map(off).fold(f32::MAX, f32::min);
            assert!(off(found.into()) <= least + 2.0, "{colour:?}");
        }
    }
}
