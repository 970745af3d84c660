//! Rows of blocks: the samples of a strip, gathered into squares of eight.

use super::sampling::SIDE;
use crate::plane::View;
use std::array;

/// The samples of a block, row by row.
pub(crate) type Samples<'a> = &'a [[u8; SIDE]; SIDE];

/// The blocks side by side in eight rows of a plane. What sticks out at the right or at the bottom
/// repeats the samples at the edge.
///
/// Gathering them costs what it saves: eight bounds checks and addresses for each block.
pub(crate) struct BlockRow(Vec<[[u8; SIDE]; SIDE]>);

impl BlockRow {
    /// The blocks whose first row is `top`; none, if that is below the plane.
    #[inline(always)]
    pub(crate) fn new(view: View<'_>, top: usize) -> Self {
        if top >= view.height() {
            return Self(Vec::new());
        }
        let mut blocks = vec![[[0; SIDE]; SIDE]; view.width().div_ceil(SIDE)];
        for y in 0..SIDE {
            let (whole, rest) = view.row((top + y).min(view.height() - 1)).as_chunks();
            for (block, samples) in blocks.iter_mut().zip(whole) {
                block[y] = *samples;
            }
            if let Some(&last) = rest.last() {
                let edge = array::from_fn(|x| *rest.get(x).unwrap_or(&last));
                blocks[whole.len()][y] = edge;
            }
        }
        Self(blocks)
    }

    /// The samples of block `x`. Nothing, if it lies wholly outside.
    #[inline(always)]
    pub(crate) fn samples(&self, x: usize) -> Option<Samples<'_>> {
        self.0.get(x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_is_repeated_to_the_right_and_to_the_bottom() {
        let plane: Vec<u8> = (0..30).collect();
        let row = BlockRow::new(View::new(&plane, 10, 10, 3).unwrap(), 0);
        let first = [0, 1, 2, 3, 4, 5, 6, 7].map(|x| x as u8);
        let line = |y: u8| first.map(|x| x + 10 * y);
        let (a, b, c) = (line(0), line(1), line(2));
        assert_eq!(row.samples(0), Some(&[a, b, c, c, c, c, c, c]));
        let line = |y: u8| [8, 9, 9, 9, 9, 9, 9, 9].map(|x| x + 10 * y);
        let (a, b, c) = (line(0), line(1), line(2));
        assert_eq!(row.samples(1), Some(&[a, b, c, c, c, c, c, c]));
        assert_eq!(row.samples(2), None);
    }

    #[test]
    fn below_the_plane_there_are_no_blocks() {
        let plane = [7; 64];
        let view = View::new(&plane, 8, 8, 8).unwrap();
        assert_eq!(BlockRow::new(view, 0).samples(0), Some(&[[7; 8]; 8]));
        assert_eq!(BlockRow::new(view, 8).samples(0), None);
    }
}
