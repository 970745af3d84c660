//! Planes: cells that are decoded one after the other, each laid where it belongs.

use super::decoder::{Decoder, Picture, Row};
use super::depth::{self, Kind};
use crate::error::Error;
use crate::original::Strips;
use crate::plane::Plane;
use crate::probe::avif::{Coded, Layout, NAME};
use sizewise::Region;
use sizewise_jpeg::View;

/// The planes of a whole picture, in eight bits of all of their range.
pub(super) struct Planes {
    pub(super) planes: Vec<Plane>,
    pub(super) layout: Layout,
}

impl Planes {
    /// The first `count` of them. Those of red, green and blue are coded as green, blue and red.
    pub(super) fn decoded(
        coded: &Coded<'_>,
        count: usize,
        is_full: bool,
        is_rgb: bool,
    ) -> Result<Self, Error> {
        let mut decoder = Decoder::new(coded.cell.0.saturating_mul(coded.cell.1))?;
        let layout = coded.sequence.layout;
        let tables: Vec<_> = (0..count)
            .map(|plane| {
                let kind = if plane == 0 || is_rgb { Kind::Light } else { Kind::Difference };
                depth::table(coded.sequence.depth, is_full, kind)
            })
            .collect();
        let mut planes = Vec::new();
        for (index, cell) in coded.cells.iter().enumerate() {
            let picture = decoder.picture(&cell.bytes())?;
            check(&picture, coded)?;
            // Only now it is known that there is a picture of the size that is told.
            if planes.is_empty() {
                planes = empty(coded.size, layout, count);
            }
            let place = (index % coded.columns, index / coded.columns);
            for (number, (plane, table)) in planes.iter_mut().zip(&tables).enumerate() {
                let (across, down) = shares(layout, number);
                let cell = (coded.cell.0 / across, coded.cell.1 / down);
                let corner = (place.0 * cell.0 as usize, place.1 * cell.1 as usize);
                laid(plane, corner, &picture, number, table.as_deref())?;
            }
        }
        if is_rgb && planes.len() == 3 {
            planes.rotate_right(1);
        }
        Ok(Self { planes, layout })
    }
}

/// How many samples of luma lie on one of a plane.
fn shares(layout: Layout, plane: usize) -> (u32, u32) {
    if plane == 0 { (1, 1) } else { layout.shares() }
}

fn empty((width, height): (u32, u32), layout: Layout, count: usize) -> Vec<Plane> {
    let plane = |number| {
        let (across, down) = shares(layout, number);
        Plane::filled(width.div_ceil(across) as usize, height.div_ceil(down) as usize, 0)
    };
    (0..count).map(plane).collect()
}

/// Sees to it that a picture is what its file says of it.
fn check(picture: &Picture, coded: &Coded<'_>) -> Result<(), Error> {
    let sequence = coded.sequence;
    if picture.size() != coded.cell {
        return Err(Error::broken(NAME, "a picture of another size than its file says"));
    }
    if (picture.layout(), picture.depth()) != (Some(sequence.layout), sequence.depth) {
        return Err(Error::broken(NAME, "a picture of other planes than its file says"));
    }
    Ok(())
}

/// Lays a plane of a cell where it belongs; what reaches beyond the whole is left out.
fn laid(
    plane: &mut Plane,
    (left, top): (usize, usize),
    picture: &Picture,
    number: usize,
    table: Option<&[u8]>,
) -> Result<(), Error> {
    let width = plane.width;
    let lines = plane.samples.chunks_exact_mut(width).skip(top).take(rows(picture, number));
    for (y, line) in lines.enumerate() {
        let line = line.get_mut(left..).unwrap_or_default();
        match (picture.row(number, y), table) {
            (Some(Row::Bytes(row)), None) => copied(row, line),
            (Some(Row::Bytes(row)), Some(table)) => mapped(row, line, table),
            (Some(Row::Deep(row)), Some(table)) => mapped(row, line, table),
            _ => return Err(Error::broken(NAME, "a picture without all of its rows")),
        }
    }
    Ok(())
}

fn rows(picture: &Picture, number: usize) -> usize {
    let (_, down) = picture.layout().map_or((1, 1), |layout| shares(layout, number));
    picture.size().1.div_ceil(down) as usize
}

fn copied(row: &[u8], line: &mut [u8]) {
    let count = row.len().min(line.len());
    line[..count].copy_from_slice(&row[..count]);
}

/// Samples by a table that has one for each that its depth can have.
fn mapped<S: Copy + Into<usize>>(row: &[S], line: &mut [u8], table: &[u8]) {
    let last = table.len() - 1;
    for (sample, &number) in line.iter_mut().zip(row) {
        *sample = table[number.into().min(last)];
    }
}

/// Planes as they are stored: one strip.
pub(super) struct Stored {
    planes: Planes,
    shown: Region,
    is_done: bool,
}

impl Stored {
    pub(super) fn new(planes: Planes, shown: Region) -> Self {
        Self { planes, shown, is_done: false }
    }

    /// The part of a plane that is shown.
    fn part(&self, plane: usize) -> Region {
        let (across, down) = shares(self.planes.layout, plane);
        let Region { x, y, width, height } = self.shown;
        let (width, height) = (width.div_ceil(across), height.div_ceil(down));
        Region { x: x / across, y: y / down, width, height }
    }
}

impl Strips for Stored {
    fn count(&self) -> usize {
        self.planes.planes.len()
    }

    fn size(&self, plane: usize) -> (usize, usize) {
        let part = self.part(plane);
        (part.width as usize, part.height as usize)
    }

    fn extent(&self, plane: usize) -> (f64, f64) {
        let (across, down) = shares(self.planes.layout, plane);
        let Region { width, height, .. } = self.shown;
        (f64::from(width) / f64::from(across), f64::from(height) / f64::from(down))
    }

    fn next(&mut self) -> Result<Option<Vec<View<'_>>>, Error> {
        if std::mem::replace(&mut self.is_done, true) {
            return Ok(None);
        }
        let views = self.planes.planes.iter().enumerate().map(|(index, plane)| {
            let part = self.part(index);
            let (width, height) = self.size(index);
            let start = part.y as usize * plane.width + part.x as usize;
            View::new(&plane.samples[start..], plane.width, width, height)
        });
        Ok(views.collect())
    }
}
