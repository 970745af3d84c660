//! The layout: how samples are stored, and what they mean.

use super::chunks::Chunks;
use super::colours::{self, Colours};
use super::{broken, unreadable};
use crate::error::Error;
use crate::original::rows::Channels;
use crate::probe::tiff::{self, Alpha, Directory, alpha, meaning, tag};

pub(super) struct Layout<'b> {
    pub(super) colours: Colours,
    pub(super) alpha: Option<Alpha>,
    pub(super) depth: Depth,
    /// Samples of a pixel, those that nobody knows included.
    pub(super) samples: usize,
    pub(super) packing: Packing,
    pub(super) prediction: Prediction,
    pub(super) chunks: Chunks<'b>,
}

/// What a sample is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Depth {
    pub(super) bits: usize,
    pub(super) is_float: bool,
    pub(super) is_big_endian: bool,
}

/// How samples are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    PackBits,
    Lzw,
    Deflate,
    Jpeg,
    Fax(Fax),
}

/// How a fax is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fax {
    /// Runs, and every row begins a byte.
    Rle,
    /// Runs, or with the flag what differs from the row above, and a mark at each end.
    T4 { is_two_dimensional: bool },
    /// What differs from the row above.
    T6,
}

/// What is stored instead of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prediction {
    None,
    /// How far it differs from that of the pixel before.
    Differences,
    /// The same for the bytes of floating numbers, sorted by their weight.
    Floats,
}

impl<'b> Layout<'b> {
    pub(super) fn read(directory: &Directory<'b>, size: (usize, usize)) -> Result<Self, Error> {
        // Cameras put a small picture first, and what it is of in a directory within.
        let is_reduced = directory.number(tag::KIND)?.unwrap_or(0) & 1 == 1;
        if is_reduced && directory.numbers(tag::WITHIN)?.is_some() {
            return Err(unreadable("of a camera's raw data"));
        }
        let packing = Packing::read(directory)?;
        let meaning = meaning(directory)?;
        colours::refuse_unread(meaning)?;
        let samples = directory.number(tag::SAMPLES)?.unwrap_or(1);
        let samples = usize::from(u16::try_from(samples).unwrap_or(u16::MAX));
        if samples < tiff::colours(meaning) {
            return Err(broken(format!("pixels of {samples} samples")));
        }
        let depth = Depth::read(directory)?;
        let layout = Self {
            colours: Colours::read(directory, meaning, depth, packing)?,
            alpha: alpha(directory, meaning)?,
            depth,
            samples,
            packing,
            prediction: Prediction::read(directory, packing)?,
            chunks: Chunks::read(directory, size)?,
        };
        layout.checked()
    }

    /// The same, if its parts go together.
    fn checked(self) -> Result<Self, Error> {
        let (bits, is_float) = (self.depth.bits, self.depth.is_float);
        let is_subsampled = matches!(self.colours, Colours::Ycc(across, down) if across * down > 1);
        match self.packing {
            Packing::Fax(_) if bits != 1 || self.samples != 1 => {
                return Err(broken("a fax of more than a bit a pixel"));
            }
            Packing::Jpeg if bits != 8 => return Err(unreadable("of JPEG with more than 8 bits")),
            _ => {}
        }
        match self.prediction {
            Prediction::Differences if !matches!(bits, 8 | 16 | 32) => {
                Err(unreadable(&format!("of differences of {bits} bits")))
            }
            Prediction::Floats if !is_float => Err(broken("parts of floats where there are none")),
            _ if is_subsampled && (self.samples != 3 || bits != 8 || self.chunks.is_planar) => {
                Err(unreadable("of colour differences that stand apart"))
            }
            _ => Ok(self),
        }
    }

    /// What comes out of it.
    pub(super) fn channels(&self) -> Channels {
        match (&self.colours, self.alpha) {
            (Colours::Grey { .. }, None) => Channels::One,
            (Colours::Grey { .. }, Some(_)) => Channels::Two,
            (Colours::Rgb | Colours::Named(_) | Colours::Ycc(..), None) => Channels::Three,
            (Colours::Rgb | Colours::Named(_) | Colours::Ycc(..), Some(_)) => Channels::Four,
            (Colours::Inks, _) => Channels::Inks,
        }
    }

