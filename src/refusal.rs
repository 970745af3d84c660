//! Refusals: what the viewer is told where a request cannot be understood or granted.

use crate::option::Name;
use std::fmt::{self, Display};

/// Why a request is refused. Displayed, it is a sentence that a person can act on: what was
/// expected, of which option, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A value that cannot be read.
    #[error("expected {} for `{}`, found {found}", .option.spec().takes, .option.spec().name)]
    Value {
        /// Of which option.
        option: Name,
        /// What was there.
        found: Found,
    },
    /// A path whose first segment holds a word that is no option of paths.
    #[error("expected an option of paths such as `fit.cover`, found {0}")]
    Option(Found),
    /// A path that gives an option twice.
    #[error("expected `{0}` once, found it twice")]
    Twice(&'static str),
    /// A path form with options in its query as well.
    #[error("expected no `{0}` in the query of a path that holds its options already, found it")]
    BothForms(&'static str),
    /// A path that asks for the best format, which is chosen before a path is written.
    #[error("expected a real `format` in a path, found `auto`")]
    AutoInPath,
    /// A path without a slash at its beginning.
    #[error("expected a path that begins with a slash, found another")]
    NoSlash,
    /// A method that neither asks for a picture nor for its headers.
    #[error("expected GET or HEAD, found {0}")]
    Method(Found),
    /// A path with a broken escape.
    #[error("expected two hex digits after `%` in the path, found {0}")]
    Escape(Found),
    /// A path that is no UTF-8.
    #[error("expected UTF-8 in the path, found other bytes")]
    NotUtf8,
    /// A path with a control character.
    #[error("expected no control character in the path, found U+{:04X}", u32::from(*.0))]
    Control(char),
    /// A path with nothing between two slashes, or nothing at all.
    #[error("expected a name between every two slashes of the path, found nothing")]
    EmptySegment,
    /// A path with `.` or `..` in it.
    #[error("expected no `.` or `..` as a segment of the path, found {0}")]
    DotSegment(Found),
    /// A variant of a variant.
    #[error("expected an original's path after the options, found {0}, a variant's")]
    VariantOfVariant(Found),
    /// A key that no store takes.
    #[error("expected a stored key of at most {most} bytes, found {found}")]
    LongKey {
        /// The limit.
        most: usize,
        /// The length.
        found: usize,
    },
    /// Options that do not fit into a file's name.
    #[error("expected at most {most} bytes of options, found {found}")]
    LongOptions {
        /// The limit.
        most: usize,
        /// The length.
        found: usize,
    },
    /// A file that is no picture by its name, where those are refused.
    #[error("expected the name of a picture, found {0}")]
    NotAPicture(Found),
    /// A variant that is no preset's, where nothing else is permitted.
    #[error("expected just what a `preset` of this installation asks, found {0}")]
    NoPreset(Found),
    /// An option that strangers may not vary.
    #[error(
        "expected a `signature` for `{option}`, or a `preset` that asks the same, found neither"
    )]
    Unsigned {
        /// Which option.
        option: &'static str,
    },
    /// A variant without a signature where one is required.
    #[error("expected a `signature` of this URL, found none")]
    SignatureMissing,
    /// A signature that no key gives.
    #[error("expected a `signature` that fits this URL, found another")]
    SignatureWrong,
    /// A signature where there is no key to check it.
    #[error("expected no `signature`, since no signing key is configured, found one")]
    NoKeys,
    /// A signed URL that gives a parameter twice.
    #[error("expected each parameter once in a signed URL, found {0} twice")]
    Repeated(Found),
    /// A signed URL that has come to its end.
    #[error("expected `expires` in the future, found {0}")]
    Expired(Found),
    /// A rectangle that lies outside of the picture.
    #[error("expected a `crop` within the {width}x{height} pixels of the picture, found {found}")]
    CropOutside {
        /// The width of the upright original.
        width: u32,
        /// Its height.
        height: u32,
        /// The crop.
        found: Found,
    },
    /// More than the policy's limits allow.
    #[error("expected at most {most} {of}, found {found}")]
    TooMuch {
        /// Of what.
        of: &'static str,
        /// The limit.
        most: u64,
        /// What there is.
        found: u64,
    },
    /// An original in a format that cannot be read.
    #[error("expected a picture that can be read, found {0}")]
    Unreadable(&'static str),
}

impl Refusal {
    pub(crate) fn value(option: Name, found: &str) -> Self {
        Refusal::Value { option, found: Found::new(found) }
    }

    /// The status code that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Refusal::Unsigned { .. }
            | Refusal::SignatureMissing
            | Refusal::SignatureWrong
            | Refusal::NoKeys
            | Refusal::Expired(_) => 403,
            Refusal::Method(_) => 405,
            Refusal::TooMuch { .. } => 413,
            Refusal::LongKey { .. } | Refusal::LongOptions { .. } => 414,
            Refusal::NotAPicture(_) | Refusal::Unreadable(_) => 415,
            Refusal::Value { .. }
            | Refusal::Option(_)
            | Refusal::Twice(_)
            | Refusal::BothForms(_)
            | Refusal::AutoInPath
            | Refusal::NoSlash
            | Refusal::Escape(_)
            | Refusal::NotUtf8
            | Refusal::Control(_)
            | Refusal::EmptySegment
            | Refusal::DotSegment(_)
            | Refusal::VariantOfVariant(_)
            | Refusal::NoPreset(_)
            | Refusal::Repeated(_)
            | Refusal::CropOutside { .. } => 400,
        }
    }
}

/// What a stranger sent, made fit to be shown: cut to a bearable length, and without control
/// characters, since it ends up in logs and on terminals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found(String);

impl Found {
    /// As many characters as tell what it is.
    const MOST: usize = 60;

    /// What was found, as it may be shown.
    pub fn new(text: &str) -> Self {
        let escaped = |c: char| match c.is_control() || is_direction(c) {
            true => c.escape_unicode().collect(),
            false => String::from(c),
        };
        let mut shown = text.chars().take(Self::MOST).map(escaped).collect::<String>();
        if text.chars().nth(Self::MOST).is_some() {
            shown.push('…');
        }
        Found(shown)
    }
}

/// Whether it turns the direction of the text around it, which could show one thing for another.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { f.write_str("nothing") } else { write!(f, "`{}`", self.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_fit_to_be_shown() {
        for (text, shown) in [
            ("abc", "`abc`".to_owned()),
            ("", "nothing".to_owned()),
            ("gpj.\u{202e}x", "`gpj.\\u{202e}x`".to_owned()),
            ("a\n\u{1b}[31m", "`a\\u{a}\\u{1b}[31m`".to_owned()),
            (&"é".repeat(61), format!("`{}…`", "é".repeat(60))),
        ] {
            assert_eq!(Found::new(text).to_string(), shown);
        }
    }
}
