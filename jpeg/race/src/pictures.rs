//! What is raced over: files, and planes made of them.

use crate::plane::Plane;
use crate::turbo::{self, Refused, Space};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

/// A JPEG file, by the name that it has in the tables.
pub(crate) struct JpegFile {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The `*.jpg` of a folder, by name.
pub(crate) fn photographs(folder: &str) -> Vec<JpegFile> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("`{folder}`: {error}"));
    let paths = entries.map(|entry| entry.expect("an entry of a folder that was opened").path());
    let mut paths =
        paths.filter(|path| path.extension() == Some(OsStr::new("jpg"))).collect::<Vec<_>>();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> JpegFile {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
    JpegFile { name, bytes }
}

/// How coarse the colours are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sampling {
    Ycc420,
    Ycc422,
    Ycc444,
    Grey,
}

impl Sampling {
    pub(crate) const ALL: [Self; 4] = [Self::Ycc420, Self::Ycc422, Self::Ycc444, Self::Grey];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ycc420 => "4:2:0",
            Self::Ycc422 => "4:2:2",
            Self::Ycc444 => "4:4:4",
            Self::Grey => "grey",
        }
    }

    /// Samples of luma to one of colour: across and down.
    pub(crate) fn factors(self) -> (usize, usize) {
        match self {
            Self::Ycc420 => (2, 2),
            Self::Ycc422 => (2, 1),
            Self::Ycc444 | Self::Grey => (1, 1),
        }
    }

    pub(crate) fn components(self) -> usize {
        if self == Self::Grey { 1 } else { 3 }
    }
}

/// Planes as an encoder takes them.
pub(crate) struct Picture {
    pub(crate) planes: Vec<Plane>,
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) sampling: Sampling,
}

/// The three planes of a file in full resolution, from which pictures are made.
pub(crate) fn full_planes(bytes: &[u8]) -> Result<[Plane; 3], Refused> {
    let pixels = turbo::pixels(bytes, 8, Space::YCbCr)?;
    let plane = |component: usize| Plane {
        samples: pixels.samples.iter().skip(component).step_by(3).copied().collect(),
        width: pixels.width,
        height: pixels.height,
    };
    Ok([plane(0), plane(1), plane(2)])
}

impl Picture {
    /// `full` reduced to a width; nothing, if it would have to be enlarged.
    pub(crate) fn reduced(full: &[Plane; 3], width: usize, sampling: Sampling) -> Option<Self> {
        let height = (full[0].height * width).div_ceil(full[0].width);
        if width > full[0].width {
            return None;
        }
        let (across, down) = sampling.factors();
        let plane = |(component, plane): (usize, &Plane)| match component {
            0 => plane.reduced(width, height),
            _ => plane.reduced(width.div_ceil(across), height.div_ceil(down)),
        };
        let planes = full.iter().take(sampling.components()).enumerate().map(plane).collect();
        Some(Self { planes, width, height, sampling })
    }
}
