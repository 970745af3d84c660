//! Directories: tags and their values, small or big, in either order of bytes.

use super::NAME;
use crate::error::Error;

/// The tags of a picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Directory<'b> {
    file: File<'b>,
    entries: &'b [u8],
}

/// How a file writes numbers.
#[derive(Debug, Clone, Copy)]
struct File<'b> {
    bytes: &'b [u8],
    is_big_endian: bool,
    /// Whether places have eight bytes.
    is_big: bool,
}

/// Whole numbers side by side, as they are stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers<'b> {
    bytes: &'b [u8],
    width: usize,
    is_big_endian: bool,
}

/// The value of a tag: its type, and its bytes.
struct Value<'b> {
    kind: u16,
    bytes: &'b [u8],
}

impl<'b> Directory<'b> {
    /// The first directory of a file, whose picture is the file's.
    pub(crate) fn first(bytes: &'b [u8]) -> Result<Self, Error> {
        let is_big_endian = bytes.first() == Some(&b'M');
        let file = File { bytes, is_big_endian, is_big: false };
        let ended = || broken("a file that ends within its header");
        let is_big = file.number(2, 2).ok_or_else(ended)? == 43;
        let file = File { is_big, ..file };
        if is_big && (file.number(4, 2), file.number(6, 2)) != (Some(8), Some(0)) {
            return Err(broken("places that have not eight bytes"));
        }
        let at = if is_big { file.number(8, 8) } else { file.number(4, 4) };
        let at = at.ok_or_else(ended)?;
        let beyond = || broken("a directory beyond its end");
        let count = file.number(at, file.count_width()).ok_or_else(beyond)?;
        let length = count.checked_mul(file.entry_width() as u64).ok_or_else(beyond)?;
        let start = at.checked_add(file.count_width() as u64).ok_or_else(beyond)?;
        let entries = file.slice(start, length).ok_or_else(beyond)?;
        Ok(Self { file, entries })
    }

    /// Whether numbers of more than a byte begin with the highest.
    pub(crate) fn is_big_endian(&self) -> bool {
        self.file.is_big_endian
    }

    /// The whole file.
    pub(crate) fn file(&self) -> &'b [u8] {
        self.file.bytes
    }

    /// The first number of a tag, if there is such a tag.
    pub(crate) fn number(&self, tag: u16) -> Result<Option<u64>, Error> {
        let Some(numbers) = self.numbers(tag)? else { return Ok(None) };
        let first = numbers.at(0).ok_or_else(|| broken(format!("a tag {tag} of nothing")))?;
        Ok(Some(first))
    }

    /// All numbers of a tag, if there is such a tag.
    pub(crate) fn numbers(&self, tag: u16) -> Result<Option<Numbers<'b>>, Error> {
        let Some(value) = self.value(tag)? else { return Ok(None) };
        let width = match value.kind {
            1 | 7 => 1,
            3 => 2,
            4 | 13 => 4,
            16 | 18 => 8,
            kind => return Err(broken(format!("a tag {tag} of type {kind}"))),
        };
        let is_big_endian = self.file.is_big_endian;
        Ok(Some(Numbers { bytes: value.bytes, width, is_big_endian }))
    }

    /// The bytes of a tag. Nothing, if they are not all there.
    pub(crate) fn bytes(&self, tag: u16) -> Option<&'b [u8]> {
        let value = self.value(tag).ok()??;
        (!value.bytes.is_empty()).then_some(value.bytes)
    }

    /// The text of a tag, up to the byte of 0 that ends it.
    pub(crate) fn text(&self, tag: u16) -> Option<&'b [u8]> {
        let text = self.bytes(tag)?.split(|&byte| byte == 0).next()?;
        (!text.is_empty()).then_some(text)
    }

    fn value(&self, tag: u16) -> Result<Option<Value<'b>>, Error> {
        let file = self.file;
        let mut entries = self.entries.chunks_exact(file.entry_width());
        let Some(entry) = entries.find(|entry| file.within(entry, 0, 2) == u64::from(tag)) else {
            return Ok(None);
        };
        let kind = file.within(entry, 2, 2) as u16;
        let place_width = if file.is_big { 8 } else { 4 };
        let count = file.within(entry, 4, place_width);
        let field = &entry[4 + place_width..];
        let beyond = || broken(format!("a tag {tag} whose value lies beyond its end"));
        let length = count.checked_mul(width(kind)).ok_or_else(beyond)?;
        let bytes = match usize::try_from(length) {
            // What fits stands where its place would.
            Ok(length) if length <= place_width => &field[..length],
            _ => file.slice(file.within(field, 0, place_width), length).ok_or_else(beyond)?,
        };
        Ok(Some(Value { kind, bytes }))
    }
}

fn broken(what: impl ToString) -> Error {
    Error::broken(NAME, what)
}

/// Bytes of a value of a type.
fn width(kind: u16) -> u64 {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16..=18 => 8,
        _ => 1,
    }
}

impl<'b> File<'b> {
    fn count_width(&self) -> usize {
        if self.is_big { 8 } else { 2 }
    }

    fn entry_width(&self) -> usize {
        if self.is_big { 20 } else { 12 }
    }

    fn slice(&self, at: u64, length: u64) -> Option<&'b [u8]> {
        let rest = self.bytes.get(usize::try_from(at).ok()?..)?;
        rest.get(..usize::try_from(length).ok()?)
    }

    fn number(&self, at: u64, width: usize) -> Option<u64> {
        Some(whole(self.slice(at, width as u64)?, self.is_big_endian))
    }

    /// A number of a part of the file that is there.
    fn within(&self, bytes: &[u8], at: usize, width: usize) -> u64 {
        whole(&bytes[at..at + width], self.is_big_endian)
    }
}

fn whole(bytes: &[u8], is_big_endian: bool) -> u64 {
    let with = |held: u64, &byte: &u8| held << 8 | u64::from(byte);
    if is_big_endian { bytes.iter().fold(0, with) } else { bytes.iter().rev().fold(0, with) }
}

impl Numbers<'_> {
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() / self.width
    }

    pub(crate) fn at(&self, index: usize) -> Option<u64> {
        let bytes = self.bytes.get(index.checked_mul(self.width)?..)?.get(..self.width)?;
        Some(whole(bytes, self.is_big_endian))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u64> {
        (0..self.len()).filter_map(|index| self.at(index))
    }
}
