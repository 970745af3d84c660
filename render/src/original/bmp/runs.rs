//! Runs: numbers of colours that are told how often they come, from the lowest row up.
//!
//! Rows are needed from the highest down. So all runs are walked through once, and where the rows of each
//! strip begin is noted; then strips are drawn one by one, the last one first.

use crate::error::Error;
use crate::original::rows::STRIP;
use crate::probe::bmp::NAME;

/// The rows of a picture, from the highest down.
pub(super) struct Runs<'b> {
    walk: Walk<'b>,
    /// Where strips begin in which anything is drawn.
    starts: Vec<Place>,
    /// What was drawn of a strip, a byte for each number.
    strip: Vec<u8>,
    /// Rows that are left.
    left: usize,
}

/// Where one is in the runs, and in the picture. The lowest row is 0.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: usize,
    x: usize,
    y: usize,
}

/// What runs do.
struct Walk<'b> {
    data: &'b [u8],
    bits: u16,
    width: usize,
    height: usize,
}

/// Something is drawn: numbers that come again and again, in so many places.
struct Drawn<'b> {
    place: Place,
    count: usize,
    numbers: &'b [u8],
}

/// One step through the runs.
enum Step<'b> {
    Drawn(Drawn<'b>, Place),
    Moved(Place),
    Ended,
}

impl<'b> Runs<'b> {
    pub(super) fn new(data: &'b [u8], bits: u16, size: (usize, usize)) -> Result<Self, Error> {
        let (width, height) = size;
        let walk = Walk { data, bits, width, height };
        let starts = walk.starts()?;
        Ok(Self { walk, starts, strip: vec![0; width * STRIP.min(height)], left: height })
    }

    /// The numbers of the next row.
    pub(super) fn next(&mut self) -> &[u8] {
        if self.left == self.walk.height || self.left.is_multiple_of(STRIP) {
            self.draw((self.left - 1) / STRIP);
        }
        self.left -= 1;
        &self.strip[self.left % STRIP * self.walk.width..][..self.walk.width]
    }

    fn draw(&mut self, number: usize) {
        // What nothing is drawn on has the first colour.
        self.strip.fill(0);
        let Some(mut place) = self.starts.pop_if(|start| start.y / STRIP == number) else { return };
        while place.y / STRIP == number && place.y < self.walk.height {
            place = match self.walk.step(place) {
                Ok(Step::Drawn(drawn, place)) => {
                    self.lay(&drawn);
                    place
                }
                Ok(Step::Moved(place)) => place,
                // It has been walked through already, so there is no error.
                Ok(Step::Ended) | Err(_) => return,
            };
        }
    }

    fn lay(&mut self, drawn: &Drawn<'_>) {
        let width = self.walk.width;
        let row = &mut self.strip[drawn.place.y % STRIP * width..][..width];
        let is_half = self.walk.bits == 4;
        for (index, sample) in row.iter_mut().skip(drawn.place.x).take(drawn.count).enumerate() {
            *sample = if is_half {
                drawn.numbers[index / 2 % drawn.numbers.len()] >> (4 * (1 - index % 2)) & 15
            } else {
                drawn.numbers[index % drawn.numbers.len()]
            };
        }
    }
}

impl<'b> Walk<'b> {
    /// Goes through everything, and notes where strips begin.
    fn starts(&self) -> Result<Vec<Place>, Error> {
        let mut place = Place { at: 0, x: 0, y: 0 };
        let mut starts = vec![place];
        while place.y < self.height {
            let is_whole = place.y + 1 == self.height && place.x >= self.width;
            let before = place.y / STRIP;
            place = match self.step(place) {
                Ok(Step::Drawn(_, place) | Step::Moved(place)) => place,
                Ok(Step::Ended) => break,
                // Nothing is left to be drawn, so nothing is lacking.
                Err(_) if is_whole => break,
                Err(error) => return Err(error),
            };
            if place.y / STRIP > before && place.y < self.height {
                starts.push(place);
            }
        }
        Ok(starts)
    }

    fn step(&self, place: Place) -> Result<Step<'b>, Error> {
        let code = self.bytes(place.at, 2)?;
        let behind = Place { at: place.at + 2, ..place };
        Ok(match (code[0], code[1]) {
            (0, 0) => Step::Moved(Place { x: 0, y: place.y + 1, ..behind }),
            (0, 1) => Step::Ended,
            (0, 2) => Step::Moved(self.leapt(behind)?),
            (0, count) => {
                let count = usize::from(count);
                let length = (count * usize::from(self.bits)).div_ceil(8);
                let numbers = self.bytes(behind.at, length)?;
                // They are padded to two bytes.
                let at = behind.at + length.next_multiple_of(2);
                Step::Drawn(
                    Drawn { place, count, numbers },
                    self.past(count, Place { at, ..place }),
                )
            }
            (count, _) => {
                let count = usize::from(count);
                let drawn = Drawn { place, count, numbers: &code[1..] };
                Step::Drawn(drawn, self.past(count, behind))
            }
        })
    }

    /// What is drawn beyond the end of a row is not seen.
    fn past(&self, count: usize, place: Place) -> Place {
        Place { x: (place.x + count).min(self.width), ..place }
    }

    fn leapt(&self, place: Place) -> Result<Place, Error> {
        let far = self.bytes(place.at, 2)?;
        let (x, y) = (place.x + usize::from(far[0]), place.y + usize::from(far[1]));
        if x > self.width || y >= self.height {
            return Err(Error::broken(NAME, "a leap beyond its pixels"));
        }
        Ok(Place { at: place.at + 2, x, y })
    }

    fn bytes(&self, at: usize, count: usize) -> Result<&'b [u8], Error> {
        let bytes = self.data.get(at..).and_then(|rest| rest.get(..count));
        bytes.ok_or_else(super::ended)
    }
}
