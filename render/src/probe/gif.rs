//! GIF: the frames are counted, since nothing tells their number.

use super::{Bytes, Found};
use crate::error::Error;
use sizewise::{Source, SourceFormat};

const NAME: &str = "GIF";

pub(super) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let mut blocks = Blocks::of(bytes)?;
    let (width, height) = blocks.size();
    let mut found = Found { frames: 0, ..Found::still(SourceFormat::Gif, width, height) };
    // A file that is cut off has the frames that it has; those who decode it will say so.
    while let Ok(Some(block)) = blocks.next() {
        match block {
            Block::Frame(_) => found.frames += 1,
            Block::Control(&[_, _, _, flags, ..]) => found.has_alpha |= flags & 1 == 1,
            _ => {}
        }
    }
    if found.frames == 0 {
        return Err(Error::broken(NAME, "a file without a frame"));
    }
    found.source(NAME, bytes)
}

/// The blocks of a file, one after the other.
pub(crate) struct Blocks<'b> {
    bytes: &'b [u8],
    /// The bytes in front of the first block.
    header: usize,
    rest: Bytes<'b>,
}

/// A block, with all of its bytes.
pub(crate) enum Block<'b> {
    /// A picture.
    Frame(&'b [u8]),
    /// When it is shown, and what it leaves.
    Control(&'b [u8]),
    /// How often all of them are shown.
    Repeats(&'b [u8]),
    /// Anything else.
    Other,
}

impl<'b> Blocks<'b> {
    pub(crate) fn of(bytes: &'b [u8]) -> Result<Self, Error> {
        let mut rest = Bytes::new(NAME, bytes);
        rest.take(6)?;
        let screen: [u8; 7] = rest.array()?;
        rest.take(colours(screen[4]))?;
        Ok(Self { bytes, header: bytes.len() - rest.rest.len(), rest })
    }

    /// Width and height of what is seen.
    fn size(&self) -> (u32, u32) {
        let side = |at: usize| u16::from_le_bytes([self.bytes[at], self.bytes[at + 1]]).into();
        (side(6), side(8))
    }

    /// What is in front of the first block: sides and colours.
    pub(crate) fn header(&self) -> &'b [u8] {
        &self.bytes[..self.header]
    }

    /// The next one, until there are no more.
    pub(crate) fn next(&mut self) -> Result<Option<Block<'b>>, Error> {
        let start = self.rest.rest;
        let rest = &mut self.rest;
        let label = match rest.array()? {
            [0x21] => rest.array::<1>()?[0],
            [0x2c] => {
                let place: [u8; 9] = rest.array()?;
                rest.take(colours(place[8]))?;
                rest.take(1)?;
                0x2c
            }
            _ => return Ok(None),
        };
        parts(rest)?;
        let block = &start[..start.len() - rest.rest.len()];
        Ok(Some(match label {
            0x2c => Block::Frame(block),
            0xf9 => Block::Control(block),
            0xff if block[2..].starts_with(b"\x0bNETSCAPE2.0") => Block::Repeats(block),
            _ => Block::Other,
        }))
    }
}

/// Passes over parts that tell their length, up to one of none.
fn parts(rest: &mut Bytes<'_>) -> Result<(), Error> {
    loop {
        match rest.array()? {
            [0] => return Ok(()),
            [length] => rest.take(length.into())?,
        };
    }
}

/// The bytes of a table of colours, if there is one.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}
