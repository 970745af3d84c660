//! Pictures that follow each other in a WebP: each frame is the part that has changed.

use super::changes::Changes;
use super::{Manner, Planes, USUAL_QUALITY, lossy};
use crate::encode;
use crate::error::Error;
use crate::part::Part;
use crate::picture::Picture;
use crate::probe::webp::Chunks;
use crate::stripped::webp::{Coded, animation};
use std::num::NonZeroU32;

/// The longest that a picture can be shown: 24 bits of thousandths of a second.
const LONGEST: u32 = (1 << 24) - 1;
/// The most often that an animation can be shown.
const MOST_PLAYS: u32 = u16::MAX as u32;
/// What is below does not shine through: RFC 9649, 2.7.1.1.
const REPLACES: u8 = 2;
/// A picture of one pixel that nobody sees, for a frame in which nothing changes: VP8L with a signature, sides
/// of one, alpha, no transform, no cache, no group, and five codes of one symbol each, which is 0.
const UNSEEN: [u8; 8] = [0x2f, 0, 0, 0, 0x10, 0x88, 0x88, 0x08];

/// How much a sample may differ, of 255, and still count as what it was, at a quality of 0: what is lost by being
/// coded is more. At the usual quality it is 4.
const SIMILAR: u32 = 20;

pub(in crate::encode) struct Reel<'r> {
    size: (usize, usize),
    quality: Option<u8>,
    exif: &'r [u8],
    header: [u8; 6],
    has_alpha: bool,
    frames: Vec<Vec<u8>>,
    /// What is seen, but for what is lost: blocks are as they were when they were last drawn.
    seen: Option<Planes>,
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
        Self { size, quality, exif, header, has_alpha: false, frames: Vec::new(), seen: None }
    }

    /// The part of a picture that is another than what is seen.
    fn frame(&mut self, now: Planes, duration: u32) -> Result<Vec<u8>, Error> {
        let quality = self.quality.unwrap_or(USUAL_QUALITY);
        let similar = (SIMILAR * (100 - u32::from(quality.min(100))) / 100) as u8;
        let Some(changes) = Changes::between(self.seen.as_ref(), &now, self.size, similar) else {
            let part = Part { x: 0, y: 0, width: 1, height: 1 };
            let unseen = Coded { alpha: None, picture: (b"VP8L", &UNSEEN) };
            self.has_alpha = true;
            return Ok(frame(part, duration, 0, &unseen));
        };
        let part = changes.part;
        let mut planes = now.cut(part);
        let mut flags = REPLACES;
        if let (Some(mask), None) = (changes.mask(), &planes.a) {
            planes.a = Some(mask);
            flags = 0;
        }
        self.has_alpha |= planes.a.is_some();
        let file = lossy(&mut planes, self.quality, Manner::FILM)?;
        self.draw(now, &changes);
        let coded = Coded::among(Chunks::of(&file)?);
        let coded = coded.ok_or_else(|| super::failed("no picture came of it"))?;
        Ok(frame(part, duration, flags, &coded))
    }

    /// Remembers what is seen when changes have been drawn.
    fn draw(&mut self, now: Planes, changes: &Changes) {
        match &mut self.seen {
            Some(seen) if now.a.is_some() == seen.a.is_some() => changes.draw(seen, &now),
            // It is the first, or everything has changed.
            seen => *seen = Some(now),
        }
    }
}

impl encode::Reel for Reel<'_> {
    fn push(&mut self, picture: Picture, duration: u32) -> Result<(), Error> {
        let frame = self.frame(Planes::of(picture), duration.min(LONGEST))?;
        self.frames.push(frame);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<u8>, Error> {
        let size = (self.size.0 as u32, self.size.1 as u32);
        let header = [(b"ANIM", &self.header[..])];
        let frames = self.frames.iter().map(|frame| (b"ANMF", &frame[..]));
        Ok(animation(size, self.has_alpha, header.into_iter().chain(frames), self.exif))
    }
}

/// A frame's chunk: RFC 9649, 2.7.1.1.
fn frame(part: Part, duration: u32, flags: u8, coded: &Coded<'_>) -> Vec<u8> {
    let three = |number: usize| (number as u32).to_le_bytes()[..3].to_vec();
    let places = [part.x / 2, part.y / 2, part.width - 1, part.height - 1, duration as usize];
    let mut frame = places.map(three).concat();
    frame.push(flags);
    frame.extend(coded.chunks());
    frame
}
