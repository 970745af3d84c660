//! TIFF: the first directory of the file.

mod directory;

use super::{Found, profile_of};
use crate::error::Error;
use sizewise::{Profile, Source, SourceFormat};

pub(crate) use directory::{Directory, Numbers};

pub(crate) const NAME: &str = "TIFF";

/// Tags, by their numbers: TIFF 6.0.
pub(crate) mod tag {
    pub(crate) const KIND: u16 = 254;
    pub(crate) const WIDTH: u16 = 256;
    pub(crate) const HEIGHT: u16 = 257;
    pub(crate) const BITS: u16 = 258;
    pub(crate) const COMPRESSION: u16 = 259;
    pub(crate) const PHOTOMETRIC: u16 = 262;
    pub(crate) const FILL_ORDER: u16 = 266;
    pub(crate) const STRIP_OFFSETS: u16 = 273;
    pub(crate) const ORIENTATION: u16 = 274;
    pub(crate) const SAMPLES: u16 = 277;
    pub(crate) const ROWS_PER_STRIP: u16 = 278;
    pub(crate) const STRIP_COUNTS: u16 = 279;
    pub(crate) const PLANAR: u16 = 284;
    pub(crate) const T4_OPTIONS: u16 = 292;
    pub(crate) const T6_OPTIONS: u16 = 293;
    pub(crate) const ARTIST: u16 = 315;
    pub(crate) const PREDICTOR: u16 = 317;
    pub(crate) const COLOUR_MAP: u16 = 320;
    pub(crate) const TILE_WIDTH: u16 = 322;
    pub(crate) const TILE_HEIGHT: u16 = 323;
    pub(crate) const TILE_OFFSETS: u16 = 324;
    pub(crate) const TILE_COUNTS: u16 = 325;
    pub(crate) const WITHIN: u16 = 330;
    pub(crate) const INK_SET: u16 = 332;
    pub(crate) const EXTRA_SAMPLES: u16 = 338;
    pub(crate) const SAMPLE_FORMAT: u16 = 339;
    pub(crate) const JPEG_TABLES: u16 = 347;
    pub(crate) const SUBSAMPLING: u16 = 530;
    pub(crate) const COPYRIGHT: u16 = 33432;
    pub(crate) const ICC: u16 = 34675;
}

/// What samples mean, by its number.
pub(crate) mod photometric {
    pub(crate) const WHITE_IS_ZERO: u64 = 0;
    pub(crate) const BLACK_IS_ZERO: u64 = 1;
    pub(crate) const RGB: u64 = 2;
    pub(crate) const PALETTE: u64 = 3;
    pub(crate) const INKS: u64 = 5;
    pub(crate) const YCC: u64 = 6;
}

pub(super) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let directory = Directory::first(bytes)?;
    let side = |tag| {
        let side = directory.number(tag)?.unwrap_or(0);
        u32::try_from(side).map_err(|_| Error::broken(NAME, format!("a side of {side} pixels")))
    };
    let meaning = meaning(&directory)?;
    let orientation = directory.number(tag::ORIENTATION).ok().flatten();
    let found = Found {
        // Whoever reads another number takes it for none.
        orientation: orientation.and_then(|tag| u8::try_from(tag).ok()),
        profile: match meaning {
            photometric::INKS => Profile::Other,
            _ => profile_of(directory.bytes(tag::ICC)),
        },
        has_alpha: alpha(&directory, meaning)?.is_some(),
        ..Found::still(SourceFormat::Tiff, side(tag::WIDTH)?, side(tag::HEIGHT)?)
    };
    found.source(NAME, bytes)
}

/// What the samples of a picture mean. Where nothing is said of it, their number does.
pub(crate) fn meaning(directory: &Directory<'_>) -> Result<u64, Error> {
    let samples = directory.number(tag::SAMPLES)?.unwrap_or(1);
    let guess = if samples < 3 { photometric::BLACK_IS_ZERO } else { photometric::RGB };
    Ok(directory.number(tag::PHOTOMETRIC)?.unwrap_or(guess))
}

/// How many samples of a pixel are its colour.
pub(crate) fn colours(meaning: u64) -> usize {
    match meaning {
        photometric::RGB | photometric::YCC => 3,
        photometric::INKS => 4,
        _ => 1,
    }
}

/// The sample that says what shines through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Alpha {
    /// Which one of a pixel's samples it is.
    pub(crate) sample: usize,
    /// Whether colours are multiplied by it.
    pub(crate) is_multiplied: bool,
}

/// Alpha, if one of the samples behind the colour is. Nobody shows that of inks, and luma with alpha is not
/// written.
pub(crate) fn alpha(directory: &Directory<'_>, meaning: u64) -> Result<Option<Alpha>, Error> {
    if matches!(meaning, photometric::INKS | photometric::YCC) {
        return Ok(None);
    }
    let (first, samples) = (colours(meaning), directory.number(tag::SAMPLES)?.unwrap_or(1));
    let Some(extra) = directory.numbers(tag::EXTRA_SAMPLES)? else {
        // Who writes four samples of three colours and nothing more means alpha.
        let is_meant = meaning == photometric::RGB && samples == 4;
        return Ok(is_meant.then_some(Alpha { sample: first, is_multiplied: false }));
    };
    let behind = (samples as usize).saturating_sub(first);
    let mut kinds = (0..extra.len().min(behind)).filter_map(|at| Some((at, extra.at(at)?)));
    let found = kinds.find(|(_, kind)| matches!(kind, 1 | 2));
    Ok(found.map(|(at, kind)| Alpha { sample: first + at, is_multiplied: kind == 1 }))
}
