//! The work: what drawing a picture at a size will take, added up before anything is drawn. A few lines can ask
//! for more than a day of it, or for more memory than there is.

mod filter;
mod path;

use super::markup::refuse_above;
use crate::error::Error;
use resvg::tiny_skia::{Rect, Transform};
use resvg::usvg::{ClipPath, Group, Mask, Node, Paint, Pattern, Stop};

/// What it takes to draw anything, however small, in pixels of one colour.
const ANYTHING: f64 = 3_000.0;
/// A pixel that is laid on another, against one of one colour.
const LAID: f64 = 8.0;
/// The same of a gradient,
const OF_GRADIENT: f64 = 4.0;
/// for each of whose stops it is asked whether it lies behind it,
const OF_STOP: f64 = 1.5;
/// and of a pattern, which looks at sixteen.
const OF_PATTERN: f64 = 16.0;
/// The bytes of a pixel.
const PIXEL: f64 = 4.0;

/// What is permitted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    /// Pixels of one colour.
    pub(super) pixels: u64,
    /// Bytes at any time.
    pub(super) memory: u64,
}

/// What it has come to.
pub(super) struct Work {
    most: Most,
    pixels: f64,
    memory: f64,
    canvas: (f32, f32),
}

/// Where something is drawn: what moves it there, and the part of the surface that is there.
#[derive(Debug, Clone, Copy)]
struct Place {
    transform: Transform,
    visible: Rect,
}

impl Work {
    /// Refuses what takes more than is permitted, on a canvas of that size.
    pub(super) fn refuse_heavy(
        root: &Group,
        transform: Transform,
        (width, height): (usize, usize),
        most: Most,
    ) -> Result<(), Error> {
        let canvas = (width as f32, height as f32);
        let mut work = Self { most, pixels: 0.0, memory: 0.0, canvas };
        let whole = Rect::from_xywh(0.0, 0.0, canvas.0, canvas.1);
        let Some(visible) = whole else { return Ok(()) };
        work.hold(f64::from(canvas.0) * f64::from(canvas.1) * PIXEL)?;
        work.nodes(root, Place { transform, visible })
    }

    /// Adds work.
    fn spend(&mut self, pixels: f64) -> Result<(), Error> {
        self.pixels += pixels;
        // What is no number is more than any.
        let found = if self.pixels.is_nan() { u64::MAX } else { self.pixels as u64 };
        refuse_above("pixels to be drawn of an SVG", self.most.pixels, found)
    }

    /// Takes memory; what is negative gives it back.
    fn hold(&mut self, bytes: f64) -> Result<(), Error> {
        self.memory += bytes;
        let found = if self.memory.is_nan() { u64::MAX } else { self.memory as u64 };
        refuse_above("bytes of memory", self.most.memory, found)
    }

    fn nodes(&mut self, group: &Group, place: Place) -> Result<(), Error> {
        group.children().iter().try_for_each(|node| self.node(node, place))
    }

    fn node(&mut self, node: &Node, place: Place) -> Result<(), Error> {
        self.spend(ANYTHING)?;
        match node {
            Node::Group(group) => self.group(group, place),
            Node::Path(path) => self.path(path, place),
            Node::Text(text) => self.group(text.flattened(), place),
            Node::Image(_) => Ok(()),
        }
    }

    fn group(&mut self, group: &Group, place: Place) -> Result<(), Error> {
        let transform = place.transform.pre_concat(group.transform());
        if !group.should_isolate() {
            return self.nodes(group, Place { transform, ..place });
        }
        // What is drawn on a layer of its own is drawn up to twice the canvas beyond it.
        let (width, height) = self.canvas;
        let around = Rect::from_xywh(-2.0 * width, -2.0 * height, 5.0 * width, 5.0 * height);
        let bounds = group.layer_bounding_box().to_rect();
        let visible = around.and_then(|around| common(bounds, transform, around));
        let visible = visible.unwrap_or(place.visible);
        let layer = area(visible) + 4.0 * f64::from(visible.width() + visible.height()) + 16.0;
        self.hold(layer * PIXEL)?;
        self.spend(layer * LAID)?;
        let place = Place { transform, visible };
        self.nodes(group, place)?;
        for filter in group.filters() {
            self.filter(filter, layer, place)?;
        }
        if let Some(clip) = group.clip_path() {
            self.clip(clip, layer, place)?;
        }
        if let Some(mask) = group.mask() {
            self.mask(mask, layer, place)?;
        }
        self.hold(-layer * PIXEL)
    }

