//! A picture looks the same whichever way it goes: as luma and colour differences, or as red, green and blue.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise_drawn::whole::png_of;
use sizewise_drawn::{Pixels, made, seen};
use sizewise_jpeg::Sampling;

/// Smooth colours and a few edges, so that chroma of half the size is as good as whole.
fn picture() -> Pixels {
    Pixels::draw((240, 180), |x, y| {
        let wave = |at: u32, step: f64| ((f64::from(at) / step).sin() * 60.0 + 128.0) as u8;
        let light = if (x / 60 + y / 60) % 2 == 0 { 0 } else { 40 };
        [wave(x, 31.0) + light, wave(y, 23.0) + light, wave(x + y, 41.0) + light]
    })
}

/// What is asked, and how far the two may be from each other: on the whole, and anywhere.
const ASKED: [(&str, f64, u8); 22] = [
    ("w=120", 1.5, 16),
    ("w=101&h=77&fit=fill", 1.5, 16),
    ("w=240&q=95", 1.5, 16),
    ("w=300&enlarge", 1.5, 16),
    ("w=60&h=60&fit=cover&focus=0.2_0.7", 1.5, 16),
    ("w=90&h=120&fit=contain&bg=3060a0", 1.5, 24),
    ("w=64&h=64&fit=cover&focus=smart", 1.5, 16),
    ("w=64&h=64&fit=cover&focus=entropy", 1.5, 16),
    ("crop=31_17_150_121&w=75", 1.5, 16),
    ("rotate=90&w=100", 1.5, 16),
    ("rotate=270&flip&w=99", 1.5, 16),
    ("flop&w=120", 1.5, 16),
    ("w=120&style=bw", 1.0, 8),
    ("w=120&normalize", 2.5, 24),
    ("w=120&negate", 1.5, 16),
    ("w=120&tint=c08040", 1.5, 12),
    ("w=120&style=bw&tint=3080c0", 1.5, 12),
    ("w=120&blur=1.5", 1.5, 8),
    ("w=120&blur=9", 1.5, 8),
    ("w=120&sharpen=1.5", 2.0, 20),
    ("w=120&negate&blur=2&sharpen=3&normalize", 2.5, 24),
    ("w=60&style=bw&negate&rotate=180", 1.0, 8),
];

#[test]
fn both_paths_show_the_same() {
    let (planes, pixels) = (picture().jpeg(Sampling::S444, 1), png_of(&picture()));
    for (query, mean, most) in ASKED {
        for format in ["jpeg", "webp"] {
            let asked = format!("q=100&{query}&f={format}");
            let [a, b] = [&planes, &pixels].map(|file| seen(&made(file, &asked).unwrap()));
            assert_eq!((a.width, a.height), (b.width, b.height), "`{asked}`");
            let off: Vec<u8> = (a.pixels.iter().zip(&b.pixels))
                .flat_map(|(a, b)| a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)))
                .collect();
            let sum: f64 = off.iter().map(|&off| f64::from(off)).sum();
            let found = (sum / off.len() as f64, *off.iter().max().unwrap());
            assert!(found.0 <= mean && found.1 <= most, "`{asked}`: {found:?}");
        }
    }
}
