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
mod part;
mod film;
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
mod making;
mod metadata;
mod encode;
mod stripped;
mod facts;
mod stages;

use film::Film;
use finish::Tones;
use making::Making;
use original::Original;
use sizewise::{Format, Limits, Source, Steps};
use stages::Watch;

pub use error::Error;
pub use facts::{Facts, facts};
pub use probe::{format, probe};
pub use stages::Stages;

/// What makes pictures. As soon as it makes others of the same originals and steps, it has another name.
pub const ENGINE: &str = if cfg!(feature = "aom") {
    concat!("sizewise ", env!("CARGO_PKG_VERSION"), " aom")
} else {
    concat!("sizewise ", env!("CARGO_PKG_VERSION"))
};

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
    let mut watch = Watch::start(limits);
    let make = if steps.frames.get() > 1 { moving } else { still };
    let Made { mut file, making, exif } = make(bytes, source, steps, limits, &mut watch)?;
    // A picture that was squeezed well does not grow by being made again, nor does it lose.
    if stripped::is_asked_again(making.steps(), source, making.frame()) {
        let stripped = stripped::stripped(bytes, source, &exif);
        file = stripped.filter(|stripped| stripped.len() <= file.len()).unwrap_or(file);
    }
    watch.encoded();
    let size = making.frame().canvas;
    Ok(Rendered { bytes: file, format: steps.format, size, stages: watch.stages() })
}

/// What came of it.
struct Made {
    file: Vec<u8>,
    making: Making,
    /// What is kept of the original's metadata.
    exif: Vec<u8>,
}

/// One picture.
fn still(
    bytes: &[u8],
    source: &Source,
    steps: &Steps,
    limits: &Limits,
    watch: &mut Watch,
) -> Result<Made, Error> {
    let original = original::open(bytes, source, limits)?;
    let original = original.as_ref();
    let crop = trim::trimmed(original, steps, source)?;
    let making = Making::new(original, source, Steps { crop, ..steps.clone() }, limits)?;
    let picture = making.read(original)?;
    watch.decoded();
    let picture = making.finished(picture, None);
    watch.finished();
    let exif = original.notice().exif();
    let file = encode::encode(picture, steps.format, steps.quality, &exif)?;
    Ok(Made { file, making, exif })
}

/// Pictures that follow each other. Each is written before the next is read.
fn moving(
    bytes: &[u8],
    source: &Source,
    steps: &Steps,
    limits: &Limits,
    watch: &mut Watch,
) -> Result<Made, Error> {
    let crop = trim::trimmed_all(|| Film::open(bytes, source), steps, source)?;
    let first = Film::first(bytes, source)?;
    let making = Making::new(&first, source, Steps { crop, ..steps.clone() }, limits)?;
    let tones = if steps.normalize { Some(tones(bytes, source, &making)?) } else { None };
    let exif = first.notice().exif();
    let mut film = Film::open(bytes, source)?;
    let mut reel = encode::reel(steps, making.frame().canvas, film.plays(), &exif);
    for _ in 0..steps.frames.get() {
        watch.refuse_late()?;
        let duration = film.advance()?.ok_or_else(film::ended)?;
        let picture = making.read(&film)?;
        watch.decoded();
        let picture = making.finished(picture, tones.as_ref());
        watch.finished();
        reel.push(picture, duration)?;
        watch.encoded();
    }
    // A file that is cut off has begun more than it has.
    if film.advance()?.is_some() {
        return Err(film::ended());
    }
    let file = reel.finish()?;
    Ok(Made { file, making, exif })
}

/// How light and how dark all pictures of a film are: contrast that was stretched in each by itself would
/// flicker.
fn tones(bytes: &[u8], source: &Source, making: &Making) -> Result<Tones, Error> {
    let mut film = Film::open(bytes, source)?;
    let mut tones = Tones::default();
    while film.advance()?.is_some() {
        tones.add(&making.read(&film)?.colours.luma());
    }
    Ok(tones)
}
