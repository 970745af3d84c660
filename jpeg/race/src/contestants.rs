//! Who takes part.

use crate::ours;
use crate::pictures::Picture;
use crate::turbo::{self, Settings, Space};
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// What is to be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Colours,
    /// Only luma, for a picture without colours.
    Luma,
}

impl Wanted {
    fn space(self) -> Space {
        match self {
            Self::Colours => Space::Rgb,
            Self::Luma => Space::Grey,
        }
    }
}

/// Which Huffman tables a file gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tables {
    /// Those of Annex K.
    Stock,
    /// Made for the picture.
    Optimised,
}

/// A decoder in the race.
pub(crate) trait Contestant {
    fn name(&self) -> &'static str;

    /// The number of samples that come out; nothing, if the decoder has no such scale or cannot read the file.
    fn decode(&self, bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize>;
}

/// The first two are the marks, and the last is measured against them.
pub(crate) const DECODERS: [&dyn Contestant; 7] =
    [&Turbo, &TurboRows, &TurboPlanes, &Zune, &JpegDecoder, &OurStrips, &Ours];

struct Turbo;

impl Contestant for Turbo {
    fn name(&self) -> &'static str {
        "libjpeg-turbo"
    }

    fn decode(&self, bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
        Some(turbo::pixels(bytes, eighths, wanted.space()).ok()?.samples.len())
    }
}

/// libjpeg-turbo as those use it who take a row at a time and never hold the picture: no fresh memory, whose
/// first touch costs up to a third of the time of a large picture.
struct TurboRows;

impl Contestant for TurboRows {
    fn name(&self) -> &'static str {
        "libjpeg-turbo, row by row"
    }

    fn decode(&self, bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
        turbo::row_by_row(bytes, eighths, wanted.space()).ok()
    }
}

/// libjpeg-turbo spared the enlarging of colours and their conversion: what it takes for what we make.
struct TurboPlanes;

impl Contestant for TurboPlanes {
    fn name(&self) -> &'static str {
        "libjpeg-turbo, planes"
    }

    fn decode(&self, bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
        // Below 8/8 libjpeg decodes colours larger than asked for, and luma is a plane already.
        if eighths != 8 || wanted == Wanted::Luma {
            return None;
        }
        Some(turbo::planes(bytes).ok()?.iter().map(|plane| plane.samples.len()).sum())
    }
}

struct Zune;

impl Contestant for Zune {
    fn name(&self) -> &'static str {
        "zune-jpeg"
    }

    fn decode(&self, bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
        if eighths != 8 {
            return None;
        }
        let space = match wanted {
            Wanted::Colours => ColorSpace::RGB,
            Wanted::Luma => ColorSpace::Luma,
        };
        let options = DecoderOptions::new_fast().jpeg_set_out_colorspace(space);
        let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        Some(decoder.decode().ok()?.len())
    }
}

struct JpegDecoder;

impl Contestant for JpegDecoder {
    fn name(&self) -> &'static str {
        "jpeg-decoder"
    }

    fn decode(&self, bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
        if wanted == Wanted::Luma {
            return None;
        }
        let mut decoder = jpeg_decoder::Decoder::new(bytes);
        decoder.read_info().ok()?;
        let info = decoder.info()?;
        let scaled = |side: u16| (u32::from(side) * u32::from(eighths)).div_ceil(8) as u16;
        decoder.scale(scaled(info.width), scaled(info.height)).ok()?;
        Some(decoder.decode().ok()?.len())
    }
}

struct OurStrips;

impl Contestant for OurStrips {
    fn name(&self) -> &'static str {
        "ours, strip by strip"
    }

    fn decode(&self, bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
        ours::strips(bytes, eighths, wanted)
    }
}

struct Ours;

impl Contestant for Ours {
    fn name(&self) -> &'static str {
        "ours"
    }

    fn decode(&self, bytes: &[u8], eighths: u8, wanted: Wanted) -> Option<usize> {
        ours::decode(bytes, eighths, wanted)
    }
}

/// libjpeg-turbo's file of a picture, which ours is to be compared with.
pub(crate) fn encoded_by_turbo(picture: &Picture, tables: Tables) -> Option<Vec<u8>> {
    let settings = Settings { tables, ..Settings::plain(picture.sampling) };
    turbo::encoded(&picture.planes, picture.width, picture.height, settings).ok()
}

/// Our file of a picture.
pub(crate) fn encoded_by_us(picture: &Picture, tables: Tables) -> Option<Vec<u8>> {
    ours::encode(&picture.planes, picture.sampling, tables)
}
