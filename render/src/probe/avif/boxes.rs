//! Boxes: a length, a kind and a body, one behind the other and within each other. ISO/IEC 14496-12, 4.2.

use super::{NAME, broken};
use crate::error::Error;
use crate::probe::Bytes;

pub(super) type Kind = [u8; 4];

/// More than any file has of anything: more items could not be told apart by the numbers that most files
/// give them.
pub(super) const MOST: usize = 1 << 16;

/// The boxes of a file or of a box.
pub(super) struct Boxes<'b> {
    rest: Bytes<'b>,
    /// How many there may still be.
    left: usize,
}

impl<'b> Boxes<'b> {
    pub(super) fn of(body: &'b [u8]) -> Self {
        Self { rest: Bytes::new(NAME, body), left: MOST }
    }

    fn read(&mut self) -> Result<(Kind, &'b [u8]), Error> {
        self.left = self.left.checked_sub(1).ok_or_else(too_many)?;
        let length = self.rest.long()?;
        let kind = self.rest.array()?;
        let length = match length {
            // It reaches to the end.
            0 => self.rest.rest.len() as u64,
            1 => self.rest.number(8)?.checked_sub(16).ok_or_else(too_short)?,
            length => u64::from(length).checked_sub(8).ok_or_else(too_short)?,
        };
        let length = usize::try_from(length).map_err(|_| self.rest.ended())?;
        Ok((kind, self.rest.take(length)?))
    }
}

impl<'b> Iterator for Boxes<'b> {
    type Item = Result<(Kind, &'b [u8]), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.rest.is_empty() {
            return None;
        }
        let found = self.read();
        if found.is_err() {
            self.rest.rest = &[];
        }
        Some(found)
    }
}

fn too_short() -> Error {
    broken("a box that is shorter than its own name")
}

pub(super) fn too_many() -> Error {
    broken(format!("more than {MOST} of a kind in a header"))
}

/// How many of something a header says that it has.
pub(super) fn count(number: u32) -> Result<usize, Error> {
    let count = number as usize;
    if count > MOST { Err(too_many()) } else { Ok(count) }
}

/// A box that has a version and flags.
pub(super) struct Full<'b> {
    pub(super) version: u8,
    pub(super) flags: u8,
    pub(super) body: Bytes<'b>,
}

impl<'b> Full<'b> {
    pub(super) fn read(body: &'b [u8]) -> Result<Self, Error> {
        let mut body = Bytes::new(NAME, body);
        // No box that is read here has flags above the lowest eight.
        let [version, _, _, flags] = body.array()?;
        Ok(Self { version, flags, body })
    }
}

/// Whole numbers, the highest byte first.
impl Bytes<'_> {
    pub(super) fn short(&mut self) -> Result<u16, Error> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn long(&mut self) -> Result<u32, Error> {
        self.array().map(u32::from_be_bytes)
    }

    /// The number of an item, of two bytes or four.
    pub(super) fn id(&mut self, is_long: bool) -> Result<u32, Error> {
        if is_long { self.long() } else { self.short().map(u32::from) }
    }

    /// One of so many bytes, at most eight; of none, it is 0.
    pub(super) fn number(&mut self, size: usize) -> Result<u64, Error> {
        let bytes = self.take(size)?.iter();
        Ok(bytes.fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

/// What stands under numbers, to be looked up.
#[derive(Debug)]
pub(super) struct Table<T>(Vec<(u32, T)>);

impl<T> Table<T> {
    pub(super) fn of(mut entries: Vec<(u32, T)>) -> Self {
        entries.sort_by_key(|entry| entry.0);
        Self(entries)
    }

    /// What stands under a number; of two, the first.
    pub(super) fn get(&self, number: u32) -> Option<&T> {
        let at = self.0.partition_point(|entry| entry.0 < number);
        let (found, value) = self.0.get(at)?;
        (*found == number).then_some(value)
    }
}
