//! Sequential scans: every block comes once and whole.

mod batch;
mod blocks;
mod means;
mod member;
mod reader;

use crate::data::Data;
use crate::error::{Error, Fault};
use crate::frame::Frame;
use crate::huffman::Code;
use crate::index::Found;
use crate::plane::Canvas;
use crate::scale::Scale;
use crate::scan::Scan;
use crate::simd::Chosen;
use crate::source::Task;
use crate::tables::Tables;

use blocks::{Blocks, DrawnBlocks};
use means::{DrawnMeans, Means};
use member::{Member, Shape};

/// A scan that is being read, strip by strip.
pub(crate) struct Sequential<'a> {
    data: Data<'a>,
    way: Way,
    units_across: usize,
    /// Rows of units that are still to come, and how many of them make a strip.
    units_down: usize,
    units_in_strip: usize,
}

/// How blocks are read.
enum Way {
    /// Of every block its mean.
    Means(Box<Means>),
    /// With coefficients.
    Blocks(Box<Blocks>),
}

impl<'a> Sequential<'a> {
    pub(crate) fn new(task: &Task<'a>, found: &Found) -> Result<Self, Fault> {
        let Found { scan, at, tables, .. } = found;
        let frame = &task.header.frame;
        let (units_across, units_down) = scan.units(frame);
        Ok(Self {
            data: Data::new(task.file, *at, tables.restart_interval, task.damage),
            way: Way::new(scan, frame, tables, &task.scales)?,
            units_across,
            units_down,
            units_in_strip: match scan.members.as_slice() {
                [alone] => frame.components[alone.component].vertical(),
                _ => 1,
            },
        })
    }

    /// What went wrong first.
    pub(crate) fn damage(&self) -> Option<&Error> {
        self.data.damage()
    }

    /// Reads the next strip.
    pub(crate) fn strip(&mut self, set: Chosen, canvases: &mut [Canvas<'_>]) -> Result<(), Error> {
        let rows = self.units_in_strip.min(self.units_down);
        self.units_down -= rows;
        let across = self.units_across;
        for row in 0..rows {
            match &mut self.way {
                Way::Means(means) => {
                    let mut reader = DrawnMeans { means, canvases, row };
                    self.data.read_units(set, &mut reader, across)?;
                }
                Way::Blocks(blocks) if blocks.are_coarse => {
                    let mut reader = DrawnBlocks::<true> { blocks, canvases, row };
                    self.data.read_units(set, &mut reader, across)?;
                }
                Way::Blocks(blocks) => {
                    let mut reader = DrawnBlocks::<false> { blocks, canvases, row };
                    self.data.read_units(set, &mut reader, across)?;
                }
            }
        }
        Ok(())
    }
}

impl Way {
    fn new(scan: &Scan, frame: &Frame, tables: &Tables, scales: &[Scale]) -> Result<Self, Fault> {
        let (mut dc, mut ac) = (Codes::default(), Codes::default());
        let (mut members, mut first_block) = (Vec::new(), 0);
        for member in &scan.members {
            let (columns, rows) = scan.unit_shape(member, frame);
            let (dc, ac) = (dc.index(member.dc, &tables.dc)?, ac.index(member.ac, &tables.ac)?);
            let shape = Shape { dc, ac, first_block, columns, rows };
            members.push(Member::new(member.component, shape, frame, tables, scales)?);
            first_block += columns * rows;
        }
        let wants_means =
            members.iter().all(|member| matches!(member.scale, None | Some(Scale::Eighth)));
        Ok(if wants_means {
            Self::Means(Box::new(Means::new(members, &dc.list, &ac.list)))
        } else {
            Self::Blocks(Box::new(Blocks::new(members, &dc.list, &ac.list)))
        })
    }
}

/// The codes that a scan uses, each once.
#[derive(Default)]
struct Codes<'t> {
    numbers: Vec<usize>,
    list: Vec<&'t Code>,
}

impl<'t> Codes<'t> {
    fn index(&mut self, number: usize, slots: &'t [Option<Code>; 4]) -> Result<usize, Fault> {
        if let Some(index) = self.numbers.iter().position(|&known| known == number) {
            return Ok(index);
        }
        self.list.push(slots[number].as_ref().ok_or(Fault::NoHuffmanTable)?);
        self.numbers.push(number);
        Ok(self.list.len() - 1)
    }
}
