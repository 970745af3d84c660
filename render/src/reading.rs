//! Reading: from an opened file to a picture of the result's size, upright.

use crate::colour::{Chroma, Explained, Matrix};
use crate::error::Error;
use crate::inflow::{Inflow, Scaling};
use crate::original::{Model, Needed, Original, Part, Strips};
use crate::picture::{Colours, Picture};
use crate::plane::Plane;
use crate::route::{Area, Route};
use crate::scaler::Sample;

/// How a picture is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// How large colour differences are to be, if it is stored with some.
    pub(crate) chroma: Chroma,
    /// Whether luma will do, if it is stored by itself.
    pub(crate) luma_only: bool,
    /// Whether its colours mean what its profile says, and not what is taken for granted.
    pub(crate) is_explained: bool,
}

/// A file that is about to be read.
pub(crate) struct Reading<'r> {
    original: &'r dyn Original,
    /// The stored picture's size.
    stored: (f64, f64),
    route: &'r Route,
    wanted: Wanted,
    /// Whether it stays luma and colour differences.
    has_differences: bool,
}

impl<'r> Reading<'r> {
    pub(crate) fn new(
        original: &'r dyn Original,
        stored: (u32, u32),
        route: &'r Route,
        wanted: Wanted,
    ) -> Self {
        let stored = (f64::from(stored.0), f64::from(stored.1));
        // Those of another kind become red, green and blue, which are all as large.
        let has_differences = matches!(original.model(), Model::Ycc(_, Matrix::Bt601));
        Self { original, stored, route, wanted, has_differences }
    }

    /// Reads what is needed, and brings it to its size and upright.
    pub(crate) fn picture(&self) -> Result<Picture, Error> {
        let mut strips = self.original.strips_of(self.part(), self.needed())?;
        let strips = strips.as_mut();
        let scalings = (0..strips.count()).map(|index| self.scaling(strips, index)).collect();
        let has_alpha = self.original.has_alpha();
        let (planes, alpha) = if has_alpha && self.mixes() {
            uncovered(scaled(strips, scalings)?)
        } else {
            apart(scaled(strips, scalings)?, has_alpha)
        };
        let turned = |plane: Plane| plane.turned(self.route.turn());
        let planes = planes.into_iter().map(turned).collect();
        let icc = if self.wanted.is_explained { self.original.icc() } else { None };
        let profile = icc.as_deref().and_then(Explained::read);
        let colours = Colours::of(planes, self.original.model(), self.chroma(), profile.as_ref())
            .ok_or_else(|| Error::broken("picture", "a wrong number of planes"))?;
        Ok(Picture { colours, alpha: alpha.map(turned) })
    }

    /// How large colour differences will be.
    fn chroma(&self) -> Chroma {
        if self.has_differences { self.wanted.chroma } else { Chroma::Full }
    }

    /// Whether samples of the result are mixed of several.
    fn mixes(&self) -> bool {
        self.route.mixes() && !self.original.fits()
    }

    fn part(&self) -> Part {
        let (width, height) = self.route.scaled();
        Part { area: self.route.area(), size: (width as usize, height as usize) }
    }

    fn needed(&self) -> Needed {
        Needed {
            luma: self.smallest(Chroma::Full),
            chroma: self.smallest(self.chroma()),
            luma_only: self.has_differences && self.wanted.luma_only,
            is_mixed: self.mixes(),
        }
    }

    /// How large a whole plane must be at least.
    fn smallest(&self, chroma: Chroma) -> (usize, usize) {
        let ((width, height), area) = (self.route.scaled(), self.route.area());
        let side = |scaled: u32, area: f64, stored: f64| {
            // What is a hair above a whole number is that number.
            (f64::from(scaled) * stored / area / f64::from(chroma.share()) - 1e-6).ceil() as usize
        };
        (side(width, area.width, self.stored.0), side(height, area.height, self.stored.1))
    }

    /// What becomes of a plane.
    fn scaling(&self, strips: &dyn Strips, index: usize) -> Scaling {
        let is_difference = self.has_differences && (1..=2).contains(&index);
        let chroma = if is_difference { self.chroma() } else { Chroma::Full };
        let (size, area) = part(self.route, chroma);
        let extent = strips.extent(index);
        let area = area.scaled(extent.0 / self.stored.0, extent.1 / self.stored.1);
        let origin = strips.origin();
        let area = Area { x: area.x - origin.0, y: area.y - origin.1, ..area };
        Scaling { area, plane: strips.size(index), size }
    }
}

/// The size of a plane as it is stored, and the part of the stored picture that it covers: where luma has an
/// odd side, half a sample of chroma more than the picture has.
fn part(route: &Route, chroma: Chroma) -> ((usize, usize), Area) {
    let share = chroma.share();
    let (width, height) = route.turn().size(route.scaled());
    let size = (width.div_ceil(share), height.div_ceil(share));
    let area = route.source_of(Area::of((size.0 * share, size.1 * share)));
    let (width, height) = route.turn().inverse().size(size);
    ((width as usize, height as usize), area)
}

/// Planes as they come, each scaled by itself. What lies below a crop is never read.
fn scaled<S: Sample>(
    strips: &mut dyn Strips,
    scalings: Vec<Scaling>,
) -> Result<Vec<Plane<S>>, Error> {
    let mut inflows: Vec<Inflow<S>> = scalings.into_iter().map(Inflow::new).collect();
    while !inflows.iter().all(Inflow::is_done) {
        let Some(views) = strips.next()? else { break };
        for (inflow, view) in inflows.iter_mut().zip(views) {
            inflow.take(view);
        }
    }
    Ok(inflows.into_iter().map(Inflow::scaled).collect())
}

/// Colours that are no longer multiplied by alpha, and alpha, unless it hides nothing.
fn uncovered(mut planes: Vec<Plane<i16>>) -> (Vec<Plane>, Option<Plane>) {
    let Some(alpha) = planes.pop() else { return (Vec::new(), None) };
    let covers = alpha.clone().rounded();
    if !hides_something(&covers) {
        return (planes.into_iter().map(Plane::rounded).collect(), None);
    }
    let colours = planes.into_iter().map(|plane| plane.divided_by(&alpha));
    (colours.collect(), Some(covers))
}

/// Colours and alpha that nobody has multiplied, if there is alpha that hides something. What it hides becomes
/// black.
fn apart(mut planes: Vec<Plane>, has_alpha: bool) -> (Vec<Plane>, Option<Plane>) {
    let alpha = if has_alpha { planes.pop() } else { None };
    let alpha = alpha.filter(hides_something);
    if let Some(alpha) = &alpha {
        planes.iter_mut().for_each(|plane| plane.clear_where_hidden(alpha));
    }
    (planes, alpha)
}

fn hides_something(alpha: &Plane) -> bool {
    alpha.samples.iter().any(|&sample| sample < 255)
}
