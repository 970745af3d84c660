//! The decoder: from a file to planes, whole or strip by strip.

use crate::data::Damage;
use crate::error::{Error, Fault};
use crate::frame::{Coding, Frame};
use crate::header::Header;
use crate::index;
use crate::plane::{Canvas, Plane, View};
use crate::progressive::{self, Coefficients};
use crate::scale::Scale;
use crate::sequential::Sequential;
use crate::simd::{Instructions, Kernels, Work};

/// What one file may cost. All of it is checked before it is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory for samples and coefficients. Default: 1 GiB. What a decoder takes for itself,
    /// whatever the file, comes on top: less than half a mebibyte.
    pub memory: u64,
    /// Scans in a file. Default: 256. Every scan may cost a walk over all blocks, whatever its length.
    pub scans: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 1 << 30, scans: 256 }
    }
}

/// Decodes one file.
#[derive(Clone)]
pub struct Decoder<'a> {
    file: &'a [u8],
    header: Header<'a>,
    /// Of the components that are wanted.
    scales: Vec<Scale>,
    limits: Limits,
    damage: Damage,
    instructions: Instructions,
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
        Ok(Self {
            file,
            scales: vec![Scale::Full; header.components().len()],
            header,
            limits: Limits::default(),
            damage: Damage::Refused,
            instructions: Instructions::Best,
        })
    }

    /// What the file says about itself.
    pub fn header(&self) -> &Header<'a> {
        &self.header
    }

    /// Decodes every component at `scale`. Default: full.
    pub fn scale(mut self, scale: Scale) -> Self {
        self.scales.fill(scale);
        self
    }

    /// Decodes each component at the smallest scale at which it is not smaller than what is wanted:
    /// `luma` for the first one, `chroma` for the others.
    pub fn scale_to_cover(mut self, luma: (usize, usize), chroma: (usize, usize)) -> Self {
        for (index, scale) in self.scales.iter_mut().enumerate() {
            let (width, height) = self.header.frame.size(index);
            let wanted = if index == 0 { luma } else { chroma };
            *scale = Scale::to_cover(width, wanted.0).max(Scale::to_cover(height, wanted.1));
        }
        self
    }

    /// Decodes only the first component: luma, unless the colours are others.
    pub fn luma_only(mut self) -> Self {
        self.scales.truncate(1);
        self
    }

    /// What the file may cost.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// What to do about damage. Default: refuse it.
    pub fn damage(mut self, damage: Damage) -> Self {
        self.damage = damage;
        self
    }

    /// Which instructions may be used. Default: the best there are.
    pub fn instructions(mut self, instructions: Instructions) -> Self {
        self.instructions = instructions;
        self
    }

    /// Decodes the whole picture.
    pub fn decode(&self) -> Result<Picture, Error> {
        let (frame, scales) = (&self.header.frame, self.scales.iter().enumerate());
        let planes = scales.map(|(index, &scale)| plane_size(frame, index, scale)).sum();
        self.afford(planes)?;
        self.instructions.run(Whole(self, planes))
    }

    /// Decodes the picture strip by strip.
    pub fn strips(&self) -> Result<Strips<'a>, Error> {
        let frame = &self.header.frame;
        let extents: Vec<Plane> = (0..self.scales.len())
            .map(|index| extent_of_plane(frame, index, self.scales[index]))
            .collect();
        let size = |(index, extent): (usize, &Plane)| {
            extent.stride * strip_rows(frame, index, self.scales[index])
        };
        let sizes: Vec<usize> = extents.iter().enumerate().map(size).collect();
        let needed = sizes.iter().map(|&size| size as u64).sum();
        self.afford(needed)?;
        let source = self.instructions.run(Open(self, needed))?;
        let buffers = extents
            .into_iter()
            .zip(sizes)
            .map(|(extent, size)| Plane { samples: vec![0; size], ..extent })
            .collect();
        Ok(Strips {
            source,
            buffers,
            rows: (0..self.scales.len())
                .map(|index| strip_rows(frame, index, self.scales[index]))
                .collect(),
            next: 0,
            count: frame.units().1,
            instructions: self.instructions,
        })
    }

    fn afford(&self, needed: u64) -> Result<(), Error> {
        let limit = self.limits.memory;
        if needed > limit { Err(Error::TooLarge { needed, limit }) } else { Ok(()) }
    }

    /// Where strips come from, beside which `spent` bytes are taken for samples.
    #[inline(always)]
    fn source<K: Kernels>(&self, kernels: K, spent: u64) -> Result<Source<'a>, Error> {
        let frame = &self.header.frame;
        let (first, at) = &self.header.first_scan;
        let everything = first.members.len() == frame.components.len();
        if frame.coding == Coding::Sequential && everything {
            let scan = Sequential::new(
                self.file,
                *at,
                first,
                frame,
                &self.header.tables,
                &self.scales,
                self.damage,
            );
            let scan = scan.map_err(|what| Error::Damaged { at: *at, what })?;
            return Ok(Source::Sequential(vec![scan], None));
        }
        let (scans, trouble) = index::scans(self.file, &self.header, self.limits.scans);
        if let (Some(trouble), Damage::Refused) = (&trouble, self.damage) {
            return Err(trouble.clone());
        }
        match frame.coding {
            Coding::Sequential => Ok(Source::Sequential(self.sequential(&scans)?, trouble)),
            Coding::Progressive => {
                self.afford(spent + progressive::memory(frame, &scans, &self.scales))?;
                let read = progressive::read(
                    kernels,
                    self.file,
                    frame,
                    &scans,
                    &self.scales,
                    self.damage,
                )?;
                Ok(Source::Progressive(read.0, read.1.or(trouble)))
            }
        }
    }

    /// A scan for each component, or for some of them: all are read side by side.
    fn sequential(&self, scans: &[index::Found]) -> Result<Vec<Sequential<'a>>, Error> {
        let frame = &self.header.frame;
        let mut seen = vec![false; frame.components.len()];
        let mut sources = Vec::new();
        for found in scans {
            let damaged = |what| Error::Damaged { at: found.at, what };
            for member in &found.scan.members {
                if std::mem::replace(&mut seen[member.component], true) {
                    return Err(damaged(Fault::ComponentTwice));
                }
            }
            if found.scan.members.iter().any(|member| member.component < self.scales.len()) {
                let (tables, scales) = (&found.tables, &self.scales);
                let scan = Sequential::new(
                    self.file,
                    found.at,
                    &found.scan,
                    frame,
                    tables,
                    scales,
                    self.damage,
                );
                sources.push(scan.map_err(damaged)?);
            }
        }
        if seen[..self.scales.len()].contains(&false) {
            return Err(Error::Damaged { at: self.file.len(), what: Fault::MissingComponent });
        }
        Ok(sources)
    }
}

