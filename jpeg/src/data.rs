//! A scan's data as its readers meet it: interval by interval, with what goes wrong on the way.

use crate::bits::{Bits, State};
use crate::error::{Error, Fault, Part};
use crate::feed::{End, Feed};

/// What to do about damage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Damage {
    /// It is an error.
    #[default]
    Refused,
    /// What could not be read looks like what stands before it, and decoding goes on behind the next
    /// restart marker.
    Filled,
}

/// The data of a scan.
pub(crate) struct Data<'a> {
    feed: Feed<'a>,
    reader: State,
    /// Units between restart markers; none if there are no markers.
    interval: Option<usize>,
    /// Units until the next marker is due.
    left: usize,
    /// The number of the marker that is due next: they count from 0 to 7 and begin again.
    next: u8,
    /// Intervals that are missing in front of the one that the feed stands in.
    missing: u8,
    /// Whether the rest of the interval cannot be read.
    is_lost: bool,
    policy: Damage,
    damage: Option<Error>,
}

impl<'a> Data<'a> {
    pub(crate) fn new(file: &'a [u8], at: usize, restart_interval: u32, policy: Damage) -> Self {
        let interval = (restart_interval > 0).then_some(restart_interval as usize);
        Self {
            feed: Feed::new(file, at),
            reader: State::default(),
            interval,
            left: interval.unwrap_or(usize::MAX),
            next: 0,
            missing: 0,
            is_lost: false,
            policy,
            damage: None,
        }
    }

    /// A reader, and how far it may come before [`Data::attend`] must look after it.
    #[inline(always)]
    pub(crate) fn reader(&self) -> (Bits<'_>, usize) {
        (Bits::resume(self.feed.window(), self.reader), self.feed.edge())
    }

    /// Takes a reader back, which has read `units`, and looks after the window. A reader that is `ahead`
    /// has everything that it was asked for and may have looked beyond.
    #[inline(always)]
    pub(crate) fn attend(&mut self, reader: State, units: usize, ahead: bool) -> Result<(), Error> {
        self.reader = reader;
        self.left -= units;
        if reader.is_faulty() {
            return self.trouble(Fault::Bits);
        }
        if !ahead && self.feed.is_exhausted(&reader) {
            return self.trouble(Fault::ShortScan);
        }
        self.reader = self.feed.top_up(reader);
        Ok(())
    }

    /// How many of `wanted` units come before the next marker.
    #[inline(always)]
    pub(crate) fn units(&self, wanted: usize) -> usize {
        wanted.min(self.left)
    }

    /// Whether the units up to the next marker cannot be read.
    pub(crate) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Passes over units that cannot be read.
    pub(crate) fn pass(&mut self, units: usize) {
        self.left -= units;
    }

    /// Goes to the next interval if this one is at its end. Says whether everything begins anew.
    #[inline(always)]
    pub(crate) fn begins_interval(&mut self) -> Result<bool, Error> {
        if self.left > 0 {
            return Ok(false);
        }
        self.next_interval().map(|()| true)
    }

    #[cold]
    fn next_interval(&mut self) -> Result<(), Error> {
        self.is_lost = false;
        if self.missing > 0 {
            self.missing -= 1;
        } else {
            self.find_marker()?;
        }
        self.is_lost |= self.missing > 0;
        self.next = (self.next + 1) % 8;
        self.left = self.interval.unwrap_or(usize::MAX);
        Ok(())
    }

    fn find_marker(&mut self) -> Result<(), Error> {
        loop {
            let End::Restart(number) = self.feed.next_segment() else {
                return self.trouble(Fault::RestartMarker);
            };
            self.reader = State::default();
            match number.wrapping_sub(self.next) % 8 {
                0 => return Ok(()),
                // The markers in between are gone.
                ahead @ 1..=3 => {
                    self.missing = ahead;
                    return self.trouble(Fault::RestartMarker);
                }
                // One of the past, or none at all.
                _ => self.trouble(Fault::RestartMarker)?,
            }
            self.is_lost = false;
        }
    }

    /// Says where and how it went wrong, or remembers it for later.
    #[cold]
    fn trouble(&mut self, what: Fault) -> Result<(), Error> {
        let at = self.feed.place(self.reader.position());
        let error = match self.feed.end() {
            Some(End::File) if what != Fault::Bits => Error::Truncated { at, within: Part::Scan },
            _ => Error::Damaged { at, what },
        };
        match self.policy {
            Damage::Refused => Err(error),
            Damage::Filled => {
                self.damage.get_or_insert(error);
                self.is_lost = true;
                Ok(())
            }
        }
    }

    /// The first thing that went wrong.
    pub(crate) fn damage(&self) -> Option<&Error> {
        self.damage.as_ref()
    }
}
