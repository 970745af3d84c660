//! A walk from block to block.

use std::hint::select_unpredictable;

use super::machine::{GOING_ON, Machine};
use super::places::{BLOCKS, Place, Places};
use crate::bits::{Bits, State, peek};
use crate::feed::Window;
use crate::lookup::{DONE, INDEX, pass_one, passed};

/// Set in a bit's number where bits make no sense: it is behind every end.
const FAULT: usize = 1 << (usize::BITS - 4);

/// What walks go by.
#[derive(Clone, Copy)]
pub(super) struct Guide<'m> {
    pub(super) machine: &'m Machine,
    /// The machine's, so that a register can hold where they are.
    pub(super) tables: &'m [u16],
    pub(super) window: &'m Window,
}

/// What a walk has found.
pub(super) struct Walked {
    pub(super) blocks: usize,
    /// Where it stopped, if it cannot go on.
    pub(super) stopped: Option<State>,
}

/// A walk from block to block that notes where each of them begins.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    /// The bit of the window that it stands in front of.
    bit: usize,
    /// Blocks that have begun.
    begun: usize,
    /// In the low half where the table begins that is looked at next, in the upper one how many
    /// coefficients of the block have been passed.
    state: u32,
}

impl Walk {
    /// From the beginning of a unit.
    #[inline(always)]
    pub(super) fn new(guide: Guide<'_>, bit: usize, places: &mut Places) -> Self {
        places.list[0] = Place::at(bit);
        Self { bit, begun: 1, state: guide.machine.beginnings[0].into() }
    }

    /// How many blocks have been found.
    #[inline(always)]
    pub(super) fn blocks(&self) -> usize {
        self.begun - 1
    }

    /// Goes on until the reader is behind `end`, or there is no room.
    #[inline(always)]
    pub(super) fn go(&mut self, guide: Guide<'_>, end: usize, places: &mut Places) {
        while self.goes_on(end) {
            self.round(guide, places);
        }
    }

    /// What has been found on the way to `end`.
    pub(super) fn walked(&self, end: usize) -> Walked {
        Walked { blocks: self.blocks(), stopped: (self.bit > end).then_some(self.pause()) }
    }

    pub(super) fn pause(&self) -> State {
        State { bit: self.bit & !FAULT, is_faulty: self.bit >= FAULT }
    }

    /// Whether there is room for more blocks, and the reader is not behind `end` yet.
    #[inline(always)]
    pub(super) fn goes_on(&self, end: usize) -> bool {
        self.begun <= BLOCKS && self.bit <= end
    }

    /// As many look-ups as a load has bits for.
    #[inline(always)]
    pub(super) fn round(&mut self, guide: Guide<'_>, places: &mut Places) {
        let mut buffer = peek(guide.window, self.bit);
        let mut place = Place::at(self.bit).0;
        for _ in 0..3 {
            let table = usize::from(self.state as u16);
            let entry = guide.tables[table + (buffer >> (64 - INDEX)) as usize];
            let state = self.state + (passed(entry) << 16);
            if state >= 64 << 16 {
                self.bit += place as usize & 63;
                self.one_symbol(guide, places);
                return;
            }
            buffer = buffer.wrapping_shl(entry.into());
            place += u64::from(entry);
            let this = self.begun & (places.list.len() - 1);
            places.list[this] = Place(place);
            let next = u32::from(guide.machine.beginnings[this]);
            self.state = select_unpredictable(entry & DONE != 0, next, state | GOING_ON);
            self.begun += usize::from(entry >> 15);
        }
        self.bit += place as usize & 63;
    }

    /// One symbol by itself, for what does not fit into an entry.
    #[inline(always)]
    fn one_symbol(&mut self, guide: Guide<'_>, places: &mut Places) {
        let Guide { machine, window, .. } = guide;
        let mut bits = Bits::resume(window, State::at(self.bit));
        let step = machine.steps[self.blocks() % machine.unit];
        let this = self.begun & (places.list.len() - 1);
        let mut so_far = self.state >> 16;
        if so_far == 0 {
            let size = bits.symbol(&machine.dc[step.dc]);
            bits.skip(size.into());
            so_far = 1;
        } else {
            so_far = pass_one(&machine.ac[step.ac], &mut bits, so_far);
        }
        let State { bit, is_faulty } = bits.pause();
        self.bit = bit | if is_faulty { FAULT } else { 0 };
        self.state = self.state & 0xffff | GOING_ON | so_far << 16;
        if so_far > 63 {
            places.list[this] = Place::at(bit);
            self.state = machine.beginnings[this].into();
            self.begun += 1;
        }
    }
}
