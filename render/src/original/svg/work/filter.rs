//! What it takes to send a layer through a filter.

use super::{LAID, PIXEL, Place, Work};
use crate::error::Error;
use resvg::tiny_skia::Transform;
use resvg::usvg::filter::{Filter, Kind, Primitive};

/// A pixel that is blurred, against one of one colour.
const BLURRED: f64 = 64.0;
/// One that is lit, for which all around it are looked at.
const LIT: f64 = 64.0;
/// One of turbulence, for each of its octaves and channels.
const STIRRED: f64 = 200.0;
/// One that each other of its neighbours is compared with.
const COMPARED: f64 = 4.0;
/// Light and back again, for each filter that works in light.
const CONVERTED: f64 = 16.0;
/// Layers that a filter works with beside those that it keeps.
const BESIDE: f64 = 4.0;

impl Work {
    pub(super) fn filter(&mut self, filter: &Filter, layer: f64, at: Place) -> Result<(), Error> {
        let primitives = filter.primitives();
        let kept = (primitives.len() as f64 + BESIDE) * layer * PIXEL;
        self.hold(kept)?;
        for primitive in primitives {
            self.spend(layer * (LAID + CONVERTED + pixel(primitive, layer, at.transform)))?;
            if let Kind::Image(image) = primitive.kind() {
                let (across, down) = at.transform.get_scale();
                let transform = Transform::from_scale(across, down);
                self.nodes(image.root(), Place { transform, ..at })?;
            }
        }
        self.hold(-kept)
    }
}

/// What a pixel takes.
fn pixel(primitive: &Primitive, layer: f64, transform: Transform) -> f64 {
    let (across, down) = transform.get_scale();
    match primitive.kind() {
        Kind::GaussianBlur(_) | Kind::DropShadow(_) => BLURRED,
        Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => LIT,
        Kind::Turbulence(turbulence) => f64::from(turbulence.num_octaves()) * STIRRED,
        Kind::Morphology(morphology) => {
            let side = |radius: f32, scale: f32| 2.0 * f64::from((radius * scale).round()) + 1.0;
            let around =
                side(morphology.radius_x().get(), across) * side(morphology.radius_y().get(), down);
            around.min(4.0 * layer) * COMPARED
        }
        Kind::ConvolveMatrix(convolution) => {
            let matrix = convolution.matrix();
            f64::from(matrix.columns()) * f64::from(matrix.rows()) * 2.0 * COMPARED
        }
        Kind::Merge(merge) => merge.inputs().len() as f64 * (LAID + CONVERTED),
        Kind::Tile(_) => LAID * 4.0,
        _ => LAID,
    }
}
