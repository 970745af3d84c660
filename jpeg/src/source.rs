//! Where strips come from: scans that are read side by side, or coefficients that have been read.

use crate::data::Damage;
use crate::error::{Error, Fault};
use crate::frame::Coding;
use crate::header::Header;
use crate::index::{Found, Index};
use crate::limits::Limits;
use crate::plane::{Canvas, Plane};
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
    Sequential(SideBySide<'a>),
    /// What all scans have brought, and what went wrong with them.
    Progressive(Vec<Coefficients>, Option<Error>),
}

/// Sequential scans that have some of the components each.
#[derive(Default)]
pub(crate) struct SideBySide<'a> {
    scans: Vec<Sequential<'a>>,
    /// Components that never come.
    missing: Vec<usize>,
    /// What is wrong with the scans on the whole.
    trouble: Option<Error>,
}

impl<'a> Source<'a> {
    /// Gets as far as the first strip, for somebody who needs so many bytes for samples.
    pub(crate) fn open(task: &Task<'a>, samples: u64) -> Result<Self, Error> {
        task.limits.afford(samples)?;
        let (frame, first) = (&task.header.frame, task.header.first_scan());
        if frame.coding == Coding::Sequential && first.scan.members.len() == frame.components.len()
        {
            let scans = vec![task.sequential(&first)?];
            return Ok(Self::Sequential(SideBySide { scans, ..SideBySide::default() }));
        }
        let index = Index::new(task.file, &task.header, task.limits.scans);
        if let (Some(trouble), Damage::Refused) = (&index.trouble, task.damage) {
            return Err(trouble.clone());
        }
        match frame.coding {
            Coding::Sequential => Ok(Self::Sequential(task.side_by_side(index)?)),
            Coding::Progressive => {
                let coefficients = progressive::memory(frame, &index.scans, &task.scales);
                task.limits.afford(samples + coefficients)?;
                let (components, damage) = progressive::read(task, index)?;
                Ok(Self::Progressive(components, damage))
            }
        }
    }

    /// Draws the next strip.
    pub(crate) fn strip(&mut self, set: Chosen, canvases: &mut [Canvas<'_>]) -> Result<(), Error> {
        match self {
            Self::Sequential(SideBySide { scans, missing, .. }) => {
                for &component in missing.iter() {
                    canvases[component].samples.fill(NEUTRAL);
                }
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
            Self::Sequential(SideBySide { scans, trouble, .. }) => {
                let damage = scans.iter().find_map(|scan| scan.damage());
                damage.or(trouble.as_ref()).cloned()
            }
            Self::Progressive(_, damage) => damage.clone(),
        }
    }
}

/// What a sample is of which nothing is known.
const NEUTRAL: u8 = 128;

impl<'a> Task<'a> {
    /// The planes that are wanted, without their samples.
    pub(crate) fn outlines(&self) -> impl Iterator<Item = Plane> {
        let scales = self.scales.iter().enumerate();
        scales.map(|(index, &scale)| Plane::outline(&self.header.frame, index, scale))
    }

    /// Whether there is nothing for it but to refuse the file, since damage is refused or there is no
    /// component yet that could be shown.
    pub(crate) fn must_refuse(&self, has_some: bool) -> bool {
        self.damage == Damage::Refused || !has_some
    }

    fn sequential(&self, found: &Found) -> Result<Sequential<'a>, Error> {
        Sequential::new(self, found).map_err(|what| Error::Damaged { at: found.at, what })
    }

    /// Scans that have some of the components each.
    fn side_by_side(&self, index: Index) -> Result<SideBySide<'a>, Error> {
        let wanted = self.scales.len();
        let mut seen = vec![false; self.header.frame.components.len()];
        let mut sources = SideBySide { trouble: index.trouble, ..SideBySide::default() };
        for found in &index.scans {
            if let Err(error) = self.take(found, &mut seen, &mut sources.scans) {
                if self.must_refuse(seen[0]) {
                    return Err(error);
                }
                sources.trouble = Some(error);
                break;
            }
        }
        sources.missing = (0..wanted).filter(|&component| !seen[component]).collect();
        if !sources.missing.is_empty() {
            let error = Error::Damaged { at: self.file.len(), what: Fault::MissingComponent };
            if self.must_refuse(seen[0]) {
                return Err(error);
            }
            sources.trouble.get_or_insert(error);
        }
        Ok(sources)
    }

    fn take(
        &self,
        found: &Found,
        seen: &mut [bool],
        scans: &mut Vec<Sequential<'a>>,
    ) -> Result<(), Error> {
        let members = || found.scan.members.iter().map(|member| member.component);
        if members().any(|component| seen[component]) {
            return Err(Error::Damaged { at: found.at, what: Fault::ComponentTwice });
        }
        if members().any(|component| component < self.scales.len()) {
            scans.push(self.sequential(found)?);
        }
        members().for_each(|component| seen[component] = true);
        Ok(())
    }
}
