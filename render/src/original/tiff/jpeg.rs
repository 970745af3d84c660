//! JPEG in TIFF: each strip or tile is a file, of which the tables may stand elsewhere.

use super::broken;
use super::unpack::{Unpack, ended};
use crate::error::Error;
use sizewise_jpeg::{Decoder, Limits, Plane};

pub(super) struct Jpeg {
    planes: Vec<Plane>,
    size: (usize, usize),
    /// Rows that have been given.
    done: usize,
}

const START: [u8; 2] = [0xff, 0xd8];
const END: [u8; 2] = [0xff, 0xd9];

/// As many pixels as a byte can stand for: a bit for the mean of a block of 8 x 8.
pub(super) const MOST_PIXELS: u64 = 512;

impl Jpeg {
    /// One that must have these sides, of which the last rows may be lacking.
    pub(super) fn new(
        stored: &[u8],
        tables: Option<&[u8]>,
        size: (usize, usize),
        count: usize,
        memory: u64,
    ) -> Result<Self, Error> {
        let file = with_tables(stored, tables);
        let decoder = Decoder::new(&file)?.limits(Limits { memory, ..Limits::default() });
        let header = decoder.header();
        let found = (header.width(), header.height());
        if found.0 != size.0 || found.1 > size.1 || header.components().len() != count {
            let (width, height) = found;
            let what = format!("a JPEG of {width} x {height} pixels for {} x {}", size.0, size.1);
            return Err(broken(what));
        }
        Ok(Self { planes: decoder.decode()?.planes, size: found, done: 0 })
    }
}

/// A file that has tables of its own.
fn with_tables(stored: &[u8], tables: Option<&[u8]>) -> Vec<u8> {
    let Some(tables) = tables.and_then(|tables| tables.strip_prefix(&START)) else {
        return stored.to_vec();
    };
    let tables = tables.strip_suffix(&END).unwrap_or(tables);
    let rest = stored.strip_prefix(&START).unwrap_or(stored);
    [&START, tables, rest].concat()
}

impl Unpack for Jpeg {
    fn fill(&mut self, row: &mut [u8]) -> Result<(), Error> {
        if self.done == self.size.1 {
            return Err(ended());
        }
        let count = self.planes.len();
        for (index, plane) in self.planes.iter().enumerate() {
            let samples = row.iter_mut().skip(index).step_by(count);
            if (plane.width(), plane.height()) == self.size {
                samples.zip(plane.view().row(self.done)).for_each(|(to, &from)| *to = from);
            } else {
                enlarged(plane, self.size, self.done, samples);
            }
        }
        self.done += 1;
        Ok(())
    }
}

/// A row of a plane that is smaller than the picture: what lies between two samples is some of each.
fn enlarged<'r>(
    plane: &Plane,
    size: (usize, usize),
    y: usize,
    row: impl Iterator<Item = &'r mut u8>,
) {
    let (view, extent) = (plane.view(), plane.extent());
    let (above, below, share) = between(y, extent.1 / size.1 as f64, plane.height());
    let (above, below) = (view.row(above), view.row(below));
    for (x, sample) in row.enumerate() {
        let (left, right, across) = between(x, extent.0 / size.0 as f64, plane.width());
        let mix = |a: u8, b: u8, share: u32| u32::from(a) * (256 - share) + u32::from(b) * share;
        let column = |x: usize| mix(above[x], below[x], share);
        let value = column(left) * (256 - across) + column(right) * across;
        *sample = ((value + (1 << 15)) >> 16) as u8;
    }
}

/// The two samples beside the middle of a pixel, and how much the second counts, of 256.
fn between(pixel: usize, scale: f64, count: usize) -> (usize, usize, u32) {
    let place = ((pixel as f64 + 0.5) * scale - 0.5).max(0.0);
    let first = (place as usize).min(count - 1);
    let share = ((place - first as f64) * 256.0).min(256.0) as u32;
    (first, (first + 1).min(count - 1), share)
}
