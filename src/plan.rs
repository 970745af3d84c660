//! The plan: every question about what to make answered, and none about how.

use crate::colour::Colour;
use crate::crop::Crop;
use crate::format::{Format, Product};
use crate::frame::Frame;
use crate::limits::Limits;
use crate::number::Decimal;
use crate::policy::Policy;
use crate::refusal::{Found, Refusal};
use crate::source::{Source, SourceFormat};
use crate::style::Style;
use crate::turn::Turn;
use crate::variant::{Size, Variant};
use std::num::NonZeroU32;

/// What is to be made of an original.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// The bytes as they are.
    AsItIs,
    /// Facts about it.
    Facts,
    /// A picture.
    Picture(Steps),
}

/// A picture's way from the original to the result. The fields stand in the order of the work.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    /// First it is made upright.
    pub upright: Turn,
    /// Then this part of it is used.
    pub crop: Region,
    /// Then borders that vary by no more than this, 0 to 100, are cut off.
    pub trim: Option<u8>,
    /// Then it is turned.
    pub turn: Turn,
    /// Then it is brought to this size; [`Steps::frame`] says how.
    pub size: Option<Size>,
    /// Then its contrast is stretched.
    pub normalize: bool,
    /// Then light becomes dark.
    pub negate: bool,
    /// Then it loses its colour.
    pub style: Style,
    /// Then its greys take a colour.
    pub tint: Option<Colour>,
    /// Then it is blurred.
    pub blur: Option<Decimal>,
    /// Then it is sharpened.
    pub sharpen: Option<Decimal>,
    /// Then it is laid on this.
    pub background: Colour,
    /// Then it is written in this format,
    pub format: Format,
    /// this well, if the format has a loss,
    pub quality: Option<u8>,
    /// with so many of its frames.
    pub frames: NonZeroU32,
}

/// A rectangle of whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// From the left edge.
    pub x: u32,
    /// From the top edge.
    pub y: u32,
    /// At least 1.
    pub width: u32,
    /// At least 1.
    pub height: u32,
}

impl Plan {
    /// What a variant asks of this original, within the limits of the policy.
    pub fn new(variant: &Variant, source: &Source, policy: &Policy) -> Result<Self, Refusal> {
        let limits = &policy.limits;
        refuse_above(limits.source_bytes.get(), source.bytes, "bytes of a picture")?;
        if source.format == SourceFormat::Heic {
            return Err(Refusal::Unreadable("HEIC"));
        }
        if variant.is_untouched() || is_vector_that_stays(variant, source) {
            return Ok(Plan::AsItIs);
        }
        refuse_pixels(source, limits)?;
        let format = match variant.product {
            Some(Product::Facts) => return Ok(Plan::Facts),
            Some(Product::Picture(format)) => format,
            None => own_format(source),
        };
        let steps = Steps {
            upright: source.upright,
            crop: crop(variant.crop, source.upright_size())?,
            trim: variant.trim,
            turn: variant.turn,
            size: variant.size.map(|size| enlarged_if_vector(size, source)),
            normalize: variant.normalize,
            negate: variant.negate,
            style: variant.style,
            tint: variant.tint,
            blur: variant.blur,
            sharpen: variant.sharpen,
            background: variant.background,
            format,
            quality: variant.quality.or(policy.formats.default_quality(format)),
            frames: if format.holds_frames() { source.frames } else { NonZeroU32::MIN },
        };
        if steps.frames > NonZeroU32::MIN {
            refuse_frames(source, limits)?;
        }
        steps.frame(steps.crop.size(), limits)?;
        Ok(Plan::Picture(steps))
    }
}

impl Steps {
    /// How the picture, cropped and trimmed to these pixels but not yet turned, comes to its
    /// size, if that is within the limits. Only the pixels tell what trimming leaves, so this is
    /// asked again after it: a trimmed picture has another shape.
    pub fn frame(&self, trimmed: (u32, u32), limits: &Limits) -> Result<Frame, Refusal> {
        let frame = Frame::new(self.size, self.turn.size(trimmed));
        let (width, height) = frame.canvas;
        let longest = u64::from(limits.output_side.get());
        refuse_above(longest, width.max(height).into(), "pixels of a result's side")?;
        let pixels = u64::from(width) * u64::from(height);
        refuse_above(limits.source_pixels.get(), pixels, "pixels of a result")?;
        if self.frames > NonZeroU32::MIN {
            let pixels = pixels.saturating_mul(self.frames.get().into());
            refuse_above(
                limits.animation_pixels.get(),
                pixels,
                "pixels of all frames of a result",
            )?;
        }
        Ok(frame)
    }
}

