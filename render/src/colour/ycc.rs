//! Luma and colour differences: BT.601, full range, as JFIF has them.

use crate::plane::Plane;
use crate::wide::widely;

/// What a colour difference is where there is no colour.
pub(crate) const NEUTRAL: u8 = 128;

/// Bits behind the point of the factors below.
const POINT: u32 = 16;

/// A factor as a whole number.
const fn factor(value: f64) -> i32 {
    (value * (1 << POINT) as f64 + 0.5) as i32
}

/// How much of luma each colour makes.
const RED: f64 = 0.299;
const GREEN: f64 = 0.587;
const BLUE: f64 = 0.114;
/// How much further blue and red can be from luma than half of all there is.
const BLUE_REACH: f64 = 2.0 * (1.0 - BLUE);
const RED_REACH: f64 = 2.0 * (1.0 - RED);

/// Luma.
pub(crate) fn luma(planes: &[Plane; 3]) -> Plane {
    let [red, green, blue] = planes;
    let mut luma = Plane::filled(red.width, red.height, 0);
    widely(|| {
        let colours = red.samples.iter().zip(&green.samples).zip(&blue.samples);
        for (luma, ((&r, &g), &b)) in luma.samples.iter_mut().zip(colours) {
            let sum = const { factor(RED) } * i32::from(r)
                + const { factor(GREEN) } * i32::from(g)
                + const { factor(BLUE) } * i32::from(b);
            *luma = rounded(sum);
        }
    });
    luma
}

/// How far blue and red differ from luma.
pub(crate) fn differences(planes: &[Plane; 3]) -> [Plane; 2] {
    let [red, green, blue] = planes;
    let of = |own: &Plane, other: &Plane, [by_own, by_green, by_other]: [i32; 3]| {
        let mut plane = Plane::filled(own.width, own.height, 0);
        widely(|| {
            let colours = own.samples.iter().zip(&green.samples).zip(&other.samples);
            for (difference, ((&own, &g), &other)) in plane.samples.iter_mut().zip(colours) {
                let sum =
                    by_own * i32::from(own) - by_green * i32::from(g) - by_other * i32::from(other);
                *difference = rounded(sum + (i32::from(NEUTRAL) << POINT));
            }
        });
        plane
    };
    let half = factor(0.5);
    let (green_of_blue, green_of_red) = (factor(GREEN / BLUE_REACH), factor(GREEN / RED_REACH));
    // What is left to a half, so that greys come out at the middle.
    [
        of(blue, red, [half, green_of_blue, half - green_of_blue]),
        of(red, blue, [half, green_of_red, half - green_of_red]),
    ]
}

/// Red, green and blue of planes that are all as large.
pub(crate) fn rgb(luma: Plane, [blue, red]: [Plane; 2]) -> [Plane; 3] {
    let coloured = |difference: &Plane, reach: i32| {
        let mut plane = Plane::filled(luma.width, luma.height, 0);
        widely(|| {
            let samples = luma.samples.iter().zip(&difference.samples);
            for (colour, (&y, &off)) in plane.samples.iter_mut().zip(samples) {
                let off = i32::from(off) - i32::from(NEUTRAL);
                *colour = rounded((i32::from(y) << POINT) + reach * off);
            }
        });
        plane
    };
    let blues = coloured(&blue, const { factor(BLUE_REACH) });
    let reds = coloured(&red, const { factor(RED_REACH) });
    let mut greens = luma;
    widely(|| {
        let differences = blue.samples.iter().zip(&red.samples);
        for (green, (&blue, &red)) in greens.samples.iter_mut().zip(differences) {
            let [blue, red] = [i32::from(blue), i32::from(red)];
            let off = const { factor(BLUE * BLUE_REACH / GREEN) } * (blue - i32::from(NEUTRAL))
                + const { factor(RED * RED_REACH / GREEN) } * (red - i32::from(NEUTRAL));
            *green = rounded((i32::from(*green) << POINT) - off);
        }
    });
    [reds, greens, blues]
}

/// One colour.
pub(crate) fn of_colour(colour: [u8; 3]) -> [u8; 3] {
    let planes = colour.map(|value| Plane::filled(1, 1, value));
    let [blue, red] = differences(&planes);
    [luma(&planes).samples[0], blue.samples[0], red.samples[0]]
}

/// The nearest of 0 to 255.
#[inline(always)]
fn rounded(value: i32) -> u8 {
    ((value + (1 << (POINT - 1))) >> POINT).clamp(0, 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_where_one_was() {
        let levels = [0u8, 1, 17, 64, 127, 128, 200, 254, 255];
        let all = levels.iter().flat_map(|&r| levels.iter().map(move |&g| (r, g)));
        let all = all.flat_map(|(r, g)| levels.iter().map(move |&b| [r, g, b]));
        for colour in all {
            let planes = colour.map(|value| Plane::filled(1, 1, value));
            let back = rgb(luma(&planes), differences(&planes)).map(|plane| plane.samples[0]);
            assert!(
                back.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 2),
                "{colour:?} {back:?}"
            );
        }
    }

    #[test]
    fn greys_have_no_colour() {
        for value in 0..=255 {
            assert_eq!(of_colour([value; 3]), [value, NEUTRAL, NEUTRAL]);
        }
    }

    #[test]
    fn the_colours_of_the_standard_are_where_it_has_them() {
        for (colour, meant) in [
            ([255, 0, 0], [76, 85, 255]),
            ([0, 255, 0], [150, 44, 21]),
            ([0, 0, 255], [29, 255, 107]),
            ([255, 255, 0], [226, 1, 149]),
        ] {
            assert_eq!(of_colour(colour), meant);
        }
    }
}
