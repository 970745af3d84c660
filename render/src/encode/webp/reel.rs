//! Pictures that follow each other in a WebP: each frame is the part that has changed.

use super::{Planes, lossy};
use crate::encode;
use crate::error::Error;
use crate::picture::Picture;
use crate::plane::Plane;
use crate::probe::webp::Chunks;
use crate::stripped::webp::{Coded, animation};
use std::num::NonZeroU32;

/// Samples of luma of a block, across and down: libwebp codes blocks of this size.
const BLOCK: usize = 16;
/// The longest that a picture can be shown: 24 bits of thousandths of a second.
const LONGEST: u32 = (1 << 24) - 1;
/// The most often that an animation can be shown.
const MOST_PLAYS: u32 = u16::MAX as u32;
/// What is below does not shine through: RFC 9649, 2.7.1.1.
const REPLACES: u8 = 2;
/// A picture of one pixel that nobody sees, for a frame in which nothing changes: VP8L with a signature, sides
/// of one, alpha, no transform, no cache, no group, and five codes of one symbol each, which is 0.
const UNSEEN: [u8; 8] = [0x2f, 0, 0, 0, 0x10, 0x88, 0x88, 0x08];

pub(in crate::encode) struct Reel<'r> {
    size: (usize, usize),
    quality: Option<u8>,
    exif: &'r [u8],
    header: [u8; 6],
    has_alpha: bool,
    frames: Vec<Vec<u8>>,
    last: Option<Planes>,
}

impl<'r> Reel<'r> {
    pub(in crate::encode) fn new(
        size: (u32, u32),
        plays: Option<NonZeroU32>,
        quality: Option<u8>,
        exif: &'r [u8],
    ) -> Self {
        let size = (size.0 as usize, size.1 as usize);
        let plays = plays.map_or(0, |plays| plays.get().min(MOST_PLAYS) as u16).to_le_bytes();
        let header = [0, 0, 0, 0, plays[0], plays[1]];
        Self { size, quality, exif, header, has_alpha: false, frames: Vec::new(), last: None }
    }

    fn frame(&self, now: &Planes, duration: u32) -> Result<Vec<u8>, Error> {
        let Some(changes) = Changes::between(self.last.as_ref(), now, self.size) else {
            let part = Part { x: 0, y: 0, width: 1, height: 1 };
            let unseen = Coded { alpha: None, picture: (b"VP8L", &UNSEEN) };
            return Ok(part.frame(duration, 0, &unseen));
        };
        let part = changes.part;
        let mut planes = now.cut(part);
        let flags = match changes.mask() {
            Some(mask) if planes.a.is_none() => {
                planes.a = Some(mask);
                0
            }
            _ => REPLACES,
        };
        let file = lossy(&mut planes, self.quality)?;
        let coded = Coded::among(Chunks::of(&file)?);
        let coded = coded.ok_or_else(|| super::failed("no picture came of it"))?;
        Ok(part.frame(duration, flags, &coded))
    }
}

impl encode::Reel for Reel<'_> {
    fn push(&mut self, picture: Picture, duration: u32) -> Result<(), Error> {
        let planes = Planes::of(picture);
        let frame = self.frame(&planes, duration.min(LONGEST))?;
        self.has_alpha |= planes.a.is_some();
        self.frames.push(frame);
        self.last = Some(planes);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<u8>, Error> {
        let size = (self.size.0 as u32, self.size.1 as u32);
        let header = [(b"ANIM", &self.header[..])];
        let frames = self.frames.iter().map(|frame| (b"ANMF", &frame[..]));
        Ok(animation(size, self.has_alpha, header.into_iter().chain(frames), self.exif))
    }
}

/// A rectangle that begins at a block's edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

impl Part {
    /// A frame's chunk: RFC 9649, 2.7.1.1.
    fn frame(self, duration: u32, flags: u8, coded: &Coded<'_>) -> Vec<u8> {
        let three = |number: usize| (number as u32).to_le_bytes()[..3].to_vec();
        let places = [self.x / 2, self.y / 2, self.width - 1, self.height - 1, duration as usize];
        let mut frame = places.map(three).concat();
        frame.push(flags);
        frame.extend(coded.chunks());
        frame
    }
}

