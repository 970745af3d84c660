//! The pixels of Sizewise: the bytes of a picture and the steps of a plan come in, the bytes of another
//! picture go out.
//!
//! Whoever holds a [`Rendered`] need not worry any more about file formats, orientation, colour profiles
//! or geometry. What is to be made has been decided by the words; here is only decided how.
//!
//! Nothing here knows where pictures come from or where they are kept: no key, no store, no query.
//!
//! The modules stand in the order in which a picture meets them.

mod error;
mod profile;
mod svg;
mod probe;
mod original;
mod route;
mod scaler;
mod plane;
mod interleave;
mod wide;
mod shrink;
mod inflow;
mod picture;
mod reading;
mod colour;
mod trim;
mod focus;
mod blur;
mod finish;
mod canvas;
mod metadata;
mod encode;
mod stripped;
mod facts;
mod stages;

use colour::Chroma;
use original::{Model, Original};
use reading::{Reading, Wanted};
use route::Route;
use sizewise::{
    Fit, Format, Frame, Limits, Profile, Sides, Size, Source, Steps, Style, Window, WindowPlace,
};
use stages::Watch;

pub use error::Error;
pub use facts::{Facts, facts};
pub use probe::probe;
pub use stages::Stages;

/// A picture that has been made.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is.
    pub format: Format,
    /// Width and height.
    pub size: (u32, u32),
    /// What it took.
    pub stages: Stages,
}

/// Makes what the steps say of a picture that the probe has seen.
pub fn render(
    bytes: &[u8],
    source: &Source,
    steps: &Steps,
    limits: &Limits,
) -> Result<Rendered, Error> {
    encode::refuse_unbuilt(steps)?;
    let mut watch = Watch::start();
    let mut stages = Stages::default();
    let original = original::open(bytes, source, limits)?;
    let original = original.as_ref();
    let stored = (source.width.get(), source.height.get());
    let mut steps = steps.clone();
    if let Some(levels) = steps.trim {
        steps.crop = trim::trimmed(original, &steps, stored, levels)?;
    }
    let frame = steps.frame(steps.crop.size(), limits)?;
    let wanted = wanted(original, source, &steps);
    let corner = match frame.window.place {
        WindowPlace::At { x, y } => (x, y),
        WindowPlace::Smart | WindowPlace::Entropy => {
            seek(original, &steps, stored, frame.window, wanted)?
        }
    };
    let route = Route::new(&steps, stored, frame, corner);
    let picture = Reading::new(original, stored, &route, wanted).picture()?;
    stages.decode = watch.lap();
    let shows = steps.format.holds_alpha();
    let picture = picture.finished(&steps).on_canvas(&frame, steps.background, shows);
    stages.finish = watch.lap();
    let exif = original.notice().exif();
    let mut made = encode::encode(picture, steps.format, steps.quality, &exif)?;
    // A picture that was squeezed well does not grow by being made again, nor does it lose.
    if stripped::is_asked_again(&steps, source, &frame) {
        let stripped = stripped::stripped(bytes, source, &exif);
        made = stripped.filter(|stripped| stripped.len() <= made.len()).unwrap_or(made);
    }
    stages.encode = watch.lap();
    Ok(Rendered { bytes: made, format: steps.format, size: frame.canvas, stages })
}

/// How a picture is wanted of which that is to be made.
fn wanted(original: &dyn Original, source: &Source, steps: &Steps) -> Wanted {
    let has_inks = matches!(original.model(), Model::Inks(_));
    let is_explained = source.profile == Profile::Other || has_inks;
    // Colours that must be converted are needed whole, and a tint has no use for any.
    let is_grey = steps.style == Style::Bw || steps.tint.is_some();
    let chroma = if is_explained { Chroma::Full } else { encode::chroma(steps.format) };
    Wanted { chroma, luma_only: is_grey && !is_explained, is_explained }
}

/// Looks for a window's place in a small picture of all that it may be taken of.
fn seek(
    original: &dyn Original,
    steps: &Steps,
    stored: (u32, u32),
    window: Window,
    wanted: Wanted,
) -> Result<(f64, f64), Error> {
    let size = steps.turn.size(steps.crop.size());
    let sides = Sides::Both { width: focus::LOOKED_AT, height: focus::LOOKED_AT, fit: Fit::Inside };
    let small = Frame::new(Some(Size { sides, enlarge: false }), size);
    let route = Route::new(steps, stored, small, (0.0, 0.0));
    let wanted = Wanted { luma_only: false, ..wanted };
    let small = Reading::new(original, stored, &route, wanted).picture()?;
    Ok(focus::sought(small, window, size))
}
