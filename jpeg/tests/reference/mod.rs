//! A plain writer of JPEG files from known coefficients, and what these must look like.
//!
//! Nothing here is fast and nothing is shared with the crate: where both agree, both follow T.81.

#![allow(dead_code, unused_imports, reason = "each test binary uses another part of it")]

mod check;
mod entropy;
mod expected;
mod huffman;
mod parts;
mod picture;
mod scans;
mod stock;
mod writing;

pub(crate) use check::{by_strips, check, compare, samples};
pub(crate) use expected::{Samples, expected};
pub(crate) use parts::{Part, bytes, segments};
pub(crate) use picture::{Component, Dice, Picture, Texture};
pub(crate) use scans::{Scan, libjpeg_like, one_by_one, spectral};
pub(crate) use writing::{Clutter, Codes, Writing};