/// Which blocks of a picture are others than they were.
struct Changes {
    part: Part,
    /// For each block of the part, row by row, whether it is another.
    blocks: Vec<bool>,
}

impl Changes {
    /// Nothing, if nothing has changed.
    fn between(
        last: Option<&Planes>,
        now: &Planes,
        (width, height): (usize, usize),
    ) -> Option<Self> {
        let whole = Part { x: 0, y: 0, width, height };
        let (across, down) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
        let Some(last) = last else {
            return Some(Self { part: whole, blocks: vec![true; across * down] });
        };
        let mut blocks = vec![false; across * down];
        for ((then, now), share) in last.planes().into_iter().zip(now.planes()).zip([1, 2, 2, 1]) {
            mark(&mut blocks, across, then, now, BLOCK / share);
        }
        let is_changed = |x: usize, y: usize| blocks[y * across + x];
        let rows = || (0..down).filter(|&y| (0..across).any(|x| is_changed(x, y)));
        let columns = || (0..across).filter(|&x| (0..down).any(|y| is_changed(x, y)));
        let (top, below) = (rows().next()?, rows().next_back()? + 1);
        let (left, right) = (columns().next()?, columns().next_back()? + 1);
        let (x, y) = (left * BLOCK, top * BLOCK);
        let part = Part {
            x,
            y,
            width: (right * BLOCK).min(width) - x,
            height: (below * BLOCK).min(height) - y,
        };
        let blocks = (top..below).flat_map(|y| (left..right).map(move |x| (x, y)));
        let blocks = blocks.map(|(x, y)| is_changed(x, y)).collect();
        Some(Self { part, blocks })
    }

    /// Alpha that lets through what has not changed, if there is some.
    fn mask(&self) -> Option<Plane> {
        if self.blocks.iter().all(|&is_changed| is_changed) {
            return None;
        }
        let Part { width, height, .. } = self.part;
        let rows = self.blocks.chunks_exact(width.div_ceil(BLOCK));
        let mut samples = Vec::with_capacity(width * height);
        for (row, top) in rows.zip((0..height).step_by(BLOCK)) {
            let line = (0..width).map(|x| if row[x / BLOCK] { 255 } else { 0 });
            let line: Vec<u8> = line.collect();
            (top..height.min(top + BLOCK)).for_each(|_| samples.extend(&line));
        }
        Some(Plane { samples, width, height })
    }
}

/// Marks the blocks in which two planes differ.
fn mark(
    blocks: &mut [bool],
    across: usize,
    then: Option<&Plane>,
    now: Option<&Plane>,
    side: usize,
) {
    let (then, now) = match (then, now) {
        (None, None) => return,
        (Some(then), Some(now)) => (then, now),
        // Everything was covered that is no longer, or the other way round.
        (Some(_), None) | (None, Some(_)) => return blocks.fill(true),
    };
    for (y, (then, now)) in then.rows().zip(now.rows()).enumerate() {
        let row = &mut blocks[y / side * across..][..across];
        for (is_changed, (then, now)) in row.iter_mut().zip(then.chunks(side).zip(now.chunks(side)))
        {
            *is_changed |= then != now;
        }
    }
}

impl Planes {
    fn planes(&self) -> [Option<&Plane>; 4] {
        [Some(&self.y), Some(&self.u), Some(&self.v), self.a.as_ref()]
    }

    fn cut(&self, part: Part) -> Self {
        let half = Part {
            x: part.x / 2,
            y: part.y / 2,
            width: part.width.div_ceil(2),
            height: part.height.div_ceil(2),
        };
        Self {
            y: cut(&self.y, part),
            u: cut(&self.u, half),
            v: cut(&self.v, half),
            a: self.a.as_ref().map(|alpha| cut(alpha, part)),
        }
    }
}

fn cut(plane: &Plane, part: Part) -> Plane {
    let rows = plane.rows().skip(part.y).take(part.height);
    let samples = rows.flat_map(|row| &row[part.x..part.x + part.width]).copied().collect();
    Plane { samples, width: part.width, height: part.height }
}