impl Region {
    /// Width and height.
    pub fn size(self) -> (u32, u32) {
        (self.width, self.height)
    }
}

fn refuse_above(most: u64, found: u64, of: &'static str) -> Result<(), Refusal> {
    if found > most { Err(Refusal::TooMuch { of, most, found }) } else { Ok(()) }
}

/// A vector has no pixels yet, so only those of its result count.
fn refuse_pixels(source: &Source, limits: &Limits) -> Result<(), Refusal> {
    if source.format == SourceFormat::Svg {
        return Ok(());
    }
    refuse_above(limits.source_pixels.get(), source.pixels(), "pixels of a picture")
}

fn refuse_frames(source: &Source, limits: &Limits) -> Result<(), Refusal> {
    let frames = u64::from(source.frames.get());
    let pixels = source.pixels().saturating_mul(frames);
    refuse_above(limits.frames.get().into(), frames, "frames of a picture")?;
    refuse_above(limits.animation_pixels.get(), pixels, "pixels of all frames of a picture")
}

/// The part of an asked rectangle that lies within the picture.
fn crop(asked: Option<Crop>, (width, height): (u32, u32)) -> Result<Region, Refusal> {
    let Some(crop) = asked else {
        return Ok(Region { x: 0, y: 0, width, height });
    };
    if crop.x >= width || crop.y >= height {
        let found = Found::new(&crop.to_string());
        return Err(Refusal::CropOutside { width, height, found });
    }
    Ok(Region {
        x: crop.x,
        y: crop.y,
        width: crop.width.min(width - crop.x),
        height: crop.height.min(height - crop.y),
    })
}

/// A vector needs no resizing: where nothing but a size is asked, the browser does it best.
fn is_vector_that_stays(variant: &Variant, source: &Source) -> bool {
    let but_for_size = Variant { size: None, ..variant.clone() };
    source.format == SourceFormat::Svg && but_for_size.is_untouched()
}

/// A vector has no size that it could be enlarged from.
fn enlarged_if_vector(size: Size, source: &Source) -> Size {
    Size { enlarge: size.enlarge || source.format == SourceFormat::Svg, ..size }
}

