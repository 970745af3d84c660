//! Facts: what a page wants to know of a picture before it shows it.
//!
//! Most stands in the header. What does not, is told by a small picture, which takes as long as any thumbnail.

mod blurhash;
mod duration;
mod palette;
mod small;
mod thumbhash;

use crate::colour::Chroma;
use crate::error::Error;
use crate::original;
use crate::reading::{Reading, Wanted};
use crate::route::Route;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sizewise::{Fit, Frame, Limits, Profile, Sides, Size, Source, SourceFormat, Turn};
use small::Small;

/// What is known of a picture. In JSON, the names are these, and stay.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facts {
    /// Its width as it is looked at, in pixels.
    pub width: u32,
    /// Its height as it is looked at.
    pub height: u32,
    /// The format of the file: jpeg, png, webp, avif, gif, svg, tiff or bmp.
    pub format: &'static str,
    /// The media type of the file.
    pub media_type: &'static str,
    /// The bytes of the file.
    pub bytes: u64,
    /// How it is stored: EXIF's number, 1 to 8. Width and height are told of the upright picture.
    pub orientation: u8,
    /// Whether anything may shine through.
    pub alpha: bool,
    /// Pictures that follow each other; 1 for a still one.
    pub frames: u32,
    /// How long they take once, in milliseconds, as it is stored. Nothing for a still picture.
    pub duration: Option<u64>,
    /// The colour that it has most of: `#rrggbb`. Nothing, where nothing can be seen.
    pub dominant: Option<String>,
    /// Up to five colours that it has, the most important first.
    pub palette: Vec<String>,
    /// A ThumbHash, in base64: a blurred picture of some 25 bytes that keeps shape and alpha.
    pub thumbhash: String,
    /// A BlurHash, of the picture on white.
    pub blurhash: String,
}

impl Facts {
    /// One line of JSON.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string(self).expect("all keys are strings");
        json.push('\n');
        json
    }
}

/// What is known of a picture that the probe has seen. Of pictures that follow each other, the first is looked at.
pub fn facts(bytes: &[u8], source: &Source, limits: &Limits) -> Result<Facts, Error> {
    let small = seen(bytes, source, limits)?;
    let (width, height) = source.upright_size();
    let palette = palette::palette(&small);
    Ok(Facts {
        width,
        height,
        format: source.format.name(),
        media_type: source.format.media_type(),
        bytes: source.bytes,
        orientation: (1..=8)
            .find(|&tag| Turn::upright(u16::from(tag)) == source.upright)
            .unwrap_or(1),
        alpha: source.has_alpha,
        frames: source.frames.get(),
        duration: duration::duration(bytes, source),
        dominant: palette.first().cloned(),
        palette,
        thumbhash: STANDARD.encode(thumbhash::thumbhash(&small)),
        blurhash: blurhash::blurhash(&small),
    })
}

/// The picture, small and upright.
fn seen(bytes: &[u8], source: &Source, limits: &Limits) -> Result<Small, Error> {
    let original = original::open(bytes, source, limits)?;
    let stored = (source.width.get(), source.height.get());
    let sides = Sides::Both { width: small::LONGEST, height: small::LONGEST, fit: Fit::Inside };
    // What has no pixels yet is not small either.
    let size = Size { sides, enlarge: source.format == SourceFormat::Svg };
    let route = Route::whole(source.upright, stored, Frame::new(Some(size), source.upright_size()));
    let is_explained =
        source.profile == Profile::Other || matches!(original.model(), original::Model::Inks(_));
    let wanted = Wanted { chroma: Chroma::Full, luma_only: false, is_explained };
    Ok(Small::of(Reading::new(original.as_ref(), stored, &route, wanted).picture()?))
}
