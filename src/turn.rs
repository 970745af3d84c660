//! Turns: the eight ways in which a picture can lie, by rotating and mirroring.
//!
//! What a camera notes in EXIF and what a URL asks with `rotate`, `flip` and `flop` are the same
//! eight, so they are one type, and two of them after each other are again one.

/// A rotation by quarters, and then perhaps a mirroring of left and right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Turn {
    quarters: u8,
    mirrored: bool,
}

impl Turn {
    /// As it is.
    pub const NONE: Turn = Turn { quarters: 0, mirrored: false };

    /// First rotated clockwise by quarters, then flipped (top and bottom change places) and
    /// flopped (left and right do). A flip is a half turn and a flop, so `flip` and `flop`
    /// together are just a half turn.
    pub const fn new(quarters: u8, flip: bool, flop: bool) -> Self {
        let half_turn = if flip { 2 } else { 0 };
        Turn { quarters: (quarters + half_turn) % 4, mirrored: flip != flop }
    }

    /// What makes a picture upright whose EXIF orientation is `tag`. What is none of the eight
    /// is taken for upright, as every viewer does.
    pub const fn upright(tag: u16) -> Self {
        let (quarters, mirrored) = match tag {
            2 => (0, true),
            3 => (2, false),
            4 => (2, true),
            5 => (1, true),
            6 => (1, false),
            7 => (3, true),
            8 => (3, false),
            _ => (0, false),
        };
        Turn { quarters, mirrored }
    }

    /// Clockwise quarters that come first.
    pub const fn quarters(self) -> u8 {
        self.quarters
    }

    /// Whether left and right change places after that.
    pub const fn is_mirrored(self) -> bool {
        self.mirrored
    }

    /// The one spelling: degrees, flip, flop. A mirrored turn is written with 0 or 90 degrees and
    /// one of the two flags.
    pub const fn spelling(self) -> (u16, bool, bool) {
        if !self.mirrored {
            return (self.quarters as u16 * 90, false, false);
        }
        let is_flip = self.quarters >= 2;
        ((self.quarters % 2) as u16 * 90, is_flip, !is_flip)
    }

    /// This turn and then another.
    pub const fn then(self, next: Turn) -> Self {
        // Seen in a mirror, a clockwise turn goes the other way.
        let quarters = if self.mirrored {
            self.quarters + 4 - next.quarters
        } else {
            self.quarters + next.quarters
        };
        Turn { quarters: quarters % 4, mirrored: self.mirrored != next.mirrored }
    }

    /// What undoes it.
    pub const fn inverse(self) -> Self {
        let quarters = if self.mirrored { self.quarters } else { 4 - self.quarters };
        Turn { quarters: quarters % 4, mirrored: self.mirrored }
    }

    /// The width and height that a picture has after it.
    pub const fn size(self, (width, height): (u32, u32)) -> (u32, u32) {
        if self.quarters % 2 == 1 { (height, width) } else { (width, height) }
    }

    /// Where the pixel at `(x, y)` of a picture of that size goes.
    pub const fn position(self, (x, y): (u32, u32), (width, height): (u32, u32)) -> (u32, u32) {
        let (x, y) = match self.quarters {
            0 => (x, y),
            1 => (height - 1 - y, x),
            2 => (width - 1 - x, height - 1 - y),
            _ => (y, width - 1 - x),
        };
        let (width, _) = self.size((width, height));
        if self.mirrored { (width - 1 - x, y) } else { (x, y) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (3, 2);

    fn all() -> impl Iterator<Item = Turn> {
        (1..=8).map(Turn::upright)
    }

    /// Where each pixel of a 3×2 picture goes, row by row.
    fn picture_after(turn: Turn) -> Vec<(u32, u32)> {
        let pixels = (0..2).flat_map(|y| (0..3).map(move |x| (x, y)));
        pixels.map(|pixel| turn.position(pixel, SIZE)).collect()
    }

    #[test]
    fn the_first_pixel_goes_where_exif_says() {
        // EXIF 2.32, 4.6.5: row 0 and column 0 of what is stored are these edges of what is seen.
        for (tag, corner) in [
            (1, (0, 0)),
            (2, (2, 0)),
            (3, (2, 1)),
            (4, (0, 1)),
            (5, (0, 0)),
            (6, (1, 0)),
            (7, (1, 2)),
            (8, (0, 2)),
        ] {
            assert_eq!(Turn::upright(tag).position((0, 0), SIZE), corner, "orientation {tag}");
        }
    }

    #[test]
    fn a_turn_is_its_quarters_and_then_its_mirror() {
        for (tag, quarters, is_mirrored) in [
            (1, 0, false),
            (2, 0, true),
            (3, 2, false),
            (4, 2, true),
            (5, 1, true),
            (6, 1, false),
            (7, 3, true),
            (8, 3, false),
            (0, 0, false),
            (9, 0, false),
        ] {
            let turn = Turn::upright(tag);
            assert_eq!((turn.quarters(), turn.is_mirrored()), (quarters, is_mirrored), "{tag}");
        }
    }

    #[test]
    fn the_eight_turns_differ() {
        let pictures = all().map(picture_after).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(pictures.len(), 8);
    }

    #[test]
    fn two_turns_are_one_and_each_can_be_undone() {
        for first in all() {
            for second in all() {
                for pixel in [(0, 0), (2, 0), (1, 1)] {
                    let turned = first.position(pixel, SIZE);
                    let twice = second.position(turned, first.size(SIZE));
                    assert_eq!(first.then(second).position(pixel, SIZE), twice);
                }
            }
            assert_eq!(first.then(first.inverse()), Turn::NONE);
            assert_eq!(first.inverse().then(first), Turn::NONE);
        }
    }

    #[test]
    fn what_is_asked_and_what_is_written_turn_alike() {
        for quarters in 0..4 {
            for (flip, flop) in [(false, false), (true, false), (false, true), (true, true)] {
                let turn = Turn::new(quarters, flip, flop);
                let (degrees, flip, flop) = turn.spelling();
                assert_eq!(Turn::new((degrees / 90) as u8, flip, flop), turn);
                assert!(!(flip && flop));
            }
        }
    }
}
