//! Progressive scans: every block comes in many parts, coarse ones first.
//!
//! The coefficients are not kept as such. A first scan of a band leaves, for each block, a mask of where
//! it brought something, and a list of what; a refinement leaves masks alone. Only when a block is drawn
//! is it put together, once and in the fastest cache. That is a fraction of the memory that whole blocks
//! would take, and they would be walked through as often as there are scans.
//!
//! A mask has one bit for each coefficient, by zigzag index.

mod coefficients;
mod first;
mod means;
mod refinement;

use std::collections::BTreeSet;

pub(crate) use coefficients::Coefficients;

use crate::data::Data;
use crate::error::{Error, Fault};
use crate::frame::Frame;
use crate::index::Found;
use crate::scale::Scale;
use crate::source::Task;
use first::most_values;

/// Reads all scans that the wanted components need at their scales. Says also what went wrong first,
/// where damage is filled.
pub(crate) fn read(
    task: &Task<'_>,
    scans: &[Found],
) -> Result<(Vec<Coefficients>, Option<Error>), Error> {
    let (frame, set) = (&task.header.frame, task.set);
    let mut components = Vec::new();
    for (component, &scale) in task.scales.iter().enumerate() {
        components.push(Coefficients::new(component, scale, frame, scans)?);
    }
    let mut damage = None;
    for found in scans {
        if !components.iter().any(|component| component.needs(&found.scan)) {
            continue;
        }
        let damaged = |what| Error::Damaged { at: found.at, what };
        for component in &mut components {
            component.begin(&found.scan).map_err(damaged)?;
        }
        let mut data = Data::new(task.file, found.at, found.tables.restart_interval, task.damage);
        if found.scan.is_dc() {
            means::read(set, found, frame, &mut components, &mut data)?;
        } else {
            let member = found.scan.members[0];
            let code = found.tables.ac[member.ac].as_ref();
            let code = code.ok_or(damaged(Fault::NoHuffmanTable))?;
            let component = &mut components[member.component];
            if found.scan.is_refinement() {
                component.refine(set, &found.scan, code, &mut data)?;
            } else {
                component.first_pass(set, found, code, &mut data)?;
            }
        }
        damage = damage.or(data.damage().cloned());
    }
    Ok((components, damage))
}

/// The bytes that reading will take, at most.
pub(crate) fn memory(frame: &Frame, scans: &[Found], scales: &[Scale]) -> u64 {
    let of_component = |(component, &scale): (usize, &Scale)| {
        let (across, down) = frame.unit_blocks(component);
        let blocks = (across * down) as u64;
        let means = 2 * blocks;
        if scale == Scale::Eighth {
            return means;
        }
        let is_ours = |found: &&Found| found.scan.has(component) && !found.scan.is_dc();
        let (refinements, firsts): (Vec<&Found>, Vec<&Found>) =
            scans.iter().filter(is_ours).partition(|found| found.scan.is_refinement());
        let levels: BTreeSet<u8> = refinements.iter().map(|found| found.scan.lowest).collect();
        let masks = 8 * blocks * (3 + levels.len() as u64);
        let values = firsts.iter().map(|found| 2 * most_values(found, blocks as usize) as u64);
        means + masks + values.sum::<u64>()
    };
    scales.iter().enumerate().map(of_component).sum()
}
