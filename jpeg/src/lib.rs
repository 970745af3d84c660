//! JPEG to YCbCr planes at the scale that is needed, and planes to JPEG.

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
pub use frame::{Coding, Component};
pub use header::{Colour, Header};
pub use limits::Limits;
pub use plane::{Plane, View};
pub use scale::Scale;
pub use simd::Instructions;
pub use strips::{Strip, Strips};
