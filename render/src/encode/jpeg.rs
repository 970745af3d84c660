//! JPEG, by the JPEG room.

use crate::colour::Halves;
use crate::error::Error;
use crate::picture::Picture;
use crate::plane::Plane;
use sizewise_jpeg::{Metadata, Quality, Sampling, Settings};

pub(super) fn encode(picture: Picture, quality: Option<u8>, exif: &[u8]) -> Result<Vec<u8>, Error> {
    let quality = quality.and_then(Quality::new).unwrap_or_default();
    let metadata = Metadata { exif, ..Metadata::default() };
    let settings = Settings { quality, metadata, ..Settings::default() };
    let Halves { luma, chroma, .. } = picture.in_halves();
    let sampling = if chroma.is_some() { Sampling::S420 } else { Sampling::Grey };
    let planes = std::iter::once(&luma).chain(chroma.iter().flatten());
    let views: Vec<_> = planes.filter_map(Plane::view).collect();
    sizewise_jpeg::encode(&views, sampling, &settings)
        .map_err(|error| Error::Unwritable(format!("a picture that fits a JPEG: {error}")))
}
