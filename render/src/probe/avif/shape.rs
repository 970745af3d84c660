//! The shape of a picture: which part of it is shown, and which way it is turned. ISO/IEC 23008-12, 6.5.

use super::properties::Properties;
use super::sequence::Layout;
use super::{NAME, broken};
use crate::error::Error;
use crate::probe::Bytes;
use sizewise::{Region, Turn};

/// What makes a picture upright: turns by quarters against the clock, and mirrors, in their order.
pub(super) fn upright(properties: &Properties<'_>) -> Result<Turn, Error> {
    let mut turn = Turn::NONE;
    for (kind, body) in properties.iter() {
        let first = || body.first().ok_or_else(|| broken("a turn that is not there"));
        match kind {
            b"irot" => turn = turn.then(Turn::new((4 - (first()? & 3)) % 4, false, false)),
            // Over its middle from left to right, or from top to bottom.
            b"imir" if first()? & 1 == 0 => turn = turn.then(Turn::new(0, true, false)),
            b"imir" => turn = turn.then(Turn::new(0, false, true)),
            _ => {}
        }
    }
    Ok(turn)
}

/// What is shown. An aperture of parts of pixels, or one that begins within a sample of chroma, is passed over,
/// as libavif does.
pub(super) fn shown(properties: &Properties<'_>, size: (u32, u32), layout: Layout) -> Region {
    let all = Region { x: 0, y: 0, width: size.0, height: size.1 };
    let aperture = properties.body(b"clap").and_then(|body| aperture(body, size));
    let (across, down) = layout.shares();
    let shown = aperture.filter(|shown| shown.x % across == 0 && shown.y % down == 0);
    shown.unwrap_or(all)
}

/// Width, height, and how far its middle is from that of the picture, each as a fraction.
fn aperture(body: &[u8], size: (u32, u32)) -> Option<Region> {
    let mut body = Bytes::new(NAME, body);
    let mut fraction = || Some((body.long().ok()? as i32, body.long().ok()? as i32));
    let [width, height, across, down] = [fraction()?, fraction()?, fraction()?, fraction()?];
    let (x, width) = span(width, across, size.0)?;
    let (y, height) = span(height, down, size.1)?;
    Some(Region { x, y, width, height })
}

/// Where an aperture begins on a side, and how long it is.
fn span(length: (i32, i32), off: (i32, i32), side: u32) -> Option<(u32, u32)> {
    let quotient = |dividend: i64, divisor: i64| {
        let is_whole = divisor > 0 && dividend % divisor == 0;
        is_whole.then(|| dividend / divisor)
    };
    let (side, divisor) = (i64::from(side), i64::from(off.1));
    let length = quotient(length.0.into(), length.1.into())?;
    let first = quotient(2 * i64::from(off.0) + (side - length) * divisor, 2 * divisor)?;
    let is_within = length > 0 && first >= 0 && first + length <= side;
    is_within.then_some((first as u32, length as u32))
}
