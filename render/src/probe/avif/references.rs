//! References: which item is what to which. ISO/IEC 14496-12, 8.11.12.

use super::NAME;
use super::boxes::{Boxes, Full, Kind, MOST};
use crate::error::Error;
use crate::probe::Bytes;

#[derive(Default)]
pub(super) struct References<'b> {
    all: Vec<Reference<'b>>,
    /// Whether numbers of items have four bytes.
    are_long: bool,
}

struct Reference<'b> {
    kind: Kind,
    from: u32,
    /// As they are written.
    to: &'b [u8],
}

impl<'b> References<'b> {
    pub(super) fn read(iref: Option<&'b [u8]>) -> Result<Self, Error> {
        let Some(iref) = iref else { return Ok(Self::default()) };
        let Full { version, body, .. } = Full::read(iref)?;
        let are_long = version > 0;
        let mut all = Vec::new();
        for found in Boxes::of(body.rest) {
            let (kind, body) = found?;
            let mut body = Bytes::new(NAME, body);
            let from = body.id(are_long)?;
            let length = usize::from(body.short()?) * if are_long { 4 } else { 2 };
            all.push(Reference { kind, from, to: body.take(length)? });
        }
        Ok(Self { all, are_long })
    }

    /// The items that an item refers to.
    pub(super) fn from(&self, kind: &'static Kind, from: u32) -> impl Iterator<Item = u32> {
        let own = self.all.iter().filter(move |one| &one.kind == kind && one.from == from);
        own.flat_map(|reference| self.ids(reference))
    }

    /// The items that refer to an item.
    pub(super) fn to(&self, kind: &'static Kind, to: u32) -> impl Iterator<Item = u32> {
        let own = self.all.iter().filter(move |one| &one.kind == kind);
        own.filter(move |one| self.ids(one).any(|id| id == to)).map(|one| one.from)
    }

    /// Which item refers to which, one by one; of those that refer to more than anybody needs, none is looked at
    /// any further.
    pub(super) fn all(&self, kind: &'static Kind) -> impl Iterator<Item = (u32, u32)> {
        let own = self.all.iter().filter(move |one| &one.kind == kind);
        let pairs = own.flat_map(|one| self.ids(one).map(|to| (one.from, to)));
        pairs.take(MOST)
    }

    fn ids(&self, reference: &Reference<'b>) -> impl Iterator<Item = u32> + use<'b> {
        let size = if self.are_long { 4 } else { 2 };
        let number = |id: u32, &byte: &u8| id << 8 | u32::from(byte);
        reference.to.chunks_exact(size).map(move |id| id.iter().fold(0, number))
    }
}
