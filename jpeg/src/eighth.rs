//! Decoding at one eighth: of every block its difference, and nothing else.
//!
//! What a block's AC coefficients are does not matter, only where they end, and that is the one thing
//! that branches cannot guess. So there are none: a machine whose state is the table that is looked at
//! next. A block begins in a table of its difference code, whose entries also pass over the AC symbols
//! that still fit, and goes on in a table of runs until an entry holds the block's end. All that is kept
//! is where blocks begin; their differences are read later.
//!
//! `machine` makes the tables, `walk` goes by them from block to block, `pair` has two walks at once.

mod machine;
mod pair;
mod places;
mod walk;

use self::pair::pair;
use self::places::Places;
use self::walk::{Guide, Walk, Walked};
use crate::bits::{Bits, State, peek, signed};
use crate::feed::{Edge, PADDING, Window};
use crate::huffman::Symbols;
use crate::simd::{Kernels, Work};

pub(crate) use self::machine::Machine;
pub(crate) use self::places::Place;

/// The difference that stands at this place.
#[inline(always)]
pub(crate) fn difference(window: &Window, place: Place, code: &Symbols) -> i32 {
    let bits = peek(window, place.bit());
    let (size, length) = code.find(bits);
    signed(bits << length, size.into())
}

/// Blocks that a walk should find before it meets another one.
const STAGE: usize = 900;
/// Bits for which a second walk is not worth while.
const SHORT: usize = 8 << 10;
/// What a block takes, in bits, as long as nothing is known.
const USUAL: usize = 64;

/// Bytes that a symbol and its number take at most.
const SYMBOL: usize = 4;

/// Whole units that have been found in a window, of which some may have been used.
pub(crate) struct Found {
    places: Places,
    /// What a second walk finds.
    others: Places,
    units: usize,
    used: usize,
    /// Where it ended, if no unit can follow.
    stopped: Option<State>,
    /// The number of what was in the window.
    window: Option<u64>,
    /// Bits that a block has taken.
    pace: usize,
}

impl Found {
    pub(crate) fn new() -> Self {
        Self {
            places: Places::new(),
            others: Places::new(),
            units: 0,
            used: 0,
            stopped: None,
            window: None,
            pace: USUAL,
        }
    }

    /// Forgets the units.
    pub(crate) fn clear(&mut self) {
        self.window = None;
    }

    /// Where the blocks of the next `units` units of `unit` blocks each begin, of each unit from `first`
    /// on.
    #[inline(always)]
    pub(crate) fn list(
        &self,
        first: usize,
        unit: usize,
        units: usize,
    ) -> impl Iterator<Item = &[Place]> {
        let list = &self.places.list[self.used * unit..][..unit * units];
        list.chunks_exact(unit).map(move |unit| &unit[first..])
    }

    /// Uses so many units, of `wanted` ones. Says where a reader stands behind them.
    pub(crate) fn use_up(&mut self, units: usize, wanted: usize, unit: usize) -> State {
        self.used += units;
        match self.stopped {
            Some(stopped) if units < wanted => stopped,
            _ => State::at(self.places.bit(self.used * unit)),
        }
    }

    fn is_used_up(&self, edge: &Edge) -> bool {
        self.window != Some(edge.window) || self.used == self.units
    }

    /// Takes what a walk has found from bit `from` on, as far as it is in the window.
    fn take(&mut self, walked: Walked, from: usize, unit: usize, edge: &Edge) {
        let is_there = |&units: &usize| self.places.bit(units * unit) <= 8 * edge.filled;
        self.units = (0..=walked.blocks / unit).rev().find(is_there).unwrap_or(0);
        self.used = 0;
        self.window = Some(edge.window);
        // Behind the window stand zeros. Unless the segment ends there they mean nothing, nor does a symbol
        // that reaches into them.
        let whole = edge.filled.saturating_sub(SYMBOL);
        let is_an_end = |state: &State| edge.is_last || !state.is_beyond(whole);
        self.stopped = walked.stopped.filter(is_an_end);
        if let Some(bits) = (self.places.bit(self.units * unit) - from).checked_div(self.units) {
            self.pace = bits.div_ceil(unit);
        }
    }
}

/// Finding units from where a reader stands, unless there are still some.
pub(crate) struct Search<'s, 'w> {
    pub(crate) machine: &'s Machine,
    pub(crate) bits: &'s Bits<'w>,
    pub(crate) found: &'s mut Found,
    pub(crate) edge: Edge,
}

impl Work for Search<'_, '_> {
    /// How many there are.
    type Output = usize;

    #[inline(always)]
    fn with<K: Kernels>(self, _: K) -> usize {
        let Self { machine, bits, found, edge } = self;
        if found.is_used_up(&edge) {
            let guide = Guide { machine, tables: &machine.tables, window: bits.window() };
            let (from, end) = (bits.bit(), 8 * (edge.filled + PADDING));
            let left = (8 * edge.filled).saturating_sub(from);
            if left > SHORT {
                let ahead = from + (STAGE * found.pace).min(left / 2);
                let lists = [&mut found.places, &mut found.others];
                let walked = pair(guide, from, ahead, end, lists);
                found.take(walked, from, machine.unit, &edge);
            }
            // Two walks may meet before either has found a unit.
            if left <= SHORT || found.units == 0 && found.stopped.is_none() {
                let mut walk = Walk::new(guide, from, &mut found.places);
                walk.go(guide, end, &mut found.places);
                found.take(walk.walked(end), from, machine.unit, &edge);
            }
        }
        found.units - found.used
    }
}
