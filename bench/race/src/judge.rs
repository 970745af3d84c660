//! The judge: how much of a picture is still there, as SSIMULACRA2 sees it. 100 is all of it, 90 is what few tell
//! apart, 70 what is called high quality.

use crate::case::Case;
use crate::lanczos;
use crate::line::{Background, Outcome, Style};
use crate::partner::Partner;
use crate::pixels::Pixels;
use crate::rounds::{Raced, Whose};
use fast_ssim2::{PixelDescriptor, PixelSlice, compute_ssimulacra2};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

/// A score of each side, where there is one.
pub(crate) type Scores = [Option<f64>; 2];

pub(crate) struct Judge<'p> {
    /// Decodes for both sides.
    eyes: &'p mut Partner,
    scratch: &'p Path,
    known: Known,
}

/// What is known of the original that was looked at last. Cases come file by file.
#[derive(Default)]
struct Known {
    path: PathBuf,
    whole: HashMap<(Style, u32), Pixels>,
    reduced: HashMap<(Style, u32, usize, usize), Pixels>,
}

impl<'p> Judge<'p> {
    pub(crate) fn new(eyes: &'p mut Partner, scratch: &'p Path) -> Self {
        Self { eyes, scratch, known: Known::default() }
    }

    pub(crate) fn scores(&mut self, original: &Path, raced: &Raced) -> Scores {
        Whose::ALL.map(|whose| {
            let side = raced.side(whose)?;
            match self.score(original, &raced.case, whose, &side.kept) {
                Ok(score) => Some(score),
                Err(error) => {
                    eprintln!("no score of {} for {:?}: {error}", raced.case, whose);
                    None
                }
            }
        })
    }

    /// Of a film, the mean of some frames.
    fn score(&mut self, original: &Path, case: &Case, whose: Whose, made: &Path) -> Outcome<f64> {
        let frames = case.looked_at();
        let mut all = 0.0;
        for &frame in &frames {
            all += self.score_of(original, case, whose, made, frame)?;
        }
        Ok(all / frames.len() as f64)
    }

    fn score_of(
        &mut self,
        original: &Path,
        case: &Case,
        whose: Whose,
        made: &Path,
        frame: u32,
    ) -> Outcome<f64> {
        let how = (Style::Default, Background::White, frame);
        let made = Pixels::seen(self.eyes, made, how, self.scratch)?;
        let size = (made.shape.width, made.shape.height);
        // What grey a colour is, is taste: luma to us, a mix of lights to sharp. Each is held to what it means,
        // so that the score tells what was lost and not what was meant.
        let reference = match (case.wish.style, whose) {
            (Style::Default, _) => self.reference(original, (Style::Default, frame), size)?.clone(),
            (Style::Bw, Whose::Sharp) => {
                self.reference(original, (Style::Bw, frame), size)?.clone()
            }
            (Style::Bw, Whose::Ours) => {
                self.reference(original, (Style::Default, frame), size)?.clone().luma()
            }
        };
        compared(&reference, &made)
    }

    fn reference(
        &mut self,
        original: &Path,
        (style, frame): (Style, u32),
        (width, height): (usize, usize),
    ) -> Outcome<&Pixels> {
        if self.known.path != original {
            self.known = Known { path: original.to_owned(), ..Known::default() };
        }
        let Known { whole, reduced, .. } = &mut self.known;
        let whole = match whole.entry((style, frame)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let how = (style, Background::None, frame);
                place.insert(Pixels::seen(self.eyes, original, how, self.scratch)?)
            }
        };
        let reference = reduced.entry((style, frame, width, height));
        Ok(reference.or_insert_with(|| lanczos::reduced(whole, width, height)))
    }
}

fn compared(reference: &Pixels, made: &Pixels) -> Outcome<f64> {
    Ok(compute_ssimulacra2(&slice(reference)?, &slice(made)?)?)
}

fn slice(pixels: &Pixels) -> Outcome<PixelSlice<'_>> {
    let (width, height) = (u32::try_from(pixels.shape.width)?, u32::try_from(pixels.shape.height)?);
    let stride = pixels.shape.width * pixels.shape.channels;
    let slice = PixelSlice::new(&pixels.samples, width, height, stride, PixelDescriptor::RGB8_SRGB);
    Ok(slice.map_err(|error| error.to_string())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Shape;

    #[test]
    fn the_same_is_a_hundred_and_less_is_less() {
        let of = |levels: u8| {
            let sample = |at: usize| (at * at % 251) as u8 / levels * levels;
            let shape = Shape { width: 64, height: 64, channels: 3 };
            Pixels { shape, samples: (0..64 * 64 * 3).map(sample).collect() }
        };
        let [same, near, far] = [1, 8, 64].map(|levels| compared(&of(1), &of(levels)).unwrap());
        assert_eq!(same, 100.0);
        assert!(same > near && near > far, "{near} {far}");
    }
}
