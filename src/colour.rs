//! Colours, as CSS writes them in hex.

use crate::percent::hex_digit;
use std::fmt::{self, Display};

/// A colour in sRGB with its opacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
    /// 255 where nothing shines through.
    pub alpha: u8,
}

impl Colour {
    /// White, the background unless another is asked.
    pub const WHITE: Colour = Colour { red: 255, green: 255, blue: 255, alpha: 255 };

    /// Nothing at all, which has one spelling.
    pub const TRANSPARENT: Colour = Colour { red: 0, green: 0, blue: 0, alpha: 0 };

    /// `rgb`, `rgba`, `rrggbb` or `rrggbbaa`, in either case, with or without a `#` before it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text).as_bytes();
        let short = |at: usize| digits.get(at).copied().and_then(hex_digit).map(|d| d * 17);
        let long = |at: usize| {
            let high = digits.get(2 * at).copied().and_then(hex_digit)?;
            let low = digits.get(2 * at + 1).copied().and_then(hex_digit)?;
            Some(high << 4 | low)
        };
        let channel = |at: usize| if digits.len() <= 4 { short(at) } else { long(at) };
        let alpha = match digits.len() {
            3 | 6 => 255,
            4 | 8 => channel(3)?,
            _ => return None,
        };
        let colour = Colour { red: channel(0)?, green: channel(1)?, blue: channel(2)?, alpha };
        Some(if alpha == 0 { Colour::TRANSPARENT } else { colour })
    }

    /// As `read`, but nothing may shine through.
    pub(crate) fn read_opaque(text: &str) -> Option<Self> {
        Colour::read(text).filter(|colour| colour.alpha == 255)
    }
}

/// Lower case, six digits, eight where something shines through.
impl Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}{:02x}{:02x}", self.red, self.green, self.blue)?;
        if self.alpha < 255 { write!(f, "{:02x}", self.alpha) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_one_spelling() {
        for (text, expected) in [
            ("FFF", "ffffff"),
            ("#1a2B3c", "1a2b3c"),
            ("f00f", "ff0000"),
            ("f008", "ff000088"),
            ("00000000", "00000000"),
            ("ff880000", "00000000"),
        ] {
            assert_eq!(Colour::read(text).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn other_spellings_are_no_colours() {
        for text in
            ["", "#", "ff", "fffff", "fffffff", "fffffffff", "gggggg", "red", "##fff", "é12"]
        {
            assert_eq!(Colour::read(text), None, "{text:?}");
        }
        assert_eq!(Colour::read_opaque("f008"), None);
    }
}
