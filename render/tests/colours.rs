//! Whatever the numbers of an original mean, what comes out means the same in sRGB.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use png::{BitDepth, ColorType};
use sizewise_drawn::jpeg::{jpeg_of_inks, jpeg_with_profile};
use sizewise_drawn::profile::{Primaries, delta_e, lab_of_srgb};
use sizewise_drawn::whole::png;
use sizewise_drawn::{Pixels, Rgb, made, seen};
use sizewise_render::Rendered;
use std::borrow::Cow;

const DISPLAY_P3: Primaries = Primaries(
    [[0.51512, 0.2412, -0.00105], [0.29198, 0.69225, 0.04189], [0.1571, 0.06657, 0.78407]],
    2.2,
);
const ADOBE_RGB: Primaries = Primaries(
    [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]],
    2.2,
);
/// Colours that no device has: each of the three is a mixture.
const STRANGE: Primaries =
    Primaries([[0.40, 0.30, 0.05], [0.35, 0.50, 0.15], [0.2142, 0.20, 0.6249]], 1.6);

/// Colours that sRGB has as well, in all of these profiles.
const COLOURS: [Rgb; 6] = [
    [128, 128, 128],
    [180, 140, 120],
    [100, 130, 110],
    [90, 100, 140],
    [220, 215, 210],
    [50, 48, 46],
];

fn patches() -> Pixels {
    Pixels::draw((120, 80), |x, y| COLOURS[(x / 40 + 3 * (y / 40)) as usize])
}

fn middles() -> impl Iterator<Item = ((usize, usize), Rgb)> {
    (0..6).map(|index| ((index % 3 * 20 + 10, index / 3 * 20 + 10), COLOURS[index]))
}

#[test]
fn a_profile_is_converted_to_within_one_delta_e() {
    for (name, profile) in
        [("Display P3", DISPLAY_P3), ("Adobe RGB", ADOBE_RGB), ("a strange one", STRANGE)]
    {
        let icc = profile.icc();
        let patches = patches();
        let samples = patches.pixels.concat();
        let as_png = png((120, 80), ColorType::Rgb, BitDepth::Eight, &samples, |info| {
            info.icc_profile = Some(Cow::Owned(icc.clone()));
        });
        let as_jpeg = jpeg_with_profile(&patches, &icc);
        // A JPEG has rounded its colours already.
        let stored = seen(&Rendered { bytes: as_jpeg.clone(), ..made(&as_jpeg, "q=100").unwrap() });
        for (format, file, stored) in [("PNG", as_png, &patches), ("JPEG", as_jpeg, &stored)] {
            let pixels = seen(&made(&file, "w=60&f=png").unwrap());
            for (x, y) in middles().map(|(place, _)| place) {
                let colour = stored.at(2 * x, 2 * y);
                let (meant, found) = (profile.lab(colour), lab_of_srgb(pixels.at(x, y)));
                let off = delta_e(meant, found);
                assert!(off < 1.0, "{name} in {format}: {colour:?} is {off:.2} off");
            }
        }
    }
}

/// The conversion matters: without it these would be seen as other colours.
#[test]
fn the_profiles_above_are_far_from_srgb() {
    for profile in [DISPLAY_P3, ADOBE_RGB, STRANGE] {
        let off = |colour: &Rgb| delta_e(profile.lab(*colour), lab_of_srgb(*colour));
        assert!(COLOURS.iter().map(off).fold(0.0, f64::max) > 3.0);
    }
}

#[test]
fn every_format_and_option_sees_the_converted_colours() {
    let file = jpeg_with_profile(&patches(), &ADOBE_RGB.icc());
    for query in ["f=jpeg", "f=webp", "f=avif", "f=png&rotate=180", "f=png&normalize&w=60"] {
        let pixels = seen(&made(&file, &format!("w=60&q=95&{query}")).unwrap());
        let is_turned = query.contains("rotate");
        for ((x, y), colour) in middles() {
            let (x, y) = if is_turned { (59 - x, 39 - y) } else { (x, y) };
            let off = delta_e(ADOBE_RGB.lab(colour), lab_of_srgb(pixels.at(x, y)));
            let most = if query.contains("normalize") { 40.0 } else { 5.0 };
            assert!(off < most, "`{query}`: {colour:?} is {off:.2} off");
        }
    }
    let grey = seen(&made(&file, "w=60&style=bw&f=png").unwrap());
    for ((x, y), colour) in middles() {
        let [light, ..] = ADOBE_RGB.lab(colour);
        let [found, ..] = lab_of_srgb(grey.at(x, y));
        assert!((light - found).abs() < 3.0, "{colour:?}: {light} {found}");
    }
}

/// Inks without a profile: what is left of the light.
#[test]
fn inks_are_seen_however_they_are_written() {
    let inks = |x: usize, y: usize| match (x < 32, y < 32) {
        (true, true) => [0, 0, 0, 0],
        (false, true) => [255, 0, 0, 0],
        (true, false) => [0, 128, 255, 51],
        (false, false) => [20, 30, 40, 255],
    };
    for in_ycc in [false, true] {
        let file = jpeg_of_inks((64, 64), inks, in_ycc, None);
        for format in ["png", "jpeg", "webp"] {
            let pixels = seen(&made(&file, &format!("w=32&q=100&f={format}")).unwrap());
            for ((x, y), meant) in [
                ((8, 8), [255, 255, 255]),
                ((24, 8), [0, 255, 255]),
                ((8, 24), [204, 102, 0]),
                ((24, 24), [0, 0, 0]),
            ] {
                let found = pixels.at(x, y);
                let is_near = found.iter().zip(meant).all(|(a, b)| a.abs_diff(b) <= 8);
                assert!(is_near, "{format}, {in_ycc}: {found:?} at {x}, {y}, not {meant:?}");
            }
        }
    }
}

/// A profile that says nothing of use is as good as none.
#[test]
fn a_broken_profile_is_passed_over() {
    let icc = ADOBE_RGB.icc();
    for icc in [&icc[..200], &[0; 300], b"no profile"] {
        let pixels = seen(&made(&jpeg_with_profile(&patches(), icc), "w=60&f=png").unwrap());
        for ((x, y), colour) in middles() {
            let found = pixels.at(x, y);
            assert!(found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 3), "{found:?}");
        }
    }
}