    /// Which samples of a pixel are wanted: those of its colour, and alpha.
    pub(super) fn wanted(&self) -> impl Iterator<Item = usize> {
        let colours = match self.colours {
            Colours::Grey { .. } | Colours::Named(_) => 1,
            Colours::Rgb | Colours::Ycc(..) => 3,
            Colours::Inks => 4,
        };
        (0..colours).chain(self.alpha.map(|alpha| alpha.sample))
    }

    /// Samples of a pixel that stand side by side.
    pub(super) fn together(&self) -> usize {
        if self.chunks.is_planar { 1 } else { self.samples }
    }

    /// Bytes of a row of a chunk.
    pub(super) fn line(&self) -> u64 {
        let samples = self.chunks.size.0 as u64 * self.together() as u64;
        samples.saturating_mul(self.depth.bits as u64).div_ceil(8)
    }
}

impl Packing {
    fn read(directory: &Directory<'_>) -> Result<Self, Error> {
        let number = directory.number(tag::COMPRESSION)?.unwrap_or(1);
        let options = |tag| Ok::<_, Error>(directory.number(tag)?.unwrap_or(0));
        let is_raw = match number {
            3 => options(tag::T4_OPTIONS)? & 2 != 0,
            4 => options(tag::T6_OPTIONS)? & 2 != 0,
            _ => false,
        };
        if is_raw {
            return Err(unreadable("of a fax that is partly none"));
        }
        Ok(match number {
            1 => Self::Plain,
            2 => Self::Fax(Fax::Rle),
            3 => {
                let is_two_dimensional = options(tag::T4_OPTIONS)? & 1 != 0;
                Self::Fax(Fax::T4 { is_two_dimensional })
            }
            4 => Self::Fax(Fax::T6),
            5 => Self::Lzw,
            7 => Self::Jpeg,
            8 | 32946 => Self::Deflate,
            32773 => Self::PackBits,
            number => return Err(unreadable(&format!("of {}", named(number)))),
        })
    }
}

/// The name of a compression that is not read.
fn named(compression: u64) -> String {
    let name = match compression {
        6 => "JPEG of the old kind",
        9 | 10 | 34661 | 34715 => "JBIG",
        32766 => "NeXT's runs",
        32771 => "a fax in words",
        32809 => "ThunderScan's runs",
        33003 | 33004 | 33005 | 34712 => "JPEG 2000",
        34676 | 34677 => "logarithms",
        34887 => "LERC",
        34892 => "JPEG with a loss that DNG means",
        34925 => "LZMA",
        34926 | 50000 => "Zstandard",
        34927 | 50001 => "WebP",
        50002 | 52546 => "JPEG XL",
        other => return format!("compression {other}"),
    };
    name.to_owned()
}

impl Depth {
    fn read(directory: &Directory<'_>) -> Result<Self, Error> {
        let same = |tag, default| {
            let Some(numbers) = directory.numbers(tag)? else { return Ok(default) };
            let first = numbers.at(0).unwrap_or(default);
            let is_same = numbers.iter().all(|number| number == first);
            if is_same { Ok(first) } else { Err(unreadable("of samples that are not alike")) }
        };
        let (bits, format) = (same(tag::BITS, 1)?, same(tag::SAMPLE_FORMAT, 1)?);
        let is_float = match format {
            1 | 4 => false,
            2 => return Err(unreadable("of numbers with a sign")),
            3 => true,
            5 | 6 => return Err(unreadable("of complex numbers")),
            _ => return Err(broken(format!("samples of format {format}"))),
        };
        match bits {
            16 | 32 | 64 if is_float => {}
            1..=16 | 32 if !is_float => {}
            1..=64 => return Err(unreadable(&format!("of samples of {bits} bits"))),
            _ => return Err(broken(format!("samples of {bits} bits"))),
        }
        Ok(Self { bits: bits as usize, is_float, is_big_endian: directory.is_big_endian() })
    }
}

impl Prediction {
    fn read(directory: &Directory<'_>, packing: Packing) -> Result<Self, Error> {
        // Nobody else looks at it.
        if !matches!(packing, Packing::Lzw | Packing::Deflate) {
            return Ok(Self::None);
        }
        match directory.number(tag::PREDICTOR)?.unwrap_or(1) {
            1 => Ok(Self::None),
            2 => Ok(Self::Differences),
            3 => Ok(Self::Floats),
            other => Err(broken(format!("a predictor of {other}"))),
        }
    }
}
