//! Which part of a picture is drawn anew.

use crate::part::Part;

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
