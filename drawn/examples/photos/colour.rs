//! Colours, as a screen takes them.

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// Red, green and blue, from 0 to 1. Light that is added may go beyond.
    pub rgb: [f64; 3],
    /// How much of what is below is hidden.
    pub alpha: f64,
}

pub const NOTHING: Colour = Colour { rgb: [0.0; 3], alpha: 0.0 };

/// A colour as designers write it.
pub const fn ink(hex: u32) -> Colour {
    let [_, r, g, b] = hex.to_be_bytes();
    Colour { rgb: [r as f64 / 255.0, g as f64 / 255.0, b as f64 / 255.0], alpha: 1.0 }
}

impl Colour {
    /// From this colour on the way to another.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |from: f64, to: f64| from + (to - from) * share;
        let rgb = [0, 1, 2].map(|part| mix(self.rgb[part], other.rgb[part]));
        Self { rgb, alpha: mix(self.alpha, other.alpha) }
    }

    /// As a veil.
    pub fn thin(self, share: f64) -> Self {
        Self { alpha: self.alpha * share, ..self }
    }

    /// In a light of another strength or colour.
    pub fn lit(self, light: [f64; 3]) -> Self {
        Self { rgb: [0, 1, 2].map(|part| self.rgb[part] * light[part]), ..self }
    }

    /// With light that shines from it.
    pub fn glowing(self, light: Self, share: f64) -> Self {
        Self { rgb: [0, 1, 2].map(|part| self.rgb[part] + light.rgb[part] * share), ..self }
    }

    pub fn over(self, below: Self) -> Self {
        let shown = below.alpha * (1.0 - self.alpha);
        let alpha = self.alpha + shown;
        if alpha <= 0.0 {
            return NOTHING;
        }
        let part = |part: usize| (self.rgb[part] * self.alpha + below.rgb[part] * shown) / alpha;
        Self { rgb: [0, 1, 2].map(part), alpha }
    }

    /// What an eye sees of several at once.
    pub fn mean(colours: &[Self]) -> Self {
        let alpha: f64 = colours.iter().map(|colour| colour.alpha).sum();
        if alpha <= 0.0 {
            return NOTHING;
        }
        let part = |part: usize| {
            colours
                .iter()
                .map(|colour| colour.rgb[part].clamp(0.0, 1.0) * colour.alpha)
                .sum::<f64>()
        };
        Self {
            rgb: [0, 1, 2].map(|index| part(index) / alpha),
            alpha: alpha / colours.len() as f64,
        }
    }

    /// The widest of its differences from another.
    pub fn away(self, other: Self) -> f64 {
        let part = |part: usize| {
            let [here, there] = [self, other].map(|colour| colour.rgb[part] * colour.alpha);
            (here - there).abs()
        };
        part(0).max(part(1)).max(part(2)).max((self.alpha - other.alpha).abs())
    }

    /// Red, green, blue and alpha.
    pub fn bytes(self) -> [u8; 4] {
        let byte = |value: f64| (value * 255.0).round().clamp(0.0, 255.0) as u8;
        let [r, g, b] = self.rgb.map(byte);
        [r, g, b, byte(self.alpha)]
    }
}

/// A colour on a way of several, each with the place where it is reached.
pub fn on_way(stops: &[(f64, Colour)], place: f64) -> Colour {
    let behind = stops.iter().position(|stop| stop.0 > place).unwrap_or(stops.len());
    match (behind.checked_sub(1), stops.get(behind)) {
        (None, _) => stops[0].1,
        (Some(last), None) => stops[last].1,
        (Some(last), Some(next)) => {
            let (from, colour) = stops[last];
            colour.mixed(next.1, (place - from) / (next.0 - from))
        }
    }
}
