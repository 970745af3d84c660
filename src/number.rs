//! The two kinds of numbers that people write into a URL.

use serde::{Serialize, Serializer};
use std::fmt::{self, Display};

/// A whole number without a sign. What is too large to be held becomes the largest that can be:
/// no picture has four billion of anything, and the ladder or a range has the last word.
pub(crate) fn whole(text: &str) -> Option<u32> {
    is_digits(text).then(|| text.parse().unwrap_or(u32::MAX))
}

/// Whether there is a number without a sign.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `side` × `to` / `from`, rounded half up, and at least 1.
pub(crate) fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let (side, to, from) = (u128::from(side), u128::from(to), u128::from(from));
    u32::try_from((2 * side * to + from) / (2 * from)).unwrap_or(u32::MAX).max(1)
}

/// A decimal number of at most two places, which is as fine as any option needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    hundredths: u32,
}

impl Decimal {
    /// The number zero.
    pub const ZERO: Decimal = Decimal::from_hundredths(0);

    /// The largest number.
    pub(crate) const MAX: Decimal = Decimal::from_hundredths(u32::MAX);

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

    /// `2`, `2.5` or `2.504`, if it is from `min` to `max`. After that, further places are rounded
    /// away, half of a hundredth upwards.
    pub(crate) fn read(text: &str, min: Decimal, max: Decimal) -> Option<Self> {
        let (units, places) = match text.split_once('.') {
            Some((_, "")) => return None,
            Some((units, places)) => (whole(units)?, places),
            None => (whole(text)?, "0"),
        };
        whole(places)?;
        let digit = |at: usize| u32::from(places.as_bytes().get(at).map_or(0, |byte| byte - b'0'));
        let hundredths = units.saturating_mul(100).saturating_add(digit(0) * 10 + digit(1));
        let has_more = places.bytes().skip(2).any(|place| place != b'0');
        let is_above = hundredths > max.hundredths || (hundredths == max.hundredths && has_more);
        let rounded = hundredths.saturating_add(u32::from(digit(2) >= 5));
        (hundredths >= min.hundredths && !is_above).then_some(Decimal { hundredths: rounded })
    }

    /// `side` times this number. What is beyond a whole pixel makes it one more: a side is never
    /// made smaller than it was asked.
    pub(crate) fn times(self, side: u32) -> u32 {
        let product = u64::from(side) * u64::from(self.hundredths);
        u32::try_from(product.div_ceil(100)).unwrap_or(u32::MAX)
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
            let number = Decimal::read(text, Decimal::ZERO, Decimal::MAX);
            assert_eq!(number.unwrap().to_string(), expected);
        }
    }

    #[test]
    fn other_spellings_are_no_decimals() {
        for text in ["", ".", ".5", "5.", "1,5", "1e3", "-1", "0x10", "1.2.3", "NaN", "inf"] {
            assert_eq!(Decimal::read(text, Decimal::ZERO, Decimal::MAX), None, "{text:?}");
        }
    }

    #[test]
    fn a_range_is_judged_before_anything_is_rounded() {
        let within = |text| Decimal::read(text, Decimal::ONE, Decimal::from_hundredths(400));
        for text in ["0.99", "0.995", "4.001", "4.01"] {
            assert_eq!(within(text), None, "{text}");
        }
        for (text, hundredths) in [("1", 100), ("1.004", 100), ("3.995", 400), ("4.000", 400)] {
            assert_eq!(within(text), Some(Decimal::from_hundredths(hundredths)), "{text}");
        }
    }

    #[test]
    fn a_side_times_a_decimal_is_rounded_up() {
        assert_eq!(Decimal::from_hundredths(150).times(101), 152);
        assert_eq!(Decimal::from_hundredths(321).times(20), 65);
        assert_eq!(Decimal::ONE.times(64), 64);
        assert_eq!(Decimal::from_hundredths(400).times(u32::MAX), u32::MAX);
    }
}
