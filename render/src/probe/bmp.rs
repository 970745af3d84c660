//! BMP: the header of whatever age, and what stands behind it.

use super::{Bytes, Found, profile_of};
use crate::error::Error;
use sizewise::{Source, SourceFormat};

pub(crate) const NAME: &str = "BMP";

/// Where the header of the picture begins, behind that of the file.
const START: usize = 14;

/// Headers by their length: OS/2's first, Windows' own, and the three that grew out of it. What is between
/// `SHORT` and `OS2` are those of OS/2's second kind, of which fields may be lacking at the end.
const CORE: usize = 12;
const SHORT: usize = 16;
const INFO: usize = 40;
const WITH_MASKS: usize = 52;
const WITH_ALPHA: usize = 56;
const OS2: usize = 64;
const V4: usize = 108;
const V5: usize = 124;

/// How pixels are stored, by its number.
pub(crate) const PLAIN: u32 = 0;
pub(crate) const RUNS_OF_8: u32 = 1;
pub(crate) const RUNS_OF_4: u32 = 2;
pub(crate) const MASKS: u32 = 3;
pub(crate) const MASKS_WITH_ALPHA: u32 = 6;

/// Says that the profile stands in the file.
const EMBEDDED: u32 = u32::from_be_bytes(*b"MBED");

pub(super) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let header = Header::read(bytes)?;
    let found = Found {
        has_alpha: header.has_alpha(),
        profile: profile_of(header.icc),
        ..Found::still(SourceFormat::Bmp, header.width, header.height)
    };
    found.source(NAME, bytes)
}

/// What a header says.
#[derive(Debug)]
pub(crate) struct Header<'b> {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Whether the first row is the top one.
    pub(crate) is_top_down: bool,
    pub(crate) bits: u16,
    pub(crate) compression: u32,
    /// Whether its numbers of compressions are those of OS/2.
    pub(crate) is_os2: bool,
    /// Which bits are red, green, blue and alpha, where it says so.
    pub(crate) masks: [u32; 4],
    /// Colours that stand behind it, blue first, and bytes of one.
    pub(crate) palette: &'b [u8],
    pub(crate) colour: usize,
    /// Everything from the first pixel on.
    pub(crate) data: &'b [u8],
    pub(crate) icc: Option<&'b [u8]>,
}

impl<'b> Header<'b> {
    pub(crate) fn read(bytes: &'b [u8]) -> Result<Self, Error> {
        let mut rest = Bytes::new(NAME, bytes);
        rest.take(10)?;
        let offset = u32::from_le_bytes(rest.array()?) as usize;
        let length = u32::from_le_bytes(rest.array()?) as usize;
        if !matches!(length, CORE | SHORT..=OS2 | V4 | V5) {
            return Err(broken(format!("a header of {length} bytes")));
        }
        let fields = Fields(rest.take(length - 4)?);
        let is_core = length == CORE;
        let (width, height, bits) = if is_core {
            (fields.word(4).into(), fields.word(6).into(), fields.word(10))
        } else {
            (fields.number(4) as i32, fields.number(8) as i32, fields.word(14))
        };
        if width < 0 {
            return Err(broken("a width below zero"));
        }
        let compression = if is_core { PLAIN } else { fields.number(16) };
        let is_os2 = !is_core && (length < INFO || length == OS2);
        let masks = masks(&fields, length, compression, is_os2, &mut rest)?;
        let colour = if is_core { 3 } else { 4 };
        let named = if is_core { 0 } else { fields.number(32) };
        let behind = bytes.len() - rest.rest.len();
        let (palette, data) = apart(bytes, behind, offset, colours(bits, named) * colour)?;
        Ok(Self {
            width: width.unsigned_abs(),
            height: height.unsigned_abs(),
            is_top_down: height < 0,
            bits,
            compression,
            is_os2,
            masks,
            palette,
            colour,
            data,
            icc: if length == V5 { icc(bytes, &fields) } else { None },
        })
    }

    /// Whether it says which bits are alpha. A fourth byte of which nothing is said is as often rubbish as it
    /// is alpha.
    pub(crate) fn has_alpha(&self) -> bool {
        let [.., mask] = self.masks;
        match (self.compression, self.bits) {
            (PLAIN | MASKS | MASKS_WITH_ALPHA, 32) => mask != 0,
            (MASKS | MASKS_WITH_ALPHA, 16) => mask & 0xffff != 0,
            _ => false,
        }
    }
}

fn broken(what: impl ToString) -> Error {
    Error::broken(NAME, what)
}

/// The fields of a header by their places, the first of which is 4, behind the length. What is lacking is 0.
struct Fields<'b>(&'b [u8]);

impl Fields<'_> {
    fn number(&self, at: usize) -> u32 {
        let found = self.0.get(at - 4..).and_then(<[u8]>::first_chunk);
        found.copied().map_or(0, u32::from_le_bytes)
    }

    fn word(&self, at: usize) -> u16 {
        let found = self.0.get(at - 4..).and_then(<[u8]>::first_chunk);
        found.copied().map_or(0, u16::from_le_bytes)
    }
}

/// Masks stand within a header that is long enough, and behind one that is not.
fn masks(
    fields: &Fields<'_>,
    length: usize,
    compression: u32,
    is_os2: bool,
    rest: &mut Bytes<'_>,
) -> Result<[u32; 4], Error> {
    let mut masks = [0; 4];
    let within = match length {
        _ if is_os2 => 0,
        WITH_ALPHA.. => 4,
        WITH_MASKS.. => 3,
        _ => 0,
    };
    if within > 0 {
        masks[..within].iter_mut().zip(0..).for_each(|(m, at)| *m = fields.number(40 + 4 * at));
        return Ok(masks);
    }
    let behind = match compression {
        MASKS if length >= INFO && !is_os2 => 3,
        MASKS_WITH_ALPHA if length >= INFO && !is_os2 => 4,
        _ => 0,
    };
    for mask in &mut masks[..behind] {
        *mask = u32::from_le_bytes(rest.array()?);
    }
    Ok(masks)
}

/// How many colours a palette has: what is said of it, but no more than can be numbered.
fn colours(bits: u16, named: u32) -> usize {
    match bits {
        1..=8 if named == 0 => 1 << bits,
        1..=8 => (named as usize).min(1 << bits),
        _ => 0,
    }
}

/// The palette, which may have fewer colours than could be numbered, and the pixels.
fn apart(
    bytes: &[u8],
    behind: usize,
    offset: usize,
    palette: usize,
) -> Result<(&[u8], &[u8]), Error> {
    let rest = &bytes[behind..];
    let start = match offset {
        0 => palette,
        _ => offset.checked_sub(behind).ok_or_else(|| broken("pixels that begin in its header"))?,
    };
    let data = rest.get(start..).ok_or_else(|| broken("pixels that begin behind its end"))?;
    Ok((&rest[..palette.min(start)], data))
}

/// The profile of the last of the headers. None if it is elsewhere, or not all there.
fn icc<'b>(bytes: &'b [u8], fields: &Fields<'_>) -> Option<&'b [u8]> {
    let is_embedded = fields.number(56) == EMBEDDED;
    let start = START.checked_add(fields.number(112) as usize)?;
    let icc = bytes.get(start..start.checked_add(fields.number(116) as usize)?)?;
    (is_embedded && !icc.is_empty()).then_some(icc)
}
