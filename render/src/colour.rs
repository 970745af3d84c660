//! Colour: from what planes mean to what they should mean.

pub(crate) mod cicp;
mod icc;
pub(crate) mod inks;
mod matrix;
pub(crate) mod video;
pub(crate) mod ycc;

use crate::picture::{Colours, Picture};
use crate::plane::Plane;
use sizewise::Colour;

pub(crate) use icc::Explained;
pub(crate) use matrix::Matrix;

/// How large planes of colour differences are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chroma {
    /// As large as luma: 4:4:4.
    Full,
    /// Half as large both ways: 4:2:0.
    Half,
}

impl Chroma {
    /// How many times finer luma is.
    pub(crate) fn share(self) -> u32 {
        match self {
            Self::Full => 1,
            Self::Half => 2,
        }
    }
}

/// What lossy formats write: colour differences of half the size of luma, if there are colours.
#[derive(Debug, Clone)]
pub(crate) struct Halves {
    pub(crate) luma: Plane,
    pub(crate) chroma: Option<[Plane; 2]>,
    pub(crate) alpha: Option<Plane>,
}

impl Picture {
    /// The same with its light apart from its colours.
    pub(crate) fn in_ycc(self) -> Self {
        let colours = match self.colours {
            Colours::Rgb(planes) => {
                Colours::Ycc(ycc::luma(&planes), ycc::differences(&planes), Chroma::Full)
            }
            other => other,
        };
        Self { colours, ..self }
    }

    /// Its light alone.
    pub(crate) fn in_grey(self) -> Self {
        Self { colours: Colours::Grey(self.colours.luma()), ..self }
    }

    /// The same with its colours at half its size.
    pub(crate) fn in_halves(self) -> Halves {
        let Self { colours, alpha } = self;
        let halved = |chroma: [Plane; 2]| chroma.map(|plane| plane.halved(alpha.as_ref()));
        let (luma, chroma) = match colours {
            Colours::Grey(luma) => (luma, None),
            Colours::Ycc(luma, chroma, Chroma::Half) => (luma, Some(chroma)),
            Colours::Ycc(luma, chroma, Chroma::Full) => (luma, Some(halved(chroma))),
            Colours::Rgb(planes) => {
                let halves = planes.each_ref().map(|plane| plane.halved(alpha.as_ref()));
                (ycc::luma(&planes), Some(ycc::differences(&halves)))
            }
        };
        Halves { luma, chroma, alpha }
    }

    /// The same on a background that covers all that is behind it.
    pub(crate) fn on(mut self, background: Colour) -> Self {
        let Some(alpha) = self.alpha.take() else { return self };
        let colour = opaque(background);
        let colours = match self.colours {
            Colours::Grey(luma) if colour == [colour[0]; 3] => {
                Colours::Grey(luma.over(colour[0], &alpha))
            }
            colours => Colours::Rgb(over(colours.in_rgb(), colour, &alpha)),
        };
        Self { colours, alpha: None }
    }
}

impl Colours {
    /// Light, without its colours.
    pub(crate) fn luma(self) -> Plane {
        match self {
            Self::Grey(luma) | Self::Ycc(luma, _, _) => luma,
            Self::Rgb(planes) => ycc::luma(&planes),
        }
    }

    /// Red, green and blue.
    pub(crate) fn in_rgb(self) -> [Plane; 3] {
        match self {
            Self::Grey(luma) => [luma.clone(), luma.clone(), luma],
            Self::Ycc(luma, chroma, Chroma::Full) => ycc::rgb(luma, chroma),
            Self::Ycc(luma, chroma, Chroma::Half) => {
                let size = (luma.width, luma.height);
                ycc::rgb(luma, chroma.map(|plane| plane.doubled(size)))
            }
            Self::Rgb(planes) => planes,
        }
    }
}

fn over(planes: [Plane; 3], [red, green, blue]: [u8; 3], alpha: &Plane) -> [Plane; 3] {
    let [r, g, b] = planes;
    [r.over(red, alpha), g.over(green, alpha), b.over(blue, alpha)]
}

/// A colour that nothing shines through: what did, is white.
pub(crate) fn opaque(colour: Colour) -> [u8; 3] {
    let alpha = u32::from(colour.alpha);
    let over_white =
        |value: u8| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
    [colour.red, colour.green, colour.blue].map(over_white)
}
