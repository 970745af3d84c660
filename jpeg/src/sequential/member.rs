//! A component of a sequential scan.

use std::ops::Range;

use crate::error::Fault;
use crate::frame::Frame;
use crate::idct::{Divisors, mean};
use crate::plane::Canvas;
use crate::scale::Scale;
use crate::tables::Tables;

pub(super) struct Member {
    pub(super) component: usize,
    /// None if nobody wants it.
    pub(super) scale: Option<Scale>,
    pub(super) shape: Shape,
    pub(super) divisors: Divisors,
    pub(super) predictor: i32,
    /// What it was behind the last unit that is known to be there.
    kept: i32,
}

/// How the blocks of a component lie in a unit.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// The codes that they use.
    pub(super) dc: usize,
    pub(super) ac: usize,
    pub(super) first_block: usize,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Shape {
    /// How many there are in a unit.
    #[inline(always)]
    pub(super) fn blocks(&self) -> usize {
        self.columns * self.rows
    }

    /// The codes, by their indices.
    pub(super) fn codes(&self) -> (usize, usize) {
        (self.dc, self.ac)
    }
}

impl Member {
    pub(super) fn new(
        component: usize,
        shape: Shape,
        frame: &Frame,
        tables: &Tables,
        scales: &[Scale],
    ) -> Result<Self, Fault> {
        let quantiser = usize::from(frame.components[component].quantiser);
        let quantiser = tables.quantisers[quantiser].as_ref().ok_or(Fault::NoQuantiser)?;
        let scale = scales.get(component).copied();
        let divisors = Divisors::new(quantiser, scale.unwrap_or_default());
        Ok(Self { component, scale, shape, divisors, predictor: 0, kept: 0 })
    }

    /// A restart interval begins.
    pub(super) fn begin(&mut self) {
        self.predictor = 0;
    }

    /// All that came so far is there.
    pub(super) fn keep(&mut self) {
        self.kept = self.predictor;
    }

    /// What has come since is not.
    pub(super) fn take_back(&mut self) {
        self.predictor = self.kept;
    }

    /// The sample that the mean of the block that came last is.
    fn mean(&self) -> u8 {
        mean(self.predictor as i16, self.divisors.mean())
    }

    /// Draws what could not be read: all like the last block that could.
    #[cold]
    pub(super) fn lose(&self, units: Range<usize>, row: usize, canvases: &mut [Canvas<'_>]) {
        let Some(n) = self.scale.map(Scale::eighths) else { return };
        let Shape { columns, rows, .. } = self.shape;
        let Canvas { samples, stride } = &mut canvases[self.component];
        for line in samples[row * n * *stride..].chunks_mut(*stride).take(rows * n) {
            line[units.start * columns * n..units.end * columns * n].fill(self.mean());
        }
    }
}
