//! JPEG, as the JPEG room reads its header.

use super::{Found, profile_of};
use crate::error::Error;
use sizewise::{Profile, Source, SourceFormat};
use sizewise_jpeg::{Colour, Header};

pub(super) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let header = Header::read(bytes)?;
    let has_inks = matches!(header.colour(), Colour::Cmyk | Colour::Ycck);
    let found = Found {
        orientation: header.orientation(),
        profile: if has_inks { Profile::Other } else { profile_of(header.profile().as_deref()) },
        ..Found::still(SourceFormat::Jpeg, header.width() as u32, header.height() as u32)
    };
    found.source("JPEG", bytes)
}
