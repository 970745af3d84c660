//! TIFF: strips row by row, tiles a row of them at a time.
//!
//! It is read here and not by the crate `tiff`, which takes a strip whole, and many writers make one strip of a
//! picture. Nor does that one read palettes, colours of fewer than eight bits, LZW of before TIFF 6.0, faxes but
//! for one kind, bits in the other order, or colour differences that several pixels share.

mod chunk;
mod chunks;
mod colours;
mod fax;
mod jpeg;
mod layout;
mod samples;
mod unpack;
mod ycc;

use super::rows::{Rows, afford, afford_bytes};
use super::{Inks, Model, Needed, Original, Range, Strips};
use crate::colour::Matrix;
use crate::error::Error;
use crate::metadata::Notice;
use crate::probe::tiff::{Directory, NAME, tag};
use chunk::Chunk;
use chunks::Place;
use colours::Colours;
use layout::{Layout, Packing};
use sizewise::Source;
use std::borrow::Cow;

pub(super) struct Tiff<'b> {
    directory: Directory<'b>,
    layout: Layout<'b>,
    size: (usize, usize),
    memory: u64,
}

fn broken(what: impl ToString) -> Error {
    Error::broken(NAME, what)
}

fn unreadable(what: &str) -> Error {
    Error::Unreadable(format!("a TIFF {what}"))
}

impl<'b> Tiff<'b> {
    pub(super) fn open(bytes: &'b [u8], source: &Source, memory: u64) -> Result<Self, Error> {
        let directory = Directory::first(bytes)?;
        let size = (source.width.get() as usize, source.height.get() as usize);
        let layout = Layout::read(&directory, size)?;
        afford(source, memory)?;
        let tiff = Self { directory, layout, size, memory };
        tiff.check()?;
        Ok(tiff)
    }

    /// Sees to it that every strip or tile is there, and may hold what it is said to, before any memory is
    /// taken for that; and that all of them together are no endless work.
    fn check(&self) -> Result<(), Error> {
        let (layout, chunks) = (&self.layout, &self.layout.chunks);
        let planes = if chunks.is_planar { layout.samples } else { 1 };
        let mut work = 0_u64;
        for place in chunks.places(planes)? {
            let rows = chunks.rows(place.row);
            let length = chunks.stored(place)?.len() as u64;
            let needed = self.needed(rows);
            if self.most(length, rows) < needed {
                return Err(unpack::ended());
            }
            work = work.saturating_add(needed);
        }
        // Four samples of 32 bits are 16 bytes, and what may be taken is six for each pixel.
        afford_bytes(work, self.memory.saturating_mul(3))
    }

    /// What so many rows of a chunk are, unpacked.
    fn needed(&self, rows: usize) -> u64 {
        match self.layout.colours {
            Colours::Ycc(across, down) if across * down > 1 => {
                let line = ycc::line(self.layout.chunks.size.0, (across, down));
                (line as u64).saturating_mul(rows.div_ceil(down) as u64)
            }
            _ => self.layout.line().saturating_mul(rows as u64),
        }
    }

    /// The most that so many bytes can be, unpacked.
    fn most(&self, length: u64, rows: usize) -> u64 {
        let times = match self.layout.packing {
            Packing::Plain => 1,
            Packing::PackBits => 64,
            // A code of twelve bits stands for less than 4096 bytes.
            Packing::Lzw => 4096,
            // A code of two bits for 258 at the most.
            Packing::Deflate => 1032,
            Packing::Jpeg => jpeg::MOST_PIXELS * self.layout.together() as u64,
            // A bit for a row.
            Packing::Fax(_) if rows as u64 > length.saturating_mul(8) => 0,
            Packing::Fax(_) => return u64::MAX,
        };
        length.saturating_mul(times)
    }
}

impl Original for Tiff<'_> {
    fn model(&self) -> Model {
        match self.layout.colours {
            Colours::Grey { .. } => Model::Grey,
            Colours::Rgb | Colours::Named(_) => Model::Rgb,
            Colours::Inks => Model::Inks(Inks { in_ycc: false, is_inverted: false }),
            Colours::Ycc(..) => Model::Ycc(Range::Full, Matrix::Bt601),
        }
    }

    fn has_alpha(&self) -> bool {
        self.layout.alpha.is_some()
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        self.directory.bytes(tag::ICC).map(Cow::Borrowed)
    }

    fn notice(&self) -> Notice<'_> {
        let text = |tag| self.directory.text(tag).map(String::from_utf8_lossy);
        Notice { artist: text(tag::ARTIST), copyright: text(tag::COPYRIGHT) }
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let (layout, size) = (&self.layout, self.size);
        let (channels, chunks) = (layout.channels(), &layout.chunks);
        let (height, mut y) = (chunks.size.1, 0);
        if chunks.across() == 1 {
            let mut strip = None;
            let next = Box::new(move |row: &mut [u8]| {
                if y % height == 0 {
                    strip = Some(self.chunk(0, y / height)?);
                }
                y += 1;
                strip.as_mut().map_or_else(|| Err(unpack::ended()), |strip| strip.row(row))
            });
            return Ok(Box::new(Rows::new(size, channels, needed, next)));
        }
        let line = size.0 * channels.count();
        afford_bytes(line as u64 * height.min(size.1) as u64, self.memory)?;
        let mut band = vec![0; line * height.min(size.1)];
        let next = Box::new(move |row: &mut [u8]| {
            if y % height == 0 {
                self.fill(&mut band, y / height)?;
            }
            row.copy_from_slice(&band[y % height * line..][..line]);
            y += 1;
            Ok(())
        });
        Ok(Box::new(Rows::new(size, channels, needed, next)))
    }
}

impl Tiff<'_> {
    fn chunk(&self, column: usize, row: usize) -> Result<Chunk<'_>, Error> {
        let tables = self.directory.bytes(tag::JPEG_TABLES);
        Chunk::open(&self.layout, Place { plane: 0, column, row }, tables, self.memory)
    }

    /// A row of tiles, side by side.
    fn fill(&self, band: &mut [u8], row: usize) -> Result<(), Error> {
        let chunks = &self.layout.chunks;
        let count = self.layout.channels().count();
        let (line, pitch) = (self.size.0 * count, chunks.size.0 * count);
        for column in 0..chunks.across() {
            let mut tile = self.chunk(column, row)?;
            let (start, length) = (column * pitch, chunks.columns(column) * count);
            for line in band.chunks_exact_mut(line).take(chunks.rows(row)) {
                tile.row(&mut line[start..start + length])?;
            }
        }
        Ok(())
    }
}
