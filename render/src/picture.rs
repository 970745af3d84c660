//! A picture: planes of samples of the result's size, and what they mean.
//!
//! A JPEG or a WebP stays luma and colour differences from the first sample to the last, if nothing needs
//! anything else: each plane is decoded at the smallest scale that suffices for it, scaled by itself and
//! written by itself, so no colour is converted, and no chroma is made larger only to be made smaller again.
//! Everything else comes in red, green and blue, in planes as well. Either comes strip by strip, so an
//! original never stands in memory whole.

use crate::colour::{Chroma, Explained, inks, video};
use crate::error::Error;
use crate::inflow::{Inflow, Scaling};
use crate::original::{Model, Needed, Original, Range, Strips};
use crate::plane::Plane;
use crate::route::{Area, Route};
use crate::scaler::Sample;

/// A picture of the result's size.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Picture {
    pub(crate) colours: Colours,
    /// How much of what is behind it is covered. Nothing, if all is.
    pub(crate) alpha: Option<Plane>,
}

/// Planes, and what they mean.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Colours {
    /// Luma alone.
    Grey(Plane),
    /// Luma, and how far blue and red differ from it: BT.601, full range.
    Ycc(Plane, [Plane; 2], Chroma),
    /// Red, green and blue.
    Rgb([Plane; 3]),
}

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

impl Picture {
    /// Reads what is needed, and brings it to its size and upright.
    pub(crate) fn read(
        original: &dyn Original,
        stored: (u32, u32),
        route: &Route,
        wanted: Wanted,
    ) -> Result<Self, Error> {
        let model = original.model();
        let is_ycc = matches!(model, Model::Ycc(_));
        let chroma = if is_ycc { wanted.chroma } else { Chroma::Full };
        let luma_only = is_ycc && wanted.luma_only;
        let stored = (f64::from(stored.0), f64::from(stored.1));
        let mut strips = original.strips(Needed {
            luma: smallest(route, stored, Chroma::Full),
            chroma: smallest(route, stored, chroma),
            luma_only,
            is_mixed: route.mixes(),
        })?;
        let is_difference = |index: usize| is_ycc && (1..=2).contains(&index);
        let scalings: Vec<_> = (0..strips.count())
            .map(|index| {
                let (size, area) =
                    part(route, if is_difference(index) { chroma } else { Chroma::Full });
                let extent = strips.extent(index);
                let area = area.scaled(extent.0 / stored.0, extent.1 / stored.1);
                Scaling { area, plane: strips.size(index), size }
            })
            .collect();
        let (planes, alpha) = if original.has_alpha() && route.mixes() {
            uncovered(scaled(strips.as_mut(), scalings)?)
        } else {
            let mut planes = scaled(strips.as_mut(), scalings)?;
            let alpha = if original.has_alpha() { planes.pop() } else { None };
            let alpha = alpha.filter(hides_something);
            if let Some(alpha) = &alpha {
                planes.iter_mut().for_each(|plane| plane.clear_where_hidden(alpha));
            }
            (planes, alpha)
        };
        let turned = |plane: Plane| plane.turned(route.turn());
        let planes: Vec<_> = planes.into_iter().map(turned).collect();
        let alpha = alpha.map(turned);
        let icc = if wanted.is_explained { original.icc() } else { None };
        let profile = icc.as_deref().and_then(Explained::read);
        let colours = Colours::of(planes, model, chroma, profile.as_ref());
        let colours =
            colours.ok_or_else(|| Error::broken("picture", "a wrong number of planes"))?;
        Ok(Self { colours, alpha })
    }

    /// Its width and its height.
    pub(crate) fn size(&self) -> (usize, usize) {
        let plane = self.first();
        (plane.width, plane.height)
    }

    fn first(&self) -> &Plane {
        match &self.colours {
            Colours::Grey(plane) | Colours::Ycc(plane, _, _) => plane,
            Colours::Rgb(planes) => &planes[0],
        }
    }
}

impl Colours {
    /// What planes are that a model speaks of and a profile explains.
    fn of(
        mut planes: Vec<Plane>,
        model: Model,
        chroma: Chroma,
        profile: Option<&Explained>,
    ) -> Option<Self> {
        if model == Model::Ycc(Range::Video) {
            planes = video::widened(planes);
        }
        let colours = match (model, planes.len()) {
            (_, 1) => Self::Grey(planes.pop()?),
            (Model::Ycc(_), _) => {
                let [luma, blue, red] = planes.try_into().ok()?;
                Self::Ycc(luma, [blue, red], chroma)
            }
            (Model::Inks(inks), _) => {
                let inks = inks::of(inks, planes.try_into().ok()?);
                return Some(Self::Rgb(inks::seen(inks, profile)));
            }
            _ => Self::Rgb(planes.try_into().ok()?),
        };
        Some(match profile {
            Some(profile) => profile.seen(colours),
            None => colours,
        })
    }
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

fn hides_something(alpha: &Plane) -> bool {
    alpha.samples.iter().any(|&sample| sample < 255)
}

/// How large a whole plane must be at least.
fn smallest(route: &Route, stored: (f64, f64), chroma: Chroma) -> (usize, usize) {
    let ((width, height), area) = (route.scaled(), route.area());
    let side = |scaled: u32, area: f64, stored: f64| {
        // What is a hair above a whole number is that number.
        (f64::from(scaled) * stored / area / f64::from(chroma.share()) - 1e-6).ceil() as usize
    };
    (side(width, area.width, stored.0), side(height, area.height, stored.1))
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
