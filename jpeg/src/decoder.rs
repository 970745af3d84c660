//! The decoder: from a file to planes, whole or strip by strip.

use std::fmt;

use crate::data::Damage;
use crate::error::Error;
use crate::header::Header;
use crate::limits::Limits;
use crate::plane::Plane;
use crate::scale::Scale;
use crate::simd::Instructions;
use crate::source::{Source, Task};
use crate::strips::Strips;

/// Decodes one file.
///
/// ```
/// use sizewise_jpeg::{Decoder, Scale};
///
/// # use sizewise_jpeg::{Sampling, Settings, View, encode};
/// # let samples = vec![200; 64 * 48];
/// # let grey = View::new(&samples, 64, 64, 48).expect("so many samples there are");
/// # let file = encode(&[grey], Sampling::Grey, &Settings::default()).expect("a legal size");
/// let picture = Decoder::new(&file)?.scale(Scale::Eighth).decode()?;
/// let luma = picture.planes[0].view();
/// assert_eq!((luma.width(), luma.height()), (8, 6));
/// assert_eq!(luma.row(0), [200; 8]);
/// # Ok::<(), sizewise_jpeg::Error>(())
/// ```
#[derive(Clone)]
pub struct Decoder<'a> {
    task: Task<'a>,
}

impl fmt::Debug for Decoder<'_> {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut decoder = text.debug_struct("Decoder");
        decoder.field("header", self.header()).field("scales", &self.task.scales);
        decoder.finish_non_exhaustive()
    }
}

/// A decoded picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// One plane for each component that was asked for.
    pub planes: Vec<Plane>,
    /// What went wrong first, where damage is filled.
    pub damage: Option<Error>,
}

impl<'a> Decoder<'a> {
    /// Reads the header.
    pub fn new(file: &'a [u8]) -> Result<Self, Error> {
        let header = Header::read(file)?;
        let task = Task {
            file,
            scales: vec![Scale::Full; header.components().len()],
            header,
            limits: Limits::default(),
            damage: Damage::default(),
            set: Instructions::default().chosen(),
        };
        Ok(Self { task })
    }

    /// What the file says about itself.
    pub fn header(&self) -> &Header<'a> {
        &self.task.header
    }

    /// Decodes every component at `scale`. Default: full.
    pub fn scale(mut self, scale: Scale) -> Self {
        self.task.scales.fill(scale);
        self
    }

    /// Decodes each component at the smallest scale at which it is not smaller than what is wanted:
    /// `luma` for the first one, `chroma` for the others.
    pub fn scale_to_cover(mut self, luma: (usize, usize), chroma: (usize, usize)) -> Self {
        for (index, scale) in self.task.scales.iter_mut().enumerate() {
            let (width, height) = self.task.header.frame.size(index);
            let wanted = if index == 0 { luma } else { chroma };
            *scale = Scale::to_cover(width, wanted.0).max(Scale::to_cover(height, wanted.1));
        }
        self
    }

    /// Decodes only the first component: luma, unless the colours are others.
    pub fn luma_only(mut self) -> Self {
        self.task.scales.truncate(1);
        self
    }

    /// What the file may cost.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.task.limits = limits;
        self
    }

    /// What to do about damage. Default: refuse it.
    pub fn damage(mut self, damage: Damage) -> Self {
        self.task.damage = damage;
        self
    }

    /// Which instructions may be used. Default: the best there are.
    pub fn instructions(mut self, instructions: Instructions) -> Self {
        self.task.set = instructions.chosen();
        self
    }

    /// Decodes the whole picture.
    pub fn decode(&self) -> Result<Picture, Error> {
        let task = &self.task;
        let strips = task.header.frame.units().1;
        let size = |plane: &Plane| plane.strip() * strips;
        let mut source =
            Source::open(task, task.outlines().map(|plane| size(&plane) as u64).sum())?;
        let room = |plane: Plane| Plane { samples: Vec::with_capacity(size(&plane)), ..plane };
        let mut planes: Vec<_> = task.outlines().map(room).collect();
        for strip in 0..strips {
            // A strip is made of zeros just before it is drawn, while it fits into a fast cache.
            for plane in &mut planes {
                plane.samples.resize((strip + 1) * plane.strip(), 0);
            }
            let mut canvases: Vec<_> = planes.iter_mut().map(|plane| plane.canvas(strip)).collect();
            source.strip(task.set, &mut canvases)?;
        }
        Ok(Picture { planes, damage: source.damage() })
    }

    /// Decodes the picture strip by strip.
    pub fn strips(&self) -> Result<Strips<'a>, Error> {
        Strips::open(&self.task)
    }
}
