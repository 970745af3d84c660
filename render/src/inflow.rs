//! A plane that comes in strips and is scaled as it comes: no more of it is kept than the next band needs.

use crate::plane::Plane;
use crate::route::Area;
use crate::scaler::{BAND, Sample, Scaler};
use crate::shrink::Shrink;
use sizewise_jpeg::View;

/// What becomes of a plane.
pub(crate) struct Scaling {
    /// The part of it that is scaled,
    pub(crate) area: Area,
    /// how large it is,
    pub(crate) plane: (usize, usize),
    /// and how large that part will be.
    pub(crate) size: (usize, usize),
}

/// A plane on its way in.
pub(crate) struct Inflow<S> {
    shrink: Shrink,
    scaler: Scaler,
    scaled: Plane<S>,
    /// The row of the result that is made next.
    top: usize,
    /// Rows of the source that are still needed, one behind the other, and which of them is the first.
    kept: Vec<u8>,
    first: usize,
}

impl<S: Sample> Inflow<S> {
    pub(crate) fn new(Scaling { area, plane, size }: Scaling) -> Self {
        let shrink = Shrink::new(area, plane, size);
        let scaler = Scaler::new(shrink.area(area), shrink.size(), size);
        let scaled = Plane::filled(size.0, size.1, S::default());
        Self { shrink, scaler, scaled, top: 0, kept: Vec::new(), first: 0 }
    }

    /// Whether all of the result has been made.
    pub(crate) fn is_done(&self) -> bool {
        self.top >= self.scaled.height
    }

    /// Takes the next rows of the source.
    pub(crate) fn take(&mut self, strip: View<'_>) {
        let (width, _) = self.shrink.size();
        self.shrink.take(strip, &mut self.kept);
        let end = self.first + self.kept.len() / width;
        while !self.is_done() {
            let needed = self.scaler.sources(self.top);
            if needed.end > end {
                break;
            }
            let rows = self.kept.chunks_exact(width).skip(needed.start - self.first);
            let rows: Vec<_> = rows.take(needed.len()).collect();
            let out = &mut self.scaled.samples[self.top * self.scaled.width..];
            self.scaler.scale(self.top, &rows, out);
            self.top += BAND;
        }
        let next = if self.is_done() { end } else { self.scaler.sources(self.top).start.min(end) };
        self.kept.drain(..(next - self.first) * width);
        self.first = next;
    }

    /// The result.
    pub(crate) fn scaled(self) -> Plane<S> {
        self.scaled
    }
}
