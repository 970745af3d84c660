//! GIF: frames of numbers, each of which may have colours of its own.

use super::{Cel, Cels, Leaves, Pixels, Rgba};
use crate::error::Error;
use crate::part::Part;
use gif::{ColorOutput, DecodeOptions, Decoder, DisposalMethod, Repeat};
use std::num::NonZeroU32;

const NAME: &str = "GIF";

/// How many times as large as what is seen a cel may be: one may reach beyond it, but not for nothing.
const LARGEST: usize = 4;

pub(super) struct Gif<'b> {
    decoder: Decoder<&'b [u8]>,
    /// Pixels that are seen.
    seen: usize,
}

impl<'b> Gif<'b> {
    pub(super) fn open(bytes: &'b [u8], size: (usize, usize)) -> Result<Self, Error> {
        let mut options = DecodeOptions::new();
        options.set_color_output(ColorOutput::Indexed);
        // An extension that nobody knows is passed over: GIF89a, appendix B.
        options.allow_unknown_blocks(true);
        let decoder = options.read_info(bytes).map_err(broken)?;
        Ok(Self { decoder, seen: size.0 * size.1 })
    }
}

impl Cels for Gif<'_> {
    fn plays(&self) -> Option<NonZeroU32> {
        match self.decoder.repeat() {
            Repeat::Infinite => None,
            // What is repeated so often has been shown before that.
            Repeat::Finite(times) => NonZeroU32::new(u32::from(times) + 1),
        }
    }

    fn next(&mut self) -> Result<Option<Cel>, Error> {
        let Some(frame) = self.decoder.next_frame_info().map_err(broken)? else { return Ok(None) };
        let [x, y, width, height] =
            [frame.left, frame.top, frame.width, frame.height].map(usize::from);
        let leaves = match frame.dispose {
            DisposalMethod::Any | DisposalMethod::Keep => Leaves::Itself,
            DisposalMethod::Background => Leaves::Nothing,
            DisposalMethod::Previous => Leaves::Before(Vec::new()),
        };
        let (transparent, hundredths) = (frame.transparent, frame.delay);
        if width * height > self.seen * LARGEST {
            return Err(Error::broken(NAME, "a frame that is larger than four times its canvas"));
        }
        let mut numbers = vec![0; width * height];
        self.decoder.read_into_buffer(&mut numbers).map_err(broken)?;
        let colours = colours(self.decoder.palette().map_err(broken)?, transparent);
        Ok(Some(Cel {
            part: Part { x, y, width, height },
            pixels: Pixels::Numbers(numbers, colours),
            lets_through: true,
            leaves,
            duration: u32::from(hundredths) * 10,
        }))
    }
}

fn broken(error: gif::DecodingError) -> Error {
    Error::broken(NAME, error)
}

/// What each number stands for, black if nothing is said, and nothing at all for one of them.
fn colours(palette: &[u8], transparent: Option<u8>) -> Box<[Rgba; 256]> {
    let mut colours = Box::new([[0, 0, 0, 255]; 256]);
    for (colour, &[r, g, b]) in colours.iter_mut().zip(palette.as_chunks().0) {
        *colour = [r, g, b, 255];
    }
    if let Some(number) = transparent {
        colours[usize::from(number)] = [0; 4];
    }
    colours
}
