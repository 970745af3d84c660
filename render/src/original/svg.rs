//! SVG, by usvg and resvg: drawn at the size that is needed, or just the part that is.
//!
//! Nothing is fetched or read for it: pictures within a picture are left out, and letters are those of one font
//! that is built in. What it takes to draw is known before it is drawn.

mod burden;
mod font;
mod markup;
mod style;
mod work;

use super::rows::{Channels, Rows};
use super::{Model, Needed, Original, Part, Strips};
use crate::error::Error;
use crate::metadata::Notice;
use crate::route::Area;
use crate::svg::{EM, Root, UNSAID, broken, text};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Size, Tree};
use sizewise::{Limits, Refusal, Source};
use sizewise_jpeg::View;
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use work::{Most, Work};

/// How often each permitted pixel may be drawn. Pictures of many layers draw each of theirs ten times.
const LAYERS: u64 = 20;

pub(super) struct Svg {
    tree: Tree,
    /// Width and height in its own pixels, which need not be whole,
    size: (f64, f64),
    /// and in those that it is said to have.
    stored: (f64, f64),
    most: Most,
    most_pixels: u64,
}

impl Svg {
    pub(super) fn open(
        bytes: &[u8],
        source: &Source,
        limits: &Limits,
        memory: u64,
    ) -> Result<Self, Error> {
        let text = text(bytes)?;
        let said = Root::find(&text).ok_or(Error::NotAPicture("other bytes"))?;
        let document = markup::tree(&text)?;
        burden::refuse_heavy(&document)?;
        let options = options();
        let tree = unharmed(|| Tree::from_xmltree(&document, &options))?.map_err(broken)?;
        // Where nothing says what is shown, usvg shows all that there is, and browsers what the size leaves.
        let drawn = (f64::from(tree.size().width()), f64::from(tree.size().height()));
        let size = if said.shows() { drawn } else { said.size()? };
        let stored = (f64::from(source.width.get()), f64::from(source.height.get()));
        let most_pixels = limits.source_pixels.get();
        let most = Most { pixels: most_pixels.saturating_mul(LAYERS), memory };
        Ok(Self { tree, size, stored, most, most_pixels })
    }

    /// A part of it, drawn.
    fn drawn(&self, part: Part) -> Result<Pixmap, Error> {
        let (width, height) = part.size;
        let found = (width as u64).saturating_mul(height as u64);
        if found > self.most_pixels {
            let (of, most) = ("pixels of a picture", self.most_pixels);
            return Err(Refusal::TooMuch { of, most, found }.into());
        }
        let (across, down) = part.scale();
        let transform = Transform::from_scale(
            (self.stored.0 / self.size.0 * across) as f32,
            (self.stored.1 / self.size.1 * down) as f32,
        );
        let (x, y) = (part.area.x * across, part.area.y * down);
        let transform = transform.post_translate(-x as f32, -y as f32);
        Work::refuse_heavy(self.tree.root(), transform, part.size, self.most)?;
        let pixmap = Pixmap::new(width as u32, height as u32);
        let mut pixmap = pixmap.ok_or_else(|| broken("a picture without pixels"))?;
        unharmed(|| resvg::render(&self.tree, transform, &mut pixmap.as_mut()))?;
        Ok(pixmap)
    }
}

/// How a text becomes what can be drawn.
fn options() -> Options<'static> {
    Options {
        font_family: font::FAMILY.to_owned(),
        font_size: EM as f32,
        default_size: Size::from_wh(UNSAID.0 as f32, UNSAID.1 as f32)
            .expect("neither side is nothing"),
        // Neither files nor what is written into the text: no picture has others in it.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: font::resolver(),
        fontdb: font::fonts(),
        ..Options::default()
    }
}

/// What others wrote does not always expect what strangers draw. Where it panics, the picture is broken.
fn unharmed<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| broken("a picture that cannot be drawn"))
}

impl Original for Svg {
    fn model(&self) -> Model {
        Model::Rgb
    }

    fn has_alpha(&self) -> bool {
        true
    }

    fn fits(&self) -> bool {
        true
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        None
    }

    fn notice(&self) -> Notice<'_> {
        Notice::default()
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let (width, height) = self.stored;
        let area = Area { x: 0.0, y: 0.0, width, height };
        self.strips_of(Part { area, size: needed.luma }, needed)
    }

    fn strips_of(&self, part: Part, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let pixmap = self.drawn(part)?;
        let mut at = 0;
        // Colours are drawn multiplied by their alpha already.
        let next = Box::new(move |row: &mut [u8]| {
            if needed.is_mixed {
                row.copy_from_slice(&pixmap.data()[at * 4..][..row.len()]);
            } else {
                for (pixel, drawn) in row.as_chunks_mut().0.iter_mut().zip(&pixmap.pixels()[at..]) {
                    let colour = drawn.demultiply();
                    *pixel = [colour.red(), colour.green(), colour.blue(), colour.alpha()];
                }
            }
            at += row.len() / 4;
            Ok(())
        });
        let needed = Needed { is_mixed: false, ..needed };
        let rows = Rows::new(part.size, Channels::Four, needed, next);
        let (across, down) = part.scale();
        let extent = (self.stored.0 * across, self.stored.1 * down);
        let origin = (part.area.x * across, part.area.y * down);
        Ok(Box::new(Drawn { rows, extent, origin }))
    }
}

/// The rows of a part.
struct Drawn<'r> {
    rows: Rows<'r>,
    extent: (f64, f64),
    origin: (f64, f64),
}

impl Strips for Drawn<'_> {
    fn count(&self) -> usize {
        self.rows.count()
    }

    fn size(&self, plane: usize) -> (usize, usize) {
        self.rows.size(plane)
    }

    fn extent(&self, _plane: usize) -> (f64, f64) {
        self.extent
    }

    fn origin(&self) -> (f64, f64) {
        self.origin
    }

    fn next(&mut self) -> Result<Option<Vec<View<'_>>>, Error> {
        self.rows.next()
    }
}
