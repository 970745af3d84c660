//! Chunks: the strips or tiles that a picture is stored in, and where they are.

use super::broken;
use crate::error::Error;
use crate::probe::tiff::{Directory, Numbers, tag};
use sizewise::Refusal;
use std::borrow::Cow;

/// More than any picture has: one of a hundred megapixels in the smallest tiles has 400,000. Each of them
/// begins its compression anew, which is some work however little comes of it.
const MOST: u64 = 1 << 20;

/// Strips are tiles that are as wide as the picture.
pub(super) struct Chunks<'b> {
    file: &'b [u8],
    /// The picture's size.
    picture: (usize, usize),
    /// Width and height of a chunk.
    pub(super) size: (usize, usize),
    /// Whether they are strips, of which the last is no higher than what is left.
    are_strips: bool,
    pub(super) is_planar: bool,
    /// Whether the first pixel of a byte is in its lowest bit.
    is_reversed: bool,
    offsets: Numbers<'b>,
    lengths: Option<Numbers<'b>>,
}

/// Which chunk of which plane, in how manieth a row and column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) plane: usize,
    pub(super) column: usize,
    pub(super) row: usize,
}

impl<'b> Chunks<'b> {
    pub(super) fn read(directory: &Directory<'b>, picture: (usize, usize)) -> Result<Self, Error> {
        let side = |tag, default: usize| {
            let side = directory.number(tag)?.unwrap_or(default as u64);
            match usize::try_from(side).unwrap_or(usize::MAX) {
                0 => Err(broken("strips or tiles without pixels")),
                side => Ok(side),
            }
        };
        let tiles = directory.numbers(tag::TILE_OFFSETS)?;
        let are_strips = tiles.is_none();
        let (size, lengths) = if are_strips {
            let height = side(tag::ROWS_PER_STRIP, picture.1)?.min(picture.1);
            ((picture.0, height), directory.numbers(tag::STRIP_COUNTS)?)
        } else {
            let size = (side(tag::TILE_WIDTH, 0)?, side(tag::TILE_HEIGHT, 0)?);
            (size, directory.numbers(tag::TILE_COUNTS)?)
        };
        let strips = || directory.numbers(tag::STRIP_OFFSETS);
        let offsets = match tiles {
            Some(tiles) => tiles,
            None => strips()?.ok_or_else(|| broken("a file without pixels"))?,
        };
        let order = |tag| Ok::<_, Error>(directory.number(tag)?.unwrap_or(1) == 2);
        let is_planar = order(tag::PLANAR)?;
        let is_reversed = order(tag::FILL_ORDER)?;
        let file = directory.file();
        Ok(Self { file, picture, size, are_strips, is_planar, is_reversed, offsets, lengths })
    }

    pub(super) fn across(&self) -> usize {
        self.picture.0.div_ceil(self.size.0)
    }

    fn down(&self) -> usize {
        self.picture.1.div_ceil(self.size.1)
    }

    /// Every place in so many planes, if there are not too many.
    pub(super) fn places(&self, planes: usize) -> Result<impl Iterator<Item = Place>, Error> {
        let (across, down) = (self.across(), self.down());
        let found = (across as u64).saturating_mul(down as u64).saturating_mul(planes as u64);
        if found > MOST {
            return Err(
                Refusal::TooMuch { of: "strips or tiles of a picture", most: MOST, found }.into()
            );
        }
        let rows = (0..planes).flat_map(move |plane| (0..down).map(move |row| (plane, row)));
        Ok(rows.flat_map(move |(plane, row)| {
            (0..across).map(move |column| Place { plane, column, row })
        }))
    }

    /// The rows of a chunk that are in the picture.
    pub(super) fn rows(&self, row: usize) -> usize {
        self.size.1.min(self.picture.1 - row * self.size.1)
    }

    /// The columns of a chunk that are in the picture.
    pub(super) fn columns(&self, column: usize) -> usize {
        self.size.0.min(self.picture.0 - column * self.size.0)
    }

    /// The most rows that may be stored of a chunk.
    pub(super) fn most_rows(&self, row: usize) -> usize {
        if self.are_strips { self.rows(row) } else { self.size.1 }
    }

    /// What is stored of a chunk.
    pub(super) fn stored(&self, place: Place) -> Result<&'b [u8], Error> {
        let index = (place.plane * self.down() + place.row) * self.across() + place.column;
        let lacking = || broken("fewer strips or tiles than it needs");
        let beyond = || broken("a strip or tile that ends behind its end");
        let offset = self.offsets.at(index).ok_or_else(lacking)?;
        let rest = usize::try_from(offset).ok().and_then(|offset| self.file.get(offset..));
        let rest = rest.ok_or_else(beyond)?;
        match &self.lengths {
            Some(lengths) => {
                let length = lengths.at(index).ok_or_else(lacking)?;
                rest.get(..usize::try_from(length).unwrap_or(usize::MAX)).ok_or_else(beyond)
            }
            // Some write none of one that goes up to the end.
            None => Ok(rest),
        }
    }

    /// The same with the first bit of a byte the highest.
    pub(super) fn data(&self, place: Place) -> Result<Cow<'b, [u8]>, Error> {
        let stored = self.stored(place)?;
        Ok(if self.is_reversed {
            stored.iter().map(|byte| byte.reverse_bits()).collect()
        } else {
            Cow::Borrowed(stored)
        })
    }
}
