//! AVIF: the items of its HEIF file, and which of them make the picture. ISO/IEC 14496-12 has the boxes,
//! 23008-12 the items, 23000-22 (MIAF) what they may be, and AV1-AVIF how they are coded.
//!
//! What EXIF says of the orientation is passed over, as MIAF demands: `irot` and `imir` say it.

mod boxes;
mod coded;
mod colours;
mod items;
mod places;
mod properties;
mod references;
mod sequence;
mod shape;
mod units;

use super::{Found, profile_of};
use crate::error::Error;
use crate::original::Model;
use boxes::{Boxes, Kind};
use items::Items;
use sizewise::{Profile, Region, Source, SourceFormat, Turn};
use std::borrow::Cow;

pub(crate) use coded::Coded;
pub(crate) use colours::Cicp;
pub(crate) use sequence::Layout;

pub(crate) const NAME: &str = "AVIF";

pub(super) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let avif = Avif::read(bytes)?;
    let (width, height) = avif.shown.size();
    let found = Found {
        profile: match avif.icc {
            Some(icc) => profile_of(Some(icc)),
            None if avif.cicp.is_srgb() => Profile::Srgb,
            None => Profile::Other,
        },
        has_alpha: avif.alpha.is_some(),
        ..Found::still(SourceFormat::Avif, width, height)
    };
    Ok(Source { upright: avif.upright, ..found.source(NAME, bytes)? })
}

/// What a file says of its picture.
#[derive(Debug)]
pub(crate) struct Avif<'b> {
    pub(crate) colours: Coded<'b>,
    pub(crate) alpha: Option<Coded<'b>>,
    /// Whether the colours have been multiplied by alpha.
    pub(crate) is_multiplied: bool,
    /// The part of what is coded that is shown.
    pub(crate) shown: Region,
    pub(crate) upright: Turn,
    pub(crate) icc: Option<&'b [u8]>,
    /// What its planes are,
    pub(crate) model: Model,
    /// and what their numbers mean.
    pub(crate) cicp: Cicp,
    /// EXIF from its TIFF header on.
    pub(crate) exif: Option<Cow<'b, [u8]>>,
}

impl<'b> Avif<'b> {
    pub(crate) fn read(bytes: &'b [u8]) -> Result<Self, Error> {
        let meta = meta(bytes)?;
        let items = Items::read(bytes, meta)?;
        let primary = items.primary;
        let colours = Coded::read(&items, primary)?;
        let (alpha, is_multiplied) = alpha(&items, &colours)?;
        let properties = items.properties(primary)?;
        let nclx = colours::nclx(&properties)?;
        let cicp = nclx.unwrap_or(colours.sequence.cicp);
        Ok(Self {
            model: cicp.model(colours.sequence.layout)?,
            shown: shape::shown(&properties, colours.size, colours.sequence.layout),
            upright: shape::upright(&properties)?,
            icc: colours::icc(&properties),
            cicp,
            exif: exif(&items),
            colours,
            alpha,
            is_multiplied,
        })
    }
}

/// The box that says what is in the file.
fn meta(bytes: &[u8]) -> Result<&[u8], Error> {
    let mut has_film = false;
    for found in Boxes::of(bytes) {
        let (kind, body) = match found {
            Ok(found) => found,
            // What is cut off behind a film is one all the same.
            Err(_) if has_film => break,
            Err(error) => return Err(error),
        };
        match &kind {
            b"meta" => return Ok(body),
            b"moov" => has_film = true,
            _ => {}
        }
    }
    if has_film {
        return Err(Error::Unreadable("an AVIF sequence without a still picture".to_owned()));
    }
    Err(broken("a file that does not say what is in it"))
}

/// What shines through, and whether the colours have been multiplied by it.
fn alpha<'b>(items: &Items<'b>, colours: &Coded<'b>) -> Result<(Option<Coded<'b>>, bool), Error> {
    let primary = items.primary;
    for id in items.references.to(b"auxl", primary) {
        if items.is_alpha(id)? {
            let alpha = Coded::read(items, id)?;
            if alpha.size != colours.size {
                return Err(broken("alpha of another size than the picture"));
            }
            let is_multiplied = items.references.from(b"prem", primary).any(|to| to == id);
            return Ok((Some(alpha), is_multiplied));
        }
    }
    Ok((colours.alpha_of_cells(items, primary)?, false))
}

/// EXIF that describes the picture, behind four bytes that say where it begins.
fn exif<'b>(items: &Items<'b>) -> Option<Cow<'b, [u8]>> {
    let mut describing = items.references.to(b"cdsc", items.primary);
    let id = describing.find(|&id| items.kind(id) == Some(b"Exif"))?;
    let body = items.place(id).ok()?.bytes();
    let begin = u32::from_be_bytes(*body.first_chunk()?) as usize;
    let begin = begin.checked_add(4).filter(|&begin| begin <= body.len())?;
    Some(match body {
        Cow::Borrowed(body) => Cow::Borrowed(&body[begin..]),
        Cow::Owned(body) => Cow::Owned(body[begin..].to_vec()),
    })
}

/// Whether a file is an AVIF, by the brands in its first box: its own, or that of any HEIF and another that
/// says with what its items are coded.
pub(super) fn is_avif(bytes: &[u8]) -> bool {
    const OWN: [Kind; 2] = [*b"avif", *b"avis"];
    const GENERAL: [Kind; 3] = [*b"mif1", *b"msf1", *b"miaf"];
    let Some((&[l0, l1, l2, l3, b'f', b't', b'y', b'p'], rest)) = bytes.split_first_chunk() else {
        return false;
    };
    let length = (u32::from_be_bytes([l0, l1, l2, l3]) as usize).saturating_sub(8);
    let brands = rest[..length.min(rest.len())].as_chunks().0;
    match brands {
        [major, ..] if OWN.contains(major) => true,
        // Between them stands a version.
        [major, _, others @ ..] if GENERAL.contains(major) => {
            others.iter().any(|brand| OWN.contains(brand))
        }
        _ => false,
    }
}

fn broken(what: impl ToString) -> Error {
    Error::broken(NAME, what)
}

fn unreadable(what: impl std::fmt::Display) -> Error {
    Error::Unreadable(format!("an AVIF {what}"))
}