    fn clip(&mut self, clip: &ClipPath, layer: f64, place: Place) -> Result<(), Error> {
        // One for what is cut out, and one for what is left.
        self.hold(2.0 * layer * PIXEL)?;
        self.spend(2.0 * layer * LAID)?;
        let transform = place.transform.pre_concat(clip.transform());
        self.clipped(clip.root(), layer, Place { transform, ..place })?;
        if let Some(clip) = clip.clip_path() {
            self.clip(clip, layer, place)?;
        }
        self.hold(-2.0 * layer * PIXEL)
    }

    /// What is drawn to cut it out. Each group that is cut itself takes another layer.
    fn clipped(&mut self, group: &Group, layer: f64, place: Place) -> Result<(), Error> {
        for node in group.children() {
            let Node::Group(group) = node else {
                self.node(node, place)?;
                continue;
            };
            self.spend(ANYTHING)?;
            let transform = place.transform.pre_concat(group.transform());
            let place = Place { transform, ..place };
            match group.clip_path() {
                Some(clip) => {
                    self.hold(layer * PIXEL)?;
                    self.spend(layer * LAID)?;
                    self.clipped(group, layer, place)?;
                    self.clip(clip, layer, place)?;
                    self.hold(-layer * PIXEL)?;
                }
                None => self.clipped(group, layer, place)?,
            }
        }
        Ok(())
    }

    fn mask(&mut self, mask: &Mask, layer: f64, place: Place) -> Result<(), Error> {
        self.hold(2.0 * layer * PIXEL)?;
        self.spend(3.0 * layer * LAID)?;
        self.nodes(mask.root(), place)?;
        if let Some(mask) = mask.mask() {
            self.mask(mask, layer, place)?;
        }
        self.hold(-2.0 * layer * PIXEL)
    }

    /// What a paint makes of a pixel.
    fn shade(&mut self, paint: &Paint, place: Place) -> Result<f64, Error> {
        match paint {
            Paint::Color(_) => Ok(1.0),
            Paint::LinearGradient(gradient) => Ok(of_gradient(gradient.stops())),
            Paint::RadialGradient(gradient) => Ok(of_gradient(gradient.stops())),
            Paint::Pattern(pattern) => {
                self.pattern(pattern, place)?;
                Ok(OF_PATTERN)
            }
        }
    }

    /// A pattern is drawn anew each time that something is painted with it.
    fn pattern(&mut self, pattern: &Pattern, place: Place) -> Result<(), Error> {
        let (across, down) = place.transform.pre_concat(pattern.transform()).get_scale();
        let rect = pattern.rect();
        let size = ((rect.width() * across).round(), (rect.height() * down).round());
        let Some(visible) = Rect::from_xywh(0.0, 0.0, size.0, size.1) else { return Ok(()) };
        let pixels = f64::from(size.0) * f64::from(size.1);
        self.hold(pixels * PIXEL)?;
        self.spend(pixels)?;
        let transform = Transform::from_scale(across, down);
        self.nodes(pattern.root(), Place { transform, visible })?;
        self.hold(-pixels * PIXEL)
    }
}

fn of_gradient(stops: &[Stop]) -> f64 {
    OF_GRADIENT + OF_STOP * stops.len() as f64
}

fn area(rect: Rect) -> f64 {
    f64::from(rect.width()) * f64::from(rect.height())
}

/// The part of an area that can be seen when it has been moved.
fn common(rect: Rect, transform: Transform, visible: Rect) -> Option<Rect> {
    let rect = rect.transform(transform)?;
    Rect::from_ltrb(
        rect.left().max(visible.left()),
        rect.top().max(visible.top()),
        rect.right().min(visible.right()),
        rect.bottom().min(visible.bottom()),
    )
}
