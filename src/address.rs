//! The address: `/400h200w/bw/photos/01.jpg`, read and written by one type.
//!
//! ```
//! use sizewise::Address;
//!
//! let address: Address = "/400h200w,fit.cover/bw/a%20b/01.jpg".parse()?;
//! assert_eq!(address.key().as_str(), "a b/01.jpg");
//! assert_eq!(address.stored(), "400h200w,fit.cover/bw/a b/01.jpg");
//! assert_eq!(Address::of_stored(&address.stored())?, address);
//! assert_eq!(address.to_string(), "/400h200w,fit.cover/bw/a%20b/01.jpg");
//! # Ok::<(), sizewise::Refusal>(())
//! ```
//!
//! A path is `/{size}{,option}*/{style}/{key}`. The size is `400h`, `200w`, `400h200w` (height
//! first, though queries say width first) or `default`. Each option is `name` or `name.value`,
//! split at the first dot; they stand by the alphabet, and what is as it is anyway is left out.

use crate::format::WantedFormat;
use crate::key::{Key, MOST_KEY_BYTES};
use crate::option::{Name, ON, Spec, Takes};
use crate::percent::{Encoded, Undecodable, decoded_path};
use crate::query::Asked;
use crate::refusal::{Found, Refusal};
use crate::style::Style;
use crate::variant::{Sides, Value, Variant};
use crate::wish::Wish;
use crate::word::Word;
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::str::FromStr;

/// A variant of an original that a store can hold: what CloudFront carries from one trigger to the
/// other as a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    variant: Variant,
    key: Key,
}

/// What the name of a file can hold on every common file system.
pub const MOST_OPTION_BYTES: usize = 255;

impl Address {
    /// An address, unless it is too long for a store.
    pub fn new(variant: Variant, key: Key) -> Result<Self, Refusal> {
        let address = Address { variant, key };
        // Only a source's name can be of any length. All other options together are shorter than
        // what is permitted, and most keys leave room for them, so nothing need be counted.
        let most_before_key = MOST_OPTION_BYTES + "/default/".len();
        let is_short = address.key.as_str().len() <= MOST_KEY_BYTES - most_before_key;
        if address.variant.from.is_some() || !is_short {
            address.refuse_length()?;
        }
        Ok(address)
    }

    fn refuse_length(&self) -> Result<(), Refusal> {
        let mut prefix = Length(0);
        self.write_prefix(&mut prefix).expect("counting cannot fail");
        let stored = prefix.0 + self.key.as_str().len();
        let style = self.variant.style.spelling();
        let head = prefix.0.saturating_sub("/".len() + style.len() + "/".len());
        if head > MOST_OPTION_BYTES {
            return Err(Refusal::LongOptions { most: MOST_OPTION_BYTES, found: head });
        }
        if stored > MOST_KEY_BYTES {
            return Err(Refusal::LongKey { most: MOST_KEY_BYTES, found: stored });
        }
        Ok(())
    }

    /// What is made.
    pub fn variant(&self) -> &Variant {
        &self.variant
    }

    /// Of which original.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Both.
    pub fn into_parts(self) -> (Variant, Key) {
        (self.variant, self.key)
    }

    /// The address of what is kept under this key.
    pub fn of_stored(stored: &str) -> Result<Self, Refusal> {
        let (variant, key) = Path { decoded: stored.into() }.parts()?;
        Address::new(variant, key)
    }

    /// The key that the variant is kept under: the path without its leading slash, decoded.
    pub fn stored(&self) -> String {
        let mut stored = String::new();
        self.write_prefix(&mut stored).expect("a string takes everything");
        stored + self.key.as_str()
    }

    /// What stands before the key: size, options and style, each segment with its slash. The
    /// original itself has none of it.
    fn write_prefix(&self, out: &mut impl fmt::Write) -> fmt::Result {
        if self.variant.is_original() {
            return Ok(());
        }
        match self.variant.size.map(|size| size.sides) {
            None => out.write_str("default")?,
            Some(Sides::Width(width)) => write!(out, "{width}w")?,
            Some(Sides::Height(height)) => write!(out, "{height}h")?,
            Some(Sides::Both { width, height, .. }) => write!(out, "{height}h{width}w")?,
        }
        let options = self.variant.options();
        for (name, value) in options.filter(|(name, _)| name.spec().is_named_in_paths()) {
            out.write_str(",")?;
            out.write_str(name.spec().name)?;
            if value != Value::On {
                out.write_str(".")?;
                value.write(out)?;
            }
        }
        out.write_str("/")?;
        out.write_str(self.variant.style.spelling())?;
        out.write_str("/")
    }
}

/// The canonical path.
impl Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("/")?;
        self.write_prefix(f)?;
        Encoded(self.key.as_str()).fmt(f)
    }
}

impl FromStr for Address {
    type Err = Refusal;

    fn from_str(path: &str) -> Result<Self, Refusal> {
        let (variant, key) = Path::read(path)?.parts()?;
        Address::new(variant, key)
    }
}

/// A path as it was sent, decoded, and told apart: a variant's or an original's.
#[derive(Debug)]
pub struct Path<'a> {
    decoded: Cow<'a, str>,
}

