//! Pictures that move, and one that is an AVIF.

use super::{Size, art, scene};
use crate::line::Outcome;
use gif::{Encoder, Frame, Repeat};
use sizewise::{Key, Plan, Policy, Query};
use sizewise_render::{probe, render};

/// A second and a half.
const FRAMES: usize = 24;
/// Hundredths of a second.
const DELAY: u16 = 6;
/// How carefully colours are chosen, 1 to 30; 10 is what most tools do.
const SPEED: i32 = 10;
/// Pixels that a scene moves by in a frame.
const STEP: usize = 6;

/// A GIF as tools make it: each frame has its own colours, and is the part that has changed.
pub(super) fn gif(size: Size, picture: impl Fn(Size, usize) -> Vec<u8>) -> Outcome<Vec<u8>> {
    let mut file = Vec::new();
    let (width, height) = (u16::try_from(size.0)?, u16::try_from(size.1)?);
    let mut encoder = Encoder::new(&mut file, width, height, &[])?;
    encoder.set_repeat(Repeat::Infinite)?;
    let mut last = Vec::new();
    for number in 0..FRAMES {
        let now = picture(size, number);
        let [left, top, right, below] = changed(&last, &now, size);
        let rows = now.chunks_exact(3 * size.0).skip(top).take(below - top);
        let part: Vec<u8> = rows.flat_map(|row| &row[3 * left..3 * right]).copied().collect();
        let (width, height) = (u16::try_from(right - left)?, u16::try_from(below - top)?);
        let frame = Frame::from_rgb_speed(width, height, &part, SPEED);
        let place = (u16::try_from(left)?, u16::try_from(top)?);
        encoder.write_frame(&Frame { left: place.0, top: place.1, delay: DELAY, ..frame })?;
        last = now;
    }
    drop(encoder);
    Ok(file)
}

/// Left, top, right and below of what is another than it was.
fn changed(last: &[u8], now: &[u8], (width, height): Size) -> [usize; 4] {
    if last.is_empty() {
        return [0, 0, width, height];
    }
    let pixels = last.chunks_exact(3).zip(now.chunks_exact(3)).enumerate();
    let differs = pixels.filter(|(_, (last, now))| last != now);
    let places = differs.map(|(at, _)| (at % width, at / width));
    places.fold([width, height, 0, 0], |[left, top, right, below], (x, y)| {
        [left.min(x), top.min(y), right.max(x + 1), below.max(y + 1)]
    })
}

/// A scene that moves by.
pub(super) fn scene((width, height): Size, number: usize) -> Vec<u8> {
    let wide = width + STEP * FRAMES;
    let rgb = scene::rgb((wide, height));
    let rows = rgb.chunks_exact(3 * wide);
    rows.flat_map(|row| &row[3 * STEP * number..][..3 * width]).copied().collect()
}

/// Flat shapes on paper, before which a disc goes round.
pub(super) fn cartoon(size: Size, number: usize) -> Vec<u8> {
    let angle = number as f64 / FRAMES as f64 * std::f64::consts::TAU;
    let middle = (0.5 + 0.2 * angle.cos(), 0.35 + 0.15 * angle.sin());
    let pixels = art::rgba(size);
    let unit = size.0 as f64;
    let pixels = pixels.chunks_exact(4).enumerate();
    let seen = pixels.flat_map(|(at, pixel)| {
        let place = ((at % size.0) as f64 + 0.5, (at / size.0) as f64 + 0.5);
        let away = (place.0 / unit - middle.0).hypot(place.1 / unit - middle.1);
        let covered = ((0.06 - away) * unit + 0.5).clamp(0.0, 1.0);
        let paper = |value: u8| {
            f64::from(value) * f64::from(pixel[3]) / 255.0 + 255.0 - f64::from(pixel[3])
        };
        let mixed =
            |under: u8, disc: f64| (paper(under) * (1.0 - covered) + disc * covered).round() as u8;
        [mixed(pixel[0], 235.0), mixed(pixel[1], 87.0), mixed(pixel[2], 30.0)]
    });
    seen.collect()
}

/// An AVIF of what a file shows, by our own hand, for there is no other that writes one here.
pub(super) fn avif(file: &[u8]) -> Outcome<Vec<u8>> {
    let policy =
        Policy::read("drawn", "sizes = \"any\"\nunsigned = \"all\"\n", |_| Err(String::new()))?;
    let wish = policy.wish(&Query("width=1800&format=avif&quality=70").asked())?;
    let variant = policy.settled(wish, &Key::new("picture")?, "")?;
    let source = probe(file)?;
    match Plan::new(&variant, &source, &policy)? {
        Plan::Picture(steps) => Ok(render(file, &source, &steps, &policy.limits)?.bytes),
        other => Err(format!("expected a picture to draw, found {other:?}").into()),
    }
}
