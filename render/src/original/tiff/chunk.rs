//! A chunk: a strip or a tile on its way, as rows of whole pixels of 8 bits a sample.

use super::chunks::Place;
use super::colours::Colours;
use super::fax::Fax;
use super::jpeg::Jpeg;
use super::layout::{Layout, Packing};
use super::unpack::{Data, Deflate, Lzw, PackBits, Plain, Unpack};
use super::ycc::Blocks;
use crate::error::Error;

pub(super) struct Chunk<'l> {
    layout: &'l Layout<'l>,
    /// What gives the rows of each plane that is wanted, or of all of them.
    planes: Vec<Box<dyn Unpack + 'l>>,
    /// Which samples of a pixel are wanted.
    wanted: Vec<usize>,
    /// A row as it is stored.
    stored: Vec<u8>,
}

impl<'l> Chunk<'l> {
    pub(super) fn open(
        layout: &'l Layout<'l>,
        place: Place,
        tables: Option<&[u8]>,
        memory: u64,
    ) -> Result<Self, Error> {
        let wanted: Vec<_> = layout.wanted().collect();
        let open = |plane| unpacked(layout, Place { plane, ..place }, tables, memory);
        let planes = if layout.chunks.is_planar {
            wanted.iter().map(|&plane| open(plane)).collect::<Result<_, _>>()?
        } else {
            vec![open(0)?]
        };
        Ok(Self { layout, planes, wanted, stored: vec![0; layout.line() as usize] })
    }

    /// The next row, or as much of it as is within the picture.
    pub(super) fn row(&mut self, row: &mut [u8]) -> Result<(), Error> {
        let (depth, step) = (self.layout.depth, self.layout.together());
        let pitch = self.layout.channels().count();
        let mut planes = self.planes.iter_mut();
        for (channel, &sample) in self.wanted.iter().enumerate() {
            if let Some(plane) = planes.next() {
                plane.fill(&mut self.stored)?;
                depth.summed(self.layout.prediction, &mut self.stored, step);
            }
            let first = if self.layout.chunks.is_planar { 0 } else { sample };
            match (&self.layout.colours, channel) {
                (Colours::Named(colours), 0) => {
                    for (x, pixel) in row.chunks_exact_mut(pitch).enumerate() {
                        let number = depth.number(&self.stored, first + x * step);
                        pixel[..3].copy_from_slice(&colours[number as usize]);
                    }
                }
                // A number has become three channels.
                (Colours::Named(_), _) => {
                    depth.spread(&self.stored, (first, step), row, (3, pitch))
                }
                _ => depth.spread(&self.stored, (first, step), row, (channel, pitch)),
            }
        }
        self.mend(row, pitch);
        Ok(())
    }

    /// Where black is white, and where colours are multiplied by alpha, they shall not be.
    fn mend(&self, row: &mut [u8], pitch: usize) {
        if let Colours::Grey { is_inverted: true } = self.layout.colours {
            row.iter_mut().step_by(pitch).for_each(|sample| *sample = 255 - *sample);
        }
        if self.layout.alpha.is_some_and(|alpha| alpha.is_multiplied) {
            row.chunks_exact_mut(pitch).for_each(divide);
        }
    }
}

/// Divides colours by their alpha, which is the last.
fn divide(pixel: &mut [u8]) {
    let Some((&mut alpha, colours)) = pixel.split_last_mut() else { return };
    for colour in colours {
        let whole = u32::from(*colour) * 255 + u32::from(alpha) / 2;
        *colour = whole.checked_div(alpha.into()).unwrap_or(0).min(255) as u8;
    }
}

/// What gives the rows of a chunk of a plane.
fn unpacked<'l>(
    layout: &'l Layout<'l>,
    place: Place,
    tables: Option<&[u8]>,
    memory: u64,
) -> Result<Box<dyn Unpack + 'l>, Error> {
    let chunks = &layout.chunks;
    let width = chunks.size.0;
    let data = || Ok::<_, Error>(Data::new(chunks.data(place)?));
    let inner: Box<dyn Unpack + 'l> = match layout.packing {
        Packing::Plain => Box::new(Plain(data()?)),
        Packing::PackBits => Box::new(PackBits::new(data()?)),
        Packing::Lzw => Box::new(Lzw::new(data()?)),
        Packing::Deflate => Box::new(Deflate::new(data()?)),
        Packing::Fax(kind) => Box::new(Fax::new(kind, data()?, width)),
        // The order of its bits is its own.
        Packing::Jpeg => {
            let (stored, size) = (chunks.stored(place)?, (width, chunks.most_rows(place.row)));
            return Ok(Box::new(Jpeg::new(stored, tables, size, layout.together(), memory)?));
        }
    };
    Ok(match layout.colours {
        Colours::Ycc(across, down) if across * down > 1 => {
            Box::new(Blocks::new(inner, width, (across, down)))
        }
        _ => inner,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is divided and multiplied again is what it was.
    #[test]
    fn dividing_loses_nothing() {
        for alpha in 1..=255 {
            for colour in 0..=alpha {
                let mut pixel = [colour, alpha];
                divide(&mut pixel);
                let again = (u32::from(pixel[0]) * u32::from(alpha) + 127) / 255;
                assert_eq!(again, u32::from(colour), "{colour} of {alpha}");
            }
        }
        let mut hidden = [9, 0];
        divide(&mut hidden);
        assert_eq!(hidden, [0, 0]);
    }
}
