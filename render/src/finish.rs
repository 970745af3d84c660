//! Finishing: what is done to a picture in planes when it has its size.

use crate::blur::blurred;
use crate::plane::Plane;
use crate::planes::{NEUTRAL, Planes, ycbcr};
use sizewise::{Colour, Steps};

impl Planes {
    /// Everything that is asked but the canvas, in the order of the steps. Grey has been made of it
    /// already, by not reading its colours.
    pub(crate) fn finished(mut self, steps: &Steps) -> Self {
        if steps.normalize {
            normalize(&mut self.luma);
        }
        if steps.negate {
            self.negate();
        }
        if let Some(colour) = steps.tint {
            self.tint(colour);
        }
        if let Some(sigma) = steps.blur {
            self = self.blurred(sigma.into());
        }
        if let Some(sigma) = steps.sharpen {
            sharpen(&mut self.luma, sigma.into());
        }
        self
    }

    /// Makes light dark, and every colour the one across from it.
    fn negate(&mut self) {
        for sample in &mut self.luma.samples {
            *sample = 255 - *sample;
        }
        for sample in self.chroma.iter_mut().flatten().flat_map(|plane| &mut plane.samples) {
            // No colour stays none.
            *sample = (2 * u16::from(NEUTRAL) - u16::from(*sample)).min(255) as u8;
        }
    }

    /// Gives everything one hue, and leaves it as light as it is.
    fn tint(&mut self, colour: Colour) {
        let [_, blue, red] = ycbcr(colour);
        let (width, height) = (self.luma.width.div_ceil(2), self.luma.height.div_ceil(2));
        self.chroma = Some([blue, red].map(|value| Plane::filled(width, height, value)));
    }

    fn blurred(self, sigma: f64) -> Self {
        Self {
            luma: blurred(self.luma, sigma),
            // Its samples are twice as far from each other.
            chroma: self.chroma.map(|planes| planes.map(|plane| blurred(plane, sigma / 2.0))),
        }
    }
}

/// Samples that are as dark as this share of all may become black, and as many white: so a few odd ones
/// do not decide.
const OUTLIERS: f64 = 0.01;

/// Stretches contrast from black to white.
fn normalize(luma: &mut Plane) {
    let mut counts = [0usize; 256];
    luma.samples.iter().for_each(|&sample| counts[usize::from(sample)] += 1);
    let most = (luma.samples.len() as f64 * OUTLIERS) as usize;
    let dark = (0..256).find(|&level| counts[..=level].iter().sum::<usize>() > most);
    let light = (0..256).rev().find(|&level| counts[level..].iter().sum::<usize>() > most);
    let (Some(dark), Some(light)) = (dark, light) else { return };
    if dark >= light {
        return;
    }
    let stretched = |level: usize| {
        let share = (level as f64 - dark as f64) / (light - dark) as f64;
        (share * 255.0).round() as u8
    };
    let table: [u8; 256] = std::array::from_fn(stretched);
    luma.samples.iter_mut().for_each(|sample| *sample = table[usize::from(*sample)]);
}

/// What is finer than this is texture and grain, and is amplified half as much as edges are.
const GRAIN: f32 = 5.0;
/// Amplifying makes nothing lighter than by this, or there are halos,
const LIGHTEST: f32 = 25.0;
/// or darker than by this, which is less seen.
const DARKEST: f32 = -50.0;

/// Amplifies what a blur takes away.
fn sharpen(luma: &mut Plane, sigma: f64) {
    let soft = blurred(luma.clone(), sigma);
    for (sample, soft) in luma.samples.iter_mut().zip(&soft.samples) {
        let difference = f32::from(*sample) - f32::from(*soft);
        let grain = difference.clamp(-GRAIN, GRAIN);
        let more = (2.0 * difference - grain).clamp(DARKEST, LIGHTEST);
        *sample = (f32::from(*sample) + more).round() as u8;
    }
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
        normalize(&mut luma);
        let at = |index: usize| luma.samples[index];
        assert_eq!([at(0), at(400), at(405), at(999)], [0, 255, 0, 255]);
    }

    #[test]
    fn one_colour_has_no_contrast_and_no_edges() {
        let flat = Plane::filled(20, 20, 77);
        let mut luma = flat.clone();
        normalize(&mut luma);
        sharpen(&mut luma, 3.0);
        assert_eq!(luma, flat);
    }

    #[test]
    fn an_edge_becomes_steeper_within_bounds() {
        let mut luma = Plane::filled(40, 1, 50);
        luma.samples[20..].fill(150);
        sharpen(&mut luma, 2.0);
        let at = |x: usize| f32::from(luma.samples[x]);
        assert_eq!((at(0), at(39)), (50.0, 150.0));
        assert_eq!((at(19), at(20)), (50.0 + DARKEST, 150.0 + LIGHTEST));
        assert!(at(17) < 50.0 && at(22) > 150.0);
    }
}