/// What an original comes out as where no format is asked.
fn own_format(source: &Source) -> Format {
    match source.format {
        SourceFormat::Jpeg => Format::Jpeg,
        SourceFormat::Png | SourceFormat::Svg => Format::Png,
        SourceFormat::Webp => Format::Webp,
        SourceFormat::Avif => Format::Avif,
        SourceFormat::Gif => Format::Gif,
        // Browsers show none of these.
        SourceFormat::Tiff | SourceFormat::Bmp | SourceFormat::Heic if source.has_alpha => {
            Format::Png
        }
        SourceFormat::Tiff | SourceFormat::Bmp | SourceFormat::Heic => Format::Jpeg,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::WindowPlace;
    use crate::key::Key;
    use crate::query::Query;
    use crate::source::Profile;

    const CAMERA: Source = Source {
        width: whole(4032),
        height: whole(3024),
        upright: Turn::upright(6),
        format: SourceFormat::Jpeg,
        profile: Profile::Srgb,
        has_alpha: false,
        frames: NonZeroU32::MIN,
        bytes: 5_000_000,
    };

    const GIF: Source = Source {
        format: SourceFormat::Gif,
        frames: whole(40),
        width: whole(100),
        height: whole(100),
        ..CAMERA
    };

    const fn whole(number: u32) -> NonZeroU32 {
        NonZeroU32::new(number).expect("not 0")
    }

    fn policy(text: &str) -> Policy {
        Policy::read("plan", text, |_| Err(String::new())).unwrap()
    }

    fn planned(query: &str, source: &Source, policy: &Policy) -> Result<Plan, Refusal> {
        let wish = policy.wish(&Query(query).asked()).unwrap();
        let variant = policy.settled(wish, &Key::new("a.jpg").unwrap(), "").unwrap();
        Plan::new(&variant, source, policy)
    }

    #[track_caller]
    fn steps(query: &str, source: &Source) -> Steps {
        match planned(query, source, &policy("sizes = \"any\"")) {
            Ok(Plan::Picture(steps)) => steps,
            other => panic!("expected a picture, found {other:?}"),
        }
    }

    #[track_caller]
    fn refusal(query: &str, source: &Source, text: &str) -> String {
        planned(query, source, &policy(text)).unwrap_err().to_string()
    }

    #[track_caller]
    fn canvas(query: &str, source: &Source) -> (u32, u32) {
        let steps = steps(query, source);
        steps.frame(steps.crop.size(), &Limits::default()).unwrap().canvas
    }

    #[test]
    fn a_picture_is_measured_as_it_is_looked_at() {
        for (tag, expected) in [(1, (200, 150)), (3, (200, 150)), (5, (200, 267)), (8, (200, 267))]
        {
            let source = Source { upright: Turn::upright(tag), ..CAMERA };
            assert_eq!(canvas("w=200", &source), expected, "orientation {tag}");
        }
    }

    #[test]
    fn a_turn_is_made_before_the_size() {
        assert_eq!(canvas("w=200&rotate=90", &CAMERA), (200, 150));
        assert_eq!(canvas("w=200&rotate=180", &CAMERA), (200, 267));
        assert_eq!(canvas("rotate=90", &CAMERA), (4032, 3024));
    }

    #[test]
    fn a_crop_is_of_the_upright_picture_and_ends_where_it_ends() {
        let region = |query| steps(query, &CAMERA).crop;
        assert_eq!(region("flip"), Region { x: 0, y: 0, width: 3024, height: 4032 });
        let whole = Region { x: 3000, y: 4000, width: 24, height: 32 };
        assert_eq!(region("crop=3000_4000_500_500"), whole);
        assert_eq!(canvas("crop=1000_1000_400_200&w=200", &CAMERA), (200, 100));
        assert_eq!(
            refusal("crop=3024_0_1_1", &CAMERA, ""),
            "expected a `crop` within the 3024x4032 pixels of the picture, found `3024_0_1_1`"
        );
        assert!(planned("crop=3023_4031_1_1", &CAMERA, &policy("")).is_ok());
    }

    #[test]
    fn what_trimming_leaves_is_measured_anew() {
        let steps = steps("w=200&trim=10&enlarge", &CAMERA);
        assert_eq!(steps.trim, Some(10));
        let limits = Limits::default();
        assert_eq!(steps.frame((1000, 500), &limits).unwrap().canvas, (200, 100));
        assert_eq!(steps.frame((100, 50), &limits).unwrap().canvas, (200, 100));
        assert_eq!(
            steps.frame((2, 4000), &limits).unwrap_err().to_string(),
            "expected at most 16383 pixels of a result's side, found 400000"
        );
    }

    #[test]
    fn a_window_that_is_sought_has_a_size_already() {
        let steps = steps("w=100&h=100&fit=cover&focus=smart", &CAMERA);
        let window = steps.frame(steps.crop.size(), &Limits::default()).unwrap().window;
        assert_eq!(
            (window.width, window.height, window.place),
            (3024.0, 3024.0, WindowPlace::Smart)
        );
    }

    #[test]
    fn an_original_comes_out_in_a_format_that_browsers_show() {
        for (format, has_alpha, expected) in [
            (SourceFormat::Jpeg, false, Format::Jpeg),
            (SourceFormat::Png, true, Format::Png),
            (SourceFormat::Webp, true, Format::Webp),
            (SourceFormat::Avif, false, Format::Avif),
            (SourceFormat::Gif, true, Format::Gif),
            (SourceFormat::Svg, true, Format::Png),
            (SourceFormat::Tiff, false, Format::Jpeg),
            (SourceFormat::Tiff, true, Format::Png),
            (SourceFormat::Bmp, false, Format::Jpeg),
        ] {
            let source = Source { format, has_alpha, ..CAMERA };
            assert_eq!(steps("style=bw", &source).format, expected, "{format:?}");
            assert_eq!(steps("style=bw&f=avif", &source).format, Format::Avif, "{format:?}");
        }
    }

    #[test]
    fn quality_is_what_is_asked_or_what_the_policy_says_or_nothing() {
        assert_eq!(steps("q=50", &CAMERA).quality, Some(50));
        assert_eq!(steps("w=9", &CAMERA).quality, Some(80));
        assert_eq!(steps("f=png", &CAMERA).quality, None);
    }

    #[test]
    fn a_vector_stays_one_unless_it_is_touched() {
        let svg = Source {
            format: SourceFormat::Svg,
            width: whole(30_000),
            height: whole(20_000),
            upright: Turn::NONE,
            ..CAMERA
        };
        let plan = |query| planned(query, &svg, &policy("sizes = \"any\"")).unwrap();
        for query in ["w=300", "w=300&h=300&fit=cover", "h=9&enlarge"] {
            assert_eq!(plan(query), Plan::AsItIs, "{query}");
        }
        for query in ["w=300&style=bw", "w=300&flip", "w=9&f=png", "w=9&bg=000"] {
            assert!(matches!(plan(query), Plan::Picture(_)), "{query}");
        }
        assert_eq!(canvas("w=300&f=png", &svg), (300, 200));
        let small = Source { width: whole(3), height: whole(2), ..svg };
        assert_eq!(canvas("w=300&f=png", &small), (300, 200));
    }

    #[test]
    fn facts_need_no_picture() {
        assert_eq!(planned("f=json", &CAMERA, &policy("")), Ok(Plan::Facts));
    }

    #[test]
    fn another_source_does_not_touch_a_picture() {
        let archive = "[stores.sources]\narchive = \"memory:\"";
        let variant = Variant { from: Some("archive".into()), ..Variant::default() };
        assert_eq!(Plan::new(&variant, &CAMERA, &policy(archive)), Ok(Plan::AsItIs));
    }

    #[test]
    fn frames_are_kept_by_formats_that_have_them() {
        let frames = |query, source| steps(query, source).frames.get();
        assert_eq!(frames("w=50", &GIF), 40);
        assert_eq!(frames("w=50&f=webp", &GIF), 40);
        assert_eq!(frames("w=50&f=png", &GIF), 1);
        assert_eq!(frames("w=50&f=webp", &CAMERA), 1);
    }

    #[test]
    fn each_limit_is_judged_before_anything_is_decoded() {
        let limits = |limit: &str| format!("sizes = \"any\"\nmax = 9000\n[limits]\n{limit}");
        for (query, source, limit, sentence) in [
            ("w=9", &CAMERA, "source_bytes = 10", "10 bytes of a picture, found 5000000"),
            ("w=9", &CAMERA, "source_pixels = 99", "99 pixels of a picture, found 12192768"),
            ("f=json", &CAMERA, "source_pixels = 99", "99 pixels of a picture, found 12192768"),
            ("w=9", &GIF, "frames = 39", "39 frames of a picture, found 40"),
            (
                "w=9",
                &GIF,
                "animation_pixels = 9",
                "9 pixels of all frames of a picture, found 400000",
            ),
            (
                "w=9000&enlarge",
                &GIF,
                "",
                "200000000 pixels of all frames of a result, found 3240000000",
            ),
            (
                "h=1&w=9000&fit=outside&enlarge",
                &CAMERA,
                "output_side = 9000",
                "9000 pixels of a result's side, found 12000",
            ),
            ("w=9000&enlarge", &CAMERA, "", "100000000 pixels of a result, found 108000000"),
        ] {
            let found = refusal(query, source, &limits(limit));
            assert_eq!(found, format!("expected at most {sentence}"));
        }
        let policy = policy(&limits("frames = 39\nanimation_pixels = 9"));
        assert!(planned("w=9&f=png", &GIF, &policy).is_ok(), "a still format takes one frame");
    }

    #[test]
    fn heic_is_named() {
        let heic = Source { format: SourceFormat::Heic, ..CAMERA };
        assert_eq!(refusal("w=9", &heic, ""), "expected a picture that can be read, found HEIC");
    }
}
