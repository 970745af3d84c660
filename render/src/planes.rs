//! The plane path: a JPEG stays luma and colour differences from the first sample to the last.
//!
//! Each plane is decoded at the smallest scale that suffices for it, scaled by itself and written by
//! itself: no colour is converted, and no chroma is made larger only to be made smaller again. The original
//! comes strip by strip, so it never stands in memory whole.

use crate::error::Error;
use crate::inflow::Inflow;
use crate::plane::Plane;
use crate::route::{Area, Route};
use crate::scaler::Scaler;
use sizewise::{Colour, Profile, Source, Steps, Style};
use sizewise_jpeg::{Colour as JpegColour, Decoder, Limits, View};

/// Luma, and what a colour differs from it, at half its size both ways.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Planes {
    pub(crate) luma: Plane,
    /// Blue and red; none if there is no colour.
    pub(crate) chroma: Option<[Plane; 2]>,
}

/// What a colour difference is where there is no colour.
pub(crate) const NEUTRAL: u8 = 128;

impl Planes {
    /// Whether a JPEG can go this way.
    pub(crate) fn suffice(source: &Source, decoder: &Decoder<'_>) -> bool {
        source.profile == Profile::Srgb
            && matches!(decoder.header().colour(), JpegColour::Grey | JpegColour::YCbCr)
    }

    /// Decodes what is needed, and brings it to its size and upright.
    pub(crate) fn read(
        decoder: Decoder<'_>,
        steps: &Steps,
        route: &Route,
        limits: Limits,
    ) -> Result<Self, Error> {
        // A tint has no use for the colours that there are.
        let is_grey = decoder.header().components().len() == 1
            || steps.style == Style::Bw
            || steps.tint.is_some();
        let header = decoder.header();
        let stored = (header.width() as f64, header.height() as f64);
        let (luma, chroma) = (wanted(route, stored, 1), wanted(route, stored, 2));
        let decoder = decoder.scale_to_cover(luma, chroma).limits(limits);
        let decoder = if is_grey { decoder.luma_only() } else { decoder };
        let mut strips = decoder.strips()?;
        let count = if is_grey { 1 } else { 3 };
        let mut inflows: Vec<_> = (0..count)
            .map(|index| {
                let (size, area) = part(route, if index == 0 { 1 } else { 2 });
                let extent = strips.extent(index);
                let area = area.scaled(extent.0 / stored.0, extent.1 / stored.1);
                Inflow::new(Scaler::new(area, strips.size(index), size), size)
            })
            .collect();
        // What lies below a crop is never read.
        while !inflows.iter().all(Inflow::is_done) {
            let Some(strip) = strips.next()? else { break };
            for (index, inflow) in inflows.iter_mut().enumerate() {
                inflow.take(strip.view(index));
            }
        }
        let mut planes = inflows.into_iter().map(|inflow| inflow.scaled().turned(route.turn()));
        let luma = planes.next().ok_or_else(|| Error::broken("JPEG", "a picture without luma"))?;
        Ok(Self { luma, chroma: planes.next().zip(planes.next()).map(|(b, r)| [b, r]) })
    }

    /// Luma and what there is of chroma, to be encoded.
    pub(crate) fn views(&self) -> Vec<View<'_>> {
        let planes = std::iter::once(&self.luma).chain(self.chroma.iter().flatten());
        planes.filter_map(Plane::view).collect()
    }

    /// Lays the picture onto a canvas of one colour.
    pub(crate) fn on_canvas(self, size: (u32, u32), offset: (u32, u32), colour: Colour) -> Self {
        let (width, height) = (size.0 as usize, size.1 as usize);
        if (width, height) == (self.luma.width, self.luma.height) {
            return self;
        }
        let [y, cb, cr] = ycbcr(colour);
        let (left, top) = (offset.0 as usize, offset.1 as usize);
        let mut luma = Plane::filled(width, height, y);
        luma.lay(&self.luma, (left, top));
        let has_colour = self.chroma.is_some() || [cb, cr] != [NEUTRAL; 2];
        let chroma = has_colour.then(|| {
            let half = (self.luma.width.div_ceil(2), self.luma.height.div_ceil(2));
            let none = || Plane::filled(half.0, half.1, NEUTRAL);
            let [blue, red] = self.chroma.unwrap_or_else(|| [none(), none()]);
            [(blue, cb), (red, cr)].map(|(plane, value)| {
                let mut canvas = Plane::filled(width.div_ceil(2), height.div_ceil(2), value);
                canvas.lay(&plane, (left / 2, top / 2));
                canvas
            })
        });
        Self { luma, chroma }
    }
}

/// How large a whole plane must be at least, if luma is to be that many times finer than it.
fn wanted(route: &Route, stored: (f64, f64), share: u32) -> (usize, usize) {
    let ((width, height), area) = (route.scaled(), route.area());
    let side = |scaled: u32, area: f64, stored: f64| {
        // What is a hair above a whole number is that number.
        (f64::from(scaled) * stored / area / f64::from(share) - 1e-6).ceil() as usize
    };
    (side(width, area.width, stored.0), side(height, area.height, stored.1))
}

/// The size of a plane that is so many times coarser than luma, as it is stored, and the part of the
/// stored picture that it covers: where luma has an odd side, half a sample more than the picture has.
fn part(route: &Route, share: u32) -> ((usize, usize), Area) {
    let (width, height) = route.turn().size(route.scaled());
    let size = (width.div_ceil(share), height.div_ceil(share));
    let area = route.source_of(Area::of((size.0 * share, size.1 * share)));
    let (width, height) = route.turn().inverse().size(size);
    ((width as usize, height as usize), area)
}

/// BT.601, full range, as JFIF has it.
pub(crate) fn ycbcr(colour: Colour) -> [u8; 3] {
    let [r, g, b] = [colour.red, colour.green, colour.blue].map(f64::from);
    let y = 0.299 * r + 0.587 * g + 0.114 * b;
    [y, 128.0 + (b - y) / 1.772, 128.0 + (r - y) / 1.402].map(|value| value.round() as u8)
}
