//! The ladder: the side lengths that are made, and the rule that brings a wish to one of them.
//!
//! It makes three thousand sizes of the millions that a stranger could ask for.

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

/// The long side in proportion to the short one: a ratio goes for landscapes and for portraits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    long: u32,
    short: u32,
}

impl Sizes {
    /// Brings sides, times `dpr`, to what is made, at most as wide as `screen`.
    ///
    /// A lone side and the sides of `inside` and `outside` are brought up each for itself. Where
    /// the result has the shape that was asked, it is the shape that is kept.
    pub(crate) fn settled(&self, sides: Sides, dpr: Decimal, screen: Option<u32>) -> Sides {
        let widest = screen.map_or(u32::MAX, |screen| self.widest_for(screen));
        let up = |side| self.up(dpr.times(side));
        match sides {
            Sides::Both { width, height, fit } if fit.has_asked_shape() => {
                let (width, height) = self.shaped(width, height, dpr, widest);
                Sides::Both { width, height, fit }
            }
            // What must cover a box grows with its height as well.
            Sides::Both { width, height, fit: Fit::Outside } if dpr.times(width) > widest => {
                let height = self.up(scaled(height, widest, width));
                Sides::Both { width: widest, height, fit: Fit::Outside }
            }
            Sides::Both { width, height, fit } => {
                Sides::Both { width: up(width).min(widest), height: up(height), fit }
            }
            Sides::Width(width) => Sides::Width(up(width).min(widest)),
            Sides::Height(height) if screen.is_some() => {
                Sides::Both { width: widest, height: up(height), fit: Fit::Inside }
            }
            Sides::Height(height) => Sides::Height(up(height)),
        }
    }

    /// The widest that is made for a screen: the last rung that is not above it.
    pub(crate) fn widest_for(&self, screen: u32) -> u32 {
        match self {
            Sizes::Any { max } => screen.min(*max),
            Sizes::Ladder(ladder) => ladder.last(|rung| rung <= screen),
        }
    }

    /// The next side that is made; beyond the last it is the last.
    fn up(&self, side: u32) -> u32 {
        match self {
            Sizes::Any { max } => side.min(*max),
            Sizes::Ladder(ladder) => ladder.up(side),
        }
    }

    /// The longer side as long as it may be, and the shorter in its ratio.
    fn shaped(&self, width: u32, height: u32, dpr: Decimal, widest: u32) -> (u32, u32) {
        let asked = Ratio { long: width.max(height), short: width.min(height) };
        let ratio = match self {
            Sizes::Any { .. } => asked,
            Sizes::Ladder(ladder) => ladder.nearest(asked),
        };
        let shape = Shape { ratio, is_wide: width >= height };
        let settled = shape.sized(self.up(dpr.times(asked.long)));
        if settled.0 <= widest {
            return settled;
        }
        match self {
            Sizes::Any { .. } => (widest, scaled(settled.1, widest, settled.0)),
            Sizes::Ladder(ladder) => shape.sized(ladder.last(|rung| shape.sized(rung).0 <= widest)),
        }
    }
}

/// The shape of a box: the ratio of its sides, and which of them is the width.
#[derive(Debug, Clone, Copy)]
struct Shape {
    ratio: Ratio,
    is_wide: bool,
}

impl Shape {
    /// Width and height of a box of this shape whose longer side is this long.
    fn sized(self, long: u32) -> (u32, u32) {
        let short = self.ratio.short(long);
        if self.is_wide { (long, short) } else { (short, long) }
    }
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
        let number = |text| Decimal::read(text, Decimal::ZERO, Decimal::MAX);
        let side = |text| number(text).map(Decimal::hundredths);
        Ratio::new(side(one)?, side(other)?)
    }

    /// How many times one ratio is the other, at least 1.
    fn off(self, other: Ratio) -> f64 {
        let value = |ratio: Ratio| f64::from(ratio.long) / f64::from(ratio.short);
        let (one, other) = (value(self), value(other));
        (one / other).max(other / one)
    }

    /// The shorter side where the longer one is this long.
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
    /// A ladder of these rungs and ratios; the sentence says what is wrong with them.
    pub(crate) fn new(rungs: Vec<u32>, ratios: Option<Vec<Ratio>>) -> Result<Self, String> {
        if rungs.is_empty() {
            return Err("expected at least one side length, found none".to_owned());
        }
        if rungs.contains(&0) {
            return Err("expected side lengths of at least 1, found 0".to_owned());
        }
        if let Some(pair) = rungs.windows(2).find(|pair| pair[0] >= pair[1]) {
            let (one, next) = (pair[0], pair[1]);
            return Err(format!("expected ascending side lengths, found {next} after {one}"));
        }
        Ok(Ladder { rungs, ratios })
    }

    /// The side lengths, ascending.
    pub fn rungs(&self) -> &[u32] {
        &self.rungs
    }

    /// The ratios, if not any ratio will do.
    pub fn ratios(&self) -> Option<&[Ratio]> {
        self.ratios.as_deref()
    }

    /// The next rung; beyond the last it is the last.
    fn up(&self, side: u32) -> u32 {
        let next = self.rungs.iter().copied().find(|rung| *rung >= side);
        next.unwrap_or(self.rungs[self.rungs.len() - 1])
    }

    /// The last rung of which this is true; the first where it is true of none.
    fn last(&self, is_fit: impl Fn(u32) -> bool) -> u32 {
        self.rungs.iter().copied().rev().find(|rung| is_fit(*rung)).unwrap_or(self.rungs[0])
    }

    /// The permitted ratio that is nearest by proportion. Where the shorter side is just what a
    /// ratio makes of the longer one on its rung, it is that one: what has been rounded once
    /// stays.
    fn nearest(&self, asked: Ratio) -> Ratio {
        let Some(ratios) = &self.ratios else { return asked };
        let is_on_rung = self.up(asked.long) == asked.long;
        let is_made_by = |ratio: &&Ratio| is_on_rung && ratio.short(asked.long) == asked.short;
        let nearer = |one: &&Ratio, other: &&Ratio| one.off(asked).total_cmp(&other.off(asked));
        let ratio = ratios.iter().find(is_made_by).or_else(|| ratios.iter().min_by(nearer));
        ratio.copied().unwrap_or(asked)
    }
}
