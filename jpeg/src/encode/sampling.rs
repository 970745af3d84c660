//! Sampling: how many samples a picture's planes have, and how they stand in blocks.

use super::error::EncodeError;
use crate::plane::View;
use std::ops::Range;

/// Which planes there are, and how much smaller than luma those of chroma are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// Luma alone.
    Grey,
    /// Chroma as large as luma.
    S444,
    /// Chroma of half the width.
    S422,
    /// Chroma of half the height.
    S440,
    /// Chroma of half the width and half the height.
    S420,
}

impl Sampling {
    /// How many planes there are.
    pub fn planes(self) -> usize {
        match self {
            Self::Grey => 1,
            _ => 3,
        }
    }

    /// Width and height of a plane, of which 0 is luma, in a picture of this width and height. A
    /// half is rounded up.
    pub fn plane_size(self, plane: usize, width: usize, height: usize) -> (usize, usize) {
        let (across, down) = if plane == 0 { (1, 1) } else { self.luma_blocks() };
        (width.div_ceil(across), height.div_ceil(down))
    }

    /// Blocks of luma across and down for one of chroma: what the unit of an interleaved scan has.
    pub(crate) fn luma_blocks(self) -> (usize, usize) {
        match self {
            Self::Grey | Self::S444 => (1, 1),
            Self::S422 => (2, 1),
            Self::S440 => (1, 2),
            Self::S420 => (2, 2),
        }
    }
}

/// A picture's size in samples, units and strips.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) sampling: Sampling,
}

/// The side of a block.
pub(crate) const SIDE: usize = 8;

impl Frame {
    /// A frame, unless a file cannot say how large it is.
    pub(crate) fn new(width: u32, height: u32, sampling: Sampling) -> Result<Self, EncodeError> {
        let sides = 1..=u32::from(u16::MAX);
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(EncodeError::Size { width, height });
        }
        Ok(Self { width: width as usize, height: height as usize, sampling })
    }

    /// Blocks of a plane in a unit, across and down.
    pub(crate) fn unit_blocks(&self, plane: usize) -> (usize, usize) {
        if plane == 0 { self.sampling.luma_blocks() } else { (1, 1) }
    }

    pub(crate) fn units_across(&self) -> usize {
        self.width.div_ceil(SIDE * self.sampling.luma_blocks().0)
    }

    pub(crate) fn plane_size(&self, plane: usize) -> (usize, usize) {
        self.sampling.plane_size(plane, self.width, self.height)
    }

    /// Blocks with samples in them: what a scan of one plane lists.
    pub(crate) fn blocks(&self, plane: usize) -> (usize, usize) {
        let (width, height) = self.plane_size(plane);
        (width.div_ceil(SIDE), height.div_ceil(SIDE))
    }

    /// How many rows of units there are.
    pub(crate) fn strips(&self) -> usize {
        self.height.div_ceil(self.strip_height(0))
    }

    /// The rows of a plane in a strip, if it is not the last.
    pub(crate) fn strip_height(&self, plane: usize) -> usize {
        SIDE * self.unit_blocks(plane).1
    }

    /// The rows of a plane in one of the strips; none below the last.
    pub(crate) fn strip_rows(&self, plane: usize, strip: usize) -> Range<usize> {
        let (_, height) = self.plane_size(plane);
        let full = self.strip_height(plane);
        (strip * full).min(height)..((strip + 1) * full).min(height)
    }

    /// Refuses what is not the planes of this strip.
    pub(crate) fn check_strip(&self, strip: usize, rows: &[View<'_>]) -> Result<(), EncodeError> {
        if strip >= self.strips() {
            return Err(EncodeError::Strips { expected: self.strips(), found: strip + 1 });
        }
        let size = |plane| (self.plane_size(plane).0, self.strip_rows(plane, strip).len());
        check_planes(self.sampling, rows, size)
    }

    /// Refuses what is not the planes of this picture.
    pub(crate) fn check_picture(&self, planes: &[View<'_>]) -> Result<(), EncodeError> {
        check_planes(self.sampling, planes, |plane| self.plane_size(plane))
    }
}

fn check_planes(
    sampling: Sampling,
    planes: &[View<'_>],
    size: impl Fn(usize) -> (usize, usize),
) -> Result<(), EncodeError> {
    if planes.len() != sampling.planes() {
        return Err(EncodeError::Planes { expected: sampling.planes(), found: planes.len() });
    }
    for (plane, view) in planes.iter().enumerate() {
        let (expected, found) = (size(plane), (view.width(), view.height()));
        if expected != found {
            return Err(EncodeError::PlaneSize { plane, expected, found });
        }
    }
    Ok(())
}
