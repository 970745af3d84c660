//! Places: where the bytes of an item stand, in the file or in the header itself. ISO/IEC 14496-12, 8.11.3.

use super::boxes::{Full, Table, count};
use super::{NAME, broken, unreadable};
use crate::error::Error;
use crate::probe::Bytes;
use std::borrow::Cow;

/// The places of all items.
pub(super) struct Places<'b> {
    pub(super) file: &'b [u8],
    idat: &'b [u8],
    sizes: Sizes,
    entries: Table<Entry<'b>>,
}

/// How many bytes each number has.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    index: usize,
    offset: usize,
    length: usize,
}

struct Entry<'b> {
    is_in_file: bool,
    method: u16,
    base: u64,
    /// As they are written.
    extents: &'b [u8],
}

/// The bytes of an item, in as many parts as they are stored.
#[derive(Debug)]
pub(crate) struct Place<'b>(Vec<&'b [u8]>);

impl<'b> Places<'b> {
    pub(super) fn read(
        file: &'b [u8],
        idat: Option<&'b [u8]>,
        iloc: &'b [u8],
    ) -> Result<Self, Error> {
        let Full { version, mut body, .. } = Full::read(iloc)?;
        if version > 2 {
            return Err(broken(format!("places of version {version}")));
        }
        let [first, second] = body.array()?;
        let [offset, length, base, index] = [first >> 4, first & 15, second >> 4, second & 15];
        let index = if version == 0 { 0 } else { index };
        if [offset, length, base, index].iter().any(|size| ![0, 4, 8].contains(size)) {
            return Err(broken("places of numbers that are neither of four bytes nor of eight"));
        }
        let sizes = Sizes { index: index.into(), offset: offset.into(), length: length.into() };
        let count = count(body.id(version == 2)?)?;
        let mut entries = Vec::new();
        for _ in 0..count {
            let id = body.id(version == 2)?;
            let method = if version == 0 { 0 } else { body.short()? & 15 };
            let is_in_file = body.short()? == 0;
            let base = body.number(base.into())?;
            let extents = usize::from(body.short()?) * sizes.all();
            let extents = body.take(extents)?;
            entries.push((id, Entry { is_in_file, method, base, extents }));
        }
        let idat = idat.unwrap_or_default();
        Ok(Self { file, idat, sizes, entries: Table::of(entries) })
    }

    pub(super) fn place(&self, id: u32) -> Result<Place<'b>, Error> {
        let nowhere = || broken("an item without a place");
        let entry = self.entries.get(id).ok_or_else(nowhere)?;
        let within = match entry.method {
            _ if !entry.is_in_file => return Err(unreadable("whose picture is in another file")),
            0 => self.file,
            1 => self.idat,
            method => return Err(unreadable(format!("of construction method {method}"))),
        };
        if self.sizes.all() == 0 {
            return Err(nowhere());
        }
        let mut parts = Vec::new();
        let mut left = within.len();
        for extent in entry.extents.chunks_exact(self.sizes.all()) {
            let part = self.part(within, entry.base, extent)?;
            // Parts that lie on each other would make more bytes than there are.
            let too_long = || broken("an item that is longer than what it is in");
            left = left.checked_sub(part.len()).ok_or_else(too_long)?;
            parts.push(part);
        }
        if left == within.len() { Err(broken("an item without bytes")) } else { Ok(Place(parts)) }
    }

    fn part(&self, within: &'b [u8], base: u64, extent: &[u8]) -> Result<&'b [u8], Error> {
        let mut extent = Bytes::new(NAME, extent);
        extent.take(self.sizes.index)?;
        let offset = extent.number(self.sizes.offset)?;
        let length = extent.number(self.sizes.length)?;
        let outside = || broken("an item that lies outside of its file");
        let start = base.checked_add(offset).and_then(|start| usize::try_from(start).ok());
        let behind = within.get(start.ok_or_else(outside)?..).ok_or_else(outside)?;
        // Without a length, it is all there is.
        let length = if length == 0 { behind.len() as u64 } else { length };
        let length = usize::try_from(length).map_err(|_| outside())?;
        // What has no bytes costs nothing, so there would be no end of it.
        behind.get(..length).filter(|part| !part.is_empty()).ok_or_else(outside)
    }
}

impl Sizes {
    fn all(self) -> usize {
        self.index + self.offset + self.length
    }
}

impl<'b> Place<'b> {
    /// How many bytes there are.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|part| part.len()).sum()
    }

    pub(crate) fn bytes(&self) -> Cow<'b, [u8]> {
        match self.0[..] {
            [part] => Cow::Borrowed(part),
            _ => Cow::Owned(self.0.concat()),
        }
    }
}
