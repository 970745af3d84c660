//! Colours, and how often they occur: those that are nearly the same are counted together.

use super::Rgba;
use super::space::{Point, point};

/// Colours that occur.
#[derive(Debug, Default)]
pub(crate) struct Counted(pub(super) Vec<Cell>);

/// Some that are nearly the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// Their mean.
    pub(super) point: Point,
    /// How many pixels have them.
    pub(super) count: f32,
}

/// Five bits of each channel of what is opaque; of anything else four, and three of alpha.
const CELLS: usize = 1 << 16;

impl Counted {
    pub(crate) fn of(pixels: impl IntoIterator<Item = Rgba>) -> Self {
        let mut sums = vec![[0u64; 5]; CELLS];
        for [r, g, b, a] in pixels {
            let sum = &mut sums[cell([r, g, b, a])];
            // What is hardly seen hardly counts.
            let seen = u64::from(a);
            for (sum, value) in sum.iter_mut().zip([r, g, b]) {
                *sum += u64::from(value) * seen;
            }
            sum[3] += seen;
            sum[4] += 1;
        }
        let occurs = sums.into_iter().filter(|sum| sum[4] > 0);
        Self(occurs.map(Cell::of).collect())
    }
}

impl Cell {
    fn of([r, g, b, seen, count]: [u64; 5]) -> Self {
        let all = seen.max(1) as f64;
        let [r, g, b] = [r, g, b].map(|sum| (sum as f64 / all) as f32);
        let alpha = (seen as f64 / count as f64) as f32;
        Self { point: point([r, g, b, alpha]), count: count as f32 }
    }
}

fn cell([r, g, b, a]: Rgba) -> usize {
    let top = |value: u8, bits: u32| usize::from(value) >> (8 - bits);
    if a == 255 {
        return top(r, 5) << 10 | top(g, 5) << 5 | top(b, 5);
    }
    (CELLS / 2) | top(a, 3) << 12 | top(r, 4) << 8 | top(g, 4) << 4 | top(b, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_the_same_is_counted_together() {
        let pixels = [[200, 100, 50, 255], [202, 100, 50, 255], [0, 0, 0, 0], [9, 9, 9, 0]];
        let counted = Counted::of(pixels).0;
        let counts: Vec<_> = counted.iter().map(|cell| cell.count).collect();
        assert_eq!(counts, [2.0, 2.0]);
        assert_eq!(counted[0].point, point([201.0, 100.0, 50.0, 255.0]));
        assert_eq!(counted[1].point, [0.0; 4]);
    }
}
