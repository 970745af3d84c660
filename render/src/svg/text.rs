//! The text of an SVG, whatever it is written in.

use super::broken;
use crate::error::Error;
use libdeflater::Decompressor;
use sizewise::Refusal;
use std::borrow::Cow;

/// The most text that is read. What people draw has a few hundred kilobytes, a map a few megabytes, and all
/// that comes of it stands in memory at once.
const LONGEST: usize = 10_000_000;

/// How far the root element is looked for: licences and declarations in front of it have a few kilobytes.
const LOOKED_AT: usize = 64 << 10;

/// No stream of deflate becomes longer than so many times.
const MOST_UNPACKED: usize = 1032;

/// What it begins with.
pub(crate) fn head(bytes: &[u8]) -> Cow<'_, str> {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    match Writing::of(start) {
        Writing::Utf16(from) => Cow::Owned(String::from_utf16_lossy(&units(start, from))),
        Writing::Bytes(bytes) => String::from_utf8_lossy(bytes),
    }
}

/// All of it. Where it is compressed (`.svgz`), it is unpacked, which costs no more than is permitted.
pub(crate) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return decoded(&unpacked(bytes)?).map(|text| Cow::Owned(text.into_owned()));
    }
    decoded(bytes)
}

/// How characters become bytes.
enum Writing<'b> {
    /// Two bytes each, in this order.
    Utf16(fn([u8; 2]) -> u16),
    /// One byte or a few.
    Bytes(&'b [u8]),
}

impl<'b> Writing<'b> {
    fn of(bytes: &'b [u8]) -> Self {
        match bytes {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => Self::Utf16(u16::from_le_bytes),
            [0xfe, 0xff, ..] | [0, b'<', ..] => Self::Utf16(u16::from_be_bytes),
            [0xef, 0xbb, 0xbf, rest @ ..] => Self::Bytes(rest),
            _ => Self::Bytes(bytes),
        }
    }
}

fn units(bytes: &[u8], from: fn([u8; 2]) -> u16) -> Vec<u16> {
    let units = bytes.as_chunks().0.iter().map(|&pair| from(pair));
    units.skip_while(|&unit| unit == 0xfeff).collect()
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    refuse_long(bytes.len())?;
    let bytes = match Writing::of(bytes) {
        Writing::Utf16(from) => {
            let text = String::from_utf16(&units(bytes, from));
            return text.map(Cow::Owned).map_err(|_| broken("text that is not UTF-16"));
        }
        Writing::Bytes(bytes) => bytes,
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        // The first 256 characters, which old programs of the west wrote as they are.
        Err(_) if is_latin(bytes) => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
        Err(_) => Err(broken("text that is not UTF-8")),
    }
}

/// Whether the declaration in front says so.
fn is_latin(bytes: &[u8]) -> bool {
    let declaration = bytes.split(|&byte| byte == b'>').next().unwrap_or_default();
    let declaration = declaration[..declaration.len().min(200)].to_ascii_lowercase();
    let says = |name: &[u8]| declaration.windows(name.len()).any(|window| window == name);
    says(b"iso-8859-1") || says(b"windows-1252")
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    // The last four bytes of a file of gzip say how long its text is.
    let length = bytes.last_chunk().map_or(0, |&last| u32::from_le_bytes(last) as usize);
    refuse_long(length)?;
    if length > bytes.len().saturating_mul(MOST_UNPACKED) {
        return Err(broken("a compressed file that lies about its length"));
    }
    let mut text = vec![0; length];
    let unpacked = Decompressor::new().gzip_decompress(bytes, &mut text);
    let length = unpacked.map_err(|_| broken("a compressed file that cannot be unpacked"))?;
    text.truncate(length);
    Ok(text)
}

fn refuse_long(length: usize) -> Result<(), Error> {
    if length <= LONGEST {
        return Ok(());
    }
    let (most, found) = (LONGEST as u64, length as u64);
    Err(Refusal::TooMuch { of: "bytes of an SVG", most, found }.into())
}
