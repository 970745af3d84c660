//! The formats of an installation: what is chosen where nothing exact is asked.

use crate::accept::liking;
use crate::format::{Format, Product, WantedFormat};
use crate::key::Key;
use crate::variant::Sides;
use crate::word::Word;
use serde::Deserialize;
use std::num::NonZeroU32;

/// What is chosen where nothing exact is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Formats {
    /// What `auto` may choose; of two that a viewer likes alike, the first. Default: AVIF, WebP.
    #[serde(deserialize_with = "formats")]
    pub auto: Vec<Format>,
    /// The longest side at which `auto` chooses AVIF, whose encoder is the slowest of all.
    /// Default: 1,200.
    pub avif_max_side: NonZeroU32,
    /// A quality that is asked becomes the nearest multiple of this. Default: 5.
    pub quality_step: Quality,
    /// The quality where none is asked, by format.
    pub quality: Qualities,
}

/// The quality of each lossy format where none is asked, 1 to 100.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Qualities {
    /// Default: 80.
    pub jpeg: Quality,
    /// Default: 80.
    pub webp: Quality,
    /// Default: 55.
    pub avif: Quality,
}

/// A quality from 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub struct Quality(u8);

impl Default for Formats {
    fn default() -> Self {
        Formats {
            auto: vec![Format::Avif, Format::Webp],
            avif_max_side: const { NonZeroU32::new(1200).expect("not 0") },
            quality_step: Quality(5),
            quality: Qualities::default(),
        }
    }
}

impl Default for Qualities {
    fn default() -> Self {
        Qualities { jpeg: Quality(80), webp: Quality(80), avif: Quality(55) }
    }
}

impl Formats {
    /// The best of what `auto` may choose that the viewer accepts; nothing where that is no better
    /// than the original's own format.
    ///
    /// AVIF and WebP must be accepted by their names: every client sends a `*/*` that knows
    /// nothing of them. A result whose size nobody named may be as large as any original, which
    /// is too large for AVIF, unless the original is one and stays as it is.
    pub(crate) fn best(&self, accept: &str, key: &Key, sides: Option<Sides>) -> Option<Product> {
        let named = Named::of(key.extension().unwrap_or_default());
        let is_small = |format| {
            let is_own = sides.is_none() && named.format == Some(format);
            is_own || sides.is_some_and(|sides| sides.longest() <= self.avif_max_side.get())
        };
        let mut best = None;
        for &format in &self.auto {
            let liking = liking(accept, format);
            let fits = named.can_become(format) && (format != Format::Avif || is_small(format));
            if fits && liking > 0 && best.is_none_or(|(most, _)| liking > most) {
                best = Some((liking, format));
            }
        }
        let (_, format) = best.filter(|(_, format)| named.format != Some(*format))?;
        Some(Product::Picture(format))
    }

    /// The nearest quality that is made.
    pub fn quality(&self, asked: u8) -> u8 {
        let step = u32::from(self.quality_step.0);
        let nearest = (u32::from(asked) + step / 2) / step * step;
        let last = 100 / step * step;
        nearest.clamp(step, last) as u8
    }

    /// What changes pixels though nobody asks: one text for whatever makes the same ones.
    pub(crate) fn pixels(&self) -> String {
        let Qualities { jpeg, webp, avif } = &self.quality;
        format!("jpeg {} webp {} avif {}", jpeg.0, webp.0, avif.0)
    }

    /// The quality of a format where none is asked; none where it has no loss.
    pub fn default_quality(&self, format: Format) -> Option<u8> {
        match format {
            Format::Jpeg => Some(self.quality.jpeg.0),
            Format::Webp => Some(self.quality.webp.0),
            Format::Avif => Some(self.quality.avif.0),
            Format::Png | Format::Gif => None,
        }
    }
}

/// What the name of an original says of it. The bytes may say something else, but they are not
/// here yet.
pub(crate) struct Named {
    pub(crate) format: Option<Format>,
    is_vector: bool,
}

impl Named {
    pub(crate) fn of(extension: &str) -> Self {
        let format = Format::of_extension(extension);
        Named { format, is_vector: extension.eq_ignore_ascii_case("svg") }
    }

    /// A vector is sent as it is. What may be an animation stays one.
    pub(crate) fn can_become(&self, format: Format) -> bool {
        let may_move = self.format.is_some_and(Format::holds_frames);
        !self.is_vector && (format.holds_frames() || !may_move)
    }
}

impl Quality {
    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<i64> for Quality {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, String> {
        let quality = u8::try_from(number).ok().filter(|quality| (1..=100).contains(quality));
        quality
            .map(Quality)
            .ok_or_else(|| format!("expected a quality from 1 to 100, found {number}"))
    }
}

fn formats<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Format>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    let format = |word: String| match Word::read(&word) {
        Some(WantedFormat::Exactly(Product::Picture(format))) => Ok(format),
        _ => Err(serde::de::Error::custom(format!(
            "expected one of {}, found `{word}`",
            Format::ALL.map(Format::name).join(", ")
        ))),
    };
    words.into_iter().map(format).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROWSER: &str = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

