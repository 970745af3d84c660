//! A picture: planes of samples of the result's size, and what they mean.
//!
//! A JPEG or a WebP stays luma and colour differences from the first sample to the last, if nothing needs
//! anything else: each plane is decoded at the smallest scale that suffices for it, scaled by itself and
//! written by itself, so no colour is converted, and no chroma is made larger only to be made smaller again.
//! Everything else comes in red, green and blue, in planes as well. Either comes strip by strip, so an
//! original never stands in memory whole.

use crate::colour::{Chroma, Explained, Matrix, inks, video};
use crate::original::{Model, Range};
use crate::plane::Plane;

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

impl Picture {
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
    pub(crate) fn of(
        mut planes: Vec<Plane>,
        model: Model,
        chroma: Chroma,
        profile: Option<&Explained>,
    ) -> Option<Self> {
        if let Model::Ycc(Range::Video, _) = model {
            planes = video::widened(planes);
        }
        let colours = match (model, planes.len()) {
            (_, 1) => Self::Grey(planes.pop()?),
            (Model::Ycc(_, matrix), _) => {
                let [luma, blue, red] = planes.try_into().ok()?;
                match matrix {
                    Matrix::Bt601 => Self::Ycc(luma, [blue, red], chroma),
                    matrix => Self::Rgb(matrix.rgb(luma, [blue, red])),
                }
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
