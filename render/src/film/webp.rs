//! WebP: frames that are WebPs themselves.

use super::{Cel, Cels, Leaves, Pixels, ended};
use crate::error::Error;
use crate::metadata::Notice;
use crate::original::webp::pixels;
use crate::part::Part;
use crate::probe::three_bytes;
use crate::probe::webp::{Chunks, NAME, is_all_there};
use crate::stripped::webp::Coded;
use sizewise_jpeg::Exif;
use std::num::NonZeroU32;

/// What has been shown leaves nothing: RFC 9649, 2.7.1.1.
const LEAVES_NOTHING: u8 = 1;
/// What is below does not shine through.
const REPLACES: u8 = 2;

/// The frames of a file.
pub(super) struct Anmf<'b> {
    chunks: Chunks<'b>,
    size: (usize, usize),
    plays: Option<NonZeroU32>,
    icc: Option<&'b [u8]>,
    exif: Option<Exif<'b>>,
}

impl<'b> Anmf<'b> {
    pub(super) fn open(bytes: &'b [u8], size: (usize, usize)) -> Result<Self, Error> {
        if !is_all_there(bytes) {
            return Err(ended());
        }
        let mut anmf =
            Self { chunks: Chunks::of(bytes)?, size, plays: None, icc: None, exif: None };
        for (kind, body) in Chunks::of(bytes)? {
            match (kind, body) {
                (b"ANIM", &[_, _, _, _, low, high, ..]) => {
                    anmf.plays = NonZeroU32::new(u16::from_le_bytes([low, high]).into());
                }
                (b"ICCP", _) => anmf.icc = Some(body),
                (b"EXIF", _) => {
                    anmf.exif = Exif::read(body.strip_prefix(b"Exif\0\0").unwrap_or(body));
                }
                _ => {}
            }
        }
        Ok(anmf)
    }

    fn cel(&self, body: &[u8]) -> Result<Cel, Error> {
        let (header, picture) = body.split_first_chunk::<16>().ok_or_else(ended)?;
        let number = |at: usize| three_bytes([header[at], header[at + 1], header[at + 2]]) as usize;
        let part = Part {
            x: number(0) * 2,
            y: number(3) * 2,
            width: number(6) + 1,
            height: number(9) + 1,
        };
        if part.x + part.width > self.size.0 || part.y + part.height > self.size.1 {
            return Err(Error::broken(NAME, "a frame that reaches beyond its canvas"));
        }
        let flags = header[15];
        Ok(Cel {
            part,
            pixels: Pixels::Colours(pixels(&still(picture, part)?, (part.width, part.height))?),
            lets_through: flags & REPLACES == 0,
            leaves: if flags & LEAVES_NOTHING == 0 { Leaves::Itself } else { Leaves::Nothing },
            duration: number(12) as u32,
        })
    }
}

impl Cels for Anmf<'_> {
    fn plays(&self) -> Option<NonZeroU32> {
        self.plays
    }

    fn next(&mut self) -> Result<Option<Cel>, Error> {
        let Some((_, body)) = self.chunks.find(|(kind, _)| *kind == b"ANMF") else {
            return if self.chunks.is_done() { Ok(None) } else { Err(ended()) };
        };
        self.cel(body).map(Some)
    }

    fn icc(&self) -> Option<&[u8]> {
        self.icc
    }

    fn notice(&self) -> Notice<'_> {
        self.exif.as_ref().map(Notice::of_exif).unwrap_or_default()
    }
}

/// The picture of a frame as a file of its own.
fn still(picture: &[u8], part: Part) -> Result<Vec<u8>, Error> {
    let coded = Coded::among(Chunks::within(picture))
        .ok_or_else(|| Error::broken(NAME, "a frame without a picture"))?;
    let size = (part.width as u32, part.height as u32);
    Ok(coded.file(size, coded.alpha.is_some(), &[]))
}
