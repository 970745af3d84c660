//! Few colours for many: for files that number their colours, and have no more than 256 numbers.
//!
//! Colours are counted, the count is cut into as many parts as there may be colours, and the middles of the parts
//! are the palette. A pixel whose colour is not in it gets the nearest, and its neighbours get what is missing.

mod chosen;
mod counted;
mod dithered;
mod nearest;
mod space;

pub(super) use chosen::{chosen, enough, off};
pub(super) use counted::Counted;
pub(super) use dithered::dithered;
pub(super) use nearest::Nearest;

/// Red, green, blue and alpha.
pub(super) type Rgba = [u8; 4];
