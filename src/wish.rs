//! The wish: what was typed, understood; before the policy has had its say.

use crate::colour::Colour;
use crate::crop::Crop;
use crate::device::Device;
use crate::fit::Fit;
use crate::focus::Focus;
use crate::format::WantedFormat;
use crate::number::Decimal;
use crate::option::Name;
use crate::query::Asked;
use crate::refusal::Refusal;
use crate::style::Style;
use crate::turn::Turn;
use crate::variant::{Sides, Size, Variant, unwrapped_text};

/// A variant as somebody wants it, and what else the policy must know to settle it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The variant, with the sides as they were typed.
    pub variant: Variant,
    /// What the sides are to be multiplied with.
    pub dpr: Decimal,
    /// What the width is to be capped by.
    pub device: Option<Device>,
    /// Whether the format is to be the best that the viewer accepts.
    pub auto_format: bool,
}

impl Wish {
    /// Understands what was asked. Every value is read, also those that turn out not to matter:
    /// a mistake is never passed over.
    pub fn read(asked: &Asked<'_>) -> Result<Self, Refusal> {
        let format = asked.word(Name::Format)?;
        let variant = Variant {
            size: size(asked)?,
            style: asked.word(Name::Style)?.unwrap_or(Style::Default),
            product: match format {
                Some(WantedFormat::Exactly(product)) => Some(product),
                Some(WantedFormat::Auto) | None => None,
            },
            quality: asked.whole(Name::Quality)?.map(|quality| quality as u8),
            background: asked.colour(Name::Background)?.unwrap_or(Colour::WHITE),
            crop: asked.read(Name::Crop, Crop::read)?,
            trim: asked.whole(Name::Trim)?.map(|threshold| threshold as u8),
            turn: Turn::new(
                asked.quarters(Name::Rotate)?,
                asked.flag(Name::Flip)?,
                asked.flag(Name::Flop)?,
            ),
            blur: asked.decimal(Name::Blur)?,
            sharpen: asked.decimal(Name::Sharpen)?,
            tint: asked.colour(Name::Tint)?,
            negate: asked.flag(Name::Negate)?,
            normalize: asked.flag(Name::Normalize)?,
            from: asked.read(Name::From, unwrapped_text)?.map(Into::into),
        };
        Ok(Wish {
            variant: variant.without_what_cannot_matter(),
            dpr: asked.decimal(Name::Dpr)?.unwrap_or(Decimal::ONE),
            device: asked.word(Name::Device)?,
            auto_format: format == Some(WantedFormat::Auto),
        })
    }
}

/// The size, without what cannot matter: a fit needs both sides, and enlarging needs one.
fn size(asked: &Asked<'_>) -> Result<Option<Size>, Refusal> {
    let width = asked.whole(Name::Width)?;
    let height = asked.whole(Name::Height)?;
    let focus = asked.read(Name::Focus, Focus::read)?.unwrap_or_default();
    let fit = asked.word::<Fit>(Name::Fit)?.unwrap_or_default().focused(focus);
    let enlarge = asked.flag(Name::Enlarge)?;
    let sides = match (width, height) {
        (Some(width), Some(height)) => Sides::Both { width, height, fit },
        (Some(width), None) => Sides::Width(width),
        (None, Some(height)) => Sides::Height(height),
        (None, None) => return Ok(None),
    };
    Ok(Some(Size { sides, enlarge }))
}

/// What a path asks is a variant and nothing else.
impl From<Variant> for Wish {
    fn from(variant: Variant) -> Self {
        Wish { variant, dpr: Decimal::ONE, device: None, auto_format: false }
    }
}
