//! Trimming: which part of a picture is left when its border is cut off.

use crate::error::Error;
use crate::film::Film;
use crate::original::{Needed, Original};
use crate::plane::Plane;
use crate::route::Area;
use sizewise::{Region, Source, Steps};

/// What is left of a picture when everything around it is cut off that looks like its upper left corner, if
/// that is asked. Where it is nothing, all of it is left.
pub(crate) fn trimmed(
    original: &dyn Original,
    steps: &Steps,
    source: &Source,
) -> Result<Region, Error> {
    Ok(part(original, steps, source)?.unwrap_or(steps.crop))
}

/// What is left of any picture of a film.
pub(crate) fn trimmed_all<'b>(
    film: impl FnOnce() -> Result<Film<'b>, Error>,
    steps: &Steps,
    source: &Source,
) -> Result<Region, Error> {
    if steps.trim.is_none() {
        return Ok(steps.crop);
    }
    let (mut film, mut all) = (film()?, None::<Area>);
    while film.advance()?.is_some() {
        if let Some(part) = part(&film, steps, source)? {
            let part = Area::from(part);
            all = Some(all.map_or(part, |all| all.with(part)));
        }
    }
    Ok(all.map_or(steps.crop, |all| all.region_within(steps.crop)))
}

/// What differs from the upper left corner by more than so many levels of 255, if anything does.
fn part(original: &dyn Original, steps: &Steps, source: &Source) -> Result<Option<Region>, Error> {
    let Some(levels) = steps.trim else { return Ok(None) };
    let stored = (source.width.get(), source.height.get());
    let planes = whole(original, stored)?;
    let upright = steps.upright.size(stored);
    let crop = Area::from(steps.crop).turned(steps.upright.inverse(), upright);
    let corner = Area { width: 1.0, height: 1.0, ..Area::from(steps.crop) };
    let corner = corner.turned(steps.upright.inverse(), upright);
    let parts = planes.iter().filter_map(|(plane, (across, down))| {
        let share = (across / f64::from(stored.0), down / f64::from(stored.1));
        let part = differing(
            plane,
            crop.scaled(share.0, share.1),
            corner.scaled(share.0, share.1),
            levels,
        )?;
        Some(part.scaled(1.0 / share.0, 1.0 / share.1))
    });
    let part = parts.reduce(Area::with);
    Ok(part.map(|part| part.turned(steps.upright, stored).region_within(steps.crop)))
}

/// All planes at their full size, and how many of their samples the picture covers.
fn whole(original: &dyn Original, (width, height): (u32, u32)) -> Result<Vec<Extended>, Error> {
    let all = (width as usize, height as usize);
    let mut strips =
        original.strips(Needed { luma: all, chroma: all, luma_only: false, is_mixed: true })?;
    let mut planes: Vec<Extended> = (0..strips.count())
        .map(|index| {
            let (width, height) = strips.size(index);
            let samples = Vec::with_capacity(width * height);
            (Plane { samples, width, height }, strips.extent(index))
        })
        .collect();
    while let Some(views) = strips.next()? {
        for ((plane, _), view) in planes.iter_mut().zip(views) {
            view.rows().for_each(|row| plane.samples.extend_from_slice(row));
        }
    }
    Ok(planes)
}

type Extended = (Plane, (f64, f64));

/// The part of an area of a plane that differs from a corner of it.
fn differing(plane: &Plane, area: Area, corner: Area, levels: u8) -> Option<Area> {
    let (width, height) = (plane.width, plane.height);
    let row = |y: usize| &plane.samples[y * width..][..width];
    let first = |start: f64, count: usize| (start.floor() as usize).min(count - 1);
    let end = |end: f64, count: usize| (end.ceil() as usize).min(count);
    let (left, right) = (first(area.x, width), end(area.x + area.width, width));
    let (top, below) = (first(area.y, height), end(area.y + area.height, height));
    let border = row(first(corner.y, height))[first(corner.x, width)];
    let is_other = |sample: &u8| sample.abs_diff(border) > levels;
    let mut found: Option<(usize, usize, usize, usize)> = None;
    for y in top..below {
        let row = &row(y)[left..right];
        let Some(from) = row.iter().position(is_other) else { continue };
        let to = row.iter().rposition(is_other).unwrap_or(from);
        let (l, r, t, _) = found.unwrap_or((usize::MAX, 0, y, y));
        found = Some((l.min(left + from), r.max(left + to + 1), t, y + 1));
    }
    let (l, r, t, b) = found?;
    Some(Area { x: l as f64, y: t as f64, width: (r - l) as f64, height: (b - t) as f64 })
}
