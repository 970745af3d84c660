//! Draws the pictures that a newcomer sees, into the folder that is given:
//!
//! ```text
//! cargo run --release -p sizewise-drawn --example photos -- examples/photos
//! ```
//!
//! They are ours down to the last pixel: no camera, no chance that is not the same on every machine. A picture
//! is a function from a place to a colour, and most are layers of such functions. `logo.svg` lies in the same
//! folder and is written by hand.
//!
//! The modules stand in the order in which a picture is made.

mod place;
mod colour;
mod noise;
mod canvas;
mod sky;
mod land;
mod water;
mod firs;
mod hut;
mod shore;
mod lake;
mod forest;
mod badge;
mod waves;
mod files;
mod film;

use badge::Badge;
use canvas::{Canvas, Picture};
use files::Outcome;
use forest::Forest;
use lake::Lake;
use std::path::PathBuf;
use std::{env, fs};
use waves::Waves;

/// A picture that stays as it is.
pub struct Still {
    pub name: &'static str,
    pub size: (u32, u32),
    kind: Kind,
    picture: Box<dyn Picture>,
}

enum Kind {
    Jpeg { quality: u8, orientation: u8 },
    Png,
}

const FILM: &str = "waves.gif";

/// The pictures that follow each other in a film, how large they are, and for how many hundredths of a second each
/// is shown.
pub const FRAMES: u32 = 24;
pub const POST: (u32, u32) = (480, 320);
pub const DELAY: u16 = 9;

fn main() -> Outcome<()> {
    let folder = env::args_os().nth(1).ok_or("expected a folder to draw into, found none")?;
    let folder = PathBuf::from(folder);
    // Who works on one of them need not wait for the others.
    let only = env::args().nth(2);
    let is_wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    for still in stills().iter().filter(|still| is_wanted(still.name)) {
        fs::write(folder.join(still.name), still.file()?)?;
    }
    if is_wanted(FILM) {
        fs::write(folder.join(FILM), film()?)?;
    }
    Ok(())
}

pub fn stills() -> [Still; 3] {
    let camera = |quality, orientation| Kind::Jpeg { quality, orientation };
    [
        Still {
            name: "01.jpg",
            size: (2400, 1600),
            kind: camera(85, 1),
            picture: Box::new(Lake::new()),
        },
        // Held upright, a camera stores what it sees lying on its side.
        Still {
            name: "02.jpg",
            size: (1200, 1800),
            kind: camera(85, 6),
            picture: Box::new(Forest::new()),
        },
        Still { name: "badge.png", size: (800, 800), kind: Kind::Png, picture: Box::new(Badge) },
    ]
}

impl Still {
    pub fn canvas(&self) -> Canvas<'_> {
        Canvas { size: self.size, picture: &*self.picture }
    }

    fn file(&self) -> Outcome<Vec<u8>> {
        let pixels = self.canvas().pixels();
        match self.kind {
            Kind::Jpeg { quality, orientation } => {
                files::jpeg(&pixels, self.size, quality, orientation)
            }
            Kind::Png => files::png(&pixels, self.size),
        }
    }
}

pub fn film() -> Outcome<Vec<u8>> {
    let frame = |number: u32| {
        let waves = Waves { moment: f64::from(number) / f64::from(FRAMES) };
        Canvas { size: POST, picture: &waves }.pixels()
    };
    let frames: Vec<_> = (0..FRAMES).map(frame).collect();
    film::gif(&frames, POST, DELAY)
}
