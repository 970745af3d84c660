//! The variant: everything that can be asked of a picture, with one spelling.

use crate::colour::Colour;
use crate::crop::Crop;
use crate::fit::Fit;
use crate::focus::Focus;
use crate::format::Product;
use crate::number::Decimal;
use crate::option::Name;
use crate::style::Style;
use crate::turn::Turn;
use crate::word::Word;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::fmt::{self, Display};

/// What is made of an original. The default is the original itself.
///
/// What could be said in two ways, such as a flip and a flop for a half turn, is said in one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variant {
    /// The size of the result; the original's where none is asked.
    pub size: Option<Size>,
    /// Colour or grey.
    pub style: Style,
    /// What is made; a picture in the original's own format where nothing is asked.
    pub product: Option<Product>,
    /// 1 to 100; by format and policy where none is asked.
    pub quality: Option<u8>,
    /// What stands behind the picture.
    pub background: Colour,
    /// The part of the original that is used.
    pub crop: Option<Crop>,
    /// How much a border may vary and still be cut off, 0 to 100.
    pub trim: Option<u8>,
    /// How the result lies, after the original has been made upright.
    pub turn: Turn,
    /// The standard deviation of a Gaussian blur.
    pub blur: Option<Decimal>,
    /// The standard deviation of the mask that edges are sharpened with.
    pub sharpen: Option<Decimal>,
    /// The colour that greys become.
    pub tint: Option<Colour>,
    /// Whether light becomes dark.
    pub negate: bool,
    /// Whether contrast is stretched to the full range.
    pub normalize: bool,
    /// The source that the original is in; the first one where none is named.
    pub from: Option<Box<str>>,
}

/// A size, and whether small originals are made larger to get there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// The sides.
    pub sides: Sides,
    /// Whether a small original is made larger.
    pub enlarge: bool,
}

/// One side or both, in pixels, each at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sides {
    /// A width; the height follows the ratio.
    Width(u32),
    /// A height; the width follows the ratio.
    Height(u32),
    /// A box, and how the picture goes into it.
    Both {
        /// The width of the box.
        width: u32,
        /// The height of the box.
        height: u32,
        /// How the picture goes into it.
        fit: Fit,
    },
}

impl Default for Variant {
    fn default() -> Self {
        Variant {
            size: None,
            style: Style::Default,
            product: None,
            quality: None,
            background: Colour::WHITE,
            crop: None,
            trim: None,
            turn: Turn::NONE,
            blur: None,
            sharpen: None,
            tint: None,
            negate: false,
            normalize: false,
            from: None,
        }
    }
}

impl Sides {
    /// The width that is asked.
    pub fn width(self) -> Option<u32> {
        match self {
            Sides::Width(width) | Sides::Both { width, .. } => Some(width),
            Sides::Height(_) => None,
        }
    }

    /// The height that is asked.
    pub fn height(self) -> Option<u32> {
        match self {
            Sides::Height(height) | Sides::Both { height, .. } => Some(height),
            Sides::Width(_) => None,
        }
    }

    /// The longest side that is asked.
    pub(crate) fn longest(self) -> u32 {
        self.width().max(self.height()).expect("there is a side")
    }

    /// Each side treated for itself.
    pub(crate) fn map(self, settle: impl Fn(u32) -> u32) -> Self {
        match self {
            Sides::Width(width) => Sides::Width(settle(width)),
            Sides::Height(height) => Sides::Height(settle(height)),
            Sides::Both { width, height, fit } => {
                Sides::Both { width: settle(width), height: settle(height), fit }
            }
        }
    }
}

