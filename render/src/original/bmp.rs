//! BMP: rows where they lie in the file, or runs of which the places of some rows are noted first.

mod pixels;
mod runs;

use super::rows::{Channels, Rows, afford};
use super::{Model, Needed, Original, Strips};
use crate::error::Error;
use crate::metadata::Notice;
use crate::probe::bmp::{self, Header, NAME};
use pixels::Pixels;
use runs::Runs;
use sizewise::Source;
use std::borrow::Cow;

pub(super) struct Bmp<'b> {
    header: Header<'b>,
    pixels: Pixels,
    size: (usize, usize),
}

impl<'b> Bmp<'b> {
    pub(super) fn open(bytes: &'b [u8], source: &Source, memory: u64) -> Result<Self, Error> {
        let header = Header::read(bytes)?;
        refuse_unread(&header)?;
        let pixels = Pixels::of(&header)?;
        let size = (source.width.get() as usize, source.height.get() as usize);
        afford(source, memory)?;
        let bmp = Self { header, pixels, size };
        if bmp.has_runs() {
            return Ok(bmp);
        }
        if (bmp.header.data.len() as u64) < bmp.needed() {
            return Err(ended());
        }
        // Nobody means to show nothing, and browsers show the colours.
        let rows = bmp.header.data.chunks(bmp.stride()).take(size.1);
        Ok(Self { pixels: bmp.pixels.without_empty_alpha(rows), ..bmp })
    }

    fn has_runs(&self) -> bool {
        matches!(self.header.compression, bmp::RUNS_OF_8 | bmp::RUNS_OF_4)
    }

    /// Bytes of a row, padded to four.
    fn stride(&self) -> usize {
        (self.size.0 * usize::from(self.header.bits)).div_ceil(32) * 4
    }

    /// Bytes of all rows. The last one may lack its padding.
    fn needed(&self) -> u64 {
        let last = (self.size.0 * usize::from(self.header.bits)).div_ceil(8);
        (self.size.1 as u64 - 1) * self.stride() as u64 + last as u64
    }
}

fn ended() -> Error {
    Error::broken(NAME, "a file that ends within its pixels")
}

/// Refuses what is not read by its name, and what nobody reads.
fn refuse_unread(header: &Header<'_>) -> Result<(), Error> {
    let unreadable = |what: &str| Err(Error::Unreadable(format!("a BMP {what}")));
    let (compression, bits) = (header.compression, header.bits);
    match compression {
        3 if header.is_os2 => return unreadable("of Huffman codes"),
        4 if header.is_os2 => return unreadable("of runs of 24 bits"),
        4 => return unreadable("that holds a JPEG"),
        5 => return unreadable("that holds a PNG"),
        11..=13 => return unreadable("of inks"),
        _ => {}
    }
    let is_known = match compression {
        bmp::PLAIN => matches!(bits, 1 | 2 | 4 | 8 | 16 | 24 | 32),
        bmp::RUNS_OF_8 => bits == 8 && !header.is_top_down,
        bmp::RUNS_OF_4 => bits == 4 && !header.is_top_down,
        bmp::MASKS | bmp::MASKS_WITH_ALPHA => matches!(bits, 16 | 32),
        _ => false,
    };
    let order = if header.is_top_down { " from the top" } else { "" };
    let what = || format!("pixels of {bits} bits in compression {compression}{order}");
    if is_known { Ok(()) } else { Err(Error::broken(NAME, what())) }
}

impl Original for Bmp<'_> {
    fn model(&self) -> Model {
        Model::Rgb
    }

    fn has_alpha(&self) -> bool {
        self.pixels.have_alpha()
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        self.header.icc.map(Cow::Borrowed)
    }

    fn notice(&self) -> Notice<'_> {
        Notice::default()
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let channels = if self.has_alpha() { Channels::Four } else { Channels::Three };
        if self.has_runs() {
            let mut runs = Runs::new(self.header.data, self.header.bits, self.size)?;
            let next = Box::new(move |row: &mut [u8]| {
                self.pixels.named(runs.next(), row);
                Ok(())
            });
            return Ok(Box::new(Rows::new(self.size, channels, needed, next)));
        }
        let (stride, height) = (self.stride(), self.size.1);
        let mut done = 0;
        let next = Box::new(move |row: &mut [u8]| {
            let y = if self.header.is_top_down { done } else { height - 1 - done };
            done += 1;
            self.pixels.read(&self.header.data[y * stride..], row);
            Ok(())
        });
        Ok(Box::new(Rows::new(self.size, channels, needed, next)))
    }
}
