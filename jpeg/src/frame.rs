//! The frame: how large a picture is, of what components, and how these lie in it.

use crate::error::{Error, Fault, Feature};
use crate::marker::{DHP, SOF0, SOF2, SOF15, Segment};
use crate::scale::Scale;

/// How the coefficients are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Coding {
    /// Sequential with Huffman codes: baseline, or extended by more tables.
    Sequential,
    /// Coarse first, finer scan by scan, with Huffman codes.
    Progressive,
}

/// One component: luma, a colour difference, or an ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    id: u8,
    horizontal: u8,
    vertical: u8,
    pub(crate) quantiser: u8,
}

impl Component {
    /// The file's name for it.
    pub fn id(&self) -> u8 {
        self.id
    }

    /// Samples of this component across one unit of the picture: 1 to 4.
    pub fn horizontal(&self) -> usize {
        usize::from(self.horizontal)
    }

    /// Samples of this component down one unit of the picture: 1 to 4.
    pub fn vertical(&self) -> usize {
        usize::from(self.vertical)
    }

    /// Blocks of this component in one unit.
    pub(crate) fn blocks(&self) -> usize {
        self.horizontal() * self.vertical()
    }
}

/// The frame header.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) precision: u8,
    pub(crate) coding: Coding,
    pub(crate) components: Vec<Component>,
}

impl Frame {
    /// Reads a segment if it is a frame header.
    pub(crate) fn read(segment: &Segment<'_>) -> Result<Option<Self>, Error> {
        let Some(coding) = coding(segment.marker).map_err(Error::Unsupported)? else {
            return Ok(None);
        };
        let (head, list) = segment.split::<6>()?;
        let [precision, h1, h2, w1, w2, count] = head;
        if list.len() != 3 * usize::from(count) {
            return Err(segment.damaged(Fault::SegmentLength));
        }
        let frame = Self {
            width: u16::from_be_bytes([w1, w2]).into(),
            height: u16::from_be_bytes([h1, h2]).into(),
            precision,
            coding,
            components: list.chunks_exact(3).map(component).collect(),
        };
        frame.check().map_err(|what| segment.damaged(what))?;
        frame.check_support().map_err(Error::Unsupported)?;
        Ok(Some(frame))
    }

    fn check(&self) -> Result<(), Fault> {
        let legal = |factor: u8| (1..=4).contains(&factor);
        if self.width == 0 || self.components.is_empty() {
            return Err(Fault::Empty);
        }
        for (n, component) in self.components.iter().enumerate() {
            if !legal(component.horizontal) || !legal(component.vertical) {
                return Err(Fault::Sampling);
            }
            if component.quantiser > 3 {
                return Err(Fault::TableNumber);
            }
            if self.components[..n].iter().any(|other| other.id == component.id) {
                return Err(Fault::ComponentTwice);
            }
        }
        Ok(())
    }

    fn check_support(&self) -> Result<(), Feature> {
        match (self.precision, self.height, self.components.len()) {
            (8, 1.., 1 | 3 | 4) => Ok(()),
            (8, 1.., count) => Err(Feature::Components(count as u8)),
            (8, 0, _) => Err(Feature::LateHeight),
            (bits, ..) => Err(Feature::Precision(bits)),
        }
    }

    /// The largest sampling factors: a unit is that many blocks wide and high.
    fn unit(&self) -> (usize, usize) {
        let largest = |factor: fn(&Component) -> usize| self.components.iter().map(factor).max();
        (largest(Component::horizontal).unwrap_or(1), largest(Component::vertical).unwrap_or(1))
    }

    /// Units across and down.
    pub(crate) fn units(&self) -> (usize, usize) {
        let (across, down) = self.unit();
        (self.width.div_ceil(8 * across), self.height.div_ceil(8 * down))
    }

    /// The samples that the file has of component `index`: whole ones.
    pub(crate) fn size(&self, index: usize) -> (usize, usize) {
        let (component, (across, down)) = (&self.components[index], self.unit());
        (
            (self.width * component.horizontal()).div_ceil(across),
            (self.height * component.vertical()).div_ceil(down),
        )
    }

    /// The same to the fraction: how much of component `index` the picture covers, times `scale`.
    pub(crate) fn extent(&self, index: usize, scale: Scale) -> (f64, f64) {
        let (component, (across, down)) = (&self.components[index], self.unit());
        let part = |length: usize, factor: usize, largest: usize| {
            (length * factor * scale.eighths()) as f64 / (8 * largest) as f64
        };
        (
            part(self.width, component.horizontal(), across),
            part(self.height, component.vertical(), down),
        )
    }

    /// Blocks of component `index` when it is coded on its own, across and down.
    pub(crate) fn own_blocks(&self, index: usize) -> (usize, usize) {
        let (width, height) = self.size(index);
        (width.div_ceil(8), height.div_ceil(8))
    }

    /// Blocks of component `index` in whole units, across and down.
    pub(crate) fn unit_blocks(&self, index: usize) -> (usize, usize) {
        let (component, (across, down)) = (&self.components[index], self.units());
        (across * component.horizontal(), down * component.vertical())
    }
}

/// What a marker says about the coding, if it opens a frame.
fn coding(marker: u8) -> Result<Option<Coding>, Feature> {
    match marker {
        // Extended sequential (0xc1) is baseline with four tables in place of two, or with 12 bits.
        SOF0 | 0xc1 => Ok(Some(Coding::Sequential)),
        SOF2 => Ok(Some(Coding::Progressive)),
        0xc9 | 0xca => Err(Feature::ArithmeticCoding),
        0xc3 | 0xcb => Err(Feature::Lossless),
        DHP | 0xc5..=0xc7 | 0xcd..=SOF15 => Err(Feature::Hierarchical),
        _ => Ok(None),
    }
}

fn component(entry: &[u8]) -> Component {
    Component {
        id: entry[0],
        horizontal: entry[1] >> 4,
        vertical: entry[1] & 15,
        quantiser: entry[2],
    }
}