/// The value of an option of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    On,
    Number(u32),
    Decimal(Decimal),
    Word(&'static str),
    Focus(Focus),
    Colour(Colour),
    Crop(Crop),
    Text(&'a str),
}

impl Variant {
    /// Whether it is the original itself.
    pub fn is_original(&self) -> bool {
        *self == Variant::default()
    }

    /// Whether the picture is left as it is, whichever source it comes from.
    pub(crate) fn is_untouched(&self) -> bool {
        Variant { from: None, ..self.clone() }.is_original()
    }

    /// The same without what makes no difference: facts are those of the original.
    pub(crate) fn without_what_cannot_matter(self) -> Self {
        match self.product {
            Some(Product::Facts) => {
                Variant { product: self.product, from: self.from, ..Variant::default() }
            }
            _ => self,
        }
    }

    /// Every option that differs from its default, alphabetically, as paths hold them.
    pub(crate) fn options(&self) -> impl Iterator<Item = (Name, Value<'_>)> {
        let sides = self.size.map(|size| size.sides);
        let fit = match sides {
            Some(Sides::Both { fit, .. }) => fit,
            _ => Fit::Inside,
        };
        let (degrees, flip, flop) = self.turn.spelling();
        let on = |is_on: bool| is_on.then_some(Value::On);
        let number = |number: Option<u8>| number.map(|number| Value::Number(number.into()));
        [
            (Name::Background, unless(self.background, Colour::WHITE, Value::Colour)),
            (Name::Blur, self.blur.map(Value::Decimal)),
            (Name::Crop, self.crop.map(Value::Crop)),
            (Name::Enlarge, on(self.size.is_some_and(|size| size.enlarge))),
            (Name::Fit, (fit != Fit::Inside).then(|| Value::Word(fit.spelling()))),
            (Name::Flip, on(flip)),
            (Name::Flop, on(flop)),
            (Name::Focus, unless(fit.focus(), Focus::CENTER, Value::Focus)),
            (Name::Format, self.product.map(|product| Value::Word(product.name()))),
            (Name::From, self.from.as_deref().map(Value::Text)),
            (Name::Height, sides.and_then(Sides::height).map(Value::Number)),
            (Name::Negate, on(self.negate)),
            (Name::Normalize, on(self.normalize)),
            (Name::Quality, number(self.quality)),
            (Name::Rotate, unless(u32::from(degrees), 0, Value::Number)),
            (Name::Sharpen, self.sharpen.map(Value::Decimal)),
            (
                Name::Style,
                unless(self.style, Style::Default, |style| Value::Word(style.spelling())),
            ),
            (Name::Tint, self.tint.map(Value::Colour)),
            (Name::Trim, number(self.trim)),
            (Name::Width, sides.and_then(Sides::width).map(Value::Number)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}

fn unless<T: PartialEq, V>(value: T, default: T, wrap: impl FnOnce(T) -> V) -> Option<V> {
    (value != default).then(|| wrap(value))
}

impl Value<'_> {
    /// Writes the value as it stands in a path. A flag is on by standing there, without a value.
    pub(crate) fn write(self, out: &mut impl fmt::Write) -> fmt::Result {
        match self {
            Value::On => Ok(()),
            Value::Number(number) => write!(out, "{number}"),
            Value::Decimal(number) => write!(out, "{number}"),
            Value::Word(word) => out.write_str(word),
            Value::Focus(focus) => write!(out, "{focus}"),
            Value::Colour(colour) => write!(out, "{colour}"),
            Value::Crop(crop) => write!(out, "{crop}"),
            Value::Text(text) if is_plain(text) => out.write_str(text),
            Value::Text(text) => write!(out, "~{}", BASE64URL.encode(text)),
        }
    }
}

impl Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f)
    }
}

/// The text that a path holds, which may be wrapped as [`Value::Text`] writes it.
pub(crate) fn unwrapped_text(text: &str) -> Option<String> {
    match text.strip_prefix('~') {
        None => Some(text.to_owned()),
        Some(wrapped) => String::from_utf8(BASE64URL.decode(wrapped).ok()?).ok(),
    }
}

/// Whether text can stand in a segment of a path as it is.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('~')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

/// For people: `height 400, style bw, width 200`.
impl Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_original() {
            return f.write_str("the original itself");
        }
        for (index, (option, value)) in self.options().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            f.write_str(option.spec().name)?;
            if value != Value::On {
                write!(f, " {value}")?;
            }
        }
        Ok(())
    }
}

/// For programs: an object of what is asked, by the names of the options.
impl Serialize for Variant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (option, value) in self.options() {
            let name = option.spec().name;
            match value {
                Value::On => map.serialize_entry(name, &true)?,
                Value::Number(number) => map.serialize_entry(name, &number)?,
                Value::Decimal(number) => map.serialize_entry(name, &number)?,
                Value::Text(text) => map.serialize_entry(name, text)?,
                value => map.serialize_entry(name, &value.to_string())?,
            }
        }
        map.end()
    }
}
