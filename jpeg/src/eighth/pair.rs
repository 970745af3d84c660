//! Two walks at once.
//!
//! A look-up waits for the shift before it, and the shift for the look-up before that: most of the time
//! a walk waits. So a second one goes on meanwhile. It begins somewhere ahead, as if a unit began there,
//! and finds nonsense at first. But codes of this kind fall into step by themselves, mostly within some
//! twenty blocks. From the first block on that both walks have found at the same place, as the same
//! block of a unit, all that the second one has found is true.

use super::places::{BLOCKS, Places};
use super::walk::{Guide, Walk, Walked};
use crate::bits::State;

/// Blocks that the first walk goes on between looks at whether it has met the second one.
const STRIDE: usize = 24;

/// Walks from bit `from`, where a unit begins, and from bit `ahead` until the first walk has met the second.
#[inline(always)]
pub(super) fn pair(
    guide: Guide<'_>,
    from: usize,
    ahead: usize,
    end: usize,
    [places, others]: [&mut Places; 2],
) -> Walked {
    let mut first = Walk::new(guide, from, places);
    let mut second = Walk::new(guide, ahead, others);
    loop {
        while first.goes_on(ahead) && second.goes_on(end) {
            first.round(guide, places);
            second.round(guide, others);
        }
        let State { bit, is_faulty } = second.pause();
        if !is_faulty || !first.goes_on(ahead) {
            break;
        }
        // Nonsense may turn out not to be possible at all.
        second = Walk::new(guide, bit + 1, others);
    }
    first.go(guide, ahead, places);
    let (mut this, mut other) = (first.blocks().saturating_sub(STRIDE), 0);
    let there = second.blocks().min(BLOCKS);
    let unit = guide.machine.unit;
    while first.goes_on(end) {
        first.stride(guide, end, places);
        while this <= first.blocks() {
            let here = places.bit(this);
            other +=
                others.list[other..there].iter().take_while(|place| place.bit() < here).count();
            if other == there {
                // Behind all that the second one has found.
                return first.walked(end);
            }
            if others.bit(other) == here && other % unit == this % unit {
                return Walked { blocks: places.join(this, others, other..there), stopped: None };
            }
            this += 1;
        }
    }
    first.walked(end)
}

impl Walk {
    /// Goes on a little.
    #[inline(always)]
    fn stride(&mut self, guide: Guide<'_>, end: usize, places: &mut Places) {
        let until = self.blocks() + STRIDE;
        while self.blocks() < until && self.goes_on(end) {
            self.round(guide, places);
        }
    }
}
