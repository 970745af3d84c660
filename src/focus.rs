//! The focus: what `cover` keeps of a picture that has the wrong shape.

use crate::number::Decimal;
use crate::word::Word;
use std::fmt::{self, Display};

/// Where the important part of a picture is, or how to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    /// A point, as shares of width and height from the top left corner, each 0 to 1. Nine of
    /// these points have names, so the middle is one value however it was spelled.
    Point {
        /// The share of the width.
        x: Decimal,
        /// The share of the height.
        y: Decimal,
    },
    /// The window with the most skin, edges and saturation.
    Smart,
    /// The window with the most detail.
    Entropy,
}

const START: Decimal = Decimal::ZERO;
const MIDDLE: Decimal = Decimal::from_hundredths(50);
const END: Decimal = Decimal::ONE;

const fn point(x: Decimal, y: Decimal) -> Focus {
    Focus::Point { x, y }
}

impl Focus {
    /// The middle, which is kept unless something else is asked.
    pub const CENTER: Focus = point(MIDDLE, MIDDLE);

    /// A name, or `x_y` with both from 0 to 1; a comma serves as well as `_`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Word::read(text).or_else(|| {
            let (x, y) = text.split_once(['_', ','])?;
            let share = |text| Decimal::read(text, START, END);
            Some(point(share(x)?, share(y)?))
        })
    }

    /// The name, where there is one.
    pub(crate) fn name(self) -> Option<&'static str> {
        let mut spellings = Self::SPELLINGS.iter();
        spellings.find(|(_, value)| *value == self).map(|(spelling, _)| *spelling)
    }
}

impl Default for Focus {
    fn default() -> Self {
        Focus::CENTER
    }
}

impl Word for Focus {
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("center", Focus::CENTER),
        ("top", point(MIDDLE, START)),
        ("top-right", point(END, START)),
        ("right", point(END, MIDDLE)),
        ("bottom-right", point(END, END)),
        ("bottom", point(MIDDLE, END)),
        ("bottom-left", point(START, END)),
        ("left", point(START, MIDDLE)),
        ("top-left", point(START, START)),
        ("smart", Focus::Smart),
        ("entropy", Focus::Entropy),
    ];
}

impl Display for Focus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name(), self) {
            (None, Focus::Point { x, y }) => write!(f, "{x}_{y}"),
            (name, _) => f.write_str(name.unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_that_has_a_name_is_that_name() {
        for (text, expected) in [
            ("0.5_0.5", "center"),
            ("1_0", "top-right"),
            ("0_0.50", "left"),
            ("0.5,0.3", "0.5_0.3"),
            ("smart", "smart"),
        ] {
            assert_eq!(Focus::read(text).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn a_point_outside_the_picture_is_none() {
        for text in ["1.01_0", "0.5", "0.5_", "-0.1_0", "middle", "0.5_0.5_0.5", ""] {
            assert_eq!(Focus::read(text), None, "{text:?}");
        }
    }
}
