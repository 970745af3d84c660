//! Writing pictures.

mod jpeg;
mod webp;

use crate::error::Error;
use crate::planes::Planes;
use sizewise::Format;

/// Writes planes in a format, as well as is asked. `exif` is what is kept of an original's metadata.
pub(crate) fn encode(
    planes: Planes,
    format: Format,
    quality: Option<u8>,
    exif: &[u8],
) -> Result<Vec<u8>, Error> {
    match format {
        Format::Jpeg => jpeg::encode(&planes, quality, exif),
        Format::Webp => webp::encode(planes, quality, exif),
        Format::Png => Err(Error::Unbuilt("PNG to be written")),
        Format::Avif => Err(Error::Unbuilt("AVIF to be written")),
        Format::Gif => Err(Error::Unbuilt("GIF to be written")),
    }
}
