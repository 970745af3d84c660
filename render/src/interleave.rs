//! Channels side by side, and channels by themselves.

/// Rows of channels become one row in which those of each pixel stand side by side.
pub(crate) fn put_together<const N: usize>(lines: [&[u8]; N], row: &mut [u8]) {
    for (x, pixel) in row.as_chunks_mut::<N>().0.iter_mut().enumerate() {
        *pixel = lines.map(|line| line[x]);
    }
}

/// The other way round.
pub(crate) fn put_asunder<const N: usize>(row: &[u8], lines: [&mut [u8]; N]) {
    let mut lines = lines;
    for (x, pixel) in row.as_chunks::<N>().0.iter().enumerate() {
        for (line, &sample) in lines.iter_mut().zip(pixel) {
            line[x] = sample;
        }
    }
}
