//! A scan's data as its readers meet it: interval by interval, with what goes wrong on the way.

use std::ops::Range;

use crate::bits::{Bits, State};
use crate::error::{Error, Fault, Part};
use crate::feed::{Edge, End, Feed, PADDING, Window};
use crate::simd::{Chosen, Kernels, Work};

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

/// Somebody who can read units: single blocks, or as many as one sample of the coarsest component
/// stands for.
pub(crate) trait UnitReader {
    /// Whether a unit that turns out not to be there can be taken back.
    const TAKES_BACK: bool = false;

    /// A restart interval begins.
    fn begin(&mut self);

    /// Reads units in their order, until there are no more or the reader is behind `edge`. Says how many
    /// have been read.
    fn read<K: Kernels>(
        &mut self,
        kernels: K,
        bits: &mut Bits<'_>,
        units: Range<usize>,
        edge: Edge,
    ) -> usize;

    /// All that has been read so far is there.
    fn keep(&mut self) {}

    /// What has been read since may not be: it is forgotten.
    fn take_back(&mut self) {}

    /// These units cannot be read.
    fn lose(&mut self, _units: Range<usize>) {}
}

/// What is done in one go: some units in the window that there is.
struct Reading<'r, R> {
    reader: &'r mut R,
    window: &'r Window,
    state: State,
    units: Range<usize>,
    edge: Edge,
}

impl<R: UnitReader> Work for Reading<'_, R> {
    /// How many units have been read, and where that ended.
    type Output = (usize, State);

    #[inline(always)]
    fn with<K: Kernels>(self, kernels: K) -> Self::Output {
        let mut bits = Bits::resume(self.window, self.state);
        let read = self.reader.read(kernels, &mut bits, self.units, self.edge);
        (read, bits.pause())
    }
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

    /// Has `reader` read the next `count` units, which it knows as number 0 and so on.
    pub(crate) fn read_units<R: UnitReader>(
        &mut self,
        set: Chosen,
        reader: &mut R,
        count: usize,
    ) -> Result<(), Error> {
        let mut next = 0;
        while next < count {
            if self.left == 0 {
                self.next_interval()?;
                // A reader whose interval is lost must still know what stands before it.
                if !self.is_lost {
                    reader.begin();
                }
            }
            let until = next + self.left.min(count - next);
            let from = next;
            if self.is_lost {
                reader.lose(from..until);
                next = until;
            } else {
                let careful = R::TAKES_BACK && self.policy == Damage::Filled;
                let (to, edge) = self.reach(next, until, careful);
                let (window, state) = (self.feed.window(), self.reader);
                let units = from..to;
                let (read, state) = set.run(Reading { reader, window, state, units, edge });
                self.attend(state, read < to - from)?;
                next += read;
                if careful && self.is_lost {
                    // The last one is not there, or not whole.
                    reader.take_back();
                    next -= read.min(1);
                } else if careful {
                    reader.keep();
                }
            }
            self.left -= next - from;
        }
        Ok(())
    }

    /// How far a reader may go at once, in units and in bytes. Where it is to be known which units are
    /// there, only one of them at a time may come near the end of the data.
    #[inline(always)]
    fn reach(&self, next: usize, until: usize, careful: bool) -> (usize, Edge) {
        let edge = self.feed.edge();
        match self.feed.safe_edge() {
            _ if !careful || self.feed.end().is_none() => (until, edge),
            Some(safe) if self.reader.bit / 8 + PADDING <= safe => (until, Edge { safe, ..edge }),
            _ => (next + 1, edge),
        }
    }

    /// Looks after the window when a reader has come to its edge or to the end of its task.
    #[inline(always)]
    fn attend(&mut self, reader: State, is_short: bool) -> Result<(), Error> {
        self.reader = reader;
        // First, since what is read behind the end need not make sense.
        if self.feed.is_exhausted(&reader) {
            return self.trouble(Fault::ShortScan);
        }
        if reader.is_faulty {
            return self.trouble(Fault::Bits);
        }
        if is_short || reader.bit / 8 + PADDING > self.feed.edge().safe {
            self.reader = self.feed.top_up(reader);
        }
        Ok(())
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
        let at = self.feed.place(self.reader.bit / 8);
        let error = match self.feed.end() {
            Some(End::File) if what != Fault::Bits => {
                Error::Truncated { at: self.feed.file_length(), within: Part::Scan }
            }
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
