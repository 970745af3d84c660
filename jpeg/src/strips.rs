//! Strips: a picture on its way, one row of units at a time.

use std::fmt;

use crate::error::Error;
use crate::plane::{Plane, View};
use crate::simd::Chosen;
use crate::source::{Source, Task};

/// A picture on its way, one row of units at a time.
///
/// What is held is one strip, and of a progressive picture its coefficients.
pub struct Strips<'a> {
    source: Source<'a>,
    /// One strip of every component, whose height is the whole plane's.
    buffers: Vec<Plane>,
    next: usize,
    count: usize,
    set: Chosen,
}

/// A strip: some rows of every component that was asked for.
#[derive(Debug)]
pub struct Strip<'s> {
    buffers: &'s [Plane],
    number: usize,
}

impl<'a> Strips<'a> {
    pub(crate) fn open(task: &Task<'a>) -> Result<Self, Error> {
        let samples = task.outlines().map(|plane| plane.strip() as u64).sum();
        let source = Source::open(task, samples)?;
        let buffers = task
            .outlines()
            .map(|plane| Plane { samples: vec![0; plane.strip()], ..plane })
            .collect();
        Ok(Self { source, buffers, next: 0, count: task.header.frame.units().1, set: task.set })
    }

    /// The next strip, until there is none.
    #[expect(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub fn next(&mut self) -> Result<Option<Strip<'_>>, Error> {
        if self.next == self.count {
            return Ok(None);
        }
        let mut canvases: Vec<_> = self.buffers.iter_mut().map(|buffer| buffer.canvas(0)).collect();
        self.source.strip(self.set, &mut canvases)?;
        self.next += 1;
        Ok(Some(Strip { buffers: &self.buffers, number: self.next - 1 }))
    }

    /// The width and the height that component `index` has in all strips together.
    pub fn size(&self, index: usize) -> (usize, usize) {
        (self.buffers[index].width(), self.buffers[index].height())
    }

    /// How many of its samples the picture covers, as [`Plane::extent`] says of a whole plane.
    pub fn extent(&self, index: usize) -> (f64, f64) {
        self.buffers[index].extent()
    }

    /// What has gone wrong so far, where damage is filled.
    pub fn damage(&self) -> Option<Error> {
        self.source.damage()
    }
}

impl fmt::Debug for Strips<'_> {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(text, "Strips({} of {})", self.next, self.count)
    }
}

impl<'s> Strip<'s> {
    /// Which row of component `index` is the strip's first.
    pub fn top(&self, index: usize) -> usize {
        self.number * self.buffers[index].strip_rows
    }

    /// The rows of component `index`: at least one, however far the others go down.
    pub fn view(&self, index: usize) -> View<'s> {
        let buffer = &self.buffers[index];
        let height = (buffer.height - self.top(index)).min(buffer.strip_rows);
        View { height, ..buffer.view() }
    }
}
