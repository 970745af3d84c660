//! The nearest colour of a palette.

use super::Rgba;
use super::space::{Point, distance, point};
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
    /// For each cube of opaque colours, where the list begins of those that may be nearest to any of them.
    lists: Vec<u32>,
    /// Lists, each behind its length, which is one less than it is.
    listed: Vec<u8>,
}

/// Bits of a channel that tell its cube.
const CUBE_BITS: u32 = 5;
const NOT_YET: u32 = u32::MAX;

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
        let lists = vec![NOT_YET; 1 << (3 * CUBE_BITS)];
        Self { axes, points: points.to_vec(), lists, listed: Vec::new() }
    }

    /// Where the colour is that is nearest to a point. Nowhere, if there is none at all.
    pub(super) fn point(&self, near: Point) -> Option<Point> {
        self.points.get(self.number_of(near)).copied()
    }

    pub(super) fn number(&self, colour: [f32; 4]) -> u8 {
        self.number_of(point(colour)) as u8
    }

    /// The same for an opaque colour, by the few that come into question.
    pub(super) fn number_of_opaque(&mut self, colour: [u8; 3]) -> u8 {
        let [r, g, b] = colour.map(|value| usize::from(value >> (8 - CUBE_BITS)));
        let cube = r << (2 * CUBE_BITS) | g << CUBE_BITS | b;
        if self.lists[cube] == NOT_YET {
            self.lists[cube] = self.listed.len() as u32;
            self.list([r, g, b]);
        }
        let (length, listed) =
            self.listed[self.lists[cube] as usize..].split_first().unwrap_or((&0, &[]));
        let place = steps(point(opaque(colour.map(f32::from))));
        let off = |&number: &u8| {
            let off = |axis: usize| {
                let off = i32::from(self.axes[axis][usize::from(number)]) - i32::from(place[axis]);
                off * off
            };
            off(0) + off(1) + off(2) + off(3)
        };
        listed[..=usize::from(*length)].iter().copied().min_by_key(off).unwrap_or_default()
    }

    /// Lists the colours that may be nearest to one in a cube: what is farther from its middle than the nearest, and
    /// than the way through the cube and back, is not nearest to any.
    fn list(&mut self, cube: [usize; 3]) {
        let side = f32::from(1_u8 << (8 - CUBE_BITS));
        let [low, high] = [0.0, side - 1.0].map(|off| cube.map(|at| at as f32 * side + off));
        let middle = point(opaque([0, 1, 2].map(|at| (low[at] + high[at]) / 2.0)));
        let corners = (0..8).map(|corner: usize| {
            let channel = |at: usize| if corner >> at & 1 == 0 { low[at] } else { high[at] };
            distance(point(opaque([channel(0), channel(1), channel(2)])), middle)
        });
        let reach = corners.fold(0.0, f32::max).sqrt();
        let off: Vec<f32> =
            self.points.iter().map(|&point| distance(point, middle).sqrt()).collect();
        // A step of rounding more.
        let most = off.iter().copied().fold(f32::MAX, f32::min) + 2.0 * reach + 2.0 / STEPS;
        let start = self.listed.len();
        self.listed.push(0);
        let near = off.iter().enumerate().filter(|(_, off)| **off <= most);
        self.listed.extend(near.map(|(number, _)| number as u8).take(256));
        self.listed[start] = (self.listed.len() - start).saturating_sub(2) as u8;
    }

    /// The number of the colour that is nearest to a point.
    pub(super) fn number_of(&self, point: Point) -> usize {
        let place = steps(point);
        let [first, second, third, fourth] = &*self.axes;
        let mut best = [u32::MAX; 8];
        widely(|| {
            for block in (0..256).step_by(8) {
                for (lane, best) in best.iter_mut().enumerate() {
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
                    *best = (*best).min(found);
                }
            }
        });
        let best = best.into_iter().min().unwrap_or_default();
        (best as usize & 0xff).min(self.points.len().saturating_sub(1))
    }
}

fn opaque([r, g, b]: [f32; 3]) -> [f32; 4] {
    [r, g, b, 255.0]
}

fn steps(point: Point) -> [i16; 4] {
    point.map(|place| (place * STEPS).round() as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    #[test]
    fn those_that_come_into_question_have_the_nearest() {
        let palette: Vec<Rgba> =
            (0..256u32).map(|n| [n * 37, n * 91, n * 53, 255].map(|value| value as u8)).collect();
        let mut nearest = Nearest::to(&palette);
        for n in 0..5000u32 {
            let colour = [n * 13, n * 29, n * 71].map(|value| value as u8);
            let point = point(opaque(colour.map(f32::from)));
            let off = |number: usize| distance(nearest.points[number], point);
            let least = (0..256).map(off).fold(f32::MAX, f32::min);
            let found = nearest.number_of_opaque(colour);
            assert!(
                distance(nearest.points[usize::from(found)], point) <= least + 2.0,
                "{colour:?}"
            );
        }
    }

    #[test]
    fn what_is_opaque_stays_so_where_something_shines_through_beside_it() {
        let mut nearest = Nearest::to(&[[100, 100, 100, 245], [104, 104, 104, 255]]);
        assert_eq!(nearest.number_of_opaque([98, 98, 98]), 1);
    }
}
