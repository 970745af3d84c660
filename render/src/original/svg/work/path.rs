//! What it takes to draw a path.

use super::{ANYTHING, Place, Work, area, common};
use crate::error::Error;
use resvg::tiny_skia::{PathSegment, Point};
use resvg::usvg::{Path, Stroke};

/// A line, however short, in pixels of one colour.
const LINE: f64 = 16.0;
/// A row of pixels that a line crosses, which it does four times.
const ROW: f64 = 8.0;
/// A stroke is drawn as what is around it: many lines for each, and what joins and ends them.
const STROKE: f64 = 32.0;
/// A dash is a stroke of its own.
const DASH: f64 = 300.0;
/// Nobody draws more of them.
const MOST_DASHES: f64 = 1_000_000.0;

/// The lines of a path as they are drawn.
#[derive(Debug, Clone, Copy, Default)]
struct Lines {
    count: f64,
    /// Rows that they cross, all together.
    rows: f64,
    /// How long they are, before they are moved to their place.
    length: f64,
}

impl Work {
    pub(super) fn path(&mut self, path: &Path, place: Place) -> Result<(), Error> {
        if !path.is_visible() {
            return Ok(());
        }
        let bounds = path.stroke_bounding_box();
        let Some(seen) = common(bounds, place.transform, place.visible) else {
            // It is moved all the same.
            return self.spend(path.data().len() as f64 * LINE);
        };
        let lines = lines(path, place);
        let high = f64::from(seen.height()).max(1.0);
        // Lines that cross each other change places, each with each.
        let outline = lines.count * LINE + lines.rows * ROW + lines.count * lines.rows / high;
        if let Some(fill) = path.fill() {
            let shade = self.shade(fill.paint(), place)?;
            self.spend(area(seen) * shade + outline)?;
        }
        if let Some(stroke) = path.stroke() {
            let shade = self.shade(stroke.paint(), place)?;
            self.spend(area(seen) * shade + STROKE * outline + dashes(stroke, lines) * DASH)?;
        }
        self.spend(ANYTHING)
    }
}

fn lines(path: &Path, Place { transform, visible }: Place) -> Lines {
    let mut lines = Lines::default();
    let mut last = Point::zero();
    let mut line = |to: Point| {
        let mut ends = [last, to];
        lines.count += 1.0;
        lines.length += f64::from(last.distance(to));
        transform.map_points(&mut ends);
        let seen = |y: f32| f64::from(y.clamp(visible.top(), visible.bottom()));
        lines.rows += (seen(ends[0].y) - seen(ends[1].y)).abs();
        last = to;
    };
    for segment in path.data().segments() {
        match segment {
            PathSegment::MoveTo(to) | PathSegment::LineTo(to) => line(to),
            PathSegment::QuadTo(by, to) => [by, to].map(&mut line).into_iter().collect(),
            PathSegment::CubicTo(from, by, to) => {
                [from, by, to].map(&mut line).into_iter().collect()
            }
            PathSegment::Close => {}
        }
    }
    lines
}

fn dashes(stroke: &Stroke, lines: Lines) -> f64 {
    let Some(dashes) = stroke.dasharray() else { return 0.0 };
    let length: f32 = dashes.iter().sum();
    let drawn = lines.length / f64::from(length) * dashes.len() as f64;
    drawn.min(MOST_DASHES)
}
