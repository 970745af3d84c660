//! Palettes: pictures of few colours, by their numbers.

use super::Kind;

/// The colours of a picture, 256 at most. Those that something shines through stand first, since only their
/// alpha is written.
pub(super) struct Palette {
    entries: Vec<[u8; 4]>,
    /// Where a colour is looked for: its number, one more than it is, or nothing yet.
    table: Box<[u16; SLOTS]>,
    channels: usize,
}

const MOST: usize = 256;
/// Four times as many as there can be colours, so that few stand in each other's place.
const SLOTS: usize = 1024;

impl Palette {
    /// Nothing, if there are more colours.
    pub(super) fn of(pixels: &[u8], kind: Kind) -> Option<Self> {
        let channels = match kind {
            Kind::Grey | Kind::Indexed => 1,
            Kind::GreyAlpha => 2,
            Kind::Rgb => 3,
            Kind::Rgba => 4,
        };
        let mut palette = Self { entries: Vec::new(), table: Box::new([0; SLOTS]), channels };
        let mut last = None;
        for pixel in pixels.chunks_exact(channels) {
            let colour = colour(pixel);
            if last.replace(colour) == Some(colour) {
                continue;
            }
            let slot = palette.slot(colour);
            if palette.table[slot] == 0 {
                if palette.entries.len() == MOST {
                    return None;
                }
                palette.entries.push(colour);
                palette.table[slot] = palette.entries.len() as u16;
            }
        }
        palette.sort();
        Some(palette)
    }

    /// Where a colour is, or would be.
    fn slot(&self, colour: [u8; 4]) -> usize {
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

    /// Rows of so many pixels as numbers, several of them in a byte if there is room.
    pub(super) fn rows(&self, pixels: &[u8], width: usize) -> Vec<u8> {
        let (depth, per_byte) = (self.depth(), 8 / usize::from(self.depth()));
        let mut packed = Vec::new();
        let number = |pixel: &[u8]| (self.table[self.slot(colour(pixel))] - 1) as u8;
        for row in pixels.chunks_exact(width * self.channels) {
            for some in row.chunks(self.channels * per_byte) {
                let numbers = some.chunks_exact(self.channels).map(number);
                let byte = numbers.enumerate().fold(0, |byte, (place, number)| {
                    byte | number << (8 - depth * (place as u8 + 1))
                });
                packed.push(byte);
            }
        }
        packed
    }
}

/// A pixel as red, green, blue and alpha.
fn colour(pixel: &[u8]) -> [u8; 4] {
    match *pixel {
        [grey] => [grey, grey, grey, 255],
        [grey, alpha] => [grey, grey, grey, alpha],
        [r, g, b] => [r, g, b, 255],
        [r, g, b, a, ..] => [r, g, b, a],
        [] => [0; 4],
    }
}
