//! Filters: each row as differences from what stands beside and above it. PNG, third edition, 9.

use crate::wide::widely;

/// How rows are filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    /// Not at all.
    None,
    /// Each by the one of all that leaves the least.
    Chosen,
}

impl Filter {
    /// Rows of so many bytes, each with the number of its filter in front. A sample is compared with the one
    /// that is `step` bytes before it.
    pub(super) fn rows(self, rows: &[u8], line: usize, step: usize) -> Vec<u8> {
        let mut filtered = Vec::with_capacity(rows.len() + rows.len() / line);
        match self {
            Self::None => {
                for row in rows.chunks_exact(line) {
                    filtered.push(0);
                    filtered.extend_from_slice(row);
                }
            }
            Self::Chosen => {
                let mut chooser = Chooser::new(line, step);
                let first = vec![0; line];
                let above = std::iter::once(&first[..]).chain(rows.chunks_exact(line));
                for (row, above) in rows.chunks_exact(line).zip(above) {
                    let (number, row) = chooser.chosen(row, above);
                    filtered.push(number);
                    filtered.extend_from_slice(row);
                }
            }
        }
        filtered
    }
}

/// Tries all filters on a row.
struct Chooser {
    step: usize,
    /// The row by each of them.
    tried: [Vec<u8>; 5],
}

impl Chooser {
    fn new(line: usize, step: usize) -> Self {
        Self { step, tried: [(); 5].map(|()| vec![0; line]) }
    }

    /// The number of the filter that leaves the least, and what it leaves.
    fn chosen(&mut self, row: &[u8], above: &[u8]) -> (u8, &[u8]) {
        let step = self.step;
        let tried = &mut self.tried;
        let costs = widely(|| {
            try_all(row, above, step, tried);
            tried.each_ref().map(|row| cost(row))
        });
        let number = (0..5).min_by_key(|&number| costs[number]).unwrap_or_default();
        (number as u8, &self.tried[number])
    }
}

#[inline(always)]
fn try_all(row: &[u8], above: &[u8], step: usize, tried: &mut [Vec<u8>; 5]) {
    let [none, sub, up, average, paeth] = tried;
    none.copy_from_slice(row);
    for ((out, &x), &b) in up.iter_mut().zip(row).zip(above) {
        *out = x.wrapping_sub(b);
    }
    // In front of the first pixel there is nothing but zeros.
    let (first, rest) = row.split_at(step);
    sub[..step].copy_from_slice(first);
    for ((out, &x), &a) in sub[step..].iter_mut().zip(rest).zip(row) {
        *out = x.wrapping_sub(a);
    }
    for ((out, &x), &b) in average.iter_mut().zip(first).zip(above) {
        *out = x.wrapping_sub(b / 2);
    }
    let beside = rest.iter().zip(row).zip(&above[step..]);
    for (out, ((&x, &a), &b)) in average[step..].iter_mut().zip(beside) {
        *out = x.wrapping_sub(((u16::from(a) + u16::from(b)) / 2) as u8);
    }
    paeth[..step].copy_from_slice(&up[..step]);
    let beside = rest.iter().zip(row).zip(&above[step..]).zip(above);
    for (out, (((&x, &a), &b), &c)) in paeth[step..].iter_mut().zip(beside) {
        *out = x.wrapping_sub(predicted(a, b, c));
    }
}

/// How much is left, both ways from zero.
#[inline(always)]
fn cost(row: &[u8]) -> u32 {
    row.iter().map(|&sample| u32::from((sample as i8).unsigned_abs())).sum()
}

/// Whichever of left, above and left above is nearest to left and above less left above.
#[inline(always)]
fn predicted(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(corner));
    let (by_left, by_above, by_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    let best = if by_above <= by_corner { above } else { corner };
    if by_left <= by_above && by_left <= by_corner { left } else { best }
}
