//! Classes: kinds of work that cost alike, and how many times less than sharp each of them is to cost.

use crate::line::Settings;
use crate::original::Colours;
use sizewise_jpeg::Coding;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Eighth,
    Middle,
    Large,
    LargeSrgb,
    ProgressiveEighth,
    ProgressiveMiddle,
    ProgressiveLarge,
    Grey,
    Webp,
    WebpEqual,
    Avif,
    PngPhotograph,
    PngDrawn,
    AlphaWebp,
    FilmWebp,
    FilmGif,
    OfAvif,
    OfSvg,
    OtherProfile,
}

/// How many times less processor time than sharp.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Target {
    pub(crate) must: f64,
    pub(crate) aim: f64,
}

impl Class {
    /// In the order of the tables.
    pub(crate) const ALL: [Self; 19] = [
        Self::Eighth,
        Self::Middle,
        Self::Large,
        Self::LargeSrgb,
        Self::ProgressiveEighth,
        Self::ProgressiveMiddle,
        Self::ProgressiveLarge,
        Self::Grey,
        Self::Webp,
        Self::WebpEqual,
        Self::Avif,
        Self::PngPhotograph,
        Self::PngDrawn,
        Self::AlphaWebp,
        Self::FilmWebp,
        Self::FilmGif,
        Self::OfAvif,
        Self::OfSvg,
        Self::OtherProfile,
    ];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Eighth => "JPEG to JPEG, 1/8 suffices",
            Self::Middle => "JPEG to JPEG up to 720, 1/8 does not suffice",
            Self::Large => "JPEG to JPEG of 1600, no profile",
            Self::LargeSrgb => "JPEG to JPEG of 1600, profile that is sRGB",
            Self::ProgressiveEighth => "progressive JPEG to JPEG, 1/8 suffices",
            Self::ProgressiveMiddle => "progressive JPEG to JPEG up to 720, 1/8 does not suffice",
            Self::ProgressiveLarge => "progressive JPEG to JPEG of 1600",
            Self::Grey => "JPEG to grey JPEG",
            Self::Webp => "JPEG to WebP, defaults",
            Self::WebpEqual => "JPEG to WebP, equal settings",
            Self::Avif => "JPEG to AVIF, defaults",
            Self::PngPhotograph => "PNG photograph to PNG",
            Self::PngDrawn => "PNG drawn art to PNG, in no more bytes",
            Self::AlphaWebp => "PNG with alpha to WebP",
            Self::FilmWebp => "animated GIF to WebP",
            Self::FilmGif => "animated GIF to GIF",
            Self::OfAvif => "AVIF to WebP",
            Self::OfSvg => "SVG to PNG",
            Self::OtherProfile => "JPEG to JPEG, another profile",
        }
    }

    /// None where a class runs for information.
    pub(crate) fn target(self) -> Option<Target> {
        let (must, aim) = match self {
            Self::Eighth => (3.0, 4.5),
            Self::Middle => (2.2, 3.5),
            Self::Large => (2.4, 3.5),
            Self::LargeSrgb => (7.0, 12.0),
            Self::ProgressiveEighth => (20.0, 40.0),
            Self::ProgressiveMiddle => (1.5, 3.0),
            Self::ProgressiveLarge => (2.5, 5.0),
            Self::Grey => (3.0, 6.0),
            Self::Webp => (2.0, 3.0),
            Self::WebpEqual => (1.15, 1.4),
            Self::Avif => (6.0, 40.0),
            Self::PngPhotograph => (1.8, 3.0),
            Self::PngDrawn => (1.2, 2.0),
            Self::AlphaWebp => (2.0, 2.5),
            Self::FilmWebp => (1.0, 3.0),
            Self::FilmGif | Self::OfAvif | Self::OfSvg | Self::OtherProfile => return None,
        };
        Some(Target { must, aim })
    }

    /// The class of a JPEG in colour that becomes a JPEG of a width.
    pub(crate) fn of_jpeg(original: u32, width: u32, coding: Coding, colours: Colours) -> Self {
        // One pixel of eight is all that is decoded, where there are enough of them.
        let is_eighth = width <= original.div_ceil(8);
        let is_middle = width <= 720;
        match (coding, colours) {
            (_, Colours::Other) => Self::OtherProfile,
            (Coding::Progressive, _) if is_eighth => Self::ProgressiveEighth,
            (Coding::Progressive, _) if is_middle => Self::ProgressiveMiddle,
            (Coding::Progressive, _) => Self::ProgressiveLarge,
            _ if is_eighth => Self::Eighth,
            _ if is_middle => Self::Middle,
            (_, Colours::Srgb) => Self::LargeSrgb,
            (_, Colours::Untagged) => Self::Large,
        }
    }

    /// The class of a JPEG that becomes a WebP.
    pub(crate) fn of_webp(settings: Settings) -> Self {
        match settings {
            Settings::Default => Self::Webp,
            Settings::Equal => Self::WebpEqual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Coding::{Progressive, Sequential};
    use Colours::{Other, Srgb, Untagged};

    #[test]
    fn the_cheapest_scale_that_suffices_makes_the_class() {
        for (original, width, coding, colours, class) in [
            (3200, 400, Sequential, Untagged, Class::Eighth),
            (3192, 400, Sequential, Untagged, Class::Middle),
            (3193, 400, Sequential, Srgb, Class::Eighth),
            (1200, 200, Sequential, Untagged, Class::Middle),
            (4032, 1600, Sequential, Untagged, Class::Large),
            (4032, 1600, Sequential, Srgb, Class::LargeSrgb),
            (4032, 200, Progressive, Srgb, Class::ProgressiveEighth),
            (4032, 720, Progressive, Untagged, Class::ProgressiveMiddle),
            (4032, 1600, Progressive, Srgb, Class::ProgressiveLarge),
            (4032, 200, Progressive, Other, Class::OtherProfile),
        ] {
            let found = Class::of_jpeg(original, width, coding, colours);
            assert_eq!(found, class, "{original} to {width}");
        }
    }

    #[test]
    fn what_one_aims_at_is_more_than_what_must_be() {
        let targets = Class::ALL.iter().filter_map(|class| class.target());
        assert!(targets.clone().all(|target| 1.0 <= target.must && target.must < target.aim));
        assert_eq!(targets.count(), 15);
    }
}
