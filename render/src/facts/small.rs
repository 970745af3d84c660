//! The small picture that facts are told of.

use crate::picture::Picture;

/// Its longer side: as long as a ThumbHash may be made of, and more than enough for its colours.
pub(super) const LONGEST: u32 = 100;

/// Pixels of red, green, blue and alpha, which are not multiplied by it.
#[derive(Debug, Clone)]
pub(super) struct Small {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<[u8; 4]>,
}

impl Small {
    pub(super) fn of(picture: Picture) -> Self {
        let (width, height) = picture.size();
        let Picture { colours, alpha } = picture;
        let [red, green, blue] = colours.in_rgb();
        let colours = red.samples.iter().zip(&green.samples).zip(&blue.samples);
        let covers = alpha.map_or_else(|| vec![255; width * height], |alpha| alpha.samples);
        let pixels = colours.zip(covers).map(|(((&r, &g), &b), a)| [r, g, b, a]).collect();
        Self { width, height, pixels }
    }
}

/// Each value of sRGB as an amount of light, 0 to 1.
pub(super) fn lights() -> [f64; 256] {
    std::array::from_fn(|value| {
        let value = value as f64 / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

/// And back.
pub(super) fn value(light: f64) -> f64 {
    let light = light.clamp(0.0, 1.0);
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
pub(super) mod drawn {
    use super::Small;

    /// Pictures whose hashes the reference implementations have told.
    pub(in super::super) fn drawn(size: (usize, usize), has_alpha: bool) -> Small {
        let (width, height) = size;
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let pixel = |(x, y): (usize, usize)| {
            let alpha = if has_alpha { (x * 37 + y * 11) % 256 } else { 255 };
            [x * 7 + y, y * 5 + 30, x * y + 90, alpha].map(|value| (value % 256) as u8)
        };
        Small { width, height, pixels: places.map(pixel).collect() }
    }
}
