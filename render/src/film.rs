//! Films: pictures in one file that follow each other, each laid on what those before it have left.

mod first;
mod gif;
mod webp;

use crate::error::Error;
use crate::metadata::Notice;
use crate::original::rows::{Channels, Rows};
use crate::original::{Model, Needed, Original, Strips};
use crate::part::Part;
use sizewise::{Source, SourceFormat};
use std::borrow::Cow;
use std::num::NonZeroU32;

pub(crate) use first::First;

/// A file of pictures, and what is seen of it at the moment.
pub(crate) struct Film<'b> {
    cels: Box<dyn Cels + 'b>,
    screen: Screen,
    /// What the last cel leaves, and where.
    left: Option<(Leaves, Part)>,
}

/// The pictures of a file as they are stored.
trait Cels {
    /// How often they are shown; nothing, if without end.
    fn plays(&self) -> Option<NonZeroU32>;

    /// The next of them, until there is none.
    fn next(&mut self) -> Result<Option<Cel>, Error>;

    /// The file's colour profile.
    fn icc(&self) -> Option<&[u8]> {
        None
    }

    /// Whose it is.
    fn notice(&self) -> Notice<'_> {
        Notice::default()
    }
}

/// One picture, as large as what it changes.
struct Cel {
    /// Where it is laid, which may be in part outside.
    part: Part,
    pixels: Pixels,
    /// What it replaces shines through where it does not cover. Otherwise nothing is left of that.
    lets_through: bool,
    leaves: Leaves,
    /// Thousandths of a second.
    duration: u32,
}

/// The pixels of a cel, row by row.
enum Pixels {
    /// Numbers of colours.
    Numbers(Vec<u8>, Box<[Rgba; 256]>),
    /// Red, green, blue and alpha.
    Colours(Vec<u8>),
}

/// What is there when a cel has been shown.
#[derive(Debug, Clone)]
enum Leaves {
    /// It stays.
    Itself,
    /// Nothing is left where it was.
    Nothing,
    /// What was there before it: these rows.
    Before(Vec<Rgba>),
}

type Rgba = [u8; 4];

/// What is seen.
struct Screen {
    width: usize,
    height: usize,
    pixels: Vec<Rgba>,
    /// Whether nothing shines through.
    covers: bool,
}

impl<'b> Film<'b> {
    /// A file of which nothing is seen yet.
    pub(crate) fn open(bytes: &'b [u8], source: &Source) -> Result<Self, Error> {
        let screen = Screen::clear(source.width.get() as usize, source.height.get() as usize);
        Ok(Self { cels: cels(bytes, source)?, screen, left: None })
    }

    /// A file of which the first picture is seen.
    pub(crate) fn first(bytes: &'b [u8], source: &Source) -> Result<Self, Error> {
        let mut film = Self::open(bytes, source)?;
        match film.advance()? {
            Some(_) => Ok(film),
            None => Err(ended()),
        }
    }

    /// How often it is shown; nothing, if without end.
    pub(crate) fn plays(&self) -> Option<NonZeroU32> {
        self.cels.plays()
    }

    /// Shows the next picture, and says for how many thousandths of a second.
    pub(crate) fn advance(&mut self) -> Result<Option<u32>, Error> {
        if let Some((leaves, part)) = self.left.take() {
            self.screen.leave(leaves, part);
        }
        let Some(cel) = self.cels.next()? else { return Ok(None) };
        let part = cel.part.within((self.screen.width, self.screen.height));
        let leaves = match cel.leaves {
            Leaves::Before(_) => Leaves::Before(part.cut(&self.screen.pixels, self.screen.width)),
            leaves => leaves,
        };
        self.left = Some((leaves, part));
        self.screen.lay(&cel.pixels, cel.part, part, cel.lets_through);
        self.screen.covers = self.screen.pixels.iter().all(|pixel| pixel[3] == 255);
        Ok(Some(cel.duration))
    }
}

/// The pictures of a file as they are stored.
fn cels<'b>(bytes: &'b [u8], source: &Source) -> Result<Box<dyn Cels + 'b>, Error> {
    let size = (source.width.get() as usize, source.height.get() as usize);
    Ok(match source.format {
        SourceFormat::Webp => Box::new(webp::Anmf::open(bytes, size)?),
        _ => Box::new(gif::Gif::open(bytes, size)?),
    })
}

