//! JPEG to YCbCr planes at the scale that is needed, and planes to JPEG.
//!
//! Who makes a thumbnail of a photograph needs neither its red, green and blue nor most of its samples.
//! This decoder stops at the planes that a file is made of, each at 1/8, 2/8, 4/8 or 8/8 of its size, and
//! does not read what a scale has no use for. The encoder takes such planes. Both go strip by strip, if
//! that is wanted, so that a picture never stands in memory as a whole.
//!
//! ```
//! use sizewise_jpeg::{Decoder, Encoder, Sampling, Scale, Settings, View};
//!
//! # let samples = vec![200; 128 * 96];
//! # let grey = View::new(&samples, 128, 128, 96).expect("so many samples there are");
//! # let file = sizewise_jpeg::encode(&[grey], Sampling::Grey, &Settings::default())?;
//! let decoder = Decoder::new(&file)?.scale(Scale::Quarter);
//! let mut strips = decoder.strips()?;
//! let (width, height) = strips.size(0);
//! let mut encoder =
//!     Encoder::new(width as u32, height as u32, Sampling::Grey, &Settings::default())?;
//! let mut rows: Vec<u8> = Vec::new();
//! while let Some(strip) = strips.next()? {
//!     rows.extend(strip.view(0).rows().flatten());
//!     while let Some(next) = View::new(&rows, width, width, encoder.next_rows(0).len()) {
//!         encoder.push(&[next])?;
//!         rows.drain(..width * next.height());
//!     }
//! }
//! assert!(encoder.finish()?.starts_with(&[0xff, 0xd8]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # From bits to samples
//!
//! The modules in the order in which a scan meets them:
//!
//! | module | what it does |
//! |---|---|
//! | `marker`, `frame`, `tables`, `scan`, `exif`, `header` | segments, and what they say |
//! | `index` | where further scans stand |
//! | `feed` | entropy-coded data without its stuffing, a window at a time |
//! | `bits` | bits of a window |
//! | `data` | intervals between restart markers, and what to do where one is damaged |
//! | `huffman`, `lookup` | codes, and tables that read several symbols at a time |
//! | `eighth` | where blocks begin, and nothing else: for 1/8 |
//! | `sequential` | baseline scans: means alone, or whole blocks |
//! | `progressive` | scans that come in parts; what they brought is put together when it is drawn |
//! | `zigzag`, `idct` | from coefficients to samples |
//! | `plane`, `strips`, `source`, `decoder` | where samples go, and in which order |
//! | `simd` | sets of instructions |
//!
//! `encode` goes the other way: `block_row` and `fdct` make coefficients, `token` symbols, `huffman` a code
//! for the picture, `bits` a file.

mod bits;
mod data;
mod decoder;
mod eighth;
mod encode;
mod error;
mod exif;
mod feed;
mod frame;
mod header;
mod huffman;
mod index;
mod idct;
mod limits;
mod lookup;
mod marker;
mod plane;
mod progressive;
mod scale;
mod scan;
mod sequential;
mod simd;
mod source;
mod strips;
mod tables;
mod zigzag;

pub use data::Damage;
pub use decoder::{Decoder, Picture};
pub use encode::{
    EncodeError, Encoder, Metadata, Order, Quality, Quantiser, Sampling, Settings, Tables, Weak,
    encode,
};
pub use error::{Error, Fault, Feature, Part};
pub use exif::Exif;
pub use frame::{Coding, Component};
pub use header::{Colour, Header};
pub use limits::Limits;
pub use plane::{Plane, View};
pub use scale::Scale;
pub use simd::Instructions;
pub use strips::{Strip, Strips};

/// So that the README's example is one.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
