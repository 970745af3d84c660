//! Parts of pictures: rectangles of whole samples.

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Part {
    /// What of it lies within a picture of that size.
    pub(crate) fn within(self, size: (usize, usize)) -> Self {
        let (x, y) = (self.x.min(size.0), self.y.min(size.1));
        Self { x, y, width: self.width.min(size.0 - x), height: self.height.min(size.1 - y) }
    }

    /// The smallest that has both.
    pub(crate) fn with(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let below = (self.y + self.height).max(other.y + other.height);
        Self { x, y, width: right - x, height: below - y }
    }

    /// Its rows, of a picture whose rows are so long.
    pub(crate) fn rows_mut<T>(self, all: &mut [T], width: usize) -> impl Iterator<Item = &mut [T]> {
        let rows = all.chunks_exact_mut(width).skip(self.y).take(self.height);
        rows.map(move |row| &mut row[self.x..self.x + self.width])
    }

    /// What is in it.
    pub(crate) fn cut<T: Copy>(self, all: &[T], width: usize) -> Vec<T> {
        let rows = all.chunks_exact(width).skip(self.y).take(self.height);
        rows.flat_map(|row| &row[self.x..self.x + self.width]).copied().collect()
    }
}
