//! WebP: the chunks of its RIFF file.

use super::{Bytes, Found, profile_of, three_bytes};
use crate::error::Error;
use sizewise::{Source, SourceFormat};
use sizewise_jpeg::Exif;

pub(crate) const NAME: &str = "WebP";

pub(crate) const IS_ANIMATED: u8 = 0x02;
pub(crate) const HAS_ALPHA: u8 = 0x10;
pub(crate) const HAS_EXIF: u8 = 0x08;

pub(crate) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let mut chunks = Chunks::of(bytes)?;
    let found = match chunk(&mut chunks.0)? {
        (b"VP8 ", body) => lossy(body)?,
        (b"VP8L", body) => lossless(body)?,
        (b"VP8X", body) => extended(body, chunks)?,
        _ => return Err(Error::broken(NAME, "a file that does not begin with a picture")),
    };
    found.source(NAME, bytes)
}

/// RFC 6386, 9.1: three bytes of a tag, three that are always the same, and two sides of 14 bits.
fn lossy(body: &[u8]) -> Result<Found, Error> {
    let &[_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..] = body else {
        return Err(Error::broken(NAME, "a picture without its first frame"));
    };
    let side = |bytes| u32::from(u16::from_le_bytes(bytes) & 0x3fff);
    Ok(Found::still(SourceFormat::Webp, side([w0, w1]), side([h0, h1])))
}

/// RFC 9649, 3.4: two sides of 14 bits, each one less than it is, and whether there is alpha.
fn lossless(body: &[u8]) -> Result<Found, Error> {
    let &[0x2f, a, b, c, d, ..] = body else {
        return Err(Error::broken(NAME, "a lossless picture without its signature"));
    };
    let bits = u32::from_le_bytes([a, b, c, d]);
    let (width, height) = ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
    let has_alpha = bits >> 28 & 1 == 1;
    Ok(Found { has_alpha, ..Found::still(SourceFormat::Webp, width, height) })
}

/// RFC 9649, 2.7: flags and sides, and whatever else there is in chunks of its own.
fn extended(body: &[u8], chunks: Chunks<'_>) -> Result<Found, Error> {
    let &[flags, _, _, _, w0, w1, w2, h0, h1, h2, ..] = body else {
        return Err(chunks.0.ended());
    };
    let (width, height) = (three_bytes([w0, w1, w2]) + 1, three_bytes([h0, h1, h2]) + 1);
    let is_animated = flags & IS_ANIMATED != 0;
    let mut found = Found {
        has_alpha: flags & HAS_ALPHA != 0,
        frames: u32::from(!is_animated),
        ..Found::still(SourceFormat::Webp, width, height)
    };
    // The last chunks of a file that is cut off are missed by those who decode it, not here.
    for (kind, body) in chunks {
        match kind {
            b"ICCP" => found.profile = profile_of(Some(body)),
            b"ANMF" => found.frames += u32::from(is_animated),
            // Some write the name in front of it that JPEG needs.
            b"EXIF" => {
                let tiff = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
                found.orientation = Exif::read(tiff).and_then(|exif| exif.orientation);
            }
            _ => {}
        }
    }
    if found.frames == 0 {
        return Err(Error::broken(NAME, "an animation without a frame"));
    }
    Ok(found)
}

/// Whether a file says that it has frames, be it one.
pub(crate) fn is_animation(bytes: &[u8]) -> bool {
    let first = Chunks::of(bytes).ok().and_then(|mut chunks| chunks.next());
    matches!(first, Some((b"VP8X", &[flags, ..])) if flags & IS_ANIMATED != 0)
}

/// Whether a file is as long as it tells; the byte that makes it even may be lacking.
pub(crate) fn is_all_there(bytes: &[u8]) -> bool {
    let told = bytes.get(4..8).and_then(<[u8]>::first_chunk).copied();
    told.is_some_and(|told| u64::from(u32::from_le_bytes(told)) + 8 <= bytes.len() as u64 + 1)
}

/// The chunks of a file, one after the other, up to the first that is not all there.
pub(crate) struct Chunks<'b>(Bytes<'b>);

impl<'b> Chunks<'b> {
    /// Those in a chunk of another.
    pub(crate) fn within(body: &'b [u8]) -> Self {
        Self(Bytes::new(NAME, body))
    }

    /// Whether nothing is left that is no chunk.
    pub(crate) fn is_done(&self) -> bool {
        self.0.rest.is_empty()
    }

    pub(crate) fn of(bytes: &'b [u8]) -> Result<Self, Error> {
        let mut rest = Bytes::new(NAME, bytes);
        rest.take(4)?;
        // What lies behind the end that the file tells is none of it.
        let length = u32::from_le_bytes(rest.array()?) as usize;
        rest.rest = &rest.rest[..length.min(rest.rest.len())];
        rest.take(4)?;
        Ok(Self(rest))
    }
}

impl<'b> Iterator for Chunks<'b> {
    type Item = (&'b [u8; 4], &'b [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        chunk(&mut self.0).ok()
    }
}

fn chunk<'b>(rest: &mut Bytes<'b>) -> Result<(&'b [u8; 4], &'b [u8]), Error> {
    let (kind, behind) = rest.rest.split_first_chunk().ok_or_else(|| rest.ended())?;
    rest.rest = behind;
    let length = u32::from_le_bytes(rest.array()?) as usize;
    // The last one may lack the byte that makes it even.
    let body = rest.take(length.min(rest.rest.len()))?;
    if body.len() < length {
        return Err(rest.ended());
    }
    rest.rest = rest.rest.get(length % 2..).unwrap_or_default();
    Ok((kind, body))
}
