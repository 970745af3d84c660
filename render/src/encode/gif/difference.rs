//! Which part of a picture is drawn anew.

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Part {
    /// What of rows of so many things is in it.
    pub(super) fn cut<T: Copy>(self, all: &[T], width: usize) -> Vec<T> {
        let rows = all.chunks_exact(width).skip(self.y).take(self.height);
        rows.flat_map(|row| &row[self.x..self.x + self.width]).copied().collect()
    }

    /// Makes all of what is in it the same.
    pub(super) fn fill<T: Copy>(self, all: &mut [T], width: usize, one: T) {
        let rows = all.chunks_exact_mut(width).skip(self.y).take(self.height);
        rows.for_each(|row| row[self.x..self.x + self.width].fill(one));
    }

    /// The smallest that has both.
    pub(super) fn with(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let below = (self.y + self.height).max(other.y + other.height);
        Self { x, y, width: right - x, height: below - y }
    }
}

/// The smallest rectangle that has all that is marked. Nothing, if nothing is.
pub(super) fn bounds(width: usize, marked: &[bool]) -> Option<Part> {
    let mut found: Option<Part> = None;
    for (y, row) in marked.chunks_exact(width).enumerate() {
        let Some(left) = row.iter().position(|&is_marked| is_marked) else { continue };
        let right = row.iter().rposition(|&is_marked| is_marked).unwrap_or(left) + 1;
        let line = Part { x: left, y, width: right - left, height: 1 };
        found = Some(found.map_or(line, |found| found.with(line)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_marked_is_within_bounds() {
        let mut marked = [false; 20];
        assert_eq!(bounds(5, &marked), None);
        (marked[7], marked[16]) = (true, true);
        let part = Part { x: 1, y: 1, width: 2, height: 3 };
        assert_eq!(bounds(5, &marked), Some(part));
        assert_eq!(part.cut(&marked, 5), [false, true, false, false, true, false]);
    }
}
