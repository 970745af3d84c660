//! AVIF: its cells one after the other, by rav1d, into planes of eight bits.

mod covered;
mod decoder;
mod depth;
mod planes;

use super::{Model, Needed, Original, Strips};
use crate::colour::cicp;
use crate::error::Error;
use crate::metadata::Notice;
use crate::probe::avif::{self, Coded, Layout};
use covered::Covered;
use planes::{Planes, Stored};
use sizewise::Refusal;
use sizewise_jpeg::Exif;
use std::borrow::Cow;

pub(super) struct Avif<'b> {
    file: avif::Avif<'b>,
}

impl<'b> Avif<'b> {
    pub(super) fn open(bytes: &'b [u8], memory: u64) -> Result<Self, Error> {
        let file = avif::Avif::read(bytes)?;
        let alpha = file.alpha.as_ref().map_or(0, |alpha| cost(alpha, Layout::Grey));
        let found = cost(&file.colours, file.colours.sequence.layout).saturating_add(alpha);
        if found > memory {
            return Err(Refusal::TooMuch { of: "bytes of memory", most: memory, found }.into());
        }
        Ok(Self { file })
    }
}

/// What decoding takes, in bytes: the samples of all planes, and those of a cell as they are coded, twice: some
/// are decoded narrower than they are, or without their grain.
fn cost(coded: &Coded<'_>, kept: Layout) -> u64 {
    let samples = |(width, height): (u32, u32), layout: Layout| {
        let (across, down) = layout.shares();
        let one = |width: u32, height: u32| u64::from(width).saturating_mul(height.into());
        let chroma = one(width.div_ceil(across), height.div_ceil(down));
        one(width, height).saturating_add(chroma.saturating_mul(layout.count() as u64 - 1))
    };
    let depth = if coded.sequence.depth > 8 { 2 } else { 1 };
    let cell = samples(coded.cell, coded.sequence.layout).saturating_mul(2 * depth);
    samples(coded.size, kept).saturating_add(cell)
}

impl Original for Avif<'_> {
    fn model(&self) -> Model {
        match self.file.model {
            // What shines through belongs to pixels, and not to planes of several sizes.
            Model::Ycc(..) if self.has_alpha() => Model::Rgb,
            model => model,
        }
    }

    fn has_alpha(&self) -> bool {
        self.file.alpha.is_some()
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        let of_numbers = || cicp::icc(self.file.cicp.primaries, self.file.cicp.transfer);
        self.file.icc.map(Cow::Borrowed).or_else(|| of_numbers().map(Cow::Owned))
    }

    fn notice(&self) -> Notice<'_> {
        let exif = self.file.exif.as_deref().and_then(Exif::read);
        exif.as_ref().map(Notice::of_exif).unwrap_or_default()
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let file = &self.file;
        let colours = &file.colours;
        let count = if needed.luma_only { 1 } else { colours.sequence.layout.count() };
        let is_rgb = file.model == Model::Rgb;
        let planes = Planes::decoded(colours, count, file.cicp.is_full, is_rgb)?;
        let Some(alpha) = &file.alpha else {
            return Ok(Box::new(Stored::new(planes, file.shown)));
        };
        let alpha = Planes::decoded(alpha, 1, alpha.sequence.cicp.is_full, false)?;
        let covered = Covered::new(planes, alpha, file, needed.is_mixed);
        Ok(Box::new(covered))
    }
}
