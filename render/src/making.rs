//! Making: the way of a picture from its file to the canvas, which is the same for all pictures of a film.

use crate::colour::Chroma;
use crate::encode;
use crate::error::Error;
use crate::finish::Tones;
use crate::focus;
use crate::original::{Model, Original};
use crate::picture::Picture;
use crate::reading::{Reading, Wanted};
use crate::route::Route;
use sizewise::{
    Fit, Frame, Limits, Profile, Sides, Size, Source, Steps, Style, Window, WindowPlace,
};

/// The way of a picture.
pub(crate) struct Making {
    steps: Steps,
    /// The stored picture's size.
    stored: (u32, u32),
    frame: Frame,
    route: Route,
    wanted: Wanted,
}

impl Making {
    /// What the steps say of an original that is trimmed already.
    pub(crate) fn new(
        original: &dyn Original,
        source: &Source,
        steps: Steps,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let stored = (source.width.get(), source.height.get());
        let frame = steps.frame(steps.crop.size(), limits)?;
        let wanted = wanted(original, source, &steps);
        let corner = match frame.window.place {
            WindowPlace::At { x, y } => (x, y),
            WindowPlace::Smart | WindowPlace::Entropy => {
                seek(original, &steps, stored, frame.window, wanted)?
            }
        };
        let route = Route::new(&steps, stored, frame, corner);
        Ok(Self { steps, stored, frame, route, wanted })
    }

    pub(crate) fn steps(&self) -> &Steps {
        &self.steps
    }

    pub(crate) fn frame(&self) -> &Frame {
        &self.frame
    }

    /// What is needed of an original, at the result's size and upright.
    pub(crate) fn read(&self, original: &dyn Original) -> Result<Picture, Error> {
        Reading::new(original, self.stored, &self.route, self.wanted).picture()
    }

    /// Everything that is asked of it when it has its size. How light and how dark it is, it says itself unless
    /// `tones` do.
    pub(crate) fn finished(&self, picture: Picture, tones: Option<&Tones>) -> Picture {
        let shows = self.steps.format.holds_alpha();
        let picture = picture.finished(&self.steps, tones);
        picture.on_canvas(&self.frame, self.steps.background, shows)
    }
}

/// How a picture is wanted of which that is to be made.
fn wanted(original: &dyn Original, source: &Source, steps: &Steps) -> Wanted {
    let has_inks = matches!(original.model(), Model::Inks(_));
    let is_explained = source.profile == Profile::Other || has_inks;
    // Colours that must be converted are needed whole, and a tint has no use for any.
    let is_grey = steps.style == Style::Bw || steps.tint.is_some();
    let chroma = if is_explained { Chroma::Full } else { encode::chroma(steps.format) };
    Wanted { chroma, luma_only: is_grey && !is_explained, is_explained }
}

/// Looks for a window's place in a small picture of all that it may be taken of.
fn seek(
    original: &dyn Original,
    steps: &Steps,
    stored: (u32, u32),
    window: Window,
    wanted: Wanted,
) -> Result<(f64, f64), Error> {
    let size = steps.turn.size(steps.crop.size());
    let sides = Sides::Both { width: focus::LOOKED_AT, height: focus::LOOKED_AT, fit: Fit::Inside };
    let small = Frame::new(Some(Size { sides, enlarge: false }), size);
    let route = Route::new(steps, stored, small, (0.0, 0.0));
    let wanted = Wanted { luma_only: false, ..wanted };
    let small = Reading::new(original, stored, &route, wanted).picture()?;
    Ok(focus::sought(small, window, size))
}
