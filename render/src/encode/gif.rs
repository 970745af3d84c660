//! GIF: frames of at most 256 colours, each the part that has changed since the one before.

mod difference;

use super::few::{Counted, Nearest, Rgba, chosen, dithered, enough, off};
use super::palette::{MOST, Palette};
use crate::encode;
use crate::error::Error;
use crate::interleave::put_together;
use crate::part::Part;
use crate::picture::Picture;
use difference::bounds;
use gif::{DisposalMethod, Encoder, EncodingError, Extension, Frame, Repeat};
use sizewise_jpeg::Exif;
use std::num::NonZeroU32;

/// What covers less than this much of what is behind it is not there at all.
const THERE: u8 = 128;
/// How much worse a palette that is there already may be than one of a frame's own, which costs 768 bytes and
/// flickers where colours that stay the same are dithered otherwise: as many times, and so far, squared.
const WORSE: f32 = 1.2;
const FAR: f32 = 0.5;

pub(super) struct Reel {
    size: (usize, usize),
    plays: Option<NonZeroU32>,
    /// How many colours a frame may have: one number may have to stand for what is below.
    most: usize,
    /// How far off they may be, squared.
    enough: f32,
    /// What the last picture was.
    last: Vec<Rgba>,
    /// The colours that all frames may use, and those of the last frame that had its own.
    palettes: Vec<Colours>,
    /// The last frame: what it leaves is known when the next one is.
    pending: Option<Pending>,
    file: Option<Encoder<Vec<u8>>>,
    /// Whose it is, in words: there is no other place for it.
    notice: String,
    clock: Clock,
}

/// A palette that is used.
struct Colours {
    palette: Palette,
    nearest: Nearest,
}

/// A frame that is not written yet.
struct Pending {
    part: Part,
    numbers: Vec<u8>,
    /// The number that stands for what is below.
    through: u8,
    frame: Frame<'static>,
}

impl Reel {
    pub(super) fn new(
        size: (u32, u32),
        plays: Option<NonZeroU32>,
        quality: Option<u8>,
        exif: &[u8],
        is_still: bool,
    ) -> Self {
        let size = (size.0 as usize, size.1 as usize);
        Self {
            size,
            plays,
            most: if is_still { MOST } else { MOST - 1 },
            enough: quality.filter(|&quality| quality < 100).map_or(0.0, enough),
            last: vec![[0; 4]; size.0 * size.1],
            palettes: Vec::new(),
            pending: None,
            file: None,
            notice: notice(exif),
            clock: Clock::default(),
        }
    }

    /// Which palette some pixels are to use. It is made, if none will do that there is.
    fn palette_for(&mut self, drawn: &[Rgba]) -> usize {
        let exact = Palette::of(drawn.iter().copied(), self.most);
        let has_all = |colours: &Colours| {
            let has = |&colour: &Rgba| colours.palette.number(colour).is_some();
            exact.as_ref().is_some_and(|exact| exact.entries().iter().all(has))
        };
        if let Some(number) = self.palettes.iter().position(has_all) {
            return number;
        }
        let counted = Counted::of(drawn.iter().copied());
        let own = exact.unwrap_or_else(|| {
            Palette::of(chosen(&counted, self.most, self.enough), self.most)
                .expect("no more are chosen than there may be")
        });
        let own = Colours { nearest: Nearest::to(own.entries()), palette: own };
        let most = off(&counted, &own.nearest) * WORSE + FAR;
        let is_near = |colours: &Colours| off(&counted, &colours.nearest) <= most;
        if let Some(number) = self.palettes.iter().position(is_near) {
            return number;
        }
        self.palettes.truncate(1);
        self.palettes.push(own);
        self.palettes.len() - 1
    }

    /// A frame of the pixels that are drawn anew.
    fn frame(&mut self, now: &[Rgba], is_drawn: &[bool]) -> Pending {
        let width = self.size.0;
        let part = bounds(width, is_drawn).unwrap_or(Part { x: 0, y: 0, width: 1, height: 1 });
        let (pixels, is_drawn) = (part.cut(now, width), part.cut(is_drawn, width));
        let drawn = pixels.iter().zip(&is_drawn).filter(|(_, is_drawn)| **is_drawn);
        let drawn: Vec<Rgba> = drawn.map(|(pixel, _)| *pixel).collect();
        let number = self.palette_for(&drawn);
        let Colours { palette, nearest } = &mut self.palettes[number];
        let entries = palette.entries();
        let through = entries.len().min(MOST - 1) as u8;
        let numbers = dithered(&pixels, part.width, palette, nearest, |at| is_drawn[at], through);
        let palette = (number > 0).then(|| table(palette));
        Pending { part, numbers, through, frame: Frame { palette, ..Frame::default() } }
    }

    /// Writes the last frame.
    fn write(&mut self) -> Result<(), Error> {
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let file = match &mut self.file {
            Some(file) => file,
            file => file.insert(begun(self.size, self.plays, &self.palettes, &self.notice)?),
        };
        file.write_frame(&pending.whole()).map_err(failed)
    }
}

