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
    /// with all its frames or the first alone.
    pub is_animated: bool,
    limits: Limits,
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
        refuse_above(limits.source_pixels.get(), source.pixels(), "pixels of a picture")?;
        if source.format == SourceFormat::Heic {
            return Err(Refusal::Unreadable("HEIC"));
        }
        if variant.is_original() || is_vector_that_stays(variant, source) {
            return Ok(Plan::AsItIs);
        }
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
            is_animated: source.frames > 1 && matches!(format, Format::Gif | Format::Webp),
            limits: limits.clone(),
        };
        if steps.is_animated {
            let pixels = source.pixels().saturating_mul(source.frames.into());
            refuse_above(limits.frames.get().into(), source.frames.into(), "frames")?;
            refuse_above(limits.animation_pixels.get(), pixels, "pixels of all frames together")?;
        }
        // A trimmed picture is only smaller, so what fits now fits then.
        steps.frame(steps.crop.size())?;
        Ok(Plan::Picture(steps))
    }
}

impl Steps {
    /// How the picture, cropped and trimmed to these pixels but not yet turned, comes to its
    /// size. Only the pixels tell what trimming leaves, so this is asked again after it.
    pub fn frame(&self, trimmed: (u32, u32)) -> Result<Frame, Refusal> {
        let frame = Frame::new(self.size, self.turn.size(trimmed));
        let (width, height) = frame.canvas;
        let longest = u64::from(self.limits.output_side.get());
        refuse_above(longest, width.max(height).into(), "pixels of a result's side")?;
        let pixels = u64::from(width) * u64::from(height);
        refuse_above(self.limits.source_pixels.get(), pixels, "pixels of a result")?;
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
    source.format == SourceFormat::Svg && but_for_size.is_original()
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
