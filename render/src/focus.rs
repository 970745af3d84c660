//! Where the important part of a picture is, as far as one can tell without knowing what is on it.

use crate::colour::Halves;
use crate::colour::ycc::NEUTRAL;
use crate::picture::Picture;
use crate::plane::Plane;
use sizewise::{Colour, Window, WindowPlace};

/// The longer side of the picture that is looked at: what is important can be seen at this size, and looking
/// takes less than a millisecond.
pub(crate) const LOOKED_AT: u32 = 128;

/// The top left corner of the most important window of a picture of that size, which `small` shows small.
pub(crate) fn sought(small: Picture, window: Window, size: (u32, u32)) -> (f64, f64) {
    let small = Small::of(small);
    let (width, height) = (small.luma.width, small.luma.height);
    let across = f64::from(size.0) / width as f64;
    let down = f64::from(size.1) / height as f64;
    let side =
        |length: f64, step: f64, whole: usize| ((length / step).round() as usize).clamp(1, whole);
    let (w, h) = (side(window.width, across, width), side(window.height, down, height));
    let places = (0..=height - h).flat_map(|y| (0..=width - w).map(move |x| (x, y)));
    let middle = ((width - w) as f64 / 2.0, (height - h) as f64 / 2.0);
    let worth: Box<dyn Fn((usize, usize)) -> f64> = match window.place {
        WindowPlace::Entropy => Box::new(|place| entropy(&small.luma, place, (w, h))),
        _ => {
            let sums = Sums::new(&attention(&small), width);
            Box::new(move |place| sums.of(place, (w, h)))
        }
    };
    // Between windows that are worth the same, the one nearest to the middle.
    let off = |(x, y): (usize, usize)| (x as f64 - middle.0).hypot(y as f64 - middle.1);
    let best = places
        .map(|place| (worth(place), place))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(off(b.1).total_cmp(&off(a.1))));
    let (x, y) = best.map_or((0, 0), |(_, place)| place);
    let at = |place: usize, step: f64, length: f64, whole: u32| {
        (place as f64 * step).min(f64::from(whole) - length).max(0.0)
    };
    (at(x, across, window.width, size.0), at(y, down, window.height, size.1))
}

/// What is looked at.
struct Small {
    luma: Plane,
    /// Blue and red, at half the size.
    chroma: Option<[Plane; 2]>,
}

impl Small {
    /// What shines through is white, as it mostly is on a page.
    fn of(picture: Picture) -> Self {
        let Halves { luma, chroma, .. } = picture.on(Colour::WHITE).in_halves();
        Self { luma, chroma }
    }
}

/// How much the light of a window varies: bits a sample.
fn entropy(luma: &Plane, (x, y): (usize, usize), (width, height): (usize, usize)) -> f64 {
    let mut counts = [0u32; 64];
    for row in luma.rows().skip(y).take(height) {
        row[x..x + width].iter().for_each(|&sample| counts[usize::from(sample / 4)] += 1);
    }
    let all = (width * height) as f64;
    let shares = counts.iter().filter(|&&count| count > 0).map(|&count| f64::from(count) / all);
    shares.map(|share| -share * share.log2()).sum()
}

/// How much each sample draws the eye: skin, edges, and strong colours.
fn attention(small: &Small) -> Vec<f64> {
    let (width, height) = (small.luma.width, small.luma.height);
    let light = |x: usize, y: usize| f64::from(small.luma.samples[y * width + x]);
    let colour = |x: usize, y: usize| -> (f64, f64) {
        let Some(chroma) = &small.chroma else { return (0.0, 0.0) };
        let difference = |index: usize| {
            let plane = &chroma[index];
            f64::from(plane.samples[y / 2 * plane.width + x / 2]) - f64::from(NEUTRAL)
        };
        (difference(0), difference(1))
    };
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    places
        .map(|(x, y)| {
            let here = light(x, y);
            let (left, right) = (light(x.saturating_sub(1), y), light((x + 1).min(width - 1), y));
            let (above, below) = (light(x, y.saturating_sub(1)), light(x, (y + 1).min(height - 1)));
            let edge = (4.0 * here - left - right - above - below).abs() / 255.0;
            let (blue, red) = colour(x, y);
            let is_lit = (40.0..230.0).contains(&here);
            let strength = if is_lit { blue.hypot(red) / 128.0 } else { 0.0 };
            2.0 * edge + strength + 3.0 * skin(here, blue, red)
        })
        .collect()
}

/// How much a colour is that of skin. Skin of every tone has much the same hue; it differs in light.
fn skin(light: f64, blue: f64, red: f64) -> f64 {
    if light < 40.0 {
        return 0.0;
    }
    let far = ((blue + 18.0) / 14.0).hypot((red - 22.0) / 11.0);
    (1.0 - far).max(0.0)
}

/// Sums from the top left corner, so that those of every window are had at once.
struct Sums {
    sums: Vec<f64>,
    stride: usize,
}

impl Sums {
    fn new(values: &[f64], width: usize) -> Self {
        let stride = width + 1;
        let mut sums = vec![0.0; stride * (values.len() / width + 1)];
        for (y, row) in values.chunks_exact(width).enumerate() {
            let mut sum = 0.0;
            for (x, value) in row.iter().enumerate() {
                sum += value;
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + sum;
            }
        }
        Self { sums, stride }
    }

    fn of(&self, (x, y): (usize, usize), (width, height): (usize, usize)) -> f64 {
        let at = |x: usize, y: usize| self.sums[y * self.stride + x];
        at(x + width, y + height) - at(x, y + height) - at(x + width, y) + at(x, y)
    }
}
