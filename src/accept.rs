//! Negotiation: what `format=auto` becomes, from what the viewer accepts.

use crate::format::{Format, Product};
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
    pub quality_step: NonZeroU32,
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
    /// Default: 60.
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
            quality_step: const { NonZeroU32::new(5).expect("not 0") },
            quality: Qualities::default(),
        }
    }
}

impl Default for Qualities {
    fn default() -> Self {
        Qualities { jpeg: Quality(80), webp: Quality(80), avif: Quality(60) }
    }
}

impl Formats {
    /// The best of what `auto` may choose that the viewer accepts; nothing where it accepts
    /// nothing better than the original's own format.
    ///
    /// AVIF and WebP must be accepted by their names: every client sends a `*/*` that knows
    /// nothing of them. A result whose size nobody named may be as large as any original, which
    /// is too large for AVIF.
    pub(crate) fn best(&self, accept: &str, key: &Key, sides: Option<Sides>) -> Option<Product> {
        let is_small = sides.is_some_and(|sides| sides.longest() <= self.avif_max_side.get());
        let named = Named::of(key);
        let mut best = None;
        for &format in &self.auto {
            let liking = liking(accept, format);
            let fits = named.can_become(format) && (format != Format::Avif || is_small);
            if fits && best.is_none_or(|(most, _)| liking > most) && liking > 0 {
                best = Some((liking, format));
            }
        }
        best.map(|(_, format)| Product::Picture(format))
    }

    /// The nearest quality that is made.
    pub(crate) fn quality(&self, asked: u8) -> u8 {
        let step = self.quality_step.get().min(100);
        let nearest = (u32::from(asked) + step / 2) / step * step;
        let last = 100 / step * step;
        nearest.clamp(step, last) as u8
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

/// What the name of an original says of it.
enum Named {
    /// A vector, which is sent as it is.
    Svg,
    /// Perhaps an animation, which AVIF and JPEG would stop.
    PerhapsAnimated,
    Still,
}

impl Named {
    fn of(key: &Key) -> Self {
        let is =
            |extension: &&str| key.extension().is_some_and(|e| e.eq_ignore_ascii_case(extension));
        match ["svg", "gif", "webp"].iter().find(|extension| is(extension)) {
            Some(&"svg") => Named::Svg,
            Some(_) => Named::PerhapsAnimated,
            None => Named::Still,
        }
    }

    fn can_become(&self, format: Format) -> bool {
        match self {
            Named::Svg => false,
            Named::PerhapsAnimated => !matches!(format, Format::Avif | Format::Jpeg),
            Named::Still => true,
        }
    }
}

/// How much a viewer likes a format, 0 to 1000, by its Accept header (RFC 9110, 12.5.1).
fn liking(accept: &str, format: Format) -> u32 {
    let is_old = !matches!(format, Format::Avif | Format::Webp);
    // The more exactly a range names the format, the more its weight counts.
    let mut best = (0, 0);
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default();
        let exactness = match media_type {
            name if name.eq_ignore_ascii_case(format.media_type()) => 3,
            "image/*" if is_old => 2,
            "*/*" if is_old => 1,
            _ => continue,
        };
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        best = best.max((exactness, weight.map_or(1000, thousandths)));
    }
    best.1
}

/// A weight of `0` to `1` with at most three decimals; what cannot be read is no liking.
fn thousandths(weight: &str) -> u32 {
    let (units, places) = weight.split_once('.').unwrap_or((weight, ""));
    let is_weight = places.len() <= 3 && places.bytes().all(|byte| byte.is_ascii_digit());
    match units {
        "1" if is_weight => 1000,
        "0" if is_weight => format!("{places:0<3}").parse().unwrap_or(0),
        _ => 0,
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
    use crate::format::WantedFormat::Exactly;
    let words = Vec::<String>::deserialize(deserializer)?;
    let format = |word: String| match Word::read(&word) {
        Some(Exactly(Product::Picture(format))) => Ok(format),
        _ => Err(serde::de::Error::custom(format!(
            "expected one of jpeg, png, webp, avif, gif, found `{word}`"
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
        for broken in ["image/webp;q=2", "image/webp;q=", "image/webp;q=0.1234", "image/webp;q=x"] {
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
        check(BROWSER, "a.WebP", 400, Some(Format::Webp));
        check(BROWSER, "a.svg", 400, None);
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
            (250, 7, 100),
        ] {
            let quality_step = NonZeroU32::new(step).unwrap();
            let formats = Formats { quality_step, ..Formats::default() };
            assert_eq!(formats.quality(asked), expected, "{asked} in steps of {step}");
        }
    }
}
