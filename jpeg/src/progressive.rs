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
use crate::error::{Error, Fault, Part};
use crate::frame::Frame;
use crate::index::{Found, Index};
use crate::scale::Scale;
use crate::source::Task;
use first::most_values;

/// Reads all scans that the wanted components need at their scales. Says also what went wrong first,
/// where damage is filled: with them, or behind them.
pub(crate) fn read(
    task: &Task<'_>,
    index: Index,
) -> Result<(Vec<Coefficients>, Option<Error>), Error> {
    let Index { scans, has_end, trouble } = index;
    let (frame, scans) = (&task.header.frame, &scans);
    let (mut components, mut missing) = (Vec::new(), None);
    for (component, &scale) in task.scales.iter().enumerate() {
        let quantiser = match quantiser(component, frame, scans) {
            Ok(quantiser) => quantiser,
            Err(error) if task.must_refuse(component > 0) => return Err(error),
            Err(error) => {
                missing = missing.or(Some(error));
                &[1; 64]
            }
        };
        components.push(Coefficients::new(component, scale, frame, quantiser, scans));
    }
    let (mut damage, mut has_some) = (None, false);
    for found in scans {
        if !components.iter().any(|component| component.needs(&found.scan)) {
            continue;
        }
        match read_scan(task, found, &mut components) {
            Ok(trouble) => damage = damage.or(trouble),
            Err(error) if task.must_refuse(has_some) => return Err(error),
            // What comes behind it would build on it.
            Err(error) => return Ok((components, damage.or(Some(error)))),
        }
        has_some |= found.scan.has(0);
    }
    damage = damage.or(trouble).or(missing);
    // The end of a file between two scans can only be told from the end of an image by what is missing.
    if !has_end && damage.is_none() && !components.iter().all(Coefficients::is_complete) {
        let truncated = Error::Truncated { at: task.file.len(), within: Part::Header };
        if task.must_refuse(has_some) {
            return Err(truncated);
        }
        damage = Some(truncated);
    }
    Ok((components, damage))
}

/// What a component was divided by, as it stood in front of its first scan.
fn quantiser<'s>(
    component: usize,
    frame: &Frame,
    scans: &'s [Found],
) -> Result<&'s [u16; 64], Error> {
    let found = scans.iter().find(|found| found.scan.has(component));
    let found = found.ok_or(Error::Damaged { at: scans[0].at, what: Fault::MissingComponent })?;
    let quantiser = &found.tables.quantisers[usize::from(frame.components[component].quantiser)];
    quantiser.as_ref().ok_or(Error::Damaged { at: found.at, what: Fault::NoQuantiser })
}

/// Reads one of them. Says what went wrong with it, where damage is filled.
fn read_scan(
    task: &Task<'_>,
    found: &Found,
    components: &mut [Coefficients],
) -> Result<Option<Error>, Error> {
    let damaged = |what| Error::Damaged { at: found.at, what };
    for component in components.iter_mut() {
        component.begin(&found.scan).map_err(damaged)?;
    }
    let mut data = Data::new(task.file, found.at, found.tables.restart_interval, task.damage);
    if found.scan.is_dc() {
        means::read(task.set, found, &task.header.frame, components, &mut data)?;
    } else {
        let member = found.scan.members[0];
        let code = found.tables.ac[member.ac].as_ref();
        let code = code.ok_or(damaged(Fault::NoHuffmanTable))?;
        let component = &mut components[member.component];
        if found.scan.is_refinement() {
            component.refine(task.set, &found.scan, code, &mut data)?;
        } else {
            component.first_pass(task.set, found, code, &mut data)?;
        }
    }
    Ok(data.damage().cloned())
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
