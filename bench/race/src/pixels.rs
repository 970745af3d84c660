//! Pixels: samples of red, green and blue, and perhaps of alpha, one after the other.

use crate::line::{Background, Decode, Outcome, Shape, Style};
use crate::partner::Partner;
use std::fs;
use std::path::Path;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pixels {
    pub(crate) shape: Shape,
    pub(crate) samples: Vec<u8>,
}

impl Pixels {
    /// What a frame of a file shows to a decoder that is the same for both sides: red, green and blue, or these and alpha.
    pub(crate) fn seen(
        eyes: &mut Partner,
        file: &Path,
        (style, background, frame): (Style, Background, u32),
        scratch: &Path,
    ) -> Outcome<Self> {
        let to = scratch.join("pixels");
        let from = file.to_owned();
        let shape = eyes.decode(Decode { from, style, background, frame, to: to.clone() })?;
        let samples = fs::read(&to)?;
        // The pixels of a large photograph are many times its file, and nobody needs them twice.
        fs::remove_file(&to)?;
        if samples.len() != shape.width * shape.height * shape.channels {
            return Err(
                format!("expected pixels of {shape:?}, found {} bytes", samples.len()).into()
            );
        }
        Self { shape, samples }.in_colours()
    }

    /// Greys as colours of which all parts are equal, so that there are three or four channels.
    fn in_colours(self) -> Outcome<Self> {
        let tripled = |pixel: &[u8]| match *pixel {
            [grey] => vec![grey; 3],
            [grey, alpha] => vec![grey, grey, grey, alpha],
            _ => pixel.to_vec(),
        };
        let channels = match self.shape.channels {
            1 | 2 => self.shape.channels + 2,
            3 | 4 => return Ok(self),
            other => return Err(format!("expected 1 to 4 channels, found {other}").into()),
        };
        let samples = self.samples.chunks_exact(self.shape.channels).flat_map(tripled).collect();
        Ok(Self { shape: Shape { channels, ..self.shape }, samples })
    }

    /// What is left when the colours go as they go in a JPEG: luma, BT.601.
    pub(crate) fn luma(mut self) -> Self {
        for pixel in self.samples.chunks_exact_mut(self.shape.channels) {
            let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(f64::from);
            pixel[..3].fill((0.299 * red + 0.587 * green + 0.114 * blue).round() as u8);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(channels: usize, samples: &[u8]) -> Pixels {
        let shape = Shape { width: samples.len() / channels, height: 1, channels };
        Pixels { shape, samples: samples.to_vec() }
    }

    #[test]
    fn a_grey_is_a_colour_of_equal_parts() {
        assert_eq!(pixels(1, &[7, 9]).in_colours().unwrap(), pixels(3, &[7, 7, 7, 9, 9, 9]));
        assert_eq!(pixels(2, &[7, 9]).in_colours().unwrap(), pixels(4, &[7, 7, 7, 9]));
        assert!(pixels(5, &[0; 5]).in_colours().is_err());
    }

    #[test]
    fn luma_weighs_green_most_and_leaves_white_alone() {
        let samples = [255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255];
        let expected = [255, 255, 255, 76, 76, 76, 150, 150, 150, 29, 29, 29];
        assert_eq!(pixels(3, &samples).luma(), pixels(3, &expected));
    }
}
