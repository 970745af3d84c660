//! From a picture to pixels. A picture is a function from a place to a colour.

use super::colour::Colour;
use super::place::{Place, at};
use std::thread;

pub trait Picture: Sync {
    fn colour(&self, place: Place) -> Colour;
}

pub struct Canvas<'a> {
    pub size: (u32, u32),
    pub picture: &'a dyn Picture,
}

/// Where a pixel is looked at first,
const FEW: [Place; 2] = [at(0.2, 0.35), at(0.8, 0.65)];
/// and what two of its places may differ by before it is looked at closely, at so many places each way.
const SAME: f64 = 0.06;
const MANY: u32 = 4;

impl Canvas<'_> {
    /// A pixel is what is seen within its square, and has nothing to do with its neighbours: who wants to see only
    /// some pixels need not draw the others.
    pub fn pixel(&self, x: u32, y: u32) -> Colour {
        let colour = |part: Place| {
            let place = at(f64::from(x) + part.x, f64::from(y) + part.y);
            self.picture.colour(place * (1.0 / f64::from(self.size.1)))
        };
        let few = FEW.map(colour);
        if few[0].away(few[1]) < SAME {
            return Colour::mean(&few);
        }
        let part = |index: u32| (f64::from(index) + 0.5) / f64::from(MANY);
        let parts = (0..MANY * MANY).map(|index| at(part(index % MANY), part(index / MANY)));
        Colour::mean(&parts.map(colour).collect::<Vec<_>>())
    }

    /// All pixels, row by row.
    pub fn pixels(&self) -> Vec<[u8; 4]> {
        let (width, height) = self.size;
        let hands = thread::available_parallelism().map_or(1, |hands| hands.get() as u32);
        let row = |y: u32| (0..width).map(move |x| self.pixel(x, y).bytes());
        let rows_of = |hand: u32| (hand..height).step_by(hands as usize);
        let mut pixels = vec![[0; 4]; (width * height) as usize];
        thread::scope(|scope| {
            let drawing =
                |hand| scope.spawn(move || rows_of(hand).map(|y| row(y).collect()).collect());
            let drawn: Vec<_> = (0..hands).map(drawing).collect();
            for (hand, drawn) in (0..).zip(drawn) {
                let rows: Vec<Vec<[u8; 4]>> = drawn.join().expect("drawing does not panic");
                for (y, row) in rows_of(hand).zip(rows) {
                    pixels[(y * width) as usize..][..width as usize].copy_from_slice(&row);
                }
            }
        });
        pixels
    }
}
