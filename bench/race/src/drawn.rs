//! Pictures that the race draws itself, for whoever has no folder of photographs at hand.
//!
//! They have what makes a photograph dear: skies, leaves, edges and grain, so that a file has about as many bits
//! a pixel. No drawing is a photograph, though: where the numbers matter, race over a folder.

mod art;
mod film;
mod icc;
mod scene;

use crate::line::Outcome;
use crate::original::{Kind, Original};
use sizewise_jpeg::{Metadata, Order, Quality, Sampling, Settings, View};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Copy)]
pub(crate) enum Drawn {
    /// JPEG as most cameras write it.
    Baseline,
    /// JPEG with a profile that says sRGB.
    Profiled,
    Progressive,
    /// PNG of a scene.
    Photograph,
    /// PNG of flat shapes on nothing.
    Art,
    /// GIF of a scene that moves by.
    Film,
    /// GIF of flat shapes, of which some move.
    Cartoon,
    /// AVIF of a scene, or of a photograph where there is one.
    Avif,
    /// SVG of flat shapes.
    Svg,
}

type Size = (usize, usize);

/// A camera's picture: 1/8 of it suffices for 400 pixels.
const CAMERA: Size = (3600, 2400);
/// What people save as PNG.
const SCREEN: Size = (1800, 1200);

/// What people post as GIF.
const POST: Size = (800, 600);

const ALL: [(Drawn, &str, Size); 9] = [
    (Drawn::Baseline, "drawn.jpg", CAMERA),
    (Drawn::Profiled, "drawn-profile.jpg", CAMERA),
    (Drawn::Progressive, "drawn-progressive.jpg", CAMERA),
    (Drawn::Photograph, "drawn-scene.png", SCREEN),
    (Drawn::Art, "drawn-art.png", SCREEN),
    (Drawn::Film, "drawn-film.gif", POST),
    (Drawn::Cartoon, "drawn-cartoon.gif", POST),
    (Drawn::Avif, "drawn.avif", SCREEN),
    (Drawn::Svg, "drawn.svg", SCREEN),
];

/// What cameras save with.
const QUALITY: u8 = 90;

/// Draws pictures into a folder of their own, and tells which: all whose names end as none of those that are there
/// already.
pub(crate) fn folder(home: &Path, there: &[Original]) -> Outcome<PathBuf> {
    let folder = home.join("drawn");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let ends = |name: &str| Path::new(name).extension().map(ToOwned::to_owned);
    for (drawn, name, size) in ALL {
        if there.iter().any(|original| ends(&original.name) == ends(name)) {
            continue;
        }
        let photograph =
            there.iter().find(|original| matches!(original.facts.kind, Kind::Jpeg { .. }));
        let file = match (drawn, photograph) {
            (Drawn::Avif, Some(photograph)) => film::avif(&fs::read(&photograph.path)?)?,
            _ => file(drawn, size)?,
        };
        fs::write(folder.join(name), file)?;
    }
    Ok(folder)
}

pub(crate) fn file(drawn: Drawn, size: Size) -> Outcome<Vec<u8>> {
    let jpeg =
        Settings { quality: Quality::new(QUALITY).unwrap_or_default(), ..Settings::default() };
    let profile = icc::srgb();
    match drawn {
        Drawn::Baseline => encoded(size, &jpeg),
        Drawn::Profiled => {
            let metadata = Metadata { icc: &profile, ..Metadata::default() };
            encoded(size, &Settings { metadata, ..jpeg })
        }
        Drawn::Progressive => encoded(size, &Settings { order: Order::Progressive, ..jpeg }),
        Drawn::Photograph => png(&scene::rgb(size), size, png::ColorType::Rgb),
        Drawn::Art => png(&art::rgba(size), size, png::ColorType::Rgba),
        Drawn::Film => film::gif(size, film::scene),
        Drawn::Cartoon => film::gif(size, film::cartoon),
        Drawn::Avif => film::avif(&png(&scene::rgb(size), size, png::ColorType::Rgb)?),
        Drawn::Svg => Ok(art::svg(size).into_bytes()),
    }
}

/// A scene as luma, and chroma of half the width and half the height.
fn encoded(size: Size, settings: &Settings<'_>) -> Outcome<Vec<u8>> {
    let (width, height) = size;
    let rgb = scene::rgb(size);
    let luma = rgb.chunks_exact(3).map(|pixel| weighed(pixel, [0.299, 0.587, 0.114], 0.0));
    let luma = luma.collect::<Vec<_>>();
    let chroma = |weights| halved(&rgb, size, |pixel| weighed(pixel, weights, 128.0));
    let blue = chroma([-0.168_736, -0.331_264, 0.5]);
    let red = chroma([0.5, -0.418_688, -0.081_312]);
    let (across, down) = (width.div_ceil(2), height.div_ceil(2));
    let views = [
        View::new(&luma, width, width, height),
        View::new(&blue, across, across, down),
        View::new(&red, across, across, down),
    ];
    let views = views.map(|view| view.expect("each plane is as large as is said"));
    Ok(sizewise_jpeg::encode(&views, Sampling::S420, settings)?)
}

fn weighed(pixel: &[u8], weights: [f64; 3], offset: f64) -> u8 {
    let sum = pixel.iter().zip(weights).map(|(&value, weight)| f64::from(value) * weight);
    (sum.sum::<f64>() + offset).round().clamp(0.0, 255.0) as u8
}

/// One sample for a square of four pixels, of which the upper left speaks for all: nothing in a scene is so fine
/// in its colours that it would matter.
fn halved(rgb: &[u8], (width, height): Size, sample: impl Fn(&[u8]) -> u8) -> Vec<u8> {
    let rows = (0..height).step_by(2);
    let places = rows.flat_map(|y| (0..width).step_by(2).map(move |x| 3 * (y * width + x)));
    places.map(|at| sample(&rgb[at..at + 3])).collect()
}

fn png(samples: &[u8], (width, height): Size, colours: png::ColorType) -> Outcome<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, u32::try_from(width)?, u32::try_from(height)?);
    encoder.set_color(colours);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(samples)?;
    Ok(file)
}
