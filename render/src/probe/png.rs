//! PNG: the chunks in front of the pixels.

use super::{Bytes, Found, profile_of};
use crate::error::Error;
use sizewise::{Profile, Source, SourceFormat};
use sizewise_jpeg::Exif;

const NAME: &str = "PNG";

pub(super) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let mut rest = Bytes::new(NAME, bytes);
    rest.take(8)?;
    let (kind, header) = chunk(&mut rest)?;
    let &[w0, w1, w2, w3, h0, h1, h2, h3, _, colour, ..] = header else {
        return Err(rest.ended());
    };
    if &kind != b"IHDR" {
        return Err(Error::broken(NAME, "a file that begins with another chunk than `IHDR`"));
    }
    let mut found = Found {
        has_alpha: colour & 4 != 0,
        ..Found::still(
            SourceFormat::Png,
            u32::from_be_bytes([w0, w1, w2, w3]),
            u32::from_be_bytes([h0, h1, h2, h3]),
        )
    };
    let mut is_srgb = false;
    loop {
        let (kind, body) = chunk(&mut rest)?;
        match &kind {
            b"IDAT" => return found.source(NAME, bytes),
            b"IEND" => return Err(Error::broken(NAME, "a file without pixels")),
            b"tRNS" => found.has_alpha = true,
            b"sRGB" => (is_srgb, found.profile) = (true, Profile::Srgb),
            b"iCCP" if !is_srgb => found.profile = profile_of(profile(body).as_deref()),
            b"eXIf" => found.orientation = Exif::read(body).and_then(|exif| exif.orientation),
            _ => {}
        }
    }
}

fn chunk<'b>(rest: &mut Bytes<'b>) -> Result<([u8; 4], &'b [u8]), Error> {
    let length = u32::from_be_bytes(rest.array()?);
    let kind = rest.array()?;
    let body = rest.take(length as usize)?;
    rest.take(4)?;
    Ok((kind, body))
}

/// The largest profile that is looked at. Printers' have a megabyte or two, and nobody needs more.
const LARGEST_PROFILE: usize = 4 << 20;

/// The colour profile of a file.
pub(crate) fn icc(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Bytes::new(NAME, bytes);
    rest.take(8).ok()?;
    loop {
        match chunk(&mut rest).ok()? {
            (kind, body) if &kind == b"iCCP" => return profile(body),
            (kind, _) if &kind == b"IDAT" => return None,
            _ => {}
        }
    }
}

/// The profile in a chunk: behind its name and a byte that says how it is compressed. None if it
/// cannot be read, as everybody else does.
fn profile(body: &[u8]) -> Option<Vec<u8>> {
    let name = body.iter().position(|&byte| byte == 0)?;
    let compressed = body.get(name + 2..)?;
    fdeflate::decompress_to_vec_bounded(compressed, LARGEST_PROFILE).ok()
}
