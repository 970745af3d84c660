//! Luma and colour differences: BT.601, full range, as JFIF has them.

use crate::plane::Plane;

/// What a colour difference is where there is no colour.
pub(crate) const NEUTRAL: u8 = 128;

/// How much of luma each colour makes.
const RED: f32 = 0.299;
const GREEN: f32 = 0.587;
const BLUE: f32 = 0.114;
/// How much further blue and red can be from luma than half of all there is.
const BLUE_REACH: f32 = 1.772;
const RED_REACH: f32 = 1.402;

/// Luma, and the differences of blue and red.
pub(crate) fn of_rgb([red, green, blue]: [Plane; 3]) -> (Plane, [Plane; 2]) {
    let (width, height) = (red.width, red.height);
    let mut planes = [(); 3].map(|()| Plane::filled(width, height, 0));
    let [luma, blues, reds] = &mut planes;
    let colours = red.samples.iter().zip(&green.samples).zip(&blue.samples);
    let samples = luma.samples.iter_mut().zip(&mut blues.samples).zip(&mut reds.samples);
    for (((&r, &g), &b), ((luma, blue), red)) in colours.zip(samples) {
        let [r, g, b] = [r, g, b].map(f32::from);
        let y = RED * r + GREEN * g + BLUE * b;
        *luma = rounded(y);
        *blue = rounded(f32::from(NEUTRAL) + (b - y) / BLUE_REACH);
        *red = rounded(f32::from(NEUTRAL) + (r - y) / RED_REACH);
    }
    let [luma, blues, reds] = planes;
    (luma, [blues, reds])
}

/// Red, green and blue of planes that are all as large.
pub(crate) fn rgb(luma: Plane, [blue, red]: [Plane; 2]) -> [Plane; 3] {
    let mut planes = [(); 3].map(|()| Plane::filled(luma.width, luma.height, 0));
    let [reds, greens, blues] = &mut planes;
    let samples = luma.samples.iter().zip(&blue.samples).zip(&red.samples);
    let colours = reds.samples.iter_mut().zip(&mut greens.samples).zip(&mut blues.samples);
    for (((&y, &cb), &cr), ((red, green), blue)) in samples.zip(colours) {
        let y = f32::from(y);
        let [cb, cr] = [cb, cr].map(|sample| f32::from(sample) - f32::from(NEUTRAL));
        let (b, r) = (y + BLUE_REACH * cb, y + RED_REACH * cr);
        *red = rounded(r);
        *blue = rounded(b);
        *green = rounded(y - (BLUE * BLUE_REACH / GREEN) * cb - (RED * RED_REACH / GREEN) * cr);
    }
    planes
}

/// One colour.
pub(crate) fn of_colour([red, green, blue]: [u8; 3]) -> [u8; 3] {
    let plane = |value| Plane::filled(1, 1, value);
    let (luma, [blue, red]) = of_rgb([plane(red), plane(green), plane(blue)]);
    [luma.samples[0], blue.samples[0], red.samples[0]]
}

/// The nearest of 0 to 255.
#[inline(always)]
fn rounded(value: f32) -> u8 {
    (value.clamp(0.0, 255.0) + 0.5) as i32 as u8
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
            let (luma, chroma) = of_rgb(planes);
            let back = rgb(luma, chroma).map(|plane| plane.samples[0]);
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
