//! Colours that a profile explains, in sRGB: by moxcms, and after resizing, when there are few of them.

use crate::interleave::{put_asunder, put_together};
use crate::picture::Colours;
use crate::plane::Plane;
use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformOptions};

/// What a profile says.
pub(crate) struct Explained(ColorProfile);

impl Explained {
    /// Nothing, if it cannot be read: then it says as much as none, as browsers have it.
    pub(crate) fn read(icc: &[u8]) -> Option<Self> {
        ColorProfile::new_from_slice(icc).ok().map(Self)
    }

    /// What colours look like on a screen. Those of which the profile does not speak stay as they are.
    pub(crate) fn seen(&self, colours: Colours) -> Colours {
        match (colours, self.0.color_space) {
            (Colours::Grey(plane), DataColorSpace::Gray) => {
                match self.converted([&plane], Layout::Gray) {
                    // What is grey stays grey, so one of the three says all.
                    Some([red, _, _]) => Colours::Grey(red),
                    None => Colours::Grey(plane),
                }
            }
            (Colours::Grey(plane), _) => Colours::Grey(plane),
            (colours, DataColorSpace::Rgb) => {
                let planes = colours.in_rgb();
                let seen = self.converted(planes.each_ref(), Layout::Rgb);
                Colours::Rgb(seen.unwrap_or(planes))
            }
            (colours, _) => colours,
        }
    }

    /// What inks look like, if this is a profile of some.
    pub(super) fn seen_inks(&self, inks: &[Plane; 4]) -> Option<[Plane; 3]> {
        // Four channels of a byte each have this layout, whatever they are called.
        let is_of_inks = self.0.color_space == DataColorSpace::Cmyk;
        is_of_inks.then(|| self.converted(inks.each_ref(), Layout::Rgba))?
    }

    /// Red, green and blue of samples, a row at a time. Nothing, if the profile does not say enough.
    fn converted<const N: usize>(&self, planes: [&Plane; N], layout: Layout) -> Option<[Plane; 3]> {
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            ..TransformOptions::default()
        };
        let srgb = ColorProfile::new_srgb();
        let transform = self.0.create_transform_8bit(layout, &srgb, Layout::Rgb, options).ok()?;
        let (width, height) = (planes[0].width, planes[0].height);
        let mut converted = [(); 3].map(|()| Plane::filled(width, height, 0));
        let (mut from, mut to) = (vec![0; width * N], vec![0; width * 3]);
        for y in 0..height {
            let line = y * width..(y + 1) * width;
            put_together(planes.map(|plane| &plane.samples[line.clone()]), &mut from);
            transform.transform(&from, &mut to).ok()?;
            let lines = converted.each_mut().map(|plane| &mut plane.samples[line.clone()]);
            put_asunder(&to, lines);
        }
        Some(converted)
    }
}
