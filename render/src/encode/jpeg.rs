//! JPEG, by the JPEG room.

use crate::error::Error;
use crate::planes::Planes;
use sizewise_jpeg::{Metadata, Quality, Sampling, Settings};

pub(super) fn encode(planes: &Planes, quality: Option<u8>, exif: &[u8]) -> Result<Vec<u8>, Error> {
    let quality = quality.and_then(Quality::new).unwrap_or_default();
    let metadata = Metadata { exif, ..Metadata::default() };
    let settings = Settings { quality, metadata, ..Settings::default() };
    let views = planes.views();
    let sampling = if views.len() == 1 { Sampling::Grey } else { Sampling::S420 };
    sizewise_jpeg::encode(&views, sampling, &settings)
        .map_err(|error| Error::Unwritable(format!("a picture that fits a JPEG: {error}")))
}
