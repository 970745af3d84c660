//! The first picture of a film by itself: it needs no screen, so a large file of few bytes takes little memory.

use super::{Cel, Cels, Pixels, Rgba, cels, ended};
use crate::error::Error;
use crate::metadata::Notice;
use crate::original::rows::{Channels, Rows};
use crate::original::{Model, Needed, Original, Strips};
use crate::part::Part;
use sizewise::Source;
use std::borrow::Cow;

/// A film's first picture.
pub(crate) struct First<'b> {
    cels: Box<dyn Cels + 'b>,
    cel: Cel,
    size: (usize, usize),
}

impl<'b> First<'b> {
    pub(crate) fn open(bytes: &'b [u8], source: &Source) -> Result<Self, Error> {
        let size = (source.width.get() as usize, source.height.get() as usize);
        let mut cels = cels(bytes, source)?;
        let cel = cels.next()?.ok_or_else(ended)?;
        Ok(Self { cels, cel, size })
    }
}

impl Original for First<'_> {
    fn model(&self) -> Model {
        Model::Rgb
    }

    fn has_alpha(&self) -> bool {
        true
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        self.cels.icc().map(Cow::Borrowed)
    }

    fn notice(&self) -> Notice<'_> {
        self.cels.notice()
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let Part { x, y, .. } = self.cel.part;
        let mut line = 0_usize;
        let next = Box::new(move |row: &mut [u8]| {
            let row = row.as_chunks_mut().0;
            row.fill([0; 4]);
            if let Some(number) = line.checked_sub(y) {
                self.cel.copy(number, row.get_mut(x..).unwrap_or_default());
            }
            line += 1;
            Ok(())
        });
        Ok(Box::new(Rows::new(self.size, Channels::Four, needed, next)))
    }
}

impl Cel {
    /// The pixels of a row, as many as there is room for. None, where it has no such row.
    fn copy(&self, row: usize, to: &mut [Rgba]) {
        let width = self.part.width;
        let line = |length: usize| (row * width).min(length)..((row + 1) * width).min(length);
        match &self.pixels {
            Pixels::Numbers(numbers, colours) => {
                for (to, &number) in to.iter_mut().zip(&numbers[line(numbers.len())]) {
                    *to = colours[usize::from(number)];
                }
            }
            Pixels::Colours(bytes) => {
                let pixels = bytes.as_chunks().0;
                to.iter_mut().zip(&pixels[line(pixels.len())]).for_each(|(to, &from)| *to = from);
            }
        }
    }
}
