//! Scans of means: the only ones in which components can come together.

use std::ops::Range;

use super::Coefficients;
use crate::bits::Bits;
use crate::data::{Data, UnitReader};
use crate::error::{Error, Fault};
use crate::feed::Edge;
use crate::frame::Frame;
use crate::huffman::Symbols;
use crate::index::Found;
use crate::simd::{Chosen, Kernels};

/// Reads a scan of means into the components that are wanted.
pub(super) fn read(
    set: Chosen,
    found: &Found,
    frame: &Frame,
    components: &mut [Coefficients],
    data: &mut Data<'_>,
) -> Result<(), Error> {
    let members = Member::all(found, frame);
    let members = members.map_err(|what| Error::Damaged { at: found.at, what })?;
    let (across, down) = found.scan.units(frame);
    let lowest = found.scan.lowest;
    if found.scan.is_refinement() {
        let mut bits = OneBits { members, components, lowest, row: 0 };
        for row in 0..down {
            bits.row = row;
            data.read_units(set, &mut bits, across)?;
        }
    } else {
        let mut differences = Differences { members, components, lowest, row: 0 };
        for row in 0..down {
            differences.row = row;
            data.read_units(set, &mut differences, across)?;
        }
    }
    Ok(())
}

/// A component of the scan.
struct Member {
    component: usize,
    columns: usize,
    rows: usize,
    /// None in a refinement, which has no symbols.
    code: Option<Symbols>,
    predictor: i32,
    /// What it was behind the last unit that is known to be there.
    kept: i32,
}

impl Member {
    fn all(found: &Found, frame: &Frame) -> Result<Vec<Self>, Fault> {
        let member = |member: &crate::scan::Member| {
            let (columns, rows) = found.scan.unit_shape(member, frame);
            let code = match &found.tables.dc[member.dc] {
                _ if found.scan.is_refinement() => None,
                Some(code) => Some(Symbols::new(code)),
                None => return Err(Fault::NoHuffmanTable),
            };
            Ok(Self { component: member.component, columns, rows, code, predictor: 0, kept: 0 })
        };
        found.scan.members.iter().map(member).collect()
    }
}

/// The first scan: differences.
struct Differences<'c> {
    members: Vec<Member>,
    components: &'c mut [Coefficients],
    lowest: u8,
    row: usize,
}

impl UnitReader for Differences<'_> {
    const TAKES_BACK: bool = true;

    fn begin(&mut self) {
        self.members.iter_mut().for_each(|member| member.predictor = 0);
    }

    #[inline(always)]
    fn read<K: Kernels>(
        &mut self,
        _: K,
        bits: &mut Bits<'_>,
        units: Range<usize>,
        edge: Edge,
    ) -> usize {
        let mut x = units.start;
        while x < units.end {
            for member in &mut self.members {
                let Some(code) = &member.code else { continue };
                for (row, column) in places(member.rows, member.columns) {
                    bits.refill();
                    let size = bits.symbol(code);
                    let difference = bits.number(size.into());
                    member.predictor = member.predictor.wrapping_add(difference);
                    if let Some(component) = self.components.get_mut(member.component) {
                        let (x, y) = (x * member.columns + column, self.row * member.rows + row);
                        *component.mean(x, y) = (member.predictor as i16) << self.lowest;
                    }
                }
            }
            x += 1;
            if bits.position > edge.safe {
                break;
            }
        }
        x - units.start
    }

    fn keep(&mut self) {
        self.members.iter_mut().for_each(|member| member.kept = member.predictor);
    }

    fn take_back(&mut self) {
        self.members.iter_mut().for_each(|member| member.predictor = member.kept);
    }

    #[cold]
    fn lose(&mut self, units: Range<usize>) {
        for (member, x) in self.members.iter().flat_map(|m| units.clone().map(move |x| (m, x))) {
            let Some(component) = self.components.get_mut(member.component) else { continue };
            for (row, column) in places(member.rows, member.columns) {
                let (x, y) = (x * member.columns + column, self.row * member.rows + row);
                *component.mean(x, y) = (member.predictor as i16) << self.lowest;
            }
        }
    }
}

/// A refinement: one bit for each block.
struct OneBits<'c> {
    members: Vec<Member>,
    components: &'c mut [Coefficients],
    lowest: u8,
    row: usize,
}

impl UnitReader for OneBits<'_> {
    fn begin(&mut self) {}

    #[inline(always)]
    fn read<K: Kernels>(
        &mut self,
        _: K,
        bits: &mut Bits<'_>,
        units: Range<usize>,
        edge: Edge,
    ) -> usize {
        let mut x = units.start;
        while x < units.end {
            // At most ten blocks: T.81, B.2.3.
            bits.refill();
            for member in &self.members {
                for (row, column) in places(member.rows, member.columns) {
                    let bit = bits.take(1) as i16;
                    if let Some(component) = self.components.get_mut(member.component) {
                        let (x, y) = (x * member.columns + column, self.row * member.rows + row);
                        *component.mean(x, y) |= bit << self.lowest;
                    }
                }
            }
            x += 1;
            if bits.position > edge.safe {
                break;
            }
        }
        x - units.start
    }
}

#[inline(always)]
fn places(rows: usize, columns: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
}
