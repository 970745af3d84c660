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
mod probe;
mod route;
mod scaler;
mod plane;
mod inflow;
mod planes;
mod trim;
mod focus;
mod blur;
mod finish;
mod metadata;
mod encode;
mod stages;

use planes::Planes;
use route::Route;
use sizewise::{
    Fit, Format, Frame, Limits, Sides, Size, Source, SourceFormat, Steps, Window, WindowPlace,
};
use sizewise_jpeg::Decoder;
use stages::Watch;

pub use error::Error;
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
    if source.format != SourceFormat::Jpeg {
        return Err(Error::Unbuilt("an original that is no JPEG"));
    }
    let decoder = Decoder::new(bytes)?;
    if !Planes::suffice(source, &decoder) {
        return Err(Error::Unbuilt("a JPEG of other colours than sRGB"));
    }
    let mut watch = Watch::start();
    let mut stages = Stages::default();
    let stored = (source.width.get(), source.height.get());
    let mut steps = steps.clone();
    if let Some(levels) = steps.trim {
        let limits = jpeg_limits(limits);
        steps.crop = trim::trimmed(decoder.clone(), &steps, stored, levels, limits)?;
    }
    let frame = steps.frame(steps.crop.size(), limits)?;
    let corner = match frame.window.place {
        WindowPlace::At { x, y } => (x, y),
        WindowPlace::Smart | WindowPlace::Entropy => {
            seek(decoder.clone(), &steps, stored, frame.window, jpeg_limits(limits))?
        }
    };
    let route = Route::new(&steps, stored, frame, corner);
    let exif = metadata::of_jpeg(decoder.header());
    let planes = Planes::read(decoder, &steps, &route, jpeg_limits(limits))?;
    stages.decode = watch.lap();
    let planes = planes.finished(&steps);
    let planes = planes.on_canvas(frame.canvas, frame.offset, steps.background);
    stages.finish = watch.lap();
    let bytes = encode::encode(planes, steps.format, steps.quality, &exif)?;
    stages.encode = watch.lap();
    Ok(Rendered { bytes, format: steps.format, size: frame.canvas, stages })
}

/// Looks for a window's place in a small picture of all that it may be taken of.
fn seek(
    decoder: Decoder<'_>,
    steps: &Steps,
    stored: (u32, u32),
    window: Window,
    limits: sizewise_jpeg::Limits,
) -> Result<(f64, f64), Error> {
    let size = steps.turn.size(steps.crop.size());
    let sides = Sides::Both { width: focus::LOOKED_AT, height: focus::LOOKED_AT, fit: Fit::Inside };
    let small = Frame::new(Some(Size { sides, enlarge: false }), size);
    let route = Route::new(steps, stored, small, (0.0, 0.0));
    let planes = Planes::read(decoder, steps, &route, limits)?;
    Ok(focus::sought(&planes, window, size))
}

/// Three bytes of samples for every pixel that is permitted, and as much again for the coefficients of a
/// progressive file.
fn jpeg_limits(limits: &Limits) -> sizewise_jpeg::Limits {
    sizewise_jpeg::Limits {
        memory: limits.source_pixels.get().saturating_mul(6),
        ..sizewise_jpeg::Limits::default()
    }
}
