//! Pictures that are drawn for the journeys.

use sizewise_drawn::{Pixels, quarters, whole};
use sizewise_jpeg::Sampling;

/// A photograph's stand-in.
pub(crate) fn photograph(size: (u32, u32)) -> Vec<u8> {
    quarters(size, 1).jpeg(Sampling::S444, 1)
}

/// A picture that nothing can make small.
pub(crate) fn noise(size: (u32, u32)) -> Vec<u8> {
    let mixed = |x: u32, y: u32| {
        let mut mixed = x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b);
        for _ in 0..2 {
            mixed = (mixed ^ mixed >> 15).wrapping_mul(0x2c1b_3c6d);
        }
        let [r, g, b, _] = (mixed ^ mixed >> 13).to_le_bytes();
        [r, g, b]
    };
    whole::png_of(&Pixels::draw(size, mixed))
}

/// The size of a JPEG.
pub(crate) fn size_of(jpeg: &[u8]) -> (usize, usize) {
    let header = sizewise_jpeg::Header::read(jpeg).unwrap();
    (header.width(), header.height())
}
