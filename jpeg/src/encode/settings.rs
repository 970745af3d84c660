//! Settings: what a file is to be like.

use super::quantiser::{Quality, Quantiser};
use crate::simd::Instructions;

/// How a picture is encoded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings<'a> {
    /// How much is kept. Default: 80.
    pub quality: Quality,
    /// How what is lost is spread over the frequencies. Default: balanced.
    pub quantiser: Quantiser,
    /// What becomes of the coefficients that cost most for what they show. Default: dropped.
    pub weak: Weak,
    /// In which order the coefficients are written. Default: block after block.
    pub order: Order,
    /// Which codes the coefficients are written in. Default: made for the picture.
    pub tables: Tables,
    /// What travels with the picture. Default: nothing.
    pub metadata: Metadata<'a>,
    /// Which instructions may be used. They change the time and not the file. Default: all.
    pub instructions: Instructions,
}

/// What becomes of a coefficient that was rounded up to ±1 from less than 0.65 and follows a zero.
///
/// Each costs a whole symbol and hardly brings the picture nearer to what it was: 1 is at least 0.35
/// away from that, and 0 at most 0.65. Without them, files of the same SSIMULACRA2 score are 2 %
/// smaller, and files of the same Butteraugli score 4 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weak {
    /// It becomes zero.
    #[default]
    Dropped,
    /// It stays.
    Kept,
}

/// In which order the coefficients are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Block after block, from the top.
    #[default]
    Sequential,
    /// Low frequencies first: what a viewer shows sharpens while it loads, and the file is 2 %
    /// smaller. It takes a third longer, and memory for the coefficients of the whole picture.
    Progressive,
}

/// Which Huffman codes are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// Those that make this picture's file the smallest.
    #[default]
    Optimised,
    /// Those of T.81, annex K.3, to measure the others against. A progressive file needs symbols
    /// that they do not have, so it has its own all the same.
    Stock,
}

/// What travels with a picture. What is empty is left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Metadata<'a> {
    /// An ICC profile.
    pub icc: &'a [u8],
    /// An Exif block, from its TIFF header on.
    pub exif: &'a [u8],
}
