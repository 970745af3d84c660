//! AVIF: planes go in as they are, coded by libaom where it is linked (the feature `aom`), else by rav1e, which
//! needs no compiler but Rust's, takes twice as long, and a third more bytes for the same look.

#[cfg(feature = "aom")]
mod aom;
#[cfg(not(feature = "aom"))]
mod rav1e;

#[cfg(feature = "aom")]
use aom::coded;
#[cfg(not(feature = "aom"))]
use rav1e::coded;

use crate::colour::{Halves, ycc};
use crate::error::Error;
use crate::picture::Picture;
use crate::plane::Plane;
use avif_serialize::Aviffy;
use avif_serialize::constants::MatrixCoefficients;

/// At 55 libaom's files have about the size and the look of sharp's default, in a sixth of the time.
const USUAL_QUALITY: u8 = 55;
/// How much better alpha is than colours: edges are seen first.
const ALPHA_BONUS: u8 = 20;

pub(super) fn encode(picture: Picture, quality: Option<u8>, exif: &[u8]) -> Result<Vec<u8>, Error> {
    let Halves { luma, chroma, alpha } = picture.in_halves();
    let quality = quality.unwrap_or(USUAL_QUALITY);
    let (width, height) = (luma.width as u32, luma.height as u32);
    let half = (luma.width.div_ceil(2), luma.height.div_ceil(2));
    let none = || [(); 2].map(|()| Plane::filled(half.0, half.1, ycc::NEUTRAL));
    let [blue, red] = chroma.unwrap_or_else(none);
    let colours = coded(&[&luma, &blue, &red], quality)?;
    let alpha = match &alpha {
        Some(alpha) => Some(coded(&[alpha], quality.saturating_add(ALPHA_BONUS).min(100))?),
        None => None,
    };
    let mut file = Aviffy::new();
    file.set_matrix_coefficients(MatrixCoefficients::Bt601);
    file.set_full_color_range(true).set_chroma_subsampling((true, true));
    if !exif.is_empty() {
        file.set_exif(exif.to_vec());
    }
    Ok(file.to_vec(&colours, alpha.as_deref(), width, height, 8))
}

fn failed(what: impl std::fmt::Display) -> Error {
    Error::Unwritable(format!("a picture that fits an AVIF: {what}"))
}
