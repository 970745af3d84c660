//! Channels side by side, and channels by themselves.

use crate::wide::widely;

/// Rows of channels become one row in which those of each pixel stand side by side.
pub(crate) fn put_together<const N: usize>(lines: [&[u8]; N], row: &mut [u8]) {
    let pixels = row.as_chunks_mut::<N>().0;
    let lines = lines.map(|line| &line[..pixels.len()]);
    widely(|| {
        for (x, pixel) in pixels.iter_mut().enumerate() {
            for (sample, line) in pixel.iter_mut().zip(&lines) {
                *sample = line[x];
            }
        }
    });
}

/// The other way round.
pub(crate) fn put_asunder<const N: usize>(row: &[u8], lines: [&mut [u8]; N]) {
    let pixels = row.as_chunks::<N>().0;
    widely(|| {
        // One channel after the other: so each is a loop that wide registers are good at.
        for (channel, line) in lines.into_iter().enumerate() {
            for (sample, pixel) in line.iter_mut().zip(pixels) {
                *sample = match pixel.first_chunk() {
                    Some(four) => (u32::from_le_bytes(*four) >> (8 * channel)) as u8,
                    None => pixel[channel],
                };
            }
        }
    });
}
