//! TIFF, tag by tag.

mod fax;
mod pack;
mod samples;
mod style;

pub use pack::Packing;
pub use samples::{Extra, Kind};
pub use style::{Chunk, Style};

/// A file as its parts.
#[derive(Clone)]
pub struct Tiff {
    pub is_big_endian: bool,
    /// Whether places have eight bytes.
    pub is_big: bool,
    pub entries: Vec<Entry>,
    /// Strips or tiles, where the entry that says so says they are.
    pub chunks: Vec<Vec<u8>>,
    /// Where the first directory is said to be, if that is a lie.
    pub first: Option<u64>,
    /// Where the next directory is said to be.
    pub next: u64,
    /// Whether the directory stands behind everything else.
    pub is_last: bool,
}

/// A tag and its value.
#[derive(Clone)]
pub struct Entry {
    pub tag: u16,
    pub kind: u16,
    pub numbers: Vec<u64>,
    /// How many there are said to be, and where, if that is a lie.
    pub count: Option<u64>,
    pub place: Option<u64>,
}

pub const BYTE: u16 = 1;
pub const ASCII: u16 = 2;
pub const SHORT: u16 = 3;
pub const LONG: u16 = 4;
pub const LONG8: u16 = 16;

pub const STRIP_OFFSETS: u16 = 273;
pub const TILE_OFFSETS: u16 = 324;

impl Entry {
    fn new(tag: u16, kind: u16, numbers: Vec<u64>) -> Self {
        Self { tag, kind, numbers, count: None, place: None }
    }

    fn width(&self) -> usize {
        match self.kind {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 | 16..=18 => 8,
            _ => 1,
        }
    }
}

impl Tiff {
    /// With another value of a tag.
    pub fn with(&self, tag: u16, kind: u16, numbers: &[u64]) -> Self {
        let mut tiff = self.without(tag);
        tiff.entries.push(Entry::new(tag, kind, numbers.to_vec()));
        tiff.entries.sort_by_key(|entry| entry.tag);
        tiff
    }

    /// With the bytes of a text, a profile or whatever.
    pub fn with_bytes(&self, tag: u16, kind: u16, bytes: &[u8]) -> Self {
        let numbers: Vec<u64> = bytes.iter().map(|&byte| byte.into()).collect();
        self.with(tag, kind, &numbers)
    }

    pub fn without(&self, tag: u16) -> Self {
        let mut tiff = self.clone();
        tiff.entries.retain(|entry| entry.tag != tag);
        tiff
    }

    /// With something else said of a tag.
    pub fn altered(&self, tag: u16, alter: impl FnOnce(&mut Entry)) -> Self {
        let mut tiff = self.clone();
        let entry = tiff.entries.iter_mut().find(|entry| entry.tag == tag);
        alter(entry.expect("there is such a tag"));
        tiff
    }

    fn number(&self, number: u64, width: usize) -> Vec<u8> {
        if self.is_big_endian {
            number.to_be_bytes()[8 - width..].to_vec()
        } else {
            number.to_le_bytes()[..width].to_vec()
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let wide = if self.is_big { 8 } else { 4 };
        let header = if self.is_big { 16 } else { 8 };
        let count = if self.is_big { 8 } else { 2 };
        // Offsets are as long whatever they are.
        let of_chunks = |entry: &Entry| {
            matches!(entry.tag, STRIP_OFFSETS | TILE_OFFSETS) && entry.numbers.is_empty()
        };
        let entries = self.entries.iter().map(|entry| {
            let is_filled = of_chunks(entry);
            let numbers =
                if is_filled { vec![0; self.chunks.len()] } else { entry.numbers.clone() };
            (is_filled, Entry { numbers, ..entry.clone() })
        });
        let mut entries: Vec<_> = entries.collect();
        let lengths = entries.iter().map(|(_, entry)| entry.numbers.len() * entry.width());
        let values: usize = lengths.filter(|&length| length > wide).sum();
        let directory = count + entries.len() * (4 + 2 * wide) + wide + values;
        let data: usize = self.chunks.iter().map(Vec::len).sum();
        let (start, mut at) =
            if self.is_last { (header + data, header) } else { (header, header + directory) };
        let mut places = Vec::new();
        for chunk in &self.chunks {
            places.push(at as u64);
            at += chunk.len();
        }
        for (_, entry) in entries.iter_mut().filter(|(is_filled, _)| *is_filled) {
            entry.numbers.clone_from(&places);
        }
        let directory = self.directory(&entries, start, count, wide);
        let chunks = self.chunks.concat();
        let parts = if self.is_last { [chunks, directory] } else { [directory, chunks] };
        [self.header(start as u64), parts.concat()].concat()
    }

    fn header(&self, start: u64) -> Vec<u8> {
        let mark = if self.is_big_endian { b"MM" } else { b"II" };
        let first = self.first.unwrap_or(start);
        let rest = if self.is_big {
            [self.number(43, 2), self.number(8, 2), self.number(0, 2), self.number(first, 8)]
                .concat()
        } else {
            [self.number(42, 2), self.number(first, 4)].concat()
        };
        [mark, &rest[..]].concat()
    }

    fn directory(
        &self,
        entries: &[(bool, Entry)],
        start: usize,
        count: usize,
        wide: usize,
    ) -> Vec<u8> {
        let mut bytes = self.number(entries.len() as u64, count);
        let mut values = Vec::new();
        let values_at = start + count + entries.len() * (4 + 2 * wide) + wide;
        for (_, entry) in entries {
            let numbers = entry.numbers.iter();
            let mut value: Vec<u8> =
                numbers.flat_map(|&number| self.number(number, entry.width())).collect();
            bytes.extend(self.number(entry.tag.into(), 2));
            bytes.extend(self.number(entry.kind.into(), 2));
            bytes.extend(self.number(entry.count.unwrap_or(entry.numbers.len() as u64), wide));
            if value.len() > wide || entry.place.is_some() {
                let place = entry.place.unwrap_or((values_at + values.len()) as u64);
                bytes.extend(self.number(place, wide));
                if value.len() > wide {
                    values.extend(value);
                }
            } else {
                value.resize(wide, 0);
                bytes.extend(value);
            }
        }
        bytes.extend(self.number(self.next, wide));
        bytes.extend(values);
        bytes
    }
}
