//! What the options do to colours.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise_drawn::{BLUE, GREEN, Pixels, RED, Rgb, WHITE, made, quarters, seen, ycbcr};
use sizewise_jpeg::Sampling;

const PLACES: [((usize, usize), Rgb); 4] =
    [((9, 9), RED), ((70, 9), GREEN), ((9, 50), BLUE), ((70, 50), WHITE)];

fn file() -> Vec<u8> {
    quarters((160, 120), 1).jpeg(Sampling::S444, 1)
}

fn asked(query: &str) -> Pixels {
    seen(&made(&file(), &format!("w=80&q=95&{query}")).unwrap())
}

#[track_caller]
fn check(pixels: &Pixels, (x, y): (usize, usize), meant: Rgb, tolerance: u8) {
    let found = pixels.at(x, y);
    let is_near = found.iter().zip(meant).all(|(a, b)| a.abs_diff(b) <= tolerance);
    assert!(is_near, "{found:?} at {x}, {y}, expected {meant:?}");
}

#[test]
fn grey_is_luma_and_nothing_else_is_written() {
    let grey = asked("style=bw");
    for (place, colour) in PLACES {
        check(&grey, place, [ycbcr(colour)[0]; 3], 3);
    }
    let rendered = made(&file(), "w=80&style=bw").unwrap();
    let header = sizewise_jpeg::Header::read(&rendered.bytes).unwrap();
    assert_eq!(header.components().len(), 1);
}

#[test]
fn a_negative_is_what_is_left_to_white() {
    let negative = asked("negate");
    for (place, colour) in PLACES {
        check(&negative, place, colour.map(|value| 255 - value), 8);
    }
    let twice = asked("negate&style=bw");
    for (place, colour) in PLACES {
        check(&twice, place, [255 - ycbcr(colour)[0]; 3], 3);
    }
}

#[test]
fn a_tint_gives_one_hue_and_keeps_the_light() {
    for query in ["tint=c08040", "tint=c08040&style=bw"] {
        let tinted = asked(query);
        let [_, blue, red] = ycbcr([0xc0, 0x80, 0x40]);
        for (place, colour) in PLACES {
            let found = ycbcr(tinted.at(place.0, place.1));
            // Where it is nearly white there is no room for all of the hue.
            if colour != WHITE {
                assert!(found[0].abs_diff(ycbcr(colour)[0]) < 6, "{place:?}: {found:?}");
                assert!(found[1].abs_diff(blue) < 8 && found[2].abs_diff(red) < 8, "{found:?}");
            }
        }
    }
}

#[test]
fn contrast_is_stretched_to_black_and_white() {
    let dull = Pixels::draw((80, 60), |x, _| [100 + (x / 2) as u8; 3]);
    let rendered = made(&dull.jpeg(Sampling::S444, 1), "normalize&q=95").unwrap();
    let stretched = seen(&rendered);
    check(&stretched, (0, 30), [0; 3], 4);
    check(&stretched, (79, 30), [255; 3], 4);
    check(&stretched, (40, 30), [128; 3], 8);
}

#[test]
fn a_blur_mixes_neighbours_and_leaves_what_has_none() {
    let blurred = asked("blur=6");
    for (place, colour) in PLACES {
        check(&blurred, place, colour, 14);
    }
    let (red, green) = (blurred.at(39, 9), blurred.at(40, 9));
    assert!((0..3).all(|channel| red[channel].abs_diff(green[channel]) < 30), "{red:?} {green:?}");
    let sharp = asked("w=80");
    assert!(sharp.at(37, 9)[0].abs_diff(sharp.at(42, 9)[0]) > 150);
}

#[test]
fn sharpening_makes_edges_stronger_and_leaves_the_rest() {
    let sharpened = asked("sharpen=2");
    for (place, colour) in PLACES {
        check(&sharpened, place, colour, 8);
    }
    let plain = asked("w=80");
    let light = |pixels: &Pixels, x| f64::from(ycbcr(pixels.at(x, 50))[0]);
    let contrast = |pixels: &Pixels| light(pixels, 42) - light(pixels, 37);
    assert!(contrast(&sharpened) > contrast(&plain) + 10.0);
}

#[test]
fn a_border_has_the_background_and_the_picture_lies_in_its_middle() {
    for (query, background) in [("", [255; 3]), ("&bg=204060", [0x20, 0x40, 0x60])] {
        let query = format!("w=80&h=100&fit=contain&q=95{query}");
        let framed = seen(&made(&file(), &query).unwrap());
        for place in [(3, 3), (77, 3), (3, 97), (40, 8)] {
            check(&framed, place, background, 4);
        }
        for ((x, y), colour) in PLACES {
            check(&framed, (x, y + 20), colour, 10);
        }
    }
}

#[test]
fn grey_originals_stay_grey_unless_something_has_colour() {
    let grey = Pixels::draw((64, 48), |x, _| [(x * 4) as u8; 3]).jpeg(Sampling::Grey, 1);
    let components = |query: &str| {
        let rendered = made(&grey, query).unwrap();
        sizewise_jpeg::Header::read(&rendered.bytes).unwrap().components().len()
    };
    assert_eq!(components("w=32"), 1);
    assert_eq!(components("w=32&h=32&fit=contain"), 1);
    assert_eq!(components("w=32&h=32&fit=contain&bg=f00"), 3);
    assert_eq!(components("w=32&tint=f00"), 3);
}
