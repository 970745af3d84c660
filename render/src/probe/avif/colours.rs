//! What the numbers of colours mean: by the code points of ITU-T H.273, or by a profile.

use super::boxes::Kind;
use super::properties::Properties;
use super::sequence::Layout;
use super::{NAME, broken, unreadable};
use crate::colour::Matrix;
use crate::error::Error;
use crate::original::{Model, Range};
use crate::probe::Bytes;

/// Coding-independent code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cicp {
    pub(crate) primaries: u16,
    pub(crate) transfer: u16,
    pub(crate) matrix: u16,
    /// Whether samples use all of their range.
    pub(crate) is_full: bool,
}

impl Cicp {
    /// Whether these are what screens take for granted. What cameras of films encode is shown on them as it is.
    pub(super) fn is_srgb(self) -> bool {
        matches!(self.primaries, 1 | 2) && matches!(self.transfer, 1 | 2 | 6 | 13 | 14 | 15)
    }

    /// What planes are of such a layout.
    pub(super) fn model(self, layout: Layout) -> Result<Model, Error> {
        let matrix = match self.matrix {
            _ if layout == Layout::Grey => return Ok(Model::Grey),
            0 if layout == Layout::Full => return Ok(Model::Rgb),
            0 => return Err(broken("red and blue that are smaller than green")),
            1 => Matrix::Bt709,
            // Whoever does not say it means what JPEG has.
            2 | 5 | 6 => Matrix::Bt601,
            4 => Matrix::Fcc,
            7 => Matrix::Smpte240,
            8 => Matrix::Ycgco,
            9 => Matrix::Bt2020,
            other => return Err(unreadable(format!("of matrix coefficients {other}"))),
        };
        Ok(Model::Ycc(Range::Full, matrix))
    }
}

/// What `colr` says in code points.
pub(super) fn nclx(properties: &Properties<'_>) -> Result<Option<Cicp>, Error> {
    let Some(body) = colours(properties, &[*b"nclx"]) else { return Ok(None) };
    let mut body = Bytes::new(NAME, body);
    let (primaries, transfer, matrix) = (body.short()?, body.short()?, body.short()?);
    let [range] = body.array()?;
    Ok(Some(Cicp { primaries, transfer, matrix, is_full: range & 0x80 != 0 }))
}

/// The profile that `colr` has.
pub(super) fn icc<'b>(properties: &Properties<'b>) -> Option<&'b [u8]> {
    colours(properties, &[*b"prof", *b"rICC"])
}

fn colours<'b>(properties: &Properties<'b>, kinds: &[Kind]) -> Option<&'b [u8]> {
    properties.iter().filter(|property| &property.0 == b"colr").find_map(|property| {
        let (kind, body) = property.1.split_first_chunk()?;
        kinds.contains(kind).then_some(body)
    })
}