    #[track_caller]
    fn check(accept: &str, key: &str, width: u32, expected: Option<Format>) {
        let key = Key::new(key).unwrap();
        let found = Formats::default().best(accept, &key, Some(Sides::Width(width)));
        assert_eq!(found, expected.map(Product::Picture), "{accept:?}");
    }

    #[test]
    fn the_first_of_what_is_liked_best_is_chosen() {
        check(BROWSER, "a.jpg", 400, Some(Format::Avif));
        check("image/webp,*/*", "a.jpg", 400, Some(Format::Webp));
        check("image/avif;q=0.5, image/webp", "a.jpg", 400, Some(Format::Webp));
        check("IMAGE/WEBP ; q=0.001", "a.jpg", 400, Some(Format::Webp));
    }

    #[test]
    fn what_is_not_liked_by_its_name_is_not_chosen() {
        for accept in ["", "*/*", "image/*", "image/webp;q=0", "image/webp;q=0.000", "image/webpx"]
        {
            check(accept, "a.jpg", 400, None);
        }
        for broken in [
            "image/webp;q=1.5",
            "image/webp;q=1.001",
            "image/webp;q=2",
            "image/webp;q=",
            "image/webp;q=0.1234",
            "image/webp;q=x",
        ] {
            check(broken, "a.jpg", 400, None);
        }
    }

    #[test]
    fn a_large_picture_is_no_avif() {
        check(BROWSER, "a.jpg", 1200, Some(Format::Avif));
        check(BROWSER, "a.jpg", 1600, Some(Format::Webp));
        let key = Key::new("a.jpg").unwrap();
        let unsized_best = Formats::default().best(BROWSER, &key, None);
        assert_eq!(unsized_best, Some(Product::Picture(Format::Webp)));
    }

    #[test]
    fn what_may_be_animated_stays_so_and_a_vector_stays_a_vector() {
        check(BROWSER, "a.gif", 400, Some(Format::Webp));
        check(BROWSER, "a.WebP", 400, None);
        check(BROWSER, "a.svg", 400, None);
        let formats = Formats { auto: vec![Format::Png, Format::Gif], ..Formats::default() };
        let found = |key| formats.best("*/*", &Key::new(key).unwrap(), None);
        assert_eq!(found("a.webp"), Some(Product::Picture(Format::Gif)));
        assert_eq!(found("a.gif"), None);
    }

    #[test]
    fn what_is_in_the_best_format_stays_as_it_is() {
        check(BROWSER, "a.avif", 400, None);
        check(BROWSER, "a.avif", 1600, Some(Format::Webp));
        check("image/webp", "a.avif", 400, Some(Format::Webp));
        let whole = Formats::default().best(BROWSER, &Key::new("a.avif").unwrap(), None);
        assert_eq!(whole, None);
        let formats = Formats { auto: vec![Format::Jpeg, Format::Png], ..Formats::default() };
        let found = |key| formats.best("image/*", &Key::new(key).unwrap(), None);
        for key in ["a.jpg", "a.JPEG", "a.jfif"] {
            assert_eq!(found(key), None, "{key}");
        }
        assert_eq!(found("a.png"), Some(Product::Picture(Format::Jpeg)));
        let formats = Formats { auto: vec![Format::Png], ..Formats::default() };
        assert_eq!(formats.best("*/*", &Key::new("a.png").unwrap(), None), None);
    }

    #[test]
    fn an_old_format_is_accepted_by_every_wildcard() {
        let formats = Formats { auto: vec![Format::Webp, Format::Jpeg], ..Formats::default() };
        let key = Key::new("a.png").unwrap();
        for (accept, expected) in [
            ("*/*", Some(Format::Jpeg)),
            ("image/*;q=0.5", Some(Format::Jpeg)),
            ("image/jpeg;q=0, */*", None),
            ("text/html", None),
        ] {
            let found = formats.best(accept, &key, None);
            assert_eq!(found, expected.map(Product::Picture), "{accept:?}");
        }
    }

    #[test]
    fn a_quality_becomes_the_nearest_multiple() {
        for (step, asked, expected) in [
            (5, 73, 75),
            (5, 72, 70),
            (5, 1, 5),
            (5, 100, 100),
            (1, 73, 73),
            (30, 100, 90),
            (40, 100, 80),
            (100, 7, 100),
        ] {
            let formats = Formats { quality_step: Quality(step), ..Formats::default() };
            assert_eq!(formats.quality(asked), expected, "{asked} in steps of {step}");
        }
    }
}
