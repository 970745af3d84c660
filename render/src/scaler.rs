//! Scaling one plane of samples, a band of rows at a time: Lanczos, three lobes.
//!
//! The part of the source that is scaled may begin and end anywhere, also outside of it, so planes of
//! different sizes keep to one geometry. A band of the result needs no more of the source than the rows
//! around it, so a caller who has the source in strips can scale it in strips.
//!
//! First the rows of a band are made as high as they will be, then as wide. In between they lie column by
//! column: so both passes add whole registers, times one weight, and none adds up within a register.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod portable;
mod taps;

use crate::route::Area;
#[cfg(target_arch = "x86_64")]
use avx2::Avx2;
use std::ops::Range;
use taps::Taps;

/// Rows that are scaled together: as many as a register of 256 bits has room for.
pub(crate) const BAND: usize = 16;
/// Bits behind the point of a weight.
const WEIGHT: u32 = 15;
/// Bits behind the point of a sample on its way. Both passes together make no sample larger than 1.7 times
/// what it can be, so 6 of them leave it within 16 bits.
const FRACTION: u32 = 6;
/// What 1 is in a deep sample.
pub(crate) const ONE: i16 = 1 << FRACTION;
/// One column of a band.
type Column = [i16; BAND];

/// How a plane is scaled.
pub(crate) struct Scaler {
    across: Taps,
    down: Taps,
    /// The columns of the band that is being made.
    columns: Vec<Column>,
    height: usize,
    #[cfg(target_arch = "x86_64")]
    avx2: Option<Avx2>,
}

impl Scaler {
    /// For an `area` of a plane of so many samples, which becomes one of that `size`.
    pub(crate) fn new(area: Area, plane: (usize, usize), size: (usize, usize)) -> Self {
        Self {
            across: Taps::new(area.x, area.width, plane.0, size.0),
            down: Taps::new(area.y, area.height, plane.1, size.1),
            columns: vec![[0; BAND]; plane.0],
            height: size.1,
            #[cfg(target_arch = "x86_64")]
            avx2: Avx2::detected(),
        }
    }

    /// The rows of the band that begins at row `top` of the result.
    fn band(&self, top: usize) -> Range<usize> {
        top..self.height.min(top + BAND)
    }

    /// The rows of the source that the band from row `top` on is made of.
    pub(crate) fn sources(&self, top: usize) -> Range<usize> {
        let rows = || self.band(top).map(|y| self.down.of(y).range());
        let first = rows().map(|rows| rows.start).min().unwrap_or_default();
        first..rows().map(|rows| rows.end).max().unwrap_or_default()
    }

    /// Makes the band from row `top` on. In `rows` are the rows of the source that it is made of; `out`
    /// has room for its rows.
    pub(crate) fn scale<S: Sample>(&mut self, top: usize, rows: &[&[u8]], out: &mut [S]) {
        let first = self.sources(top).start;
        let taps: Vec<_> = self.band(top).map(|y| self.down.of(y).behind(first)).collect();
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = self.avx2 {
            avx2.heighten(rows, &taps, self.across.used(), &mut self.columns);
        } else {
            portable::heighten(rows, &taps, self.across.used(), &mut self.columns);
        }
        #[cfg(not(target_arch = "x86_64"))]
        portable::heighten(rows, &taps, self.across.used(), &mut self.columns);
        S::widen(self, taps.len(), out);
    }
}

/// What samples are scaled to.
pub(crate) trait Sample: Copy + Default {
    /// Makes the rows of a band of its columns.
    fn widen(scaler: &Scaler, height: usize, out: &mut [Self]);
}

/// Bytes: rounded, and nothing below 0 or above 255.
impl Sample for u8 {
    fn widen(scaler: &Scaler, height: usize, out: &mut [Self]) {
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = scaler.avx2 {
            return avx2.widen(&scaler.columns, &scaler.across, height, out);
        }
        portable::widen(&scaler.columns, &scaler.across, height, out);
    }
}

