//! Trimming: which part of a picture is left when its border is cut off.

use crate::error::Error;
use crate::route::Area;
use sizewise::{Region, Steps};
use sizewise_jpeg::{Decoder, Limits, Plane, Scale};

/// What is left of a picture when everything around it is cut off that looks like its upper left corner,
/// within so many levels of 255. Where that is nothing, all of it is left.
pub(crate) fn trimmed(
    decoder: Decoder<'_>,
    steps: &Steps,
    stored: (u32, u32),
    levels: u8,
    limits: Limits,
) -> Result<Region, Error> {
    let picture = decoder.scale(Scale::Full).limits(limits).decode()?;
    let upright = steps.upright.size(stored);
    let crop = Area::from(steps.crop).turned(steps.upright.inverse(), upright);
    let corner = Area { width: 1.0, height: 1.0, ..Area::from(steps.crop) };
    let corner = corner.turned(steps.upright.inverse(), upright);
    let parts = picture.planes.iter().filter_map(|plane| {
        let (across, down) = plane.extent();
        let share = (across / f64::from(stored.0), down / f64::from(stored.1));
        let part = differing(
            plane,
            crop.scaled(share.0, share.1),
            corner.scaled(share.0, share.1),
            levels,
        )?;
        Some(part.scaled(1.0 / share.0, 1.0 / share.1))
    });
    let Some(part) = parts.reduce(Area::with) else { return Ok(steps.crop) };
    Ok(part.turned(steps.upright, stored).region_within(steps.crop))
}

/// The part of an area of a plane that differs from a corner of it.
fn differing(plane: &Plane, area: Area, corner: Area, levels: u8) -> Option<Area> {
    let view = plane.view();
    let (width, height) = (view.width(), view.height());
    let first = |start: f64, count: usize| (start.floor() as usize).min(count - 1);
    let end = |end: f64, count: usize| (end.ceil() as usize).min(count);
    let (left, right) = (first(area.x, width), end(area.x + area.width, width));
    let (top, below) = (first(area.y, height), end(area.y + area.height, height));
    let border = view.row(first(corner.y, height))[first(corner.x, width)];
    let is_other = |sample: &u8| sample.abs_diff(border) > levels;
    let mut found: Option<(usize, usize, usize, usize)> = None;
    for y in top..below {
        let row = &view.row(y)[left..right];
        let Some(from) = row.iter().position(is_other) else { continue };
        let to = row.iter().rposition(is_other).unwrap_or(from);
        let (l, r, t, _) = found.unwrap_or((usize::MAX, 0, y, y));
        found = Some((l.min(left + from), r.max(left + to + 1), t, y + 1));
    }
    let (l, r, t, b) = found?;
    Some(Area { x: l as f64, y: t as f64, width: (r - l) as f64, height: (b - t) as f64 })
}
