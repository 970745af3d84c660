//! Finishing: what is done to a picture in planes when it has its size.

use crate::blur::blurred;
use crate::colour::{Chroma, ycc};
use crate::picture::{Colours, Picture};
use crate::plane::Plane;
use sizewise::{Colour, Steps, Style};

impl Picture {
    /// Everything that is asked but the canvas, in the order of the steps.
    pub(crate) fn finished(self, steps: &Steps, tones: Option<&Tones>) -> Self {
        let mut picture = self;
        if steps.normalize {
            picture = picture.with_luma(|luma| normalized(luma, tones));
        }
        if steps.negate {
            picture = picture.negative();
        }
        if steps.style == Style::Bw {
            picture = picture.in_grey();
        }
        if let Some(colour) = steps.tint {
            picture = picture.tinted(colour);
        }
        if let Some(sigma) = steps.blur {
            picture = picture.blurred(sigma.into());
        }
        if let Some(sigma) = steps.sharpen {
            picture = picture.with_luma(|luma| sharpened(luma, sigma.into()));
        }
        picture
    }

    /// The same in another light.
    fn with_luma(self, change: impl FnOnce(Plane) -> Plane) -> Self {
        let Self { colours, alpha } = self.in_ycc();
        let colours = match colours {
            Colours::Grey(luma) => Colours::Grey(change(luma)),
            Colours::Ycc(luma, chroma, size) => Colours::Ycc(change(luma), chroma, size),
            other => other,
        };
        Self { colours, alpha }
    }

    /// Makes light dark, and every colour the one across from it.
    fn negative(self) -> Self {
        let colours = match self.colours {
            Colours::Grey(luma) => Colours::Grey(luma.inverted()),
            Colours::Ycc(luma, chroma, size) => {
                Colours::Ycc(luma.inverted(), chroma.map(across), size)
            }
            Colours::Rgb(planes) => Colours::Rgb(planes.map(Plane::inverted)),
        };
        Self { colours, ..self }
    }

    /// Gives everything one hue, and leaves it as light as it is.
    fn tinted(self, colour: Colour) -> Self {
        let [_, blue, red] = ycc::of_colour([colour.red, colour.green, colour.blue]);
        let (width, height) = self.size();
        let chroma = [blue, red].map(|value| Plane::filled(width, height, value));
        Self { colours: Colours::Ycc(self.colours.luma(), chroma, Chroma::Full), alpha: self.alpha }
    }

    /// Colours are multiplied by their alpha meanwhile, so that what cannot be seen does not come to light.
    fn blurred(self, sigma: f64) -> Self {
        let Some(alpha) = self.alpha else {
            let colours = self.colours.mapped(|plane, share| blurred(plane, sigma / share));
            return Self { colours, alpha: None };
        };
        let soft = blurred(alpha.clone(), sigma);
        let blurred = |mut plane: Plane| {
            plane.multiply_by(&alpha);
            let mut plane = blurred(plane, sigma);
            plane.divide_by(&soft);
            plane
        };
        let colours = match self.colours {
            Colours::Grey(luma) => Colours::Grey(blurred(luma)),
            colours => Colours::Rgb(colours.in_rgb().map(blurred)),
        };
        Self { colours, alpha: Some(soft) }
    }
}

impl Colours {
    /// Each plane changed by what is told how many times coarser it is than luma.
    fn mapped(self, mut change: impl FnMut(Plane, f64) -> Plane) -> Self {
        match self {
            Self::Grey(luma) => Self::Grey(change(luma, 1.0)),
            Self::Ycc(luma, chroma, size) => {
                let luma = change(luma, 1.0);
                Self::Ycc(luma, chroma.map(|plane| change(plane, size.share().into())), size)
            }
            Self::Rgb(planes) => Self::Rgb(planes.map(|plane| change(plane, 1.0))),
        }
    }
}

/// The colour difference across from each. No colour stays none.
fn across(plane: Plane) -> Plane {
    plane.mapped(std::array::from_fn(|sample| {
        (2 * usize::from(ycc::NEUTRAL) - sample).min(255) as u8
    }))
}

/// Samples that are as dark as this share of all may become black, and as many white: so a few odd ones
/// do not decide.
const OUTLIERS: f64 = 0.01;

/// How many samples are how light.
pub(crate) struct Tones([usize; 256]);

impl Default for Tones {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Tones {
    pub(crate) fn add(&mut self, luma: &Plane) {
        luma.samples.iter().for_each(|&sample| self.0[usize::from(sample)] += 1);
    }

    /// What each level becomes if the darkest is to be black and the lightest white. Nothing, if there is but
    /// one.
    fn stretched(&self) -> Option<[u8; 256]> {
        let counts = &self.0;
        let most = (counts.iter().sum::<usize>() as f64 * OUTLIERS) as usize;
        let dark = (0..256).find(|&level| counts[..=level].iter().sum::<usize>() > most)?;
        let light = (0..256).rev().find(|&level| counts[level..].iter().sum::<usize>() > most)?;
        let stretched = |level: usize| {
            let share = (level as f64 - dark as f64) / (light as f64 - dark as f64);
            (share * 255.0).round() as u8
        };
        (dark < light).then(|| std::array::from_fn(stretched))
    }
}

/// Stretches contrast from black to white, by these tones or by its own.
fn normalized(luma: Plane, tones: Option<&Tones>) -> Plane {
    let stretched = match tones {
        Some(tones) => tones.stretched(),
        None => {
            let mut own = Tones::default();
            own.add(&luma);
            own.stretched()
        }
    };
    match stretched {
        Some(table) => luma.mapped(table),
        None => luma,
    }
}

/// What is finer than this is texture and grain, and is amplified half as much as edges are.
const GRAIN: f32 = 5.0;
/// Amplifying makes nothing lighter than by this, or there are halos,
const LIGHTEST: f32 = 25.0;
/// or darker than by this, which is less seen.
const DARKEST: f32 = -50.0;

/// Amplifies what a blur takes away.
fn sharpened(mut luma: Plane, sigma: f64) -> Plane {
    let soft = blurred(luma.clone(), sigma);
    for (sample, soft) in luma.samples.iter_mut().zip(&soft.samples) {
        let difference = f32::from(*sample) - f32::from(*soft);
        let grain = difference.clamp(-GRAIN, GRAIN);
        let more = (2.0 * difference - grain).clamp(DARKEST, LIGHTEST);
        *sample = (f32::from(*sample) + more).round() as u8;
    }
    luma
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_stretched_but_for_outliers() {
        let mut luma = Plane::filled(100, 10, 100);
        luma.samples[..400].fill(60);
        luma.samples[400..405].fill(255);
        luma.samples[405..410].fill(0);
        let luma = normalized(luma, None);
        let at = |index: usize| luma.samples[index];
        assert_eq!([at(0), at(400), at(405), at(999)], [0, 255, 0, 255]);
    }

    #[test]
    fn one_colour_has_no_contrast_and_no_edges() {
        let flat = Plane::filled(20, 20, 77);
        assert_eq!(sharpened(normalized(flat.clone(), None), 3.0), flat);
    }

    #[test]
    fn an_edge_becomes_steeper_within_bounds() {
        let mut luma = Plane::filled(40, 1, 50);
        luma.samples[20..].fill(150);
        let luma = sharpened(luma, 2.0);
        let at = |x: usize| f32::from(luma.samples[x]);
        assert_eq!((at(0), at(39)), (50.0, 150.0));
        assert_eq!((at(19), at(20)), (50.0 + DARKEST, 150.0 + LIGHTEST));
        assert!(at(17) < 50.0 && at(22) > 150.0);
    }
}
