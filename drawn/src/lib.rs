//! Pictures and files that tests draw, byte by byte where a test wants to spoil them, and looking at what came of
//! them with decoders that other people wrote. Nothing that is shipped depends on this.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

pub mod avif;
pub mod bmp;
pub mod gif;
pub mod jpeg;
pub mod png;
pub mod profile;
mod seen;
pub mod spoil;
pub mod svg;
pub mod tiff;
pub mod webp;
pub mod whole;

pub use seen::{Seen, check_quarters, seen, seen_film, seen_through};

use sizewise::{Key, Limits, Plan, Policy, Query, Turn};
use sizewise_jpeg::{Metadata, Quality, Sampling, Settings};
use sizewise_render::{Error, Rendered, probe, render};

pub type Rgb = [u8; 3];

pub const RED: Rgb = [200, 30, 40];
pub const GREEN: Rgb = [20, 160, 60];
pub const BLUE: Rgb = [30, 60, 190];
pub const WHITE: Rgb = [240, 240, 240];

/// Pixels by their place.
#[derive(Debug, Clone)]
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Rgb>,
}

impl Pixels {
    pub fn draw(size: (u32, u32), colour: impl Fn(u32, u32) -> Rgb) -> Self {
        let places = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
        let pixels = places.map(|(x, y)| colour(x, y)).collect();
        Self { width: size.0 as usize, height: size.1 as usize, pixels }
    }

    pub fn at(&self, x: usize, y: usize) -> Rgb {
        self.pixels[y * self.width + x]
    }

    /// A file with an orientation in its EXIF.
    pub fn jpeg(&self, sampling: Sampling, orientation: u8) -> Vec<u8> {
        let exif =
            [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", &[orientation, 0][..], &[0; 6]];
        self.jpeg_with(sampling, &exif.concat())
    }

    /// A file with this EXIF.
    pub fn jpeg_with(&self, sampling: Sampling, exif: &[u8]) -> Vec<u8> {
        let metadata = Metadata { exif, ..Metadata::default() };
        let quality = Quality::new(95).unwrap();
        jpeg::draw_as(self, sampling, &Settings { metadata, quality, ..Settings::default() })
    }
}

/// What is seen as four quarters, red and green above blue and white, and is stored the way that an
/// orientation says.
pub fn quarters(seen: (u32, u32), orientation: u8) -> Pixels {
    let upright = Turn::upright(orientation.into());
    let stored = upright.inverse().size(seen);
    Pixels::draw(stored, |x, y| {
        let (x, y) = upright.position((x, y), stored);
        match (x < seen.0 / 2, y < seen.1 / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        }
    })
}

pub fn ycbcr([r, g, b]: Rgb) -> Rgb {
    let [r, g, b] = [r, g, b].map(f64::from);
    let y = 0.299 * r + 0.587 * g + 0.114 * b;
    [y, 128.0 + (b - y) / 1.772, 128.0 + (r - y) / 1.402].map(|value| value.round() as u8)
}

/// Makes what a query asks, as an operator may ask it.
pub fn made(file: &[u8], query: &str) -> Result<Rendered, Error> {
    let text = "sizes = \"any\"\nmax = 16383\nunsigned = \"all\"\n";
    let policy = Policy::read("test", text, |_| Err(String::new())).unwrap();
    let wish = policy.wish(&Query(query).asked()).unwrap();
    let variant = policy.settled(wish, &Key::new("a.jpg").unwrap(), "").unwrap();
    let source = probe(file)?;
    match Plan::new(&variant, &source, &policy)? {
        Plan::Picture(steps) => render(file, &source, &steps, &Limits::default()),
        other => panic!("`{query}` is no picture: {other:?}"),
    }
}

/// The quarters of the picture that the tests draw.
pub const COLOURS: [Rgb; 4] = [RED, GREEN, BLUE, WHITE];
/// A strip of one column has the right halves of its quarters only,
pub const DOWN: [Rgb; 4] = [GREEN, GREEN, WHITE, WHITE];
/// and one of a single row the lower halves.
pub const ACROSS: [Rgb; 4] = [BLUE, WHITE, BLUE, WHITE];
/// What is behind a picture where nothing is on it.
pub const PAPER: Rgb = [255; 3];

/// A picture of four quarters.
pub fn picture() -> Pixels {
    quarters((40, 30), 1)
}

pub fn grey(colour: Rgb) -> u8 {
    ycbcr(colour)[0]
}

/// The greys of the quarters.
pub fn greys() -> [Rgb; 4] {
    COLOURS.map(|colour| [grey(colour); 3])
}

/// Which of the quarters' colours this is.
pub fn number(colour: Rgb) -> u8 {
    let number = COLOURS.iter().position(|&other| other == colour);
    number.expect("only these colours are drawn") as u8
}
