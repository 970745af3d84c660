//! Palettes: colours by their numbers, where there are few of them.

use super::few::Rgba;

/// Colours, 256 at most. Those that something shines through stand first, since a PNG says the alpha of no others.
pub(super) struct Palette {
    entries: Vec<Rgba>,
    /// Where a colour is looked for: its number, one more than it is, or nothing yet.
    table: Box<[u16; SLOTS]>,
}

/// More than this no file numbers.
pub(super) const MOST: usize = 256;
/// Four times as many as there can be colours, so that few stand in each other's place.
const SLOTS: usize = 1024;

impl Palette {
    /// All colours of some pixels. Nothing, if there are more than `most`.
    pub(super) fn of(pixels: impl IntoIterator<Item = Rgba>, most: usize) -> Option<Self> {
        let mut palette = Self { entries: Vec::new(), table: Box::new([0; SLOTS]) };
        let mut last = None;
        for colour in pixels {
            if last.replace(colour) == Some(colour) {
                continue;
            }
            let slot = palette.slot(colour);
            if palette.table[slot] == 0 {
                if palette.entries.len() == most.min(MOST) {
                    return None;
                }
                palette.entries.push(colour);
                palette.table[slot] = palette.entries.len() as u16;
            }
        }
        palette.sort();
        Some(palette)
    }

    /// All of them.
    pub(super) fn entries(&self) -> &[Rgba] {
        &self.entries
    }

    /// The number of a colour, if it has one.
    pub(super) fn number(&self, colour: Rgba) -> Option<u8> {
        self.table[self.slot(colour)].checked_sub(1).map(|number| number as u8)
    }

    /// Where a colour is, or would be.
    fn slot(&self, colour: Rgba) -> usize {
        let hash = u32::from_le_bytes(colour).wrapping_mul(0x9e37_79b1) >> 22;
        let places = (0..SLOTS).map(|off| (hash as usize + off) % SLOTS);
        let is_its = |&place: &usize| match self.table[place] {
            0 => true,
            number => self.entries[usize::from(number) - 1] == colour,
        };
        places.into_iter().find(is_its).expect("there are more slots than colours")
    }

    fn sort(&mut self) {
        self.entries.sort_by_key(|&[r, g, b, a]| (a == 255, r, g, b, a));
        let entries = std::mem::take(&mut self.entries);
        self.table.fill(0);
        for colour in entries {
            let slot = self.slot(colour);
            self.entries.push(colour);
            self.table[slot] = self.entries.len() as u16;
        }
    }

    /// Bits of a number.
    pub(super) fn depth(&self) -> u8 {
        match self.entries.len() {
            0..=2 => 1,
            3..=4 => 2,
            5..=16 => 4,
            _ => 8,
        }
    }

    /// Red, green and blue of each.
    pub(super) fn colours(&self) -> Vec<u8> {
        self.entries.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect()
    }

    /// Alpha of those that something shines through.
    pub(super) fn alpha(&self) -> Vec<u8> {
        self.entries.iter().map(|colour| colour[3]).take_while(|&alpha| alpha < 255).collect()
    }
}
