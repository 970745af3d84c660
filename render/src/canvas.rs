//! The canvas: what a picture is laid on when it has not the shape that was asked.

use crate::colour::{Chroma, opaque, ycc};
use crate::picture::{Colours, Picture};
use crate::plane::Plane;
use sizewise::{Colour, Frame};

impl Picture {
    /// Lays the picture onto a canvas of one colour, which is as large as the frame says. `shows` says whether
    /// what is behind may shine through.
    pub(crate) fn on_canvas(self, frame: &Frame, background: Colour, shows: bool) -> Self {
        let picture = if shows { self } else { self.on(background) };
        let size = (frame.canvas.0 as usize, frame.canvas.1 as usize);
        if size == picture.size() {
            return picture;
        }
        let colour = if shows {
            [background.red, background.green, background.blue]
        } else {
            opaque(background)
        };
        let place = (frame.offset.0 as usize, frame.offset.1 as usize);
        let lay = |plane: &Plane, value: u8, chroma: Chroma| {
            let share = chroma.share() as usize;
            let mut canvas = Plane::filled(size.0.div_ceil(share), size.1.div_ceil(share), value);
            canvas.lay(plane, (place.0 / share, place.1 / share));
            canvas
        };
        let alpha = match &picture.alpha {
            Some(alpha) => Some(lay(alpha, background.alpha, Chroma::Full)),
            None if shows && background.alpha < 255 => {
                let (width, height) = picture.size();
                Some(lay(&Plane::filled(width, height, 255), background.alpha, Chroma::Full))
            }
            None => None,
        };
        let [y, blue, red] = ycc::of_colour(colour);
        let is_grey = [blue, red] == [ycc::NEUTRAL; 2];
        let colours = match picture.colours {
            Colours::Grey(luma) if is_grey => Colours::Grey(lay(&luma, y, Chroma::Full)),
            Colours::Grey(luma) => {
                let none = Plane::filled(luma.width, luma.height, ycc::NEUTRAL);
                let chroma = [blue, red].map(|value| lay(&none, value, Chroma::Full));
                Colours::Ycc(lay(&luma, y, Chroma::Full), chroma, Chroma::Full)
            }
            Colours::Ycc(luma, [blues, reds], chroma) => {
                let differences = [lay(&blues, blue, chroma), lay(&reds, red, chroma)];
                Colours::Ycc(lay(&luma, y, Chroma::Full), differences, chroma)
            }
            Colours::Rgb([r, g, b]) => {
                let planes = [(r, colour[0]), (g, colour[1]), (b, colour[2])];
                Colours::Rgb(planes.map(|(plane, value)| lay(&plane, value, Chroma::Full)))
            }
        };
        Self { colours, alpha }
    }
}
