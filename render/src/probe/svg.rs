//! SVG: its root element.

use super::Found;
use crate::error::Error;
use crate::svg::{NAME, Root, head, text};
use sizewise::{Source, SourceFormat};

/// Whether bytes begin as an SVG does, or are compressed and may be one.
pub(super) fn may_be(bytes: &[u8]) -> bool {
    is_compressed(bytes) || Root::find(&head(bytes)).is_some()
}

fn is_compressed(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 8])
}

pub(super) fn probe(bytes: &[u8]) -> Result<Source, Error> {
    let text = if is_compressed(bytes) { text(bytes)? } else { head(bytes) };
    let root = Root::find(&text).ok_or(Error::NotAPicture("other bytes"))?;
    let (width, height) = root.size()?;
    // What is a hair above a whole number is that number.
    let whole = |side: f64| (side - 1e-6).ceil().max(1.0) as u32;
    let found =
        Found { has_alpha: true, ..Found::still(SourceFormat::Svg, whole(width), whole(height)) };
    found.source(NAME, bytes)
}
