//! The ladder: the side lengths that are made, and the rule that brings a wish to one of them.
//!
//! Without it, a stranger could have any of millions of variants made of every picture.

use crate::fit::Fit;
use crate::number::{Decimal, scaled};
use crate::variant::Sides;
use std::fmt::{self, Display};

/// Which sides an installation makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sizes {
    /// Rungs for the sides, and ratios for the shapes.
    Ladder(Ladder),
    /// Any side up to this one.
    Any {
        /// The longest side.
        max: u32,
    },
}

/// Permitted side lengths, and permitted ratios of one side to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// The side lengths, at least one, ascending.
    rungs: Vec<u32>,
    /// The ratios; any where there are none.
    ratios: Option<Vec<Ratio>>,
}

/// The width in proportion to the height, or the height to the width: a ratio goes for pictures
/// that lie and pictures that stand, so it is kept as the long side to the short one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    long: u32,
    short: u32,
}

impl Sizes {
    /// Brings sides to what is made, at most `cap` wide.
    ///
    /// A lone side and the sides of `inside` and `outside` are brought up each for itself. Where
    /// the result has the shape that was asked, it is the shape that is kept.
    pub(crate) fn settled(&self, sides: Sides, cap: Option<u32>) -> Sides {
        let cap = cap.map(|width| self.cap(width));
        match sides {
            Sides::Both { width, height, fit } if fit.has_asked_shape() => {
                let (width, height) = self.shaped(width, height, cap);
                Sides::Both { width, height, fit }
            }
            Sides::Height(height) => match cap {
                Some(width) => Sides::Both { width, height: self.up(height), fit: Fit::Inside },
                None => Sides::Height(self.up(height)),
            },
            _ => capped(sides, cap).map(|side| self.up(side)),
        }
    }

    /// The widest that is made for a screen of this width.
    pub(crate) fn cap(&self, width: u32) -> u32 {
        match self {
            Sizes::Any { max } => width.min(*max),
            Sizes::Ladder(Ladder { rungs, .. }) => {
                rungs.iter().copied().rev().find(|rung| *rung <= width).unwrap_or(rungs[0])
            }
        }
    }

    /// The next side that is made; beyond the last it is the last.
    fn up(&self, side: u32) -> u32 {
        match self {
            Sizes::Any { max } => side.min(*max),
            Sizes::Ladder(Ladder { rungs, .. }) => {
                let next = rungs.iter().copied().find(|rung| *rung >= side);
                next.unwrap_or(rungs[rungs.len() - 1])
            }
        }
    }

    /// The longer side on its rung, and the shorter in the nearest ratio.
    fn shaped(&self, width: u32, height: u32, cap: Option<u32>) -> (u32, u32) {
        let (long, short) = (width.max(height), width.min(height));
        let ratio = match self {
            Sizes::Ladder(Ladder { ratios: Some(ratios), .. }) => {
                nearest(ratios, long, short, self.up(long))
            }
            _ => Ratio { long, short },
        };
        let is_lying = width >= height;
        let laid =
            |long| if is_lying { (long, ratio.short(long)) } else { (ratio.short(long), long) };
        let is_narrow = |long: &u32| cap.is_none_or(|cap| laid(*long).0 <= cap);
        let settled = self.up(long);
        if is_narrow(&settled) {
            return laid(settled);
        }
        match self {
            Sizes::Ladder(Ladder { rungs, .. }) => {
                laid(rungs.iter().copied().rev().find(is_narrow).unwrap_or(rungs[0]))
            }
            Sizes::Any { .. } => {
                let cap = cap.unwrap_or(width);
                (cap, scaled(height, cap, width))
            }
        }
    }
}

/// Sides of which each stands for itself, as wide as the cap at most.
fn capped(sides: Sides, cap: Option<u32>) -> Sides {
    let Some(cap) = cap.filter(|cap| sides.width().is_some_and(|width| width > *cap)) else {
        return sides;
    };
    match sides {
        // What must cover a box grows with its height as well.
        Sides::Both { width, height, fit: Fit::Outside } => {
            Sides::Both { width: cap, height: scaled(height, cap, width), fit: Fit::Outside }
        }
        Sides::Both { height, fit, .. } => Sides::Both { width: cap, height, fit },
        Sides::Width(_) | Sides::Height(_) => Sides::Width(cap),
    }
}

/// The ratio nearest to that of two sides, by proportion. Where the shorter side is just what a
/// ratio makes of the longer one on its rung, it is that one: what has been rounded once stays.
fn nearest(ratios: &[Ratio], long: u32, short: u32, rung: u32) -> Ratio {
    let made_by = |ratio: &&Ratio| long == rung && ratio.short(rung) == short;
    if let Some(ratio) = ratios.iter().find(made_by) {
        return *ratio;
    }
    let asked = f64::from(long) / f64::from(short);
    let off = |ratio: &Ratio| {
        let made = f64::from(ratio.long) / f64::from(ratio.short);
        (asked / made).max(made / asked)
    };
    let nearer = |one: &&Ratio, other: &&Ratio| off(one).total_cmp(&off(other));
    *ratios.iter().min_by(nearer).expect("a ladder with ratios has one")
}

impl Ratio {
    /// The ratio of two sides, neither of which may be 0.
    pub(crate) fn new(one: u32, other: u32) -> Option<Self> {
        let ratio = Ratio { long: one.max(other), short: one.min(other) };
        (ratio.short > 0).then_some(ratio)
    }

    /// `3:2`, `1.91:1` or `2:3`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (one, other) = text.split_once(':')?;
        let side = |text| Decimal::read(text).map(|number| number.hundredths());
        Ratio::new(side(one)?, side(other)?)
    }

    fn short(self, long: u32) -> u32 {
        scaled(long, self.short, self.long)
    }
}

impl Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = Decimal::from_hundredths;
        write!(f, "{}:{}", side(self.long), side(self.short))
    }
}

impl Ladder {
    /// A ladder of these rungs, which must be some, ascending, and each at least 1.
    pub(crate) fn new(rungs: Vec<u32>, ratios: Option<Vec<Ratio>>) -> Option<Self> {
        let is_ascending = rungs.is_sorted_by(|one, next| one < next);
        let is_made = rungs.first().is_some_and(|first| *first > 0);
        let has_shapes = ratios.as_ref().is_none_or(|ratios| !ratios.is_empty());
        (is_ascending && is_made && has_shapes).then_some(Ladder { rungs, ratios })
    }

    /// The side lengths, ascending.
    pub fn rungs(&self) -> &[u32] {
        &self.rungs
    }

    /// The ratios, if not any ratio will do.
    pub fn ratios(&self) -> Option<&[Ratio]> {
        self.ratios.as_deref()
    }
}
