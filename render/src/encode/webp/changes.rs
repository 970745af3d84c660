//! What has changed between two pictures of a film, by the blocks that libwebp codes.

use super::Planes;
use crate::part::Part;
use crate::plane::Plane;
use crate::wide::widely;

/// Samples of luma of a block, across and down.
const BLOCK: usize = 16;

/// Which blocks of a picture are others than they were.
pub(super) struct Changes {
    /// It begins at a block's edge.
    pub(super) part: Part,
    /// For each block of the part, row by row, whether it is another.
    blocks: Vec<bool>,
}

impl Changes {
    /// Nothing, if nothing has changed.
    pub(super) fn between(
        last: Option<&Planes>,
        now: &Planes,
        (width, height): (usize, usize),
        similar: u8,
    ) -> Option<Self> {
        let whole = Part { x: 0, y: 0, width, height };
        let (across, down) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
        let Some(last) = last else {
            return Some(Self { part: whole, blocks: vec![true; across * down] });
        };
        let mut blocks = vec![false; across * down];
        for ((then, now), share) in last.planes().into_iter().zip(now.planes()).zip([1, 2, 2, 1]) {
            mark(&mut blocks, across, (then, now), BLOCK / share, similar);
        }
        let is_changed = |x: usize, y: usize| blocks[y * across + x];
        let rows = || (0..down).filter(|&y| (0..across).any(|x| is_changed(x, y)));
        let columns = || (0..across).filter(|&x| (0..down).any(|y| is_changed(x, y)));
        let (top, below) = (rows().next()?, rows().next_back()? + 1);
        let (left, right) = (columns().next()?, columns().next_back()? + 1);
        let (x, y) = (left * BLOCK, top * BLOCK);
        let part = Part {
            x,
            y,
            width: (right * BLOCK).min(width) - x,
            height: (below * BLOCK).min(height) - y,
        };
        let blocks = (top..below).flat_map(|y| (left..right).map(move |x| (x, y)));
        let blocks = blocks.map(|(x, y)| is_changed(x, y)).collect();
        Some(Self { part, blocks })
    }

    /// Replaces the blocks that are drawn: those that are others, or where something shines through, all of the part.
    pub(super) fn draw(&self, seen: &mut Planes, now: &Planes) {
        let across = self.part.width.div_ceil(BLOCK);
        let draws_all = now.a.is_some();
        let drawn =
            self.blocks.iter().enumerate().filter(|(_, is_changed)| draws_all || **is_changed);
        for (block, _) in drawn {
            let (x, y) =
                (block % across * BLOCK + self.part.x, block / across * BLOCK + self.part.y);
            copy(&mut seen.y, &now.y, (x, y), BLOCK);
            copy(&mut seen.u, &now.u, (x / 2, y / 2), BLOCK / 2);
            copy(&mut seen.v, &now.v, (x / 2, y / 2), BLOCK / 2);
            if let (Some(seen), Some(now)) = (&mut seen.a, &now.a) {
                copy(seen, now, (x, y), BLOCK);
            }
        }
    }

    /// Alpha that lets through what has not changed, if there is some.
    pub(super) fn mask(&self) -> Option<Plane> {
        if self.blocks.iter().all(|&is_changed| is_changed) {
            return None;
        }
        let Part { width, height, .. } = self.part;
        let rows = self.blocks.chunks_exact(width.div_ceil(BLOCK));
        let mut samples = Vec::with_capacity(width * height);
        for (row, top) in rows.zip((0..height).step_by(BLOCK)) {
            let line = (0..width).map(|x| if row[x / BLOCK] { 255 } else { 0 });
            let line: Vec<u8> = line.collect();
            (top..height.min(top + BLOCK)).for_each(|_| samples.extend(&line));
        }
        Some(Plane { samples, width, height })
    }
}

/// Marks the blocks in which two planes differ by more than so much.
fn mark(
    blocks: &mut [bool],
    across: usize,
    planes: (Option<&Plane>, Option<&Plane>),
    side: usize,
    similar: u8,
) {
    let (then, now) = match planes {
        (None, None) => return,
        (Some(then), Some(now)) => (then, now),
        // Everything was covered that is no longer, or the other way round.
        (Some(_), None) | (None, Some(_)) => return blocks.fill(true),
    };
    widely(|| {
        for (y, (then, now)) in then.rows().zip(now.rows()).enumerate() {
            let row = &mut blocks[y / side * across..][..across];
            let pairs = then.chunks(side).zip(now.chunks(side));
            for (is_changed, (then, now)) in row.iter_mut().zip(pairs) {
                let differences = then.iter().zip(now).map(|(then, now)| then.abs_diff(*now));
                *is_changed |= differences.fold(0, u8::max) > similar;
            }
        }
    });
}

impl Planes {
    fn planes(&self) -> [Option<&Plane>; 4] {
        [Some(&self.y), Some(&self.u), Some(&self.v), self.a.as_ref()]
    }

    pub(super) fn cut(&self, part: Part) -> Self {
        let half = Part {
            x: part.x / 2,
            y: part.y / 2,
            width: part.width.div_ceil(2),
            height: part.height.div_ceil(2),
        };
        Self {
            y: cut(&self.y, part),
            u: cut(&self.u, half),
            v: cut(&self.v, half),
            a: self.a.as_ref().map(|alpha| cut(alpha, part)),
        }
    }
}

/// Replaces a square of a plane.
fn copy(plane: &mut Plane, from: &Plane, (x, y): (usize, usize), side: usize) {
    let end = (x + side).min(plane.width);
    for (row, line) in plane.rows_mut().zip(from.rows()).skip(y).take(side) {
        row[x..end].copy_from_slice(&line[x..end]);
    }
}

fn cut(plane: &Plane, part: Part) -> Plane {
    let samples = part.cut(&plane.samples, plane.width);
    Plane { samples, width: part.width, height: part.height }
}
