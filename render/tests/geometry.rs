//! Whatever way a picture is stored, what comes out is what is seen, in the shape that was asked.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise_drawn::{BLUE, GREEN, Pixels, RED, Rgb, WHITE, made, quarters, seen};
use sizewise_jpeg::Sampling;

/// A letter for each corner: above from left to right, and below.
fn corners(pixels: &Pixels) -> String {
    let (right, below) = (pixels.width - 2, pixels.height - 2);
    let corners = [(1, 1), (right, 1), (1, below), (right, below)];
    corners.map(|(x, y)| letter(pixels.at(x, y))).iter().collect()
}

/// The colour that a pixel is nearest to, if it is near at all.
fn letter(pixel: Rgb) -> char {
    let colours = [(RED, 'R'), (GREEN, 'G'), (BLUE, 'B'), (WHITE, 'W'), ([255, 128, 0], 'o')];
    let is_near = |colour: &Rgb| colour.iter().zip(pixel).all(|(a, b)| a.abs_diff(b) < 16);
    colours.iter().find(|(colour, _)| is_near(colour)).map_or('?', |(_, letter)| *letter)
}

/// What is asked of a picture of 160 × 120, and the size and the corners of what comes out.
const ASKED: [(&str, (u32, u32), &str); 30] = [
    ("w=80", (80, 60), "RGBW"),
    ("h=30", (40, 30), "RGBW"),
    ("w=81", (81, 61), "RGBW"),
    ("w=160&q=90", (160, 120), "RGBW"),
    ("w=320", (160, 120), "RGBW"),
    ("w=320&enlarge", (320, 240), "RGBW"),
    ("w=20&h=20", (20, 15), "RGBW"),
    ("w=50&h=50&fit=cover", (50, 50), "RGBW"),
    ("w=50&h=50&fit=cover&focus=left", (50, 50), "RGBW"),
    ("w=20&h=60&fit=cover&focus=left", (20, 60), "RRBB"),
    ("w=20&h=60&fit=cover&focus=right", (20, 60), "GGWW"),
    ("w=80&h=20&fit=cover&focus=top", (80, 20), "RGRG"),
    ("w=80&h=20&fit=cover&focus=bottom", (80, 20), "BWBW"),
    ("w=40&h=10&fit=cover&focus=0.1_0.9", (40, 10), "BWBW"),
    ("w=50&h=90&fit=fill", (50, 90), "RGBW"),
    ("w=60&h=60&fit=outside", (80, 60), "RGBW"),
    ("w=80&h=80&fit=contain&bg=ff8000", (80, 80), "oooo"),
    ("w=101&h=61&fit=contain&bg=ff8000", (101, 61), "oooo"),
    ("w=400&h=121&fit=contain&bg=ff8000", (400, 121), "oooo"),
    ("rotate=90", (120, 160), "BRWG"),
    ("rotate=180", (160, 120), "WBGR"),
    ("rotate=270&w=30", (30, 40), "GWRB"),
    ("flip", (160, 120), "BWRG"),
    ("flop&w=33", (33, 25), "GRWB"),
    ("rotate=90&flip&w=45", (45, 60), "WGBR"),
    ("crop=0_0_80_60", (80, 60), "RRRR"),
    ("crop=80_0_80_120&w=31", (31, 47), "GGWW"),
    ("crop=40_30_80_60&rotate=90&w=20", (20, 27), "BRWG"),
    ("crop=41_31_77_55&flop&w=77", (77, 55), "GRWB"),
    ("w=80&h=80&fit=cover&focus=right&rotate=90", (80, 80), "BRWG"),
];

#[test]
fn every_way_of_storing_a_picture_looks_the_same() {
    for orientation in 1..=8 {
        let file = quarters((160, 120), orientation).jpeg(Sampling::S444, orientation);
        for (query, size, expected) in ASKED {
            let rendered = made(&file, query).unwrap();
            assert_eq!(rendered.size, size, "`{query}` of orientation {orientation}");
            let found = corners(&seen(&rendered));
            assert_eq!(found, expected, "`{query}` of orientation {orientation}");
        }
    }
}

/// Colours meet at one place in luma and chroma, at odd sizes and in every orientation.
#[test]
fn chroma_lies_where_luma_lies() {
    for orientation in 1..=8 {
        let file = quarters((400, 300), orientation).jpeg(Sampling::S444, orientation);
        for width in [99, 100, 101, 133] {
            let rendered = made(&file, &format!("w={width}&q=95")).unwrap();
            let planes = sizewise_jpeg::Decoder::new(&rendered.bytes).unwrap().decode().unwrap();
            let edge = |plane: &sizewise_jpeg::Plane, quarter: usize, share: f64| {
                let view = plane.view();
                let row = view.row(view.height() * quarter / 4);
                let (left, right) = (f64::from(row[2]), f64::from(row[row.len() - 3]));
                let part = |v: &u8| ((f64::from(*v) - right) / (left - right)).clamp(0.0, 1.0);
                row.iter().map(part).sum::<f64>() * share
            };
            let meant = f64::from(width) / 2.0;
            // Above, red turns green, which differ in luma and in red; below, blue turns white.
            for (index, quarter, share) in [(0, 3, 1.0), (1, 3, 2.0), (2, 1, 2.0)] {
                let found = edge(&planes.planes[index], quarter, share);
                assert!(
                    (found - meant).abs() < 0.35,
                    "plane {index}, width {width}, orientation {orientation}: {found}"
                );
            }
        }
    }
}
