//! The two kinds of numbers that people write into a URL.

use serde::{Serialize, Serializer};
use std::fmt::{self, Display};

/// A whole number without a sign. What is too large to be held becomes the largest that can be:
/// no picture has four billion of anything, and the ladder or a range has the last word.
pub(crate) fn whole(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

/// `side` × `to` / `from`, rounded half up, and at least 1.
pub(crate) fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let (side, to, from) = (u64::from(side), u64::from(to), u64::from(from));
    u32::try_from((2 * side * to + from) / (2 * from)).unwrap_or(u32::MAX).max(1)
}

/// A decimal number of at most two places, which is as fine as any option needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    hundredths: u32,
}

impl Decimal {
    /// The number one, which a factor has when nobody asked for another.
    pub const ONE: Decimal = Decimal::from_hundredths(100);

    /// The number that is `hundredths` / 100.
    pub const fn from_hundredths(hundredths: u32) -> Self {
        Decimal { hundredths }
    }

    /// A hundred times the number.
    pub const fn hundredths(self) -> u32 {
        self.hundredths
    }

    /// `2`, `2.5` or `2.504`: further places are rounded away, half of a hundredth upwards.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (whole_part, places) = match text.split_once('.') {
            Some((_, "")) => return None,
            Some((whole_part, places)) => (whole_part, places),
            None => (text, "0"),
        };
        let units = whole(whole_part)?;
        whole(places)?;
        let digit = |at: usize| u32::from(places.as_bytes().get(at).map_or(0, |byte| byte - b'0'));
        let rounded = digit(0) * 10 + digit(1) + u32::from(digit(2) >= 5);
        Some(Decimal { hundredths: units.saturating_mul(100).saturating_add(rounded) })
    }

    /// `side` times this number, rounded half up.
    pub(crate) fn times(self, side: u32) -> u32 {
        let product = u64::from(side) * u64::from(self.hundredths);
        u32::try_from((product + 50) / 100).unwrap_or(u32::MAX)
    }
}

impl From<Decimal> for f64 {
    fn from(number: Decimal) -> f64 {
        f64::from(number.hundredths) / 100.0
    }
}

/// Without trailing zeros, so that a number has one spelling.
impl Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, rest) = (self.hundredths / 100, self.hundredths % 100);
        match rest {
            0 => write!(f, "{units}"),
            tenths if tenths % 10 == 0 => write!(f, "{units}.{}", tenths / 10),
            _ => write!(f, "{units}.{rest:02}"),
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(*self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_no_sign_and_no_end() {
        for (text, expected) in [
            ("0", Some(0)),
            ("007", Some(7)),
            ("99999999999999999999", Some(u32::MAX)),
            ("", None),
            ("-1", None),
            ("+1", None),
            ("1.0", None),
            ("1e3", None),
            ("٣", None),
        ] {
            assert_eq!(whole(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_decimal_has_one_spelling() {
        for (text, expected) in [
            ("2", "2"),
            ("2.50", "2.5"),
            ("02.05", "2.05"),
            ("0.3", "0.3"),
            ("1.994", "1.99"),
            ("1.995", "2"),
            ("99999999999999", "42949672.95"),
        ] {
            assert_eq!(Decimal::read(text).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn other_spellings_are_no_decimals() {
        for text in ["", ".", ".5", "5.", "1,5", "1e3", "-1", "0x10", "1.2.3", "NaN", "inf"] {
            assert_eq!(Decimal::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_side_times_a_decimal_is_rounded_half_up() {
        assert_eq!(Decimal::from_hundredths(150).times(101), 152);
        assert_eq!(Decimal::from_hundredths(400).times(u32::MAX), u32::MAX);
    }
}
