//! The probe: what a picture's header says. Nothing is decoded.

pub(crate) mod avif;
pub(crate) mod bmp;
pub(crate) mod gif;
mod jpeg;
pub(crate) mod png;
mod svg;
pub(crate) mod tiff;
pub(crate) mod webp;

use crate::error::Error;
use crate::profile;
use sizewise::{Profile, Source, SourceFormat, Turn};
use std::num::NonZeroU32;

/// What the header of a picture says, whatever its name is.
pub fn probe(bytes: &[u8]) -> Result<Source, Error> {
    match signature(bytes) {
        Some(Signature::Read(_, probe)) => probe(bytes),
        Some(Signature::Known(name)) => Err(Error::Unreadable(name.to_owned())),
        None if bytes.is_empty() => Err(Error::NotAPicture("an empty file")),
        None => Err(Error::NotAPicture("other bytes")),
    }
}

/// What a file is by its first bytes, if it is a picture that may be read.
pub fn format(bytes: &[u8]) -> Option<SourceFormat> {
    match signature(bytes)? {
        Signature::Read(format, _) => Some(format),
        Signature::Known(_) => None,
    }
}

/// A format that is known by its first bytes.
enum Signature {
    /// One that is read, and by what.
    Read(SourceFormat, fn(&[u8]) -> Result<Source, Error>),
    /// One that cannot be read, so that it can be named.
    Known(&'static str),
}

fn signature(bytes: &[u8]) -> Option<Signature> {
    let brand = |brands: &[&[u8; 4]]| {
        bytes.get(4..8) == Some(b"ftyp")
            && bytes.get(8..12).is_some_and(|found| brands.iter().any(|brand| *brand == found))
    };
    Some(match bytes {
        [0xff, 0xd8, ..] => Signature::Read(SourceFormat::Jpeg, jpeg::probe),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => {
            Signature::Read(SourceFormat::Png, png::probe)
        }
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => {
            Signature::Read(SourceFormat::Gif, gif::probe)
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Signature::Read(SourceFormat::Webp, webp::probe)
        }
        _ if avif::is_avif(bytes) => Signature::Read(SourceFormat::Avif, avif::probe),
        _ if brand(&[b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"]) => {
            Signature::Known("HEIC")
        }
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => {
            Signature::Read(SourceFormat::Tiff, tiff::probe)
        }
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Signature::Read(SourceFormat::Bmp, bmp::probe),
        [0xff, 0x0a, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => Signature::Known("JPEG XL"),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] => Signature::Known("JPEG 2000"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Signature::Known("PDF"),
        _ if svg::may_be(bytes) => Signature::Read(SourceFormat::Svg, svg::probe),
        _ => return None,
    })
}

/// What the probes of all formats find.
struct Found {
    format: SourceFormat,
    width: u32,
    height: u32,
    /// EXIF's orientation, 1 to 8.
    orientation: Option<u8>,
    profile: Profile,
    has_alpha: bool,
    frames: u32,
}

impl Found {
    /// A still picture of ordinary colours that covers what is behind it.
    fn still(format: SourceFormat, width: u32, height: u32) -> Self {
        Self {
            format,
            width,
            height,
            orientation: None,
            profile: Profile::Srgb,
            has_alpha: false,
            frames: 1,
        }
    }

    fn source(self, name: &'static str, bytes: &[u8]) -> Result<Source, Error> {
        let side = |length| {
            NonZeroU32::new(length).ok_or_else(|| Error::broken(name, "a picture without pixels"))
        };
        Ok(Source {
            width: side(self.width)?,
            height: side(self.height)?,
            upright: Turn::upright(self.orientation.unwrap_or(1).into()),
            format: self.format,
            profile: self.profile,
            has_alpha: self.has_alpha,
            frames: NonZeroU32::new(self.frames).unwrap_or(NonZeroU32::MIN),
            bytes: bytes.len() as u64,
        })
    }
}

/// What a profile makes of colours; where there is none, they are sRGB.
fn profile_of(icc: Option<&[u8]>) -> Profile {
    match icc {
        Some(icc) if !profile::is_srgb(icc) => Profile::Other,
        _ => Profile::Srgb,
    }
}

/// A reader that knows when there is nothing more.
struct Bytes<'b> {
    name: &'static str,
    rest: &'b [u8],
}

impl<'b> Bytes<'b> {
    fn new(name: &'static str, rest: &'b [u8]) -> Self {
        Self { name, rest }
    }

    fn take(&mut self, count: usize) -> Result<&'b [u8], Error> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or_else(|| self.ended())?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or_else(|| self.ended())?;
        self.rest = rest;
        Ok(*taken)
    }

    fn ended(&self) -> Error {
        Error::broken(self.name, "a file that ends within its header")
    }
}

/// A whole number of three bytes, the lowest first.
pub(crate) fn three_bytes([low, middle, high]: [u8; 3]) -> u32 {
    u32::from_le_bytes([low, middle, high, 0])
}
