//! From pictures that follow each other to a GIF of few colours, without end.

use super::files::Outcome;
use gif::{DisposalMethod, Encoder, Frame, Repeat};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

type Rgba = [u8; 4];

/// How many colours there may be beside the one that is none.
const COLOURS: usize = 63;
/// What says that nothing has changed.
const SAME: u8 = COLOURS as u8;

/// Each frame is shown for so many hundredths of a second.
pub fn gif(frames: &[Vec<Rgba>], (width, height): (u32, u32), delay: u16) -> Outcome<Vec<u8>> {
    let palette = Palette::new(frames);
    let (width, height) = (u16::try_from(width)?, u16::try_from(height)?);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height, &palette.colours.concat())?;
    encoder.set_repeat(Repeat::Infinite)?;
    let mut before: Vec<u8> = Vec::new();
    for frame in frames {
        let now = palette.numbers(frame);
        let number = |(at, &number): (usize, &u8)| {
            if before.get(at) == Some(&number) { SAME } else { number }
        };
        let changed: Vec<u8> = now.iter().enumerate().map(number).collect();
        encoder.write_frame(&Frame {
            width,
            height,
            delay,
            dispose: DisposalMethod::Keep,
            transparent: Some(SAME),
            buffer: Cow::Owned(changed),
            ..Frame::default()
        })?;
        before = now;
    }
    drop(encoder);
    Ok(file)
}

struct Palette {
    colours: Vec<[u8; 3]>,
    /// The number of each colour that is drawn.
    nearest: HashMap<Rgba, u8>,
}

impl Palette {
    /// The colours that are there most often. Flat shapes have few, and between them lie mixtures of two.
    fn new(frames: &[Vec<Rgba>]) -> Self {
        let mut counts = BTreeMap::new();
        for pixel in frames.iter().flatten() {
            *counts.entry(*pixel).or_insert(0_u32) += 1;
        }
        let mut often: Vec<_> = counts.iter().map(|(&colour, &count)| (count, colour)).collect();
        often.sort_by(|one, other| other.cmp(one));
        let mut colours: Vec<[u8; 3]> = Vec::new();
        for (_, [r, g, b, _]) in often {
            let is_new = colours.iter().all(|&other| away([r, g, b], other) > CLOSE);
            if is_new && colours.len() < COLOURS {
                colours.push([r, g, b]);
            }
        }
        let nearest = |&[r, g, b, a]: &Rgba| {
            let number = (0..colours.len()).min_by_key(|&number| away([r, g, b], colours[number]));
            ([r, g, b, a], number.unwrap_or(0) as u8)
        };
        let nearest = counts.keys().map(nearest).collect();
        colours.resize(COLOURS + 1, [0; 3]);
        Self { colours, nearest }
    }

    fn numbers(&self, frame: &[Rgba]) -> Vec<u8> {
        frame.iter().map(|pixel| self.nearest[pixel]).collect()
    }
}

/// Colours that are closer to each other than this would be wasted.
const CLOSE: u32 = 40;

fn away(one: [u8; 3], other: [u8; 3]) -> u32 {
    one.iter().zip(other).map(|(&one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
}
