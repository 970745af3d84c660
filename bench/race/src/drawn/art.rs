//! Flat shapes with soft edges on nothing, as logos and diagrams are.

use super::Size;

/// A disc: where its middle is and how far it reaches, as shares of the width, and its colour.
struct Disc {
    middle: (f64, f64),
    reach: f64,
    colour: [u8; 4],
}

const DISCS: [Disc; 6] = [
    Disc { middle: (0.25, 0.25), reach: 0.18, colour: [214, 64, 69, 255] },
    Disc { middle: (0.42, 0.38), reach: 0.15, colour: [47, 128, 237, 255] },
    Disc { middle: (0.70, 0.22), reach: 0.12, colour: [242, 201, 76, 255] },
    Disc { middle: (0.78, 0.45), reach: 0.17, colour: [39, 174, 96, 160] },
    Disc { middle: (0.55, 0.52), reach: 0.06, colour: [51, 51, 51, 255] },
    Disc { middle: (0.25, 0.25), reach: 0.05, colour: [255, 255, 255, 255] },
];

/// Bars below the discs: their sides as shares of the width, and a colour.
const BARS: [([f64; 4], [u8; 4]); 5] = [
    ([0.08, 0.58, 0.92, 0.585], [51, 51, 51, 255]),
    ([0.12, 0.50, 0.17, 0.58], [155, 81, 224, 255]),
    ([0.20, 0.54, 0.25, 0.58], [155, 81, 224, 255]),
    ([0.28, 0.47, 0.33, 0.58], [155, 81, 224, 255]),
    ([0.36, 0.56, 0.41, 0.58], [155, 81, 224, 255]),
];

pub(super) fn rgba((width, height): Size) -> Vec<u8> {
    let mut samples = Vec::with_capacity(4 * width * height);
    let unit = width as f64;
    for y in 0..height {
        for x in 0..width {
            let place = ((x as f64 + 0.5) / unit, (y as f64 + 0.5) / unit);
            samples.extend(pixel(place, unit));
        }
    }
    samples
}

/// The same as lines and fills.
pub(super) fn svg((width, height): Size) -> String {
    let unit = width as f64;
    let fill = |[red, green, blue, alpha]: [u8; 4]| {
        format!(
            "fill=\"rgb({red},{green},{blue})\" fill-opacity=\"{:.3}\"",
            f64::from(alpha) / 255.0
        )
    };
    let mut shapes = String::new();
    for Disc { middle, reach, colour } in &DISCS {
        let (x, y, r) = (middle.0 * unit, middle.1 * unit, reach * unit);
        shapes += &format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {}/>\n", fill(*colour));
    }
    for ([left, top, right, bottom], colour) in &BARS {
        let [x, y] = [left, top].map(|side| side * unit);
        let (w, h) = ((right - left) * unit, (bottom - top) * unit);
        let fill = fill(*colour);
        shapes += &format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" {fill}/>\n");
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\n{shapes}</svg>\n"
    )
}

fn pixel((x, y): (f64, f64), unit: f64) -> [u8; 4] {
    let mut seen = [0; 4];
    for Disc { middle, reach, colour } in &DISCS {
        let away = (x - middle.0).hypot(y - middle.1);
        // An edge is one pixel wide.
        let covered = ((reach - away) * unit + 0.5).clamp(0.0, 1.0);
        seen = over(seen, *colour, covered);
    }
    for ([left, top, right, bottom], colour) in &BARS {
        let is_within = (*left..*right).contains(&x) && (*top..*bottom).contains(&y);
        seen = over(seen, *colour, f64::from(u8::from(is_within)));
    }
    seen
}

/// A colour laid over what is there, as far as it covers it.
fn over(under: [u8; 4], colour: [u8; 4], covered: f64) -> [u8; 4] {
    if covered == 0.0 {
        return under;
    }
    let (above, below) = (covered * f64::from(colour[3]) / 255.0, f64::from(under[3]) / 255.0);
    let alpha = above + below * (1.0 - above);
    let mixed = |at: usize| {
        let sum = f64::from(colour[at]) * above + f64::from(under[at]) * below * (1.0 - above);
        (sum / alpha).round() as u8
    };
    [mixed(0), mixed(1), mixed(2), (alpha * 255.0).round() as u8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_laid_over_nothing_keeps_its_colour() {
        assert_eq!(over([0; 4], [10, 20, 30, 255], 0.5), [10, 20, 30, 128]);
        assert_eq!(over([9; 4], [10, 20, 30, 255], 1.0), [10, 20, 30, 255]);
        assert_eq!(over([9; 4], [10, 20, 30, 255], 0.0), [9; 4]);
    }
}
