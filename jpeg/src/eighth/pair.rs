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
    first.meet(guide, end, places, others, second.blocks().min(BLOCKS))
}

impl Walk {
    /// Goes on until there is a block that is one of `there` others too, and takes those behind it.
    #[inline(always)]
    fn meet(
        mut self,
        guide: Guide<'_>,
        end: usize,
        places: &mut Places,
        others: &Places,
        there: usize,
    ) -> Walked {
        let unit = guide.machine.unit;
        let (mut this, mut other) = (self.blocks().saturating_sub(STRIDE), 0);
        while self.goes_on(end) {
            self.stride(guide, end, places);
            while this <= self.blocks() {
                let here = places.bit(this);
                let before =
                    others.list[other..there].iter().take_while(|other| other.bit() < here);
                other += before.count();
                if other == there {
                    // Behind all that the second walk has found.
                    return self.walked(end);
                }
                if others.bit(other) == here && other % unit == this % unit {
                    let blocks = places.join(this, others, other..there);
                    return Walked { blocks, stopped: None };
                }
                this += 1;
            }
        }
        self.walked(end)
    }

    /// Goes on a little.
    #[inline(always)]
    fn stride(&mut self, guide: Guide<'_>, end: usize, places: &mut Places) {
        let until = self.blocks() + STRIDE;
        while self.blocks() < until && self.goes_on(end) {
            self.round(guide, places);
        }
    }
}
