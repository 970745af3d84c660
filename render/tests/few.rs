//! Pictures of few colours: PNGs of which a quality is asked, and GIFs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise_drawn::whole::{Rgba, png_with_alpha};
use sizewise_drawn::{made, seen_through};
use std::collections::HashSet;

const SIZE: (u32, u32) = (160, 120);

/// A slope of many colours, of which the lower half fades away.
fn slope(x: u32, y: u32) -> Rgba {
    let alpha = if y < 60 { 255 } else { 255 - (y - 60) * 4 };
    [(x * 3 / 2) as u8, (y * 2) as u8, 255 - x as u8, alpha as u8]
}

/// The same with grain, as photographs have it.
fn grain(x: u32, y: u32) -> Rgba {
    let noise =
        (x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77)).wrapping_mul(0x2c1b_3c6d) >> 28;
    let [r, g, b, a] = slope(x, y);
    [r.saturating_add(noise as u8), g.saturating_sub(noise as u8), b, a]
}

/// Something flat with a soft edge, on a ground of another colour.
fn drawing(x: u32, y: u32) -> Rgba {
    let away = f64::from(x).hypot(f64::from(y) - 60.0);
    let covered = (100.5 - away).clamp(0.0, 1.0);
    let mixed = |over: f64, under: f64| (over * covered + under * (1.0 - covered)).round() as u8;
    // A slope beside it takes numbers away from it.
    if x > 120 {
        slope(x, y / 2)
    } else {
        [mixed(200.0, 240.0), mixed(30.0, 240.0), mixed(40.0, 240.0), 255]
    }
}

fn colours(pixels: &[Rgba]) -> usize {
    pixels.iter().collect::<HashSet<_>>().len()
}

/// How far pixels are off in the mean, where they are seen, when a square of them is looked at together as eyes do.
fn off(pixels: &[Rgba], width: usize, meant: impl Fn(u32, u32) -> Rgba) -> f64 {
    let (mut all, mut count) = (0.0, 0.0);
    for top in (0..SIZE.1 as usize - 4).step_by(4) {
        for left in (0..SIZE.0 as usize - 4).step_by(4) {
            for channel in 0..4 {
                let places = (0..16).map(|at| (left + at % 4, top + at / 4));
                let sum: f64 = places
                    .map(|(x, y)| {
                        let (found, meant) = (pixels[y * width + x], meant(x as u32, y as u32));
                        let seen = |pixel: Rgba| match channel {
                            3 => f64::from(pixel[3]),
                            _ => f64::from(pixel[channel]) * f64::from(pixel[3]) / 255.0,
                        };
                        seen(found) - seen(meant)
                    })
                    .sum();
                all += (sum / 16.0).abs();
                count += 1.0;
            }
        }
    }
    all / count
}

#[test]
fn a_png_of_less_quality_has_fewer_colours_and_bytes() {
    let file = png_with_alpha(SIZE, grain);
    let whole = made(&file, "f=png&flip").unwrap();
    let (mut bytes, mut numbers) = (whole.bytes.len(), 20_000);
    for (quality, worst) in [(100, 0.0), (90, 1.5), (60, 3.0), (20, 9.0)] {
        let rendered = made(&file, &format!("f=png&flip&q={quality}")).unwrap();
        let (width, _, pixels) = seen_through(&rendered);
        let found = colours(&pixels);
        let off = off(&pixels, width, |x, y| grain(x, SIZE.1 - 1 - y));
        assert!(off <= worst, "{quality}: {off}");
        if quality == 100 {
            assert_eq!(rendered.bytes, whole.bytes, "nothing is lost");
            continue;
        }
        assert!(found <= 256 && found <= numbers, "{quality}: {found} colours");
        assert!(rendered.bytes.len() <= bytes, "{quality}: {} bytes", rendered.bytes.len());
        (bytes, numbers) = (rendered.bytes.len(), found);
    }
    assert!(numbers < 128 && bytes * 3 < whole.bytes.len(), "{numbers} colours, {bytes} bytes");
}

/// What only slopes needs fewer bytes as it is.
#[test]
fn a_png_does_not_grow_by_having_fewer_colours() {
    let file = png_with_alpha(SIZE, slope);
    let [few, whole] = ["f=png&flip&q=90", "f=png&flip"].map(|query| made(&file, query).unwrap());
    assert!(few.bytes.len() <= whole.bytes.len());
}

/// No palette takes what is dithered into what is flat.
#[test]
fn what_is_flat_stays_flat() {
    let file = png_with_alpha(SIZE, drawing);
    for query in ["f=png&flip&q=80", "f=gif&flip"] {
        let (width, _, pixels) = seen_through(&made(&file, query).unwrap());
        let colours =
            |x: usize| (30..90).map(|y| pixels[y * width + x]).collect::<HashSet<_>>().len();
        assert_eq!(colours(40), 1, "{query}");
        let found = pixels[60 * width + 40];
        let is_near = found.iter().zip([200, 30, 40, 255]).all(|(a, b)| a.abs_diff(b) < 4);
        assert!(is_near, "{query}: {found:?}");
    }
}

#[test]
fn a_gif_of_many_colours_looks_like_them_from_afar() {
    let opaque = |x, y| {
        let [r, g, b, _] = slope(x, y);
        [r, g, b, 255]
    };
    let file = png_with_alpha(SIZE, opaque);
    let (width, _, pixels) = seen_through(&made(&file, "f=gif").unwrap());
    assert!(colours(&pixels) <= 256);
    let off = off(&pixels, width, opaque);
    assert!(off < 1.5, "{off}");
}

#[test]
fn what_hardly_covers_is_not_there_in_a_gif() {
    let file = png_with_alpha(SIZE, slope);
    let (width, _, pixels) = seen_through(&made(&file, "f=gif").unwrap());
    for (y, alpha) in [(10, 255), (80, 255), (91, 255), (92, 0), (119, 0)] {
        assert_eq!(pixels[y * width + 30][3], alpha, "{y}");
    }
}
