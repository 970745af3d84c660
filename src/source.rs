//! The source: what the header of an original says.

use crate::turn::Turn;
use std::num::NonZeroU32;

/// An original, as far as one knows it without decoding it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Pixels of a row as it is stored, before it is made upright.
    pub width: NonZeroU32,
    /// Rows as they are stored.
    pub height: NonZeroU32,
    /// What makes it upright.
    pub upright: Turn,
    /// The format, by its bytes.
    pub format: SourceFormat,
    /// What its colours mean.
    pub profile: Profile,
    /// Whether anything may shine through.
    pub has_alpha: bool,
    /// The pictures in it that follow each other; 1 for a still one.
    pub frames: NonZeroU32,
    /// The bytes of the file.
    pub bytes: u64,
}

/// A format that originals come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// AVIF.
    Avif,
    /// GIF.
    Gif,
    /// SVG, which is no pixels yet.
    Svg,
    /// TIFF.
    Tiff,
    /// BMP.
    Bmp,
    /// HEIC, which is recognised so that it can be named.
    Heic,
}

/// What the numbers of a picture's colours mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// What screens and browsers take for granted.
    Srgb,
    /// Anything else, to be converted.
    Other,
}

impl SourceFormat {
    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            SourceFormat::Jpeg => "jpeg",
            SourceFormat::Png => "png",
            SourceFormat::Webp => "webp",
            SourceFormat::Avif => "avif",
            SourceFormat::Gif => "gif",
            SourceFormat::Svg => "svg",
            SourceFormat::Tiff => "tiff",
            SourceFormat::Bmp => "bmp",
            SourceFormat::Heic => "heic",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            SourceFormat::Jpeg => "image/jpeg",
            SourceFormat::Png => "image/png",
            SourceFormat::Webp => "image/webp",
            SourceFormat::Avif => "image/avif",
            SourceFormat::Gif => "image/gif",
            SourceFormat::Svg => "image/svg+xml",
            SourceFormat::Tiff => "image/tiff",
            SourceFormat::Bmp => "image/bmp",
            SourceFormat::Heic => "image/heic",
        }
    }
}

impl Source {
    /// Width and height as it is looked at.
    pub fn upright_size(&self) -> (u32, u32) {
        self.upright.size((self.width.get(), self.height.get()))
    }

    /// The pixels of one frame.
    pub fn pixels(&self) -> u64 {
        u64::from(self.width.get()) * u64::from(self.height.get())
    }
}
