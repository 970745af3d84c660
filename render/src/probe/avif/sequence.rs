//! The sequence header of AV1, which says what its samples are. AV1 bitstream specification, 5.5.

use super::broken;
use super::colours::Cicp;
use super::units::{Bits, Units};
use crate::error::Error;

/// What the samples of a picture are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sequence {
    /// Bits of a sample: 8, 10 or 12.
    pub(crate) depth: u8,
    pub(crate) layout: Layout,
    pub(crate) cicp: Cicp,
}

/// Which planes there are, and how large they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Luma alone.
    Grey,
    /// Chroma at half its width and half its height: 4:2:0.
    Quarters,
    /// Chroma at half its width: 4:2:2.
    Halves,
    /// Chroma as large as luma: 4:4:4.
    Full,
}

impl Layout {
    /// How many planes there are.
    pub(crate) fn count(self) -> usize {
        if self == Self::Grey { 1 } else { 3 }
    }

    /// How many samples of luma lie on one of chroma, across and down.
    pub(crate) fn shares(self) -> (u32, u32) {
        match self {
            Self::Grey | Self::Full => (1, 1),
            Self::Halves => (2, 1),
            Self::Quarters => (2, 2),
        }
    }
}

/// A still picture has one frame, or one for each of at most four layers; the rest is room for those who
/// repeat them. Each costs as much as all of the picture.
const MOST_FRAMES: usize = 8;

const SEQUENCE_HEADER: u8 = 1;
const FRAME_HEADER: u8 = 3;
const FRAME: u8 = 6;

impl Sequence {
    /// The first of what an item holds.
    pub(super) fn of(item: &[u8]) -> Result<Self, Error> {
        let (mut sequence, mut frames) = (None, 0);
        for unit in Units::of(item) {
            let (kind, body) = unit?;
            match kind {
                SEQUENCE_HEADER if sequence.is_none() => sequence = Some(header(body)?),
                FRAME | FRAME_HEADER => frames += 1,
                _ => {}
            }
        }
        if frames > MOST_FRAMES {
            return Err(broken(format!("a picture of more than {MOST_FRAMES} frames")));
        }
        match sequence {
            Some(sequence) if frames > 0 => Ok(sequence),
            _ => Err(broken("a picture without its frame")),
        }
    }

    /// Whether `av1C` says the same. AV1-ISOBMFF, 2.3.3.
    pub(super) fn is_of(self, [_, _, flags, _]: [u8; 4]) -> bool {
        let depth = match flags >> 5 & 3 {
            0 => 8,
            2 => 10,
            _ => 12,
        };
        let layout = match flags >> 2 & 7 {
            0 => Layout::Full,
            2 => Layout::Halves,
            3 => Layout::Quarters,
            7 => Layout::Grey,
            // A picture of luma alone may say what it likes.
            _ if flags & 0x10 != 0 => Layout::Grey,
            _ => return false,
        };
        (self.depth, self.layout) == (depth, layout)
    }
}

fn header(body: &[u8]) -> Result<Sequence, Error> {
    let mut bits = Bits::of(body);
    sequence(&mut bits).ok_or_else(|| broken("a picture whose header ends early"))
}

fn sequence(bits: &mut Bits<'_>) -> Option<Sequence> {
    let profile = bits.take(3)?;
    let _is_still = bits.take(1)?;
    let is_reduced = bits.flag()?;
    if is_reduced {
        bits.take(5)?;
    } else {
        timing(bits)?;
    }
    let sides = [bits.take(4)?, bits.take(4)?];
    for side in sides {
        bits.take(side + 1)?;
    }
    if !is_reduced && bits.flag()? {
        bits.take(4 + 3)?;
    }
    // Three tools for a still picture, and those for films.
    bits.take(3)?;
    if !is_reduced {
        tools(bits)?;
    }
    bits.take(3)?;
    colours(bits, profile)
}

/// When frames are shown, and what it takes to decode them in time.
fn timing(bits: &mut Bits<'_>) -> Option<()> {
    let mut delay = None;
    if bits.flag()? {
        bits.take(32)?;
        bits.take(32)?;
        if bits.flag()? {
            bits.pass_number()?;
        }
        if bits.flag()? {
            delay = Some(bits.take(5)? + 1);
            bits.take(32)?;
            bits.take(5 + 5)?;
        }
    }
    let has_display_delay = bits.flag()?;
    for _ in 0..=bits.take(5)? {
        bits.take(12)?;
        if bits.take(5)? > 7 {
            bits.take(1)?;
        }
        if let Some(delay) = delay
            && bits.flag()?
        {
            bits.take(delay)?;
            bits.take(delay)?;
            bits.take(1)?;
        }
        if has_display_delay && bits.flag()? {
            bits.take(4)?;
        }
    }
    Some(())
}

fn tools(bits: &mut Bits<'_>) -> Option<()> {
    bits.take(4)?;
    let has_order = bits.flag()?;
    if has_order {
        bits.take(2)?;
    }
    let is_screen_chosen = bits.flag()?;
    let may_be_screen = is_screen_chosen || bits.flag()?;
    if may_be_screen && !bits.flag()? {
        bits.take(1)?;
    }
    if has_order {
        bits.take(3)?;
    }
    Some(())
}

fn colours(bits: &mut Bits<'_>, profile: u32) -> Option<Sequence> {
    let is_deep = bits.flag()?;
    let depth = match is_deep {
        true if profile == 2 && bits.flag()? => 12,
        true => 10,
        false => 8,
    };
    let is_grey = profile != 1 && bits.flag()?;
    let mut cicp = Cicp { primaries: 2, transfer: 2, matrix: 2, is_full: false };
    if bits.flag()? {
        let mut number = || bits.take(8).map(|number| number as u16);
        (cicp.primaries, cicp.transfer, cicp.matrix) = (number()?, number()?, number()?);
    }
    // Colours of screens as they are need no more words.
    if !is_grey && (cicp.primaries, cicp.transfer, cicp.matrix) == (1, 13, 0) {
        cicp.is_full = true;
        return Some(Sequence { depth, layout: Layout::Full, cicp });
    }
    cicp.is_full = bits.flag()?;
    let layout = match profile {
        _ if is_grey => Layout::Grey,
        0 => Layout::Quarters,
        1 => Layout::Full,
        _ if depth < 12 => Layout::Halves,
        _ if !bits.flag()? => Layout::Full,
        _ if bits.flag()? => Layout::Quarters,
        _ => Layout::Halves,
    };
    Some(Sequence { depth, layout, cicp })
}
