//! The crop: a rectangle of the upright original, cut out before anything is resized.

use crate::number::whole;
use std::fmt::{self, Display};

/// A rectangle as it was asked, in pixels of the upright original. It may reach beyond the
/// picture; the plan cuts it to what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Crop {
    /// From the left edge.
    pub x: u32,
    /// From the top edge.
    pub y: u32,
    /// At least 1.
    pub width: u32,
    /// At least 1.
    pub height: u32,
}

impl Crop {
    /// `x_y_w_h`; commas serve as well as `_`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split(['_', ',']).map(whole);
        let mut next = || numbers.next().flatten();
        let crop = Crop { x: next()?, y: next()?, width: next()?, height: next()? };
        (numbers.next().is_none() && crop.width > 0 && crop.height > 0).then_some(crop)
    }
}

impl Display for Crop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}_{}", self.x, self.y, self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_is_four_numbers_with_something_in_it() {
        for (text, expected) in [
            ("1_2_3_4", Some("1_2_3_4")),
            ("01,2,3,4", Some("1_2_3_4")),
            ("0_0_99999999999_1", Some("0_0_4294967295_1")),
            ("1_2_3", None),
            ("1_2_3_4_5", None),
            ("1_2_0_4", None),
            ("1_2_3_0", None),
            ("-1_2_3_4", None),
            ("1.5_2_3_4", None),
            ("", None),
        ] {
            assert_eq!(Crop::read(text).map(|crop| crop.to_string()).as_deref(), expected);
        }
    }
}