impl encode::Reel for Reel {
    fn push(&mut self, picture: Picture, duration: u32) -> Result<(), Error> {
        let now = pixels(picture);
        // What was there and is no longer can only be cleared by the frame before.
        let is_gone: Vec<bool> =
            self.last.iter().zip(&now).map(|(then, now)| then[3] > now[3]).collect();
        if let (Some(gone), Some(pending)) = (bounds(self.size.0, &is_gone), &mut self.pending) {
            pending.clear(gone);
            let rows = pending.part.rows_mut(&mut self.last, self.size.0);
            rows.for_each(|row| row.fill([0; 4]));
        }
        let is_drawn: Vec<bool> =
            self.last.iter().zip(&now).map(|(then, now)| now[3] > 0 && then != now).collect();
        let mut next = self.frame(&now, &is_drawn);
        next.frame.delay = self.clock.hundredths(duration);
        self.write()?;
        self.pending = Some(next);
        self.last = now;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Vec<u8>, Error> {
        self.write()?;
        let file = self.file.ok_or_else(|| unwritable("no picture"))?;
        file.into_inner().map_err(unwritable)
    }
}

impl Pending {
    /// Has nothing left in its place, and in this one.
    fn clear(&mut self, gone: Part) {
        let all = self.part.with(gone);
        let mut numbers = vec![self.through; all.width * all.height];
        for (y, row) in self.numbers.chunks_exact(self.part.width).enumerate() {
            let at = (self.part.y - all.y + y) * all.width + self.part.x - all.x;
            numbers[at..at + row.len()].copy_from_slice(row);
        }
        (self.part, self.numbers) = (all, numbers);
        self.frame.dispose = DisposalMethod::Background;
    }

    fn whole(self) -> Frame<'static> {
        let Part { x, y, width, height } = self.part;
        let [left, top, width, height] = [x, y, width, height].map(|side| side as u16);
        let transparent = self.numbers.contains(&self.through).then_some(self.through);
        Frame { left, top, width, height, transparent, buffer: self.numbers.into(), ..self.frame }
    }
}

/// Red, green and blue of all colours, and of one more, so that there is a number for what is below.
fn table(palette: &Palette) -> Vec<u8> {
    let mut colours = palette.colours();
    if palette.entries().len() < MOST {
        colours.extend([0; 3]);
    }
    colours
}

fn begun(
    (width, height): (usize, usize),
    plays: Option<NonZeroU32>,
    palettes: &[Colours],
    notice: &str,
) -> Result<Encoder<Vec<u8>>, Error> {
    let side = |length: usize| u16::try_from(length).map_err(unwritable);
    let colours = palettes.first().map(|colours| table(&colours.palette)).unwrap_or_default();
    let mut file =
        Encoder::new(Vec::new(), side(width)?, side(height)?, &colours).map_err(failed)?;
    let repeat = match plays {
        None => Repeat::Infinite,
        Some(plays) => Repeat::Finite((plays.get() - 1).min(u16::MAX.into()) as u16),
    };
    file.set_repeat(repeat).map_err(failed)?;
    if !notice.is_empty() {
        let comment = Extension::Comment.into();
        file.write_raw_extension(comment, &[notice.as_bytes()]).map_err(failed)?;
    }
    Ok(file)
}

/// What EXIF says of it, line by line.
fn notice(exif: &[u8]) -> String {
    let exif = Exif::read(exif).unwrap_or_default();
    let texts = [exif.artist, exif.copyright].into_iter().flatten();
    texts.map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n")
}

fn failed(error: EncodingError) -> Error {
    unwritable(error)
}

fn unwritable(error: impl std::fmt::Display) -> Error {
    Error::Unwritable(format!("a picture that fits a GIF: {error}"))
}

/// Pixels that are there or not.
fn pixels(picture: Picture) -> Vec<Rgba> {
    let (width, height) = picture.size();
    let Picture { colours, alpha } = picture;
    let [r, g, b] = colours.in_rgb();
    let alpha = alpha.map_or_else(|| vec![255; width * height], |alpha| alpha.samples);
    let mut pixels = vec![[0; 4]; width * height];
    put_together([&r.samples, &g.samples, &b.samples, &alpha], pixels.as_flattened_mut());
    for pixel in &mut pixels {
        *pixel = if pixel[3] < THERE { [0; 4] } else { [pixel[0], pixel[1], pixel[2], 255] };
    }
    pixels
}

/// Time in hundredths of a second, of which none is lost by rounding.
#[derive(Debug, Default)]
struct Clock {
    thousandths: u64,
    hundredths: u64,
}

impl Clock {
    /// As many as bring it to where it should be.
    fn hundredths(&mut self, thousandths: u32) -> u16 {
        self.thousandths += u64::from(thousandths);
        let hundredths = (self.thousandths + 5) / 10 - self.hundredths;
        let hundredths = u16::try_from(hundredths).unwrap_or(u16::MAX);
        self.hundredths += u64::from(hundredths);
        hundredths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_time_is_lost() {
        let mut clock = Clock::default();
        let times: Vec<u16> =
            [33, 33, 34, 0, 5, 655_360, 1].map(|time| clock.hundredths(time)).into();
        assert_eq!(times, [3, 4, 3, 0, 1, 65_535, 1]);
    }
}
