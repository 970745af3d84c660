//! Coded pictures: one item of AV1, or a grid of them.

use super::items::Items;
use super::places::Place;
use super::sequence::Sequence;
use super::{NAME, broken, unreadable};
use crate::error::Error;
use crate::probe::Bytes;

/// A picture in cells that are all alike; most have only one.
#[derive(Debug)]
pub(crate) struct Coded<'b> {
    pub(crate) size: (u32, u32),
    /// Row by row.
    pub(crate) cells: Vec<Place<'b>>,
    pub(crate) columns: usize,
    pub(crate) cell: (u32, u32),
    pub(crate) sequence: Sequence,
}

impl<'b> Coded<'b> {
    pub(super) fn read(items: &Items<'b>, id: u32) -> Result<Self, Error> {
        match items.kind(id) {
            Some(b"av01") => {
                let cell = Cell::read(items, id, items.place(id)?)?;
                let (size, sequence) = (cell.size, cell.sequence);
                Ok(Self { size, cells: vec![cell.place], columns: 1, cell: size, sequence })
            }
            Some(b"grid") => Self::of_grid(items, id),
            Some(kind) => Err(unreadable(format!("whose picture is `{}`", kind.escape_ascii()))),
            None => Err(broken("a picture that is no item")),
        }
    }

    fn of_grid(items: &Items<'b>, id: u32) -> Result<Self, Error> {
        let grid = Grid::read(&items.place(id)?.bytes())?;
        if items.properties(id)?.size()? != grid.size {
            return Err(broken("a grid of another size than its picture"));
        }
        let ids: Vec<u32> = items.references.from(b"dimg", id).take(grid.count() + 1).collect();
        if ids.len() != grid.count() {
            return Err(broken("a grid with another number of cells"));
        }
        let cells = Cells::read(items, ids)?;
        grid.check(cells.size, cells.sequence)?;
        Ok(cells.laid(grid.size, grid.columns))
    }

    /// What shines through a grid of which each cell has an alpha of its own, if this is one.
    pub(super) fn alpha_of_cells(&self, items: &Items<'b>, id: u32) -> Result<Option<Self>, Error> {
        if items.kind(id) != Some(b"grid") {
            return Ok(None);
        }
        let alphas = items.alphas()?;
        let cells = items.references.from(b"dimg", id).take(self.cells.len() + 1);
        let ids: Option<Vec<u32>> = cells.map(|cell| alphas.get(cell).copied()).collect();
        let Some(ids) = ids.filter(|ids| ids.len() == self.cells.len()) else { return Ok(None) };
        let cells = Cells::read(items, ids)?;
        if cells.size != self.cell {
            return Err(broken("alpha of another size than its cell"));
        }
        Ok(Some(cells.laid(self.size, self.columns)))
    }
}

/// Cells that are alike.
struct Cells<'b> {
    places: Vec<Place<'b>>,
    size: (u32, u32),
    sequence: Sequence,
}

impl<'b> Cells<'b> {
    fn read(items: &Items<'b>, ids: Vec<u32>) -> Result<Self, Error> {
        let mut places = Vec::new();
        let (mut first, mut left) = (None, items.length());
        for id in ids {
            if items.kind(id) != Some(b"av01") {
                return Err(broken("a grid of something else than pictures"));
            }
            // Each is looked at and decoded by itself, so it costs more to be told a thousand times of the same.
            let place = items.place(id)?;
            let too_long = || broken("a grid of more bytes than there are");
            left = left.checked_sub(place.len()).ok_or_else(too_long)?;
            let cell = Cell::read(items, id, place)?;
            let like = *first.get_or_insert((cell.size, cell.sequence));
            if (cell.size, cell.sequence) != like {
                return Err(broken("a grid of cells that are not alike"));
            }
            places.push(cell.place);
        }
        let (size, sequence) = first.ok_or_else(|| broken("a grid without cells"))?;
        Ok(Self { places, size, sequence })
    }

    fn laid(self, size: (u32, u32), columns: usize) -> Coded<'b> {
        let Self { places: cells, size: cell, sequence } = self;
        Coded { size, cells, columns, cell, sequence }
    }
}

/// One item of AV1.
struct Cell<'b> {
    size: (u32, u32),
    place: Place<'b>,
    sequence: Sequence,
}

impl<'b> Cell<'b> {
    fn read(items: &Items<'b>, id: u32, place: Place<'b>) -> Result<Self, Error> {
        let properties = items.properties(id)?;
        let size = properties.size()?;
        let sequence = Sequence::of(&place.bytes())?;
        if !sequence.is_of(properties.configuration()?) {
            return Err(broken("a picture that is coded otherwise than it says"));
        }
        Ok(Self { size, place, sequence })
    }
}

/// How a picture is put together. ISO/IEC 23008-12, 6.6.2.3.
struct Grid {
    rows: usize,
    columns: usize,
    size: (u32, u32),
}

impl Grid {
    fn read(body: &[u8]) -> Result<Self, Error> {
        let mut body = Bytes::new(NAME, body);
        let [version, flags, rows, columns] = body.array()?;
        if version != 0 {
            return Err(broken(format!("a grid of version {version}")));
        }
        let is_long = flags & 1 == 1;
        let size = (body.id(is_long)?, body.id(is_long)?);
        Ok(Self { rows: usize::from(rows) + 1, columns: usize::from(columns) + 1, size })
    }

    fn count(&self) -> usize {
        self.rows * self.columns
    }

    /// ISO/IEC 23000-22, 7.3.11.4.2: all cells have something of the picture, none is smaller than 64 pixels,
    /// and none begins within a sample of chroma.
    fn check(&self, cell: (u32, u32), sequence: Sequence) -> Result<(), Error> {
        let covers = |length: u32, cell: u32, count: usize| {
            let (length, cell, count) = (u64::from(length), u64::from(cell), count as u64);
            cell * (count - 1) < length && length <= cell * count
        };
        let is_covered =
            covers(self.size.0, cell.0, self.columns) && covers(self.size.1, cell.1, self.rows);
        if !is_covered {
            return Err(broken("a grid whose cells do not make its picture"));
        }
        if cell.0 < SMALLEST || cell.1 < SMALLEST {
            return Err(broken(format!("a grid of cells smaller than {SMALLEST} pixels")));
        }
        let (across, down) = sequence.layout.shares();
        let is_whole = self.columns == 1 || cell.0.is_multiple_of(across);
        if is_whole && (self.rows == 1 || cell.1.is_multiple_of(down)) {
            Ok(())
        } else {
            Err(broken("a grid whose cells begin within a sample of chroma"))
        }
    }
}

/// The smallest side of a cell. So a picture of a hundred million pixels has no more than 25,000 of them.
const SMALLEST: u32 = 64;