/// Decoding a picture as a whole, into planes of so many bytes.
struct Whole<'d, 'a>(&'d Decoder<'a>, u64);

impl Work for Whole<'_, '_> {
    type Output = Result<Picture, Error>;

    #[inline(always)]
    fn with<K: Kernels>(self, kernels: K) -> Self::Output {
        let (frame, scales) = (&self.0.header.frame, &self.0.scales);
        let mut source = self.0.source(kernels, self.1)?;
        let plane = |(index, &scale)| plane(frame, index, scale);
        let mut planes: Vec<Plane> = scales.iter().enumerate().map(plane).collect();
        for strip in 0..frame.units().1 {
            let mut canvases: Vec<Canvas<'_>> = Vec::with_capacity(4);
            for (index, plane) in planes.iter_mut().enumerate() {
                let bytes = strip_rows(frame, index, scales[index]) * plane.stride;
                let samples = &mut plane.samples[strip * bytes..][..bytes];
                canvases.push(Canvas { samples, stride: plane.stride });
            }
            source.strip(kernels, &mut canvases)?;
        }
        Ok(Picture { planes, damage: source.damage() })
    }
}

/// Getting ready for strips of so many bytes.
struct Open<'d, 'a>(&'d Decoder<'a>, u64);

impl<'a> Work for Open<'_, 'a> {
    type Output = Result<Source<'a>, Error>;

    #[inline(always)]
    fn with<K: Kernels>(self, kernels: K) -> Self::Output {
        self.0.source(kernels, self.1)
    }
}

