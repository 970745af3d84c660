//! Luma and colour differences, of which one stands for several pixels: blocks of luma, each with its two
//! differences behind it. TIFF 6.0, section 21.

use super::unpack::Unpack;
use crate::error::Error;

/// Gives rows in which every pixel has its differences.
pub(super) struct Blocks<'b> {
    inner: Box<dyn Unpack + 'b>,
    /// How many pixels of a block are side by side, and how many one below the other.
    share: (usize, usize),
    /// A row of blocks.
    blocks: Vec<u8>,
    /// Rows of pixels that are left of it.
    left: usize,
}

/// Bytes of a row of blocks.
pub(super) fn line(width: usize, (across, down): (usize, usize)) -> usize {
    width.div_ceil(across) * (across * down + 2)
}

impl<'b> Blocks<'b> {
    pub(super) fn new(inner: Box<dyn Unpack + 'b>, width: usize, share: (usize, usize)) -> Self {
        Self { inner, share, blocks: vec![0; line(width, share)], left: 0 }
    }
}

impl Unpack for Blocks<'_> {
    fn fill(&mut self, row: &mut [u8]) -> Result<(), Error> {
        let (across, down) = self.share;
        if self.left == 0 {
            self.inner.fill(&mut self.blocks)?;
            self.left = down;
        }
        let y = down - self.left;
        self.left -= 1;
        let blocks = self.blocks.chunks_exact(across * down + 2);
        for (pixels, block) in row.chunks_mut(3 * across).zip(blocks) {
            let (luma, differences) = block.split_at(across * down);
            for (pixel, &luma) in pixels.as_chunks_mut().0.iter_mut().zip(&luma[y * across..]) {
                *pixel = [luma, differences[0], differences[1]];
            }
        }
        Ok(())
    }
}
