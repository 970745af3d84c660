//! Scan headers: which components come, and which part of them.

use std::ops::RangeInclusive;

use crate::error::{Error, Fault};
use crate::frame::{Coding, Frame};
use crate::marker::Segment;

/// The header of a scan.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    pub(crate) members: Vec<Member>,
    /// The coefficients that it brings, by zigzag index.
    pub(crate) band: RangeInclusive<u8>,
    /// The bit above the ones that came before: T.81 names it Ah. 0 if nothing came before.
    pub(crate) above: u8,
    /// The lowest bit that this scan brings: Al.
    pub(crate) lowest: u8,
}

/// One component of a scan and the numbers of its codes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    /// Which component of the frame.
    pub(crate) component: usize,
    pub(crate) dc: usize,
    pub(crate) ac: usize,
}

impl Scan {
    pub(crate) fn read(segment: &Segment<'_>, frame: &Frame) -> Result<Self, Error> {
        Self::parse(segment, frame).map_err(|what| segment.damaged(what))
    }

    fn parse(segment: &Segment<'_>, frame: &Frame) -> Result<Self, Fault> {
        let (&count, rest) = segment.body.split_first().ok_or(Fault::SegmentLength)?;
        let (list, tail) =
            rest.split_at_checked(2 * usize::from(count)).ok_or(Fault::SegmentLength)?;
        let &[first, last, bits] = tail else { return Err(Fault::SegmentLength) };
        let scan = Self {
            members: members(list, frame)?,
            band: first..=last,
            above: bits >> 4,
            lowest: bits & 15,
        };
        match frame.coding {
            Coding::Progressive => scan.check_progressive()?,
            // Sequential scans bring everything, whatever they say: some encoders leave zeros here.
            _ => return Ok(Self { band: 0..=63, above: 0, lowest: 0, ..scan }),
        }
        Ok(scan)
    }

    fn check_progressive(&self) -> Result<(), Fault> {
        let (first, last) = (*self.band.start(), *self.band.end());
        let is_dc = first == 0 && last == 0;
        let is_ac = 0 < first && first <= last && last <= 63 && self.members.len() == 1;
        let refines_one_bit = self.above == 0 || self.above == self.lowest + 1;
        let fits = self.lowest <= 13 && refines_one_bit;
        if (is_dc || is_ac) && fits { Ok(()) } else { Err(Fault::ScanParameters) }
    }

    pub(crate) fn is_dc(&self) -> bool {
        *self.band.start() == 0
    }

    /// Whether it adds a bit to coefficients that came before.
    pub(crate) fn is_refinement(&self) -> bool {
        self.above > 0
    }

    /// Units across and down: blocks, if there is but one component.
    pub(crate) fn units(&self, frame: &Frame) -> (usize, usize) {
        match self.members.as_slice() {
            [alone] => frame.own_blocks(alone.component),
            _ => frame.units(),
        }
    }

    /// Blocks of a member across and down a unit.
    pub(crate) fn unit_shape(&self, member: &Member, frame: &Frame) -> (usize, usize) {
        let component = &frame.components[member.component];
        match self.members.len() {
            1 => (1, 1),
            _ => (component.horizontal(), component.vertical()),
        }
    }

    /// Whether component `index` takes part.
    pub(crate) fn has(&self, index: usize) -> bool {
        self.members.iter().any(|member| member.component == index)
    }
}

fn members(list: &[u8], frame: &Frame) -> Result<Vec<Member>, Fault> {
    let mut members: Vec<Member> = Vec::with_capacity(4);
    for entry in list.chunks_exact(2) {
        let component = frame.components.iter().position(|component| component.id() == entry[0]);
        let component = component.ok_or(Fault::NoSuchComponent)?;
        if members.iter().any(|member| member.component == component) {
            return Err(Fault::ComponentTwice);
        }
        let (dc, ac) = (usize::from(entry[1] >> 4), usize::from(entry[1] & 15));
        if dc > 3 || ac > 3 {
            return Err(Fault::TableNumber);
        }
        members.push(Member { component, dc, ac });
    }
    let blocks: usize =
        members.iter().map(|member| frame.components[member.component].blocks()).sum();
    match members.len() {
        0 => Err(Fault::NoSuchComponent),
        1 => Ok(members),
        // T.81, B.2.3.
        _ if blocks > 10 => Err(Fault::UnitTooLarge),
        _ => Ok(members),
    }
}
