//! Writing pictures.

mod avif;
mod jpeg;
pub(crate) mod png;
mod webp;

use crate::colour::Chroma;
use crate::error::Error;
use crate::picture::Picture;
use sizewise::{Format, Steps};

/// Refuses what cannot be written yet, before anything is read for it.
pub(crate) fn refuse_unbuilt(steps: &Steps) -> Result<(), Error> {
    match steps.format {
        Format::Gif => Err(Error::Unbuilt("GIF to be written")),
        _ if steps.frames.get() > 1 => Err(Error::Unbuilt("an animation to be written")),
        _ => Ok(()),
    }
}

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
        Format::Png => Ok(png::encode(picture, exif)),
        Format::Avif => avif::encode(picture, quality, exif),
        Format::Gif => Err(Error::Unbuilt("GIF to be written")),
    }
}
