//! Entropy-coded data on its way from the file to the readers of bits.
//!
//! The file doubles every 0xff with a zero, so that markers can be told from data. A feed takes these
//! zeros out, a window at a time, so the readers need not look for them and no second copy of the file
//! stands in memory. It stops at markers.

use crate::bits::State;
use crate::marker::{RST0, RST7};

/// Bytes in a window: enough that topping up is rare, few enough to stay in the fastest caches.
const CAPACITY: usize = 32 << 10;
/// Zeros behind the window's end, so that a reader may load eight bytes at its last one.
pub(crate) const PADDING: usize = 8;
/// The window as readers see it.
pub(crate) type Window = [u8; CAPACITY + PADDING];

/// How many bytes one unit can take at the very most: ten blocks of one difference and 63 coefficients,
/// each with a code of 16 bits and at most 16 more, and what a reader loads ahead.
pub(crate) const LARGEST_UNIT: usize = 10 * 64 * 32 / 8 + PADDING;

/// How far readers may go.
#[derive(Clone, Copy)]
pub(crate) struct Edge {
    /// A reader that goes no further than a unit beyond this finds every unit whole.
    pub(crate) safe: usize,
    /// Bytes in the window.
    pub(crate) filled: usize,
    /// Whether their segment ends behind them.
    pub(crate) is_last: bool,
    /// The number of what is in the window.
    pub(crate) window: u64,
}

/// One scan's data, or what is left of it.
#[derive(Clone)]
pub(crate) struct Feed<'a> {
    file: &'a [u8],
    /// What comes next into the window.
    at: usize,
    window: Box<Window>,
    filled: usize,
    /// Stands behind the window's last byte, if the readers' segment ends there.
    end: Option<End>,
    /// Counts what has been in the window.
    number: u64,
}

/// How a segment of data ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With restart marker 0 to 7.
    Restart(u8),
    /// With any other marker.
    Marker,
    /// With the file.
    File,
}

impl<'a> Feed<'a> {
    /// The data that begins at `at`.
    pub(crate) fn new(file: &'a [u8], at: usize) -> Self {
        let window = Box::new([0; CAPACITY + PADDING]);
        let mut feed = Self { file, at, window, filled: 0, end: None, number: 0 };
        feed.fill();
        feed
    }

    pub(crate) fn window(&self) -> &Window {
        &self.window
    }

    /// How far a reader may have come and still find one more unit in the window. A reader behind the
    /// end of its segment has read zeros that the file does not have.
    pub(crate) fn edge(&self) -> Edge {
        let safe = match self.end {
            None => self.filled - LARGEST_UNIT,
            Some(_) => self.filled + PADDING,
        };
        Edge { safe, filled: self.filled, is_last: self.end.is_some(), window: self.number }
    }

    /// How far a reader may have come and still find one more unit whole, wherever its segment ends. None
    /// if the window has less than one.
    pub(crate) fn safe_edge(&self) -> Option<usize> {
        self.filled.checked_sub(LARGEST_UNIT)
    }

    /// Whether a reader has read more than its segment has.
    pub(crate) fn is_exhausted(&self, reader: &State) -> bool {
        self.end.is_some() && reader.is_beyond(self.filled)
    }

    /// How the segment ends, if its end is in the window.
    pub(crate) fn end(&self) -> Option<End> {
        self.end
    }

    /// Drops everything that a reader has taken in and fills the window up, unless the segment's end is
    /// in it already. Says where the reader stands then.
    pub(crate) fn top_up(&mut self, reader: State) -> State {
        if self.end.is_some() {
            return reader;
        }
        let read = reader.bit / 8;
        self.window.copy_within(read..self.filled, 0);
        self.filled -= read;
        self.fill();
        State::at(reader.bit % 8)
    }

    /// Drops what is left of the segment and goes on behind the restart marker that ends it. Says how
    /// the segment ended; nothing has changed unless it was a restart marker.
    pub(crate) fn next_segment(&mut self) -> End {
        while self.end.is_none() {
            self.filled = 0;
            self.fill();
        }
        match self.end {
            Some(end @ End::Restart(_)) => {
                self.at += 2;
                self.filled = 0;
                self.end = None;
                self.fill();
                end
            }
            end => end.unwrap_or(End::File),
        }
    }

    pub(crate) fn file_length(&self) -> usize {
        self.file.len()
    }

    /// The place in the file of the byte at `position` of the window.
    pub(crate) fn place(&self, position: usize) -> usize {
        let ahead = &self.window[position.min(self.filled)..self.filled];
        let stuffed = memchr::memchr_iter(0xff, ahead).count();
        self.at - ahead.len() - stuffed
    }

    fn fill(&mut self) {
        self.number += 1;
        while self.filled < CAPACITY && self.end.is_none() {
            let rest = &self.file[self.at..];
            let room = rest.len().min(CAPACITY - self.filled);
            let plain = memchr::memchr(0xff, &rest[..room]).unwrap_or(room);
            self.window[self.filled..self.filled + plain].copy_from_slice(&rest[..plain]);
            self.filled += plain;
            self.at += plain;
            if plain < room || room == rest.len() {
                self.pass_stuffing();
            }
        }
        self.window[self.filled..][..PADDING].fill(0);
    }

    /// Stands at 0xff or at the end of the file.
    fn pass_stuffing(&mut self) {
        match self.file[self.at..] {
            [0xff, 0, ..] => {
                self.window[self.filled] = 0xff;
                self.filled += 1;
                self.at += 2;
            }
            // A fill byte in front of a marker.
            [0xff, 0xff, ..] => self.at += 1,
            [0xff, marker @ RST0..=RST7, ..] => self.end = Some(End::Restart(marker - RST0)),
            [0xff, _, ..] => self.end = Some(End::Marker),
            _ => self.end = Some(End::File),
        }
    }
}
