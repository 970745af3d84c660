//! Items: what a file holds, under numbers. ISO/IEC 14496-12, 8.11.

use super::boxes::{Boxes, Full, Kind, Table, count};
use super::places::{Place, Places};
use super::properties::{Properties, Shelf};
use super::references::References;
use super::{broken, unreadable};
use crate::error::Error;

pub(super) struct Items<'b> {
    /// The one that is shown.
    pub(super) primary: u32,
    kinds: Table<Kind>,
    places: Places<'b>,
    shelf: Shelf<'b>,
    pub(super) references: References<'b>,
}

impl<'b> Items<'b> {
    /// Those of a file that the body of a `meta` box speaks of.
    pub(super) fn read(file: &'b [u8], meta: &'b [u8]) -> Result<Self, Error> {
        let parts = Parts::read(meta)?;
        let missing = |what| move || broken(format!("a file without {what}"));
        let handler = parts.hdlr.ok_or_else(missing("a handler"))?;
        if handler.get(8..12) != Some(b"pict") {
            return Err(unreadable("that is no picture"));
        }
        // A film may have items as well, of which none is shown.
        let none = || unreadable("sequence without a still picture");
        Ok(Self {
            primary: primary(parts.pitm.ok_or_else(none)?)?,
            kinds: kinds(parts.iinf.ok_or_else(missing("items"))?)?,
            places: Places::read(file, parts.idat, parts.iloc.ok_or_else(missing("places"))?)?,
            shelf: Shelf::read(parts.iprp.ok_or_else(missing("properties"))?)?,
            references: References::read(parts.iref)?,
        })
    }

    pub(super) fn kind(&self, id: u32) -> Option<&Kind> {
        self.kinds.get(id)
    }

    /// How many bytes the file has.
    pub(super) fn length(&self) -> usize {
        self.places.file.len()
    }

    pub(super) fn place(&self, id: u32) -> Result<Place<'b>, Error> {
        self.places.place(id)
    }

    /// What is said of an item.
    pub(super) fn properties(&self, id: u32) -> Result<Properties<'b>, Error> {
        self.shelf.properties(id)
    }
}

impl Items<'_> {
    /// The alpha of each item that has one.
    pub(super) fn alphas(&self) -> Result<Table<u32>, Error> {
        let mut alphas = Vec::new();
        for (from, to) in self.references.all(b"auxl") {
            if self.is_alpha(from)? {
                alphas.push((to, from));
            }
        }
        Ok(Table::of(alphas))
    }

    pub(super) fn is_alpha(&self, id: u32) -> Result<bool, Error> {
        let properties = self.properties(id)?;
        let named = properties.body(b"auxC").and_then(|body| body.get(4..)).unwrap_or_default();
        Ok(ALPHA.iter().any(|name| named.starts_with(name)))
    }
}

/// The names that alpha has, of MPEG and of the first HEIF.
const ALPHA: [&[u8]; 2] =
    [b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0", b"urn:mpeg:hevc:2015:auxid:1\0"];

/// The boxes of a header, of each kind the first.
#[derive(Default)]
struct Parts<'b> {
    hdlr: Option<&'b [u8]>,
    pitm: Option<&'b [u8]>,
    iinf: Option<&'b [u8]>,
    iloc: Option<&'b [u8]>,
    iprp: Option<&'b [u8]>,
    iref: Option<&'b [u8]>,
    idat: Option<&'b [u8]>,
}

impl<'b> Parts<'b> {
    fn read(meta: &'b [u8]) -> Result<Self, Error> {
        let mut parts = Self::default();
        for found in Boxes::of(Full::read(meta)?.body.rest) {
            let (kind, body) = found?;
            let part = match &kind {
                b"hdlr" => &mut parts.hdlr,
                b"pitm" => &mut parts.pitm,
                b"iinf" => &mut parts.iinf,
                b"iloc" => &mut parts.iloc,
                b"iprp" => &mut parts.iprp,
                b"iref" => &mut parts.iref,
                b"idat" => &mut parts.idat,
                _ => continue,
            };
            part.get_or_insert(body);
        }
        Ok(parts)
    }
}

fn primary(pitm: &[u8]) -> Result<u32, Error> {
    let mut pitm = Full::read(pitm)?;
    pitm.body.id(pitm.version > 0)
}

/// What each item is.
fn kinds(iinf: &[u8]) -> Result<Table<Kind>, Error> {
    let mut iinf = Full::read(iinf)?;
    let count = count(iinf.body.id(iinf.version > 0)?)?;
    let mut kinds = Vec::new();
    for found in Boxes::of(iinf.body.rest).take(count) {
        let (kind, body) = found?;
        let mut info = Full::read(body)?;
        // The older versions are of files that hold other things.
        if &kind != b"infe" || info.version < 2 {
            continue;
        }
        let id = info.body.id(info.version > 2)?;
        let is_protected = info.body.short()? != 0;
        if !is_protected {
            kinds.push((id, info.body.array()?));
        }
    }
    Ok(Table::of(kinds))
}
