//! Originals: files that have been opened, and their samples strip by strip.
//!
//! Whatever a file is, its samples come in planes: luma and colour differences as they are stored, or red,
//! green and blue, or inks, and alpha behind them.

mod avif;
mod bmp;
mod jpeg;
mod png;
pub(crate) mod rows;
mod svg;
mod tiff;
pub(crate) mod webp;

use crate::colour::Matrix;
use crate::error::Error;
use crate::film::First;
use crate::metadata::Notice;
use crate::probe::webp::is_animation;
use crate::route::Area;
use sizewise::{Limits, Source, SourceFormat};
use sizewise_jpeg::View;
use std::borrow::Cow;

/// A file that has been opened.
pub(crate) trait Original {
    /// What its planes mean.
    fn model(&self) -> Model;

    /// Whether another plane says what shines through.
    fn has_alpha(&self) -> bool {
        false
    }

    /// Whether a part of it comes at the very size that it is to have, so that nothing is left to be scaled.
    fn fits(&self) -> bool {
        false
    }

    /// Its colour profile.
    fn icc(&self) -> Option<Cow<'_, [u8]>>;

    /// Whose it is.
    fn notice(&self) -> Notice<'_>;

    /// Its planes on their way, none smaller than what is needed of it.
    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error>;

    /// The same where only a part of it is needed. What has no pixels yet makes no others.
    fn strips_of(&self, _part: Part, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        self.strips(needed)
    }
}

/// A part of a stored picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Where it is,
    pub(crate) area: Area,
    /// and how large it will be.
    pub(crate) size: (usize, usize),
}

impl Part {
    /// How much larger it will be, across and down.
    pub(crate) fn scale(self) -> (f64, f64) {
        (self.size.0 as f64 / self.area.width, self.size.1 as f64 / self.area.height)
    }
}

/// What the planes of a file mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Model {
    /// Luma.
    Grey,
    /// Luma, and how far blue and red differ from it.
    Ycc(Range, Matrix),
    /// Red, green and blue.
    Rgb,
    /// Cyan, magenta, yellow and black.
    Inks(Inks),
}

/// Which part of 0 to 255 samples of luma and colour differences use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Range {
    /// All of it, as in JPEG.
    Full,
    /// What television uses, as in WebP.
    Video,
}

/// How inks are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inks {
    /// The first three as luma and colour differences.
    pub(crate) in_ycc: bool,
    /// As what is left of the paper.
    pub(crate) is_inverted: bool,
}

/// What is needed of an original.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Needed {
    /// How large luma, and every plane that is no colour difference, must be at least.
    pub(crate) luma: (usize, usize),
    /// How large colour differences must be at least.
    pub(crate) chroma: (usize, usize),
    /// Whether luma will do.
    pub(crate) luma_only: bool,
    /// Whether samples will be mixed, so that colours must come multiplied by their alpha.
    pub(crate) is_mixed: bool,
}

/// The planes of an original on their way.
pub(crate) trait Strips {
    /// How many planes there are.
    fn count(&self) -> usize;

    /// Width and height of a plane.
    fn size(&self, plane: usize) -> (usize, usize);

    /// How many of its samples the picture covers.
    fn extent(&self, plane: usize) -> (f64, f64) {
        let (width, height) = self.size(plane);
        (width as f64, height as f64)
    }

    /// Where the first sample lies in all that the picture covers.
    fn origin(&self) -> (f64, f64) {
        (0.0, 0.0)
    }

    /// The next rows of each plane, until there are none.
    fn next(&mut self) -> Result<Option<Vec<View<'_>>>, Error>;
}

/// Opens the file that the probe has seen.
pub(crate) fn open<'b>(
    bytes: &'b [u8],
    source: &Source,
    limits: &Limits,
) -> Result<Box<dyn Original + 'b>, Error> {
    let memory = memory(limits);
    Ok(match source.format {
        SourceFormat::Jpeg => Box::new(jpeg::Jpeg::open(bytes, memory)?),
        SourceFormat::Png => Box::new(png::Png::open(bytes, source, memory)?),
        SourceFormat::Webp if !is_animation(bytes) => Box::new(webp::Webp::open(bytes, source)?),
        SourceFormat::Webp | SourceFormat::Gif => Box::new(First::open(bytes, source)?),
        SourceFormat::Avif => Box::new(avif::Avif::open(bytes, memory)?),
        SourceFormat::Svg => Box::new(svg::Svg::open(bytes, source, limits, memory)?),
        SourceFormat::Tiff => Box::new(tiff::Tiff::open(bytes, source, memory)?),
        SourceFormat::Bmp => Box::new(bmp::Bmp::open(bytes, source, memory)?),
        SourceFormat::Heic => return Err(Error::Unreadable("HEIC".to_owned())),
    })
}

/// What reading a file may cost, in bytes: three bytes of samples for every pixel that is permitted, and as
/// much again for the coefficients of a progressive JPEG.
fn memory(limits: &Limits) -> u64 {
    limits.source_pixels.get().saturating_mul(6)
}