/// A film with fewer pictures than its file has begun.
pub(crate) fn ended() -> Error {
    Error::broken("animation", "pictures that end early")
}

impl Screen {
    fn clear(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0; 4]; width * height], covers: false }
    }

    fn rows(&mut self, part: Part) -> impl Iterator<Item = &mut [Rgba]> {
        part.rows_mut(&mut self.pixels, self.width)
    }

    fn leave(&mut self, leaves: Leaves, part: Part) {
        match leaves {
            Leaves::Itself => {}
            Leaves::Nothing => self.rows(part).for_each(|row| row.fill([0; 4])),
            Leaves::Before(pixels) => {
                let kept = pixels.chunks_exact(part.width.max(1));
                self.rows(part).zip(kept).for_each(|(row, kept)| row.copy_from_slice(kept));
            }
        }
    }

    /// Lays pixels there, of which only the `seen` ones are on the screen.
    fn lay(&mut self, pixels: &Pixels, whole: Part, seen: Part, lets_through: bool) {
        let lay = |under: &mut Rgba, over: Rgba| {
            *under = if lets_through { laid_over(*under, over) } else { over };
        };
        match pixels {
            Pixels::Numbers(numbers, colours) => {
                let lines = numbers.chunks_exact(whole.width.max(1));
                for (row, line) in self.rows(seen).zip(lines) {
                    for (under, &number) in row.iter_mut().zip(line) {
                        lay(under, colours[usize::from(number)]);
                    }
                }
            }
            Pixels::Colours(bytes) => {
                let lines = bytes.as_chunks().0.chunks_exact(whole.width.max(1));
                for (row, line) in self.rows(seen).zip(lines) {
                    row.iter_mut().zip(line).for_each(|(under, &over)| lay(under, over));
                }
            }
        }
    }
}

/// What is seen of a pixel through another: RFC 9649, 2.7.1.4.
fn laid_over(under: Rgba, over: Rgba) -> Rgba {
    match (over[3], under[3]) {
        (255, _) | (_, 0) => over,
        (0, _) => under,
        (above, below) => {
            let (above, below) =
                (u32::from(above) * 255, u32::from(below) * (255 - u32::from(above)));
            let all = above + below;
            let mixed = |over: u8, under: u8| {
                ((u32::from(over) * above + u32::from(under) * below + all / 2) / all) as u8
            };
            let [r, g, b] = [0, 1, 2].map(|channel| mixed(over[channel], under[channel]));
            [r, g, b, (all / 255) as u8]
        }
    }
}

/// What is seen at the moment is a picture like any other.
impl Original for Film<'_> {
    fn model(&self) -> Model {
        Model::Rgb
    }

    fn has_alpha(&self) -> bool {
        !self.screen.covers
    }

    fn icc(&self) -> Option<Cow<'_, [u8]>> {
        self.cels.icc().map(Cow::Borrowed)
    }

    fn notice(&self) -> Notice<'_> {
        self.cels.notice()
    }

    fn strips(&self, needed: Needed) -> Result<Box<dyn Strips + '_>, Error> {
        let screen = &self.screen;
        let mut rows = screen.pixels.chunks_exact(screen.width);
        let channels = if screen.covers { Channels::Three } else { Channels::Four };
        let next = Box::new(move |row: &mut [u8]| {
            let pixels = rows.next().unwrap_or_default();
            if channels == Channels::Four {
                row.copy_from_slice(pixels.as_flattened());
            } else {
                let colours = row.as_chunks_mut().0.iter_mut();
                colours.zip(pixels).for_each(|(to, &[r, g, b, _])| *to = [r, g, b]);
            }
            Ok(())
        });
        Ok(Box::new(Rows::new((screen.width, screen.height), channels, needed, next)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_is_seen_through_another_as_far_as_that_lets_it() {
        for (under, over, seen) in [
            ([9, 9, 9, 255], [200, 100, 0, 255], [200, 100, 0, 255]),
            ([9, 9, 9, 255], [200, 100, 0, 0], [9, 9, 9, 255]),
            ([9, 9, 9, 0], [200, 100, 0, 7], [200, 100, 0, 7]),
            ([0, 0, 0, 255], [255, 255, 255, 128], [128, 128, 128, 255]),
            ([0, 0, 0, 128], [255, 255, 255, 128], [170, 170, 170, 191]),
        ] {
            assert_eq!(laid_over(under, over), seen, "{over:?} over {under:?}");
        }
    }
}
