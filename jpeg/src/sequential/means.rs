//! Blocks of which only the mean is wanted.

use std::ops::Range;

use super::member::{Member, Shape};
use crate::bits::Bits;
use crate::data::UnitReader;
use crate::eighth::{Machine, Records, Search, Standing, difference};
use crate::huffman::{Code, Symbols};
use crate::plane::Canvas;
use crate::simd::Kernels;

pub(super) struct Means {
    members: Vec<Member>,
    /// Blocks in a unit.
    unit: usize,
    dc: Vec<Symbols>,
    machine: Machine,
    standing: Standing,
    records: Records,
}

impl Means {
    pub(super) fn new(members: Vec<Member>, dc: &[&Code], ac: &[&Code]) -> Self {
        let codes = |member: &Member| {
            let Shape { dc, ac, columns, rows, .. } = member.shape;
            std::iter::repeat_n((dc, ac), columns * rows)
        };
        let unit: Vec<_> = members.iter().flat_map(codes).collect();
        Self {
            unit: unit.len(),
            dc: dc.iter().map(|code| Symbols::new(code)).collect(),
            machine: Machine::new(dc, ac, &unit),
            standing: Standing::default(),
            records: Records::new(),
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
    const TAKES_BACK: bool = true;

    fn begin(&mut self) {
        self.means.members.iter_mut().for_each(Member::begin);
        self.means.standing = Standing::default();
        self.means.records.found = 0;
    }

    #[inline(always)]
    fn read<K: Kernels>(
        &mut self,
        kernels: K,
        bits: &mut Bits<'_>,
        units: Range<usize>,
        edge: usize,
    ) -> usize {
        let Means { members, unit, dc, machine, standing, records } = &mut *self.means;
        let wanted = units.len().min(Records::ROOM / *unit);
        let wanted_blocks = wanted * *unit;
        kernels.run(Search { machine, bits, standing, records, wanted: wanted_blocks, edge });
        let read = wanted.min(records.found / *unit);
        for member in members.iter_mut().filter(|member| member.scale.is_some()) {
            let list = records.list(member.shape.first_block, *unit, read);
            let canvas = &mut self.canvases[member.component];
            let left = self.row * canvas.stride + units.start * member.shape.columns;
            let stride = canvas.stride;
            member.draw(list, &dc[member.shape.dc], &mut canvas.samples[left..], stride);
        }
        records.drop(read * *unit);
        read
    }

    fn keep(&mut self) {
        self.means.members.iter_mut().for_each(Member::keep);
    }

    fn take_back(&mut self) {
        self.means.members.iter_mut().for_each(Member::take_back);
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
        units: impl Iterator<Item = &'r [u64]>,
        code: &Symbols,
        samples: &mut [u8],
        stride: usize,
    ) {
        let Shape { columns, rows, .. } = self.shape;
        for (x, records) in units.enumerate() {
            for (y, line) in records[..rows * columns].chunks_exact(columns).enumerate() {
                let samples = &mut samples[x * columns + y * stride..][..columns];
                for (sample, &record) in samples.iter_mut().zip(line) {
                    self.add(difference(record, code));
                    *sample = self.mean();
                }
            }
        }
    }
}