/// Deep samples, in parts of [`ONE`]: as the kernel makes them, which swings below 0 and above 255 beside
/// edges.
impl Sample for i16 {
    fn widen(scaler: &Scaler, height: usize, out: &mut [Self]) {
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = scaler.avx2 {
            return avx2.widen_deep(&scaler.columns, &scaler.across, height, out);
        }
        portable::widen_deep(&scaler.columns, &scaler.across, height, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaled(samples: &[&[u8]], area: Area, size: (usize, usize)) -> Vec<Vec<u8>> {
        let plane = (samples[0].len(), samples.len());
        let mut scaler = Scaler::new(area, plane, size);
        let mut scaled = vec![0u8; size.0 * size.1];
        for top in (0..size.1).step_by(BAND) {
            scaler.scale(top, &samples[scaler.sources(top)], &mut scaled[top * size.0..]);
        }
        scaled.chunks_exact(size.0).map(<[u8]>::to_vec).collect()
    }

    #[test]
    fn what_has_its_size_already_stays_as_it_is() {
        let samples: [&[u8]; 3] = [&[0, 255, 3, 7], &[1, 2, 250, 9], &[90, 80, 70, 60]];
        let same = scaled(&samples, Area::of((4, 3)), (4, 3));
        assert_eq!(same, samples);
        let part = Area { x: 1.0, y: 1.0, width: 2.0, height: 2.0 };
        assert_eq!(scaled(&samples, part, (2, 2)), [[2, 250], [80, 70]]);
    }

    #[test]
    fn one_colour_stays_one_at_every_size() {
        for value in [0u8, 1, 127, 254, 255] {
            let row = vec![value; 37];
            let samples: Vec<&[u8]> = vec![&row; 23];
            for size in [(1, 1), (5, 7), (36, 22), (37, 23), (64, 41), (100, 3)] {
                for area in [
                    Area::of((37, 23)),
                    Area { x: 3.3, y: 1.7, width: 20.1, height: 9.9 },
                    Area { x: -1.0, y: -1.0, width: 40.0, height: 26.0 },
                ] {
                    let found = scaled(&samples, area, size);
                    assert!(found.iter().flatten().all(|&sample| sample == value), "{size:?}");
                }
            }
        }
    }

    /// Both ways of computing give the same samples.
    #[cfg(target_arch = "x86_64")]
    #[test]
    #[allow(clippy::print_stderr, reason = "a test that cannot run says so")]
    fn every_machine_scales_alike() {
        if Avx2::detected().is_none() {
            eprintln!("NOT TRIED: this machine has no AVX2");
            return;
        }
        let noise = |n: usize| (n.wrapping_mul(2_654_435_761) >> 13) as u8;
        let samples: Vec<Vec<u8>> =
            (0..57).map(|y| (0..131).map(|x| noise(131 * y + x)).collect()).collect();
        let rows: Vec<&[u8]> = samples.iter().map(Vec::as_slice).collect();
        let part = Area { x: 5.3, y: 2.1, width: 100.7, height: 50.2 };
        for size in [(1, 1), (16, 16), (17, 33), (64, 20), (65, 40), (131, 57), (300, 90)] {
            for area in [Area::of((131, 57)), part] {
                let mut best = Scaler::new(area, (131, 57), size);
                let mut portable = Scaler { avx2: None, ..Scaler::new(area, (131, 57), size) };
                for top in (0..size.1).step_by(BAND) {
                    let mut found = [vec![0u8; size.0 * BAND], vec![0; size.0 * BAND]];
                    let rows = &rows[best.sources(top)];
                    best.scale(top, rows, &mut found[0]);
                    portable.scale(top, rows, &mut found[1]);
                    assert!(found[0] == found[1], "{size:?} of {area:?}");
                    let mut deep = [vec![0i16; size.0 * BAND], vec![0; size.0 * BAND]];
                    best.scale(top, rows, &mut deep[0]);
                    portable.scale(top, rows, &mut deep[1]);
                    assert!(deep[0] == deep[1], "{size:?} of {area:?}, deep");
                }
            }
        }
    }

    /// The middle of mass of an edge does not move, wherever the area begins.
    #[test]
    fn an_edge_stays_where_it_is() {
        let row: Vec<u8> = (0..400).map(|x| if x < 200 { 0 } else { 255 }).collect();
        let samples: Vec<&[u8]> = vec![&row; 8];
        for (x, width, size) in [(0.0, 400.0, 100), (0.5, 399.0, 133), (100.25, 150.5, 50)] {
            let area = Area { x, y: 0.0, width, height: 8.0 };
            let found = scaled(&samples, area, (size, 2));
            let dark = found[0].iter().map(|&v| 1.0 - f64::from(v) / 255.0).sum::<f64>();
            let meant = (200.0 - x) * size as f64 / width;
            assert!((dark - meant).abs() < 0.06, "{dark} is not {meant}");
        }
    }
}
