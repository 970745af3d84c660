//! JPEG, by the JPEG room: each plane at the smallest scale that suffices for it.

use super::{Inks, Model, Needed, Original, Range, Strips};
use crate::colour::Matrix;
use crate::error::Error;
use crate::metadata::Notice;
use sizewise_jpeg::{Colour, Decoder, Limits, View};
use std::borrow::Cow;

pub(super) struct Jpeg<'b> {
    decoder: Decoder<'b>,
}

impl<'b> Jpeg<'b> {
    pub(super) fn open(bytes: &'b [u8], memory: u64) -> Result<Self, Error> {
        let limits = Limits { memory, ..Limits::default() };
        Ok(Self { decoder: Decoder::new(bytes)?.limits(limits) })
    }
}

impl Original for Jpeg<'_> {
    fn model(&self) -> Model {
        let header = self.decoder.header();
        let inks =
            |in_ycc| Model::Inks(Inks { in_ycc, is_inverted: header.adobe_transform().is_some() });
        match header.colour() {
            Colour::Grey => Model::Grey,
            Colour::YCbCr => Model::Ycc(Range::Full, Matrix::Bt601),
            Colour::Rgb => Model::Rgb,
            Colour::Cmyk => inks(false),
            Colour::Ycck => inks(true),
        }
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        self.decoder.header().profile()
    }

    fn notice(&self) -> Notice<'_> {
        let header = self.decoder.header();
        Notice { artist: header.artist(), copyright: header.copyright() }
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let decoder = self.decoder.clone().scale_to_cover(needed.luma, needed.chroma);
        let decoder = if needed.luma_only { decoder.luma_only() } else { decoder };
        let count = if needed.luma_only { 1 } else { decoder.header().components().len() };
        Ok(Box::new(Planes { strips: decoder.strips()?, count }))
    }
}

struct Planes<'b> {
    strips: sizewise_jpeg::Strips<'b>,
    count: usize,
}

impl Strips for Planes<'_> {
    fn count(&self) -> usize {
        self.count
    }

    fn size(&self, plane: usize) -> (usize, usize) {
        self.strips.size(plane)
    }

    fn extent(&self, plane: usize) -> (f64, f64) {
        self.strips.extent(plane)
    }

    fn next(&mut self) -> Result<Option<Vec<View<'_>>>, Error> {
        let count = self.count;
        let Some(strip) = self.strips.next()? else { return Ok(None) };
        Ok(Some((0..count).map(|plane| strip.view(plane)).collect()))
    }
}
