//! GIF: the frames are counted, since nothing tells their number.

use super::{Bytes, Found};
use crate::error::Error;
use sizewise::{Source, SourceFormat};

const NAME: &str = "GIF";

pub(super) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let mut rest = Bytes::new(NAME, bytes);
    rest.take(6)?;
    let [w0, w1, h0, h1, flags, _, _] = rest.array()?;
    rest.take(colours(flags))?;
    let mut found = Found {
        frames: 0,
        ..Found::still(
            SourceFormat::Gif,
            u16::from_le_bytes([w0, w1]).into(),
            u16::from_le_bytes([h0, h1]).into(),
        )
    };
    // A file that is cut off has the frames that it has; those who decode it will say so.
    while let Ok(true) = block(&mut rest, &mut found) {}
    if found.frames == 0 {
        return Err(Error::broken(NAME, "a file without a frame"));
    }
    found.source(NAME, bytes)
}

/// Passes over a block. Says whether there may be more of them.
fn block(rest: &mut Bytes<'_>, found: &mut Found) -> Result<bool, Error> {
    match rest.array()? {
        [0x21] => {
            let [label] = rest.array()?;
            let is_control = label == 0xf9;
            if let (true, &[_, flags, ..]) = (is_control, rest.rest) {
                found.has_alpha |= flags & 1 == 1;
            }
            parts(rest)
        }
        [0x2c] => {
            found.frames += 1;
            let place: [u8; 9] = rest.array()?;
            rest.take(colours(place[8]))?;
            rest.take(1)?;
            parts(rest)
        }
        _ => Ok(false),
    }
}

/// Passes over parts that tell their length, up to one of none.
fn parts(rest: &mut Bytes<'_>) -> Result<bool, Error> {
    loop {
        match rest.array()? {
            [0] => return Ok(true),
            [length] => rest.take(length.into())?,
        };
    }
}

/// The bytes of a table of colours, if there is one.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}
