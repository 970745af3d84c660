//! Where strips come from: scans that are read side by side, or coefficients that have been read.

use crate::data::Damage;
use crate::error::{Error, Fault};
use crate::frame::Coding;
use crate::header::Header;
use crate::index::{self, Found};
use crate::limits::Limits;
use crate::plane::Canvas;
use crate::progressive::{self, Coefficients};
use crate::scale::Scale;
use crate::sequential::Sequential;
use crate::simd::Chosen;

/// What is to be decoded, and how.
#[derive(Clone)]
pub(crate) struct Task<'a> {
    pub(crate) file: &'a [u8],
    pub(crate) header: Header<'a>,
    /// Of the components that are wanted: the first one, or all.
    pub(crate) scales: Vec<Scale>,
    pub(crate) limits: Limits,
    pub(crate) damage: Damage,
    pub(crate) set: Chosen,
}

/// Strips, one after the other.
pub(crate) enum Source<'a> {
    /// Scans with some of the components each, and what is wrong behind them.
    Sequential(Vec<Sequential<'a>>, Option<Error>),
    /// What all scans have brought, and what went wrong with them.
    Progressive(Vec<Coefficients>, Option<Error>),
}

impl<'a> Source<'a> {
    /// Gets as far as the first strip, for somebody who needs so many bytes for samples.
    pub(crate) fn open(task: &Task<'a>, samples: u64) -> Result<Self, Error> {
        task.limits.afford(samples)?;
        let (frame, first) = (&task.header.frame, task.header.first_scan());
        if frame.coding == Coding::Sequential && first.scan.members.len() == frame.components.len()
        {
            return Ok(Self::Sequential(vec![task.sequential(&first)?], None));
        }
        let (scans, trouble) = index::scans(task.file, &task.header, task.limits.scans);
        if let (Some(trouble), Damage::Refused) = (&trouble, task.damage) {
            return Err(trouble.clone());
        }
        match frame.coding {
            Coding::Sequential => Ok(Self::Sequential(task.side_by_side(&scans)?, trouble)),
            Coding::Progressive => {
                let coefficients = progressive::memory(frame, &scans, &task.scales);
                task.limits.afford(samples + coefficients)?;
                let (components, damage) = progressive::read(task, &scans)?;
                Ok(Self::Progressive(components, damage.or(trouble)))
            }
        }
    }

    /// Draws the next strip.
    pub(crate) fn strip(&mut self, set: Chosen, canvases: &mut [Canvas<'_>]) -> Result<(), Error> {
        match self {
            Self::Sequential(scans, _) => {
                scans.iter_mut().try_for_each(|scan| scan.strip(set, canvases))
            }
            Self::Progressive(components, _) => {
                components.iter_mut().for_each(|component| component.strip(set, canvases));
                Ok(())
            }
        }
    }

    /// What has gone wrong so far.
    pub(crate) fn damage(&self) -> Option<Error> {
        match self {
            Self::Sequential(scans, trouble) => {
                let damage = scans.iter().find_map(|scan| scan.damage());
                damage.or(trouble.as_ref()).cloned()
            }
            Self::Progressive(_, damage) => damage.clone(),
        }
    }
}

impl<'a> Task<'a> {
    fn sequential(&self, found: &Found) -> Result<Sequential<'a>, Error> {
        Sequential::new(self, found).map_err(|what| Error::Damaged { at: found.at, what })
    }

    /// Sequential scans that have some of the components each.
    fn side_by_side(&self, scans: &[Found]) -> Result<Vec<Sequential<'a>>, Error> {
        let mut seen = vec![false; self.header.frame.components.len()];
        let mut sources = Vec::new();
        for found in scans {
            for member in &found.scan.members {
                if std::mem::replace(&mut seen[member.component], true) {
                    return Err(Error::Damaged { at: found.at, what: Fault::ComponentTwice });
                }
            }
            if (0..self.scales.len()).any(|component| found.scan.has(component)) {
                sources.push(self.sequential(found)?);
            }
        }
        if seen[..self.scales.len()].contains(&false) {
            return Err(Error::Damaged { at: self.file.len(), what: Fault::MissingComponent });
        }
        Ok(sources)
    }
}