impl<'a> Path<'a> {
    /// Decodes a path. The leading slash is not part of any key.
    pub fn read(path: &'a str) -> Result<Self, Refusal> {
        match decoded_path(path.strip_prefix('/').ok_or(Refusal::NoSlash)?) {
            Ok(decoded) => Ok(Path { decoded }),
            Err(Undecodable::Escape(piece)) => Err(Refusal::Escape(Found::new(&piece))),
            Err(Undecodable::NotUtf8) => Err(Refusal::NotUtf8),
        }
    }

    /// The path without its leading slash.
    pub fn as_str(&self) -> &str {
        &self.decoded
    }

    /// Whether it is the path of a variant, faulty or not, and not that of an original.
    pub fn is_variant_shaped(&self) -> bool {
        is_variant_shaped(&self.decoded)
    }

    /// What stands here, as it stands here: nothing is settled yet.
    pub fn parts(&self) -> Result<(Variant, Key), Refusal> {
        match Shape::of(&self.decoded) {
            Some(shape) => Ok((Wish::read(&shape.asked()?)?.variant, Key::new(shape.key)?)),
            None => Ok((Variant::default(), Key::new(&self.decoded)?)),
        }
    }
}

/// Whether a decoded path is a variant's: its first segment is a size with words behind it that
/// could be options, and its second is a style.
pub(crate) fn is_variant_shaped(path: &str) -> bool {
    Shape::of(path).is_some()
}

/// The parts of a variant's path, decoded, but not understood yet.
struct Shape<'a> {
    height: Option<&'a str>,
    width: Option<&'a str>,
    /// The options with the comma that stands before each.
    options: &'a str,
    style: &'a str,
    key: &'a str,
}

impl<'a> Shape<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let (head, rest) = path.split_once('/')?;
        let (style, key) = rest.split_once('/')?;
        let (size, options) = head.split_at(head.find(',').unwrap_or(head.len()));
        let (height, width) = split_size(size)?;
        let is_shaped =
            Style::read(style).is_some() && split_options(options).all(looks_like_option);
        is_shaped.then_some(Shape { height, width, options, style, key })
    }

    /// The same as a query would have asked it.
    fn asked(&self) -> Result<Asked<'a>, Refusal> {
        let mut asked = Asked::default();
        for option in split_options(self.options) {
            let (name, value) = option.split_once('.').unwrap_or((option, ""));
            let spec = Spec::named(name)
                .filter(|spec| spec.is_named_in_paths())
                .ok_or_else(|| Refusal::Option(Found::new(name)))?;
            let is_bare_flag = matches!(spec.takes, Takes::Flag) && option == name;
            let value = if is_bare_flag { ON[0] } else { value };
            if value.is_empty() {
                return Err(Refusal::value(spec.option, value));
            }
            if spec.option == Name::Format && WantedFormat::read(value) == Some(WantedFormat::Auto)
            {
                return Err(Refusal::AutoInPath);
            }
            if asked.value(spec.option).is_some() {
                return Err(Refusal::Twice(spec.name));
            }
            asked.set(spec.option, value);
        }
        asked.set(Name::Style, self.style);
        self.height.inspect(|height| asked.set(Name::Height, height));
        self.width.inspect(|width| asked.set(Name::Width, width));
        Ok(asked)
    }
}

/// Height and width of `400h200w`, `400h`, `200w` or `default`.
fn split_size(size: &str) -> Option<(Option<&str>, Option<&str>)> {
    if size == "default" {
        return Some((None, None));
    }
    let (number, rest) = split_digits(size)?;
    match rest {
        "w" => Some((None, Some(number))),
        "h" => Some((Some(number), None)),
        _ => {
            let (width, rest) = split_digits(rest.strip_prefix('h')?)?;
            (rest == "w").then_some((Some(number), Some(width)))
        }
    }
}

fn split_digits(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (length > 0).then(|| text.split_at(length))
}

/// The options of a head, each of which has a comma before it.
fn split_options(options: &str) -> impl Iterator<Item = &str> {
    options.split(',').skip(1)
}

/// `name` or `name.value`, whatever they may be: a mistyped option is to be refused, and not to
/// be taken for a folder.
fn looks_like_option(option: &str) -> bool {
    !option.is_empty() && !option.starts_with('.')
}

/// Counts what would be written.
struct Length(usize);

impl fmt::Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::option::OPTIONS;

    /// Every option at its longest.
    const LONGEST: &str = "/4294967295h4294967295w,background.11223344,blur.99.99,\
        crop.4294967295_4294967295_4294967295_4294967295,enlarge,fit.cover,flop,\
        focus.bottom-right,format.webp,negate,normalize,quality.100,rotate.90,sharpen.9.99,\
        tint.112233,trim.100/default/a.jpg";

    #[test]
    fn no_options_but_a_source_are_longer_than_a_file_s_name() {
        let address = LONGEST.parse::<Address>().unwrap();
        assert_eq!(address.to_string(), LONGEST);
        let asked = address.variant.options().filter(|(name, _)| name.spec().is_named_in_paths());
        let every = OPTIONS.iter().filter(|spec| spec.is_named_in_paths());
        // A mirrored turn has one of its two flags, and a source is of any length.
        assert_eq!(asked.count(), every.count() - ["flip", "from"].len());
        let head = LONGEST.split('/').nth(1).unwrap();
        assert!(head.len() <= MOST_OPTION_BYTES, "{}", head.len());
    }
}
