//! GIF: its first frame, on a canvas that shows what is behind it.

use super::rows::{Channels, Rows};
use super::{Model, Needed, Original, Strips};
use crate::error::Error;
use crate::metadata::Notice;
use gif::{ColorOutput, DecodeOptions, Frame};
use sizewise::Source;
use std::borrow::Cow;

const NAME: &str = "GIF";

pub(super) struct Gif<'b> {
    bytes: &'b [u8],
    size: (usize, usize),
}

impl<'b> Gif<'b> {
    pub(super) fn open(bytes: &'b [u8], source: &Source) -> Self {
        let size = (source.width.get() as usize, source.height.get() as usize);
        Self { bytes, size }
    }

    /// The first frame, and the colours that its samples number.
    fn first(&self) -> Result<(Frame<'static>, Vec<u8>), Error> {
        let mut options = DecodeOptions::new();
        options.set_color_output(ColorOutput::Indexed);
        options.check_lzw_end_code(true);
        // An extension that nobody knows is passed over: GIF89a, appendix B.
        options.allow_unknown_blocks(true);
        let broken = |error: gif::DecodingError| Error::broken(NAME, error);
        let mut decoder = options.read_info(self.bytes).map_err(broken)?;
        let frame = decoder.next_frame_info().map_err(broken)?;
        let mut frame = frame.ok_or_else(|| Error::broken(NAME, "a file without a frame"))?.clone();
        let pixels = usize::from(frame.width) * usize::from(frame.height);
        // A frame may reach beyond its canvas, and is one byte a sample.
        if pixels > self.size.0 * self.size.1 * 4 {
            return Err(Error::broken(NAME, "a frame that is larger than four times its canvas"));
        }
        let mut buffer = vec![0; pixels];
        decoder.read_into_buffer(&mut buffer).map_err(broken)?;
        frame.buffer = buffer.into();
        let palette = decoder.palette().map_err(broken)?.to_vec();
        Ok((frame, palette))
    }
}

impl Original for Gif<'_> {
    fn model(&self) -> Model {
        Model::Rgb
    }

    fn has_alpha(&self) -> bool {
        true
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        None
    }

    fn notice(&self) -> Notice<'_> {
        Notice::default()
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let (frame, palette) = self.first()?;
        let colours = colours(&palette, frame.transparent);
        let (left, top) = (usize::from(frame.left), usize::from(frame.top));
        let width = usize::from(frame.width);
        let mut y = 0_usize;
        let next = Box::new(move |row: &mut [u8]| {
            row.fill(0);
            let line = y_of(&frame, y.wrapping_sub(top), width);
            let pixels = row.as_chunks_mut().0.iter_mut().skip(left);
            for (pixel, &number) in pixels.zip(line) {
                *pixel = colours[usize::from(number)];
            }
            y += 1;
            Ok(())
        });
        Ok(Box::new(Rows::new(self.size, Channels::Four, needed, next)))
    }
}

/// A row of a frame; nothing where it has none.
fn y_of<'f>(frame: &'f Frame<'_>, y: usize, width: usize) -> &'f [u8] {
    let is_there = y < usize::from(frame.height);
    if is_there { &frame.buffer[y * width..][..width] } else { &[] }
}

/// What each number stands for, black if nothing is said, and nothing at all for one of them.
fn colours(palette: &[u8], transparent: Option<u8>) -> [[u8; 4]; 256] {
    let mut colours = [[0, 0, 0, 255]; 256];
    for (colour, &[r, g, b]) in colours.iter_mut().zip(palette.as_chunks().0) {
        *colour = [r, g, b, 255];
    }
    if let Some(number) = transparent {
        colours[usize::from(number)] = [0; 4];
    }
    colours
}
