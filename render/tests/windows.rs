//! Borders that are cut off, and windows that are sought.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise::Turn;
use sizewise_drawn::{BLUE, Pixels, RED, Rgb, WHITE, made, seen};
use sizewise_jpeg::Sampling;

/// What is seen as `colour` says, stored the way that an orientation says.
fn file(size: (u32, u32), orientation: u8, colour: impl Fn(u32, u32) -> Rgb) -> Vec<u8> {
    let upright = Turn::upright(orientation.into());
    let stored = upright.inverse().size(size);
    let pixels = Pixels::draw(stored, |x, y| {
        let (x, y) = upright.position((x, y), stored);
        colour(x, y)
    });
    pixels.jpeg(Sampling::S444, orientation)
}

/// White but for a red part of 48 × 40 at (64, 32), in which there is a blue one.
fn framed(x: u32, y: u32) -> Rgb {
    match ((64..112).contains(&x), (32..72).contains(&y)) {
        (true, true) if x < 80 && y < 48 => BLUE,
        (true, true) => RED,
        _ => WHITE,
    }
}

#[test]
fn a_border_is_cut_off_whichever_way_it_is_stored() {
    for orientation in 1..=8 {
        let file = file((160, 120), orientation, framed);
        for (query, size) in [
            ("trim=40", (48, 40)),
            ("trim=40&w=24", (24, 20)),
            ("trim=40&rotate=90", (40, 48)),
            ("trim=40&crop=80_0_80_60", (32, 28)),
            // Nothing is left of what is white all over, so all of it stays.
            ("trim=40&crop=0_0_40_120", (40, 120)),
            // Nothing differs as much as that.
            ("trim=100&style=bw&crop=120_0_40_120", (40, 120)),
        ] {
            let rendered = made(&file, query).unwrap();
            assert_eq!(rendered.size, size, "`{query}` of orientation {orientation}");
        }
        let pixels = seen(&made(&file, "trim=40&q=95").unwrap());
        let near =
            |found: Rgb, meant: Rgb| found.iter().zip(meant).all(|(a, b)| a.abs_diff(b) < 24);
        assert!(near(pixels.at(3, 3), BLUE) && near(pixels.at(44, 36), RED), "{orientation}");
    }
}

type Drawing = fn(u32, u32) -> Rgb;

/// Grey, with something at one end: a face, a colour, a pattern.
fn scene(thing: Drawing) -> impl Fn(u32, u32) -> Rgb {
    move |x, y| if x >= 220 { thing(x, y) } else { [120 + (y / 16) as u8; 3] }
}

const SKIN: Rgb = [224, 172, 140];
const DARK_SKIN: Rgb = [120, 80, 60];

#[test]
fn what_draws_the_eye_is_in_the_window() {
    let things: [(&str, Drawing); 4] = [
        ("skin", |_, _| SKIN),
        ("dark skin", |_, _| DARK_SKIN),
        ("a colour", |_, _| RED),
        ("a pattern", |x, y| if (x / 8 + y / 8) % 2 == 0 { [60; 3] } else { [180; 3] }),
    ];
    for orientation in [1, 2, 6] {
        for (name, thing) in things {
            let file = file((300, 100), orientation, scene(thing));
            let query = "w=80&h=100&fit=cover&focus=smart&q=95";
            let right = seen(&made(&file, query).unwrap());
            let found = right.at(60, 50);
            let meant = thing(300 - 20, 50);
            let is_there = found.iter().zip(meant).all(|(a, b)| a.abs_diff(b) < 40);
            assert!(is_there || name == "a pattern", "{name}, {orientation}: {found:?}");
            let contrast = (0..60).map(|x| right.at(20 + x, 50)[0]);
            let spread = contrast.clone().max().unwrap() - contrast.min().unwrap();
            assert!(name != "a pattern" || spread > 80, "{orientation}: {spread}");
        }
    }
}

#[test]
fn detail_is_in_the_window_of_entropy() {
    for orientation in [1, 3, 8] {
        let noise = |x: u32, y: u32| [(x.wrapping_mul(97) ^ y.wrapping_mul(61)) as u8; 3];
        let file = file((300, 100), orientation, scene(noise));
        let window = seen(&made(&file, "w=80&h=100&fit=cover&focus=entropy&q=95").unwrap());
        let levels = (0..80).map(|x| window.at(x, 50)[0]);
        let spread = levels.clone().max().unwrap() - levels.min().unwrap();
        assert!(spread > 80, "{orientation}: {spread}");
    }
}

#[test]
fn where_nothing_stands_out_the_middle_is_kept() {
    let file = file((300, 100), 1, |x, _| if (100..200).contains(&x) { WHITE } else { [118; 3] });
    // Both edges and nothing else draw the eye; either is as far from the middle.
    for focus in ["smart", "entropy"] {
        let flat = self::file((300, 100), 1, |_, _| [90; 3]);
        assert_eq!(
            made(&flat, &format!("w=50&h=50&fit=cover&focus={focus}")).unwrap().size,
            (50, 50)
        );
        let rendered = made(&file, &format!("w=100&h=100&fit=cover&focus={focus}&q=95")).unwrap();
        let window = seen(&rendered);
        let light = (0..100).filter(|&x| window.at(x, 50)[0] > 180).count();
        assert!(light > 20, "{focus}: {light}");
    }
}
