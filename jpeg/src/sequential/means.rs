//! Blocks of which only the mean is wanted.

use std::ops::Range;

use super::member::{Member, Shape};
use crate::bits::Bits;
use crate::data::UnitReader;
use crate::eighth::{Found, Machine, Place, Search, difference};
use crate::feed::{Edge, Window};
use crate::huffman::{Code, Symbols};
use crate::idct::mean;
use crate::plane::Canvas;
use crate::simd::Kernels;

pub(super) struct Means {
    members: Vec<Member>,
    machine: Machine,
    found: Found,
    /// Whether an interval has begun of which nothing has been read yet.
    is_beginning: bool,
}

impl Means {
    pub(super) fn new(members: Vec<Member>, dc: &[&Code], ac: &[&Code]) -> Self {
        let codes = |member: &Member| {
            let Shape { dc, ac, columns, rows, .. } = member.shape;
            std::iter::repeat_n((dc, ac), columns * rows)
        };
        let unit: Vec<_> = members.iter().flat_map(codes).collect();
        Self {
            machine: Machine::new(dc, ac, &unit),
            found: Found::new(),
            is_beginning: false,
            members,
        }
    }
}

/// Means and where they are drawn.
pub(super) struct DrawnMeans<'m, 'c, 'p> {
    pub(super) means: &'m mut Means,
    pub(super) canvases: &'c mut [Canvas<'p>],
    pub(super) row: usize,
}

impl UnitReader for DrawnMeans<'_, '_, '_> {
    fn begin(&mut self) {
        self.means.is_beginning = true;
        self.means.found.clear();
    }

    #[inline(always)]
    fn read<K: Kernels>(
        &mut self,
        kernels: K,
        bits: &mut Bits<'_>,
        units: Range<usize>,
        edge: Edge,
    ) -> usize {
        let Means { members, machine, found, is_beginning } = &mut *self.means;
        let (window, unit) = (bits.window(), machine.unit);
        let available = kernels.run(Search { machine, bits, found, edge });
        let read = available.min(units.len());
        // Not before: an interval that has nothing will look like the one before it.
        if *is_beginning && read > 0 {
            members.iter_mut().for_each(Member::begin);
            *is_beginning = false;
        }
        for member in members.iter_mut().filter(|member| member.scale.is_some()) {
            let list = found.list(member.shape.first_block, unit, read);
            let canvas = &mut self.canvases[member.component];
            let left = self.row * canvas.stride + units.start * member.shape.columns;
            let stride = canvas.stride;
            member.draw(
                window,
                list,
                &machine.dc[member.shape.dc],
                &mut canvas.samples[left..],
                stride,
            );
        }
        *bits = Bits::resume(window, found.use_up(read, units.len(), unit));
        read
    }

    fn lose(&mut self, units: Range<usize>) {
        for member in &self.means.members {
            member.lose(units.clone(), self.row, self.canvases);
        }
    }
}

impl Member {
    /// Turns the differences of units into samples.
    #[inline(always)]
    fn draw<'r>(
        &mut self,
        window: &Window,
        units: impl Iterator<Item = &'r [Place]>,
        code: &Symbols,
        samples: &mut [u8],
        stride: usize,
    ) {
        match self.shape.columns {
            1 => self.draw_columns::<1>(window, units, code, samples, stride),
            2 => self.draw_columns::<2>(window, units, code, samples, stride),
            3 => self.draw_columns::<3>(window, units, code, samples, stride),
            _ => self.draw_columns::<4>(window, units, code, samples, stride),
        }
    }

    /// The same for units of so many columns of blocks.
    #[inline(always)]
    fn draw_columns<'r, const COLUMNS: usize>(
        &mut self,
        window: &Window,
        units: impl Iterator<Item = &'r [Place]>,
        code: &Symbols,
        samples: &mut [u8],
        stride: usize,
    ) {
        // In a register.
        let (mut predictor, divisor) = (self.predictor, self.divisors.mean());
        for (x, places) in units.enumerate() {
            let (lines, _) = places.as_chunks::<COLUMNS>();
            for (y, line) in lines.iter().take(self.shape.rows).enumerate() {
                let samples = &mut samples[x * COLUMNS + y * stride..][..COLUMNS];
                for (sample, &place) in samples.iter_mut().zip(line) {
                    predictor = predictor.wrapping_add(difference(window, place, code));
                    *sample = mean(predictor as i16, divisor);
                }
            }
        }
        self.predictor = predictor;
    }
}
