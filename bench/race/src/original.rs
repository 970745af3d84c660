//! Originals: what is raced over, and what kind of picture each is. Its header says so, never its name.

use crate::line::Outcome;
use sizewise::{Profile, Source, SourceFormat};
use sizewise_jpeg::{Coding, Header};
use sizewise_render::probe;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

pub(crate) struct Original {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) facts: Facts,
}

/// What it is that decides in which classes it races.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Width and height as it is looked at.
    pub(crate) size: (u32, u32),
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg {
        coding: Coding,
        colours: Colours,
    },
    Png {
        look: Look,
        alpha: Alpha,
    },
    /// An animated GIF.
    Film {
        frames: u32,
    },
    Avif,
    Svg,
    /// A format that has no class.
    Other,
}

/// What is written of the colours' meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colours {
    Untagged,
    /// A profile that says what would be taken for granted without it.
    Srgb,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Photograph,
    Drawn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alpha {
    Opaque,
    ShinesThrough,
}

/// The pictures of a folder, by name. What cannot be read is passed over, and said.
pub(crate) fn all_of(folder: &Path) -> Outcome<Vec<Original>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()));
    let mut paths = Vec::new();
    for entry in entries? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.is_file());
    paths.sort();
    let mut originals = Vec::new();
    for path in paths {
        match fs::read(&path).map_err(Into::into).and_then(|bytes| facts(&bytes)) {
            Ok(facts) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                originals.push(Original { name, path, facts });
            }
            Err(error) => eprintln!("`{}` does not race: {error}", path.display()),
        }
    }
    Ok(originals)
}

fn facts(bytes: &[u8]) -> Outcome<Facts> {
    let source = probe(bytes)?;
    let kind = match source.format {
        SourceFormat::Jpeg => jpeg(bytes, &source)?,
        SourceFormat::Png => {
            let alpha = if source.has_alpha { Alpha::ShinesThrough } else { Alpha::Opaque };
            Kind::Png { look: look(bytes)?, alpha }
        }
        SourceFormat::Gif if source.frames.get() > 1 => Kind::Film { frames: source.frames.get() },
        SourceFormat::Avif => Kind::Avif,
        SourceFormat::Svg => Kind::Svg,
        _ => Kind::Other,
    };
    Ok(Facts { size: source.upright_size(), kind })
}

fn jpeg(bytes: &[u8], source: &Source) -> Outcome<Kind> {
    let header = Header::read(bytes)?;
    let colours = match (source.profile, header.profile()) {
        (Profile::Other, _) => Colours::Other,
        (Profile::Srgb, Some(_)) => Colours::Srgb,
        (Profile::Srgb, None) => Colours::Untagged,
    };
    Ok(Kind::Jpeg { coding: header.coding(), colours })
}

/// From this share of repeated pixels on, a picture is drawn art. Between the two kinds is a wide gap: of a
/// sensor's pixels less than a tenth repeat what is on their left, for every sensor has grain, and most of those are in
/// blown-out skies; of a drawing's pixels nine tenths do, since it is made of areas of one colour.
const DRAWN: f64 = 0.5;

fn look(bytes: &[u8]) -> Outcome<Look> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let size = reader.output_buffer_size().ok_or("expected a PNG that fits the memory")?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples)?;
    let row = frame.line_size;
    let share = repeated(&samples[..frame.buffer_size()], row, frame.color_type.samples());
    Ok(if share < DRAWN { Look::Photograph } else { Look::Drawn })
}

/// The share of pixels that equal their left neighbour.
fn repeated(samples: &[u8], row: usize, channels: usize) -> f64 {
    let pairs = |row: &[u8]| row.len().saturating_sub(channels) / channels;
    let same = |row: &[u8]| {
        let left = row.chunks_exact(channels);
        row.chunks_exact(channels).skip(1).zip(left).filter(|(pixel, left)| pixel == left).count()
    };
    let rows = || samples.chunks_exact(row);
    let all = rows().map(pairs).sum::<usize>().max(1);
    rows().map(same).sum::<usize>() as f64 / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawn::{self, Drawn};

    /// What the drawings say that they are, small ones, for the header has no size to go by.
    #[test]
    fn a_drawing_is_of_the_kind_that_it_was_drawn_for() {
        let sequential = |colours| Kind::Jpeg { coding: Coding::Sequential, colours };
        let png = |look, alpha| Kind::Png { look, alpha };
        for (drawn, kind) in [
            (Drawn::Baseline, sequential(Colours::Untagged)),
            (Drawn::Profiled, sequential(Colours::Srgb)),
            (
                Drawn::Progressive,
                Kind::Jpeg { coding: Coding::Progressive, colours: Colours::Untagged },
            ),
            (Drawn::Photograph, png(Look::Photograph, Alpha::Opaque)),
            (Drawn::Art, png(Look::Drawn, Alpha::ShinesThrough)),
            (Drawn::Film, Kind::Film { frames: 24 }),
            (Drawn::Cartoon, Kind::Film { frames: 24 }),
            (Drawn::Avif, Kind::Avif),
            (Drawn::Svg, Kind::Svg),
        ] {
            let file = drawn::file(drawn, (160, 96)).unwrap();
            assert_eq!(facts(&file).unwrap(), Facts { size: (160, 96), kind }, "{drawn:?}");
        }
    }

    #[test]
    fn neighbours_are_counted_within_rows() {
        // Two rows of three grey pixels: one of four pairs is equal.
        assert_eq!(repeated(&[1, 1, 2, 2, 3, 4], 3, 1), 0.25);
        // One row of two pixels of three channels.
        assert_eq!(repeated(&[1, 2, 3, 1, 2, 3], 6, 3), 1.0);
        assert_eq!(repeated(&[1, 2], 1, 1), 0.0);
    }

    #[test]
    fn what_is_no_picture_is_said_to_be_none() {
        assert!(facts(b"words").is_err());
    }
}