/// Decoding one strip.
struct OneStrip<'s, 'a, 'c>(&'s mut Source<'a>, &'s mut [Canvas<'c>]);

impl Work for OneStrip<'_, '_, '_> {
    type Output = Result<(), Error>;

    #[inline(always)]
    fn with<K: Kernels>(self, kernels: K) -> Self::Output {
        self.0.strip(kernels, self.1)
    }
}

/// Where strips come from.
enum Source<'a> {
    /// Scans that are read side by side, and what is wrong behind them.
    Sequential(Vec<Sequential<'a>>, Option<Error>),
    /// Coefficients that have been read, and what went wrong with them.
    Progressive(Vec<Coefficients>, Option<Error>),
}

impl Source<'_> {
    #[inline(always)]
    fn strip<K: Kernels>(&mut self, kernels: K, canvases: &mut [Canvas<'_>]) -> Result<(), Error> {
        match self {
            Self::Sequential(scans, _) => {
                scans.iter_mut().try_for_each(|scan| scan.strip(kernels, canvases))
            }
            Self::Progressive(components, _) => {
                components.iter_mut().for_each(|component| component.strip(kernels, canvases));
                Ok(())
            }
        }
    }

    fn damage(&self) -> Option<Error> {
        match self {
            Self::Sequential(scans, trouble) => {
                let damage = scans.iter().find_map(|scan| scan.damage());
                damage.or(trouble.as_ref()).cloned()
            }
            Self::Progressive(_, damage) => damage.clone(),
        }
    }
}

/// A picture on its way, one row of units at a time.
pub struct Strips<'a> {
    source: Source<'a>,
    buffers: Vec<Plane>,
    /// Rows of each component in a strip.
    rows: Vec<usize>,
    next: usize,
    count: usize,
    instructions: Instructions,
}

/// A strip: some rows of every component that was asked for.
pub struct Strip<'s> {
    buffers: &'s [Plane],
    rows: &'s [usize],
    number: usize,
}

impl Strips<'_> {
    /// The next strip, until there is none.
    #[expect(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub fn next(&mut self) -> Result<Option<Strip<'_>>, Error> {
        if self.next == self.count {
            return Ok(None);
        }
        let mut canvases: Vec<_> = self
            .buffers
            .iter_mut()
            .map(|buffer| Canvas { samples: &mut buffer.samples, stride: buffer.stride })
            .collect();
        self.instructions.run(OneStrip(&mut self.source, &mut canvases))?;
        self.next += 1;
        Ok(Some(Strip { buffers: &self.buffers, rows: &self.rows, number: self.next - 1 }))
    }

    /// What has gone wrong so far, where damage is filled.
    pub fn damage(&self) -> Option<Error> {
        self.source.damage()
    }
}

impl Strip<'_> {
    /// Which row of component `index` is the strip's first.
    pub fn top(&self, index: usize) -> usize {
        self.number * self.rows[index]
    }

    /// The rows of component `index`; none, if the strip lies below its last one.
    pub fn view(&self, index: usize) -> Option<View<'_>> {
        let buffer = &self.buffers[index];
        let height = buffer.height.saturating_sub(self.top(index)).min(self.rows[index]);
        View::new(&buffer.samples, buffer.stride, buffer.width, height)
    }
}

/// Rows of component `index` in a strip.
fn strip_rows(frame: &Frame, index: usize, scale: Scale) -> usize {
    frame.components[index].vertical() * scale.eighths()
}

/// Bytes of a plane.
fn plane_size(frame: &Frame, index: usize, scale: Scale) -> u64 {
    let (across, down) = frame.unit_blocks(index);
    (across * down) as u64 * (scale.eighths() * scale.eighths()) as u64
}

fn plane(frame: &Frame, index: usize, scale: Scale) -> Plane {
    let samples = vec![0; plane_size(frame, index, scale) as usize];
    Plane { samples, ..extent_of_plane(frame, index, scale) }
}

/// A plane without its samples.
fn extent_of_plane(frame: &Frame, index: usize, scale: Scale) -> Plane {
    let (width, height) = frame.size(index);
    Plane {
        samples: Vec::new(),
        stride: frame.unit_blocks(index).0 * scale.eighths(),
        width: scale.of(width),
        height: scale.of(height),
        extent: frame.extent(index, scale),
    }
}
