//! Writing pictures.

mod avif;
mod few;
mod gif;
mod jpeg;
mod palette;
pub(crate) mod png;
mod webp;

use crate::colour::Chroma;
use crate::error::Error;
use crate::picture::Picture;
use sizewise::{Format, Steps};
use std::num::NonZeroU32;

/// How large the colour differences of a format are.
pub(crate) fn chroma(format: Format) -> Chroma {
    match format {
        Format::Jpeg | Format::Webp | Format::Avif => Chroma::Half,
        Format::Png | Format::Gif => Chroma::Full,
    }
}

/// Writes a picture in a format, as well as is asked. `exif` is what is kept of an original's metadata.
pub(crate) fn encode(
    picture: Picture,
    format: Format,
    quality: Option<u8>,
    exif: &[u8],
) -> Result<Vec<u8>, Error> {
    match format {
        Format::Jpeg => jpeg::encode(picture, quality, exif),
        Format::Webp => webp::encode(picture, quality, exif),
        Format::Png => Ok(png::encode(picture, quality, exif)),
        Format::Avif => avif::encode(picture, quality, exif),
        Format::Gif => {
            let size = picture.size();
            let (size, is_covered) = ((size.0 as u32, size.1 as u32), picture.alpha.is_none());
            let mut reel = gif::Reel::new(size, NonZeroU32::new(1), quality, exif, is_covered);
            reel.push(picture, 0)?;
            Box::new(reel).finish()
        }
    }
}

/// Pictures that follow each other on their way into a file.
pub(crate) trait Reel {
    /// Writes the next one, which is shown for so many thousandths of a second.
    fn push(&mut self, picture: Picture, duration: u32) -> Result<(), Error>;

    /// The file.
    fn finish(self: Box<Self>) -> Result<Vec<u8>, Error>;
}

/// A file of pictures of that size, which are shown so often, or without end.
pub(crate) fn reel<'r>(
    steps: &Steps,
    size: (u32, u32),
    plays: Option<NonZeroU32>,
    exif: &'r [u8],
) -> Box<dyn Reel + 'r> {
    match steps.format {
        Format::Gif => Box::new(gif::Reel::new(size, plays, steps.quality, exif, false)),
        _ => Box::new(webp::Reel::new(size, plays, steps.quality, exif)),
    }
}
