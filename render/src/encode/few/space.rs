//! The space in which colours are near to each other or far: luma and colour differences, multiplied by alpha, and
//! alpha.

/// A colour's place in it.
pub(super) type Point = [f32; 4];

/// How much of luma red, green and blue make: BT.601.
const LUMA: [f32; 3] = [0.299, 0.587, 0.114];
/// How much a step of blue's and of red's difference counts, if one of luma counts one: eyes see less of them.
const BLUE: f32 = 0.35;
const RED: f32 = 0.55;
/// How much a step of alpha counts.
const ALPHA: f32 = 0.8;

pub(super) fn point([r, g, b, a]: [f32; 4]) -> Point {
    let luma = LUMA[0] * r + LUMA[1] * g + LUMA[2] * b;
    let seen = a / 255.0;
    [luma * seen, (b - luma) * BLUE * seen, (r - luma) * RED * seen, a * ALPHA]
}

pub(super) fn colour([luma, blue, red, alpha]: Point) -> [f32; 4] {
    let a = alpha / ALPHA;
    let seen = (a / 255.0).max(1e-6);
    let [luma, blue, red] = [luma / seen, blue / seen / BLUE, red / seen / RED];
    let (r, b) = (luma + red, luma + blue);
    let g = (luma - LUMA[0] * r - LUMA[2] * b) / LUMA[1];
    [r, g, b, a]
}

pub(super) fn distance(a: Point, b: Point) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_where_one_was() {
        for rgba in [[0.0, 0.0, 0.0, 255.0], [255.0, 12.0, 99.0, 255.0], [10.0, 200.0, 30.0, 77.0]]
        {
            let back = colour(point(rgba));
            assert!(back.iter().zip(rgba).all(|(a, b)| (a - b).abs() < 0.01), "{rgba:?} {back:?}");
        }
    }
}
