//! The route: where in the stored picture the pixels of the result come from.
//!
//! A plan speaks of the picture as it is looked at; decoders deliver it as it lies in the file. All that
//! lies between (orientation, crop, turn, window) is one rectangle of the stored picture, scaled, and one
//! turn of the small result. So nothing large is ever turned.

use sizewise::{Frame, Region, Steps, Turn};

/// A rectangle that need not begin or end at a pixel's edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// How a picture comes to its place on the canvas.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Route {
    /// The stored picture's size.
    stored: (u32, u32),
    upright: Turn,
    crop: Region,
    turn: Turn,
    frame: Frame,
    /// Where the window's top left corner is.
    corner: (f64, f64),
}

impl Route {
    /// With a window whose top left corner is there.
    pub(crate) fn new(steps: &Steps, stored: (u32, u32), frame: Frame, corner: (f64, f64)) -> Self {
        let (upright, crop, turn) = (steps.upright, steps.crop, steps.turn);
        Self { stored, upright, crop, turn, frame, corner }
    }

    /// All of a picture, upright.
    pub(crate) fn whole(upright: Turn, stored: (u32, u32), frame: Frame) -> Self {
        let (width, height) = upright.size(stored);
        let crop = Region { x: 0, y: 0, width, height };
        Self { stored, upright, crop, turn: Turn::NONE, frame, corner: (0.0, 0.0) }
    }

    /// The turn that is left to be made when the picture has its size.
    pub(crate) fn turn(&self) -> Turn {
        self.upright.then(self.turn)
    }

    /// The size that the picture is scaled to, as it is stored.
    pub(crate) fn scaled(&self) -> (u32, u32) {
        self.turn().inverse().size(self.frame.scaled)
    }

    /// The part of the stored picture that becomes the scaled one.
    pub(crate) fn area(&self) -> Area {
        let (width, height) = self.frame.scaled;
        self.source_of(Area::of((width, height)))
    }

    /// Whether pixels of the result are others than those of the stored picture.
    pub(crate) fn mixes(&self) -> bool {
        let (area, (width, height)) = (self.area(), self.scaled());
        let is_pixel = |place: f64| place.fract() == 0.0;
        let is_same = (area.width, area.height) == (f64::from(width), f64::from(height));
        !(is_same && is_pixel(area.x) && is_pixel(area.y))
    }

    /// The part of the stored picture that becomes an area of the scaled one, as it is looked at.
    pub(crate) fn source_of(&self, area: Area) -> Area {
        let (window, scaled) = (self.frame.window, self.frame.scaled);
        let across = window.width / f64::from(scaled.0);
        let down = window.height / f64::from(scaled.1);
        let turned = Area {
            x: self.corner.0 + area.x * across,
            y: self.corner.1 + area.y * down,
            width: area.width * across,
            height: area.height * down,
        };
        let cropped = turned.turned(self.turn.inverse(), self.turn.size(self.crop.size()));
        let upright = Area {
            x: cropped.x + f64::from(self.crop.x),
            y: cropped.y + f64::from(self.crop.y),
            ..cropped
        };
        upright.turned(self.upright.inverse(), self.upright.size(self.stored))
    }
}

impl Area {
    /// All of a picture.
    pub(crate) fn of((width, height): (u32, u32)) -> Self {
        Self { x: 0.0, y: 0.0, width: width.into(), height: height.into() }
    }

    /// The same of a picture that is so many times as large.
    pub(crate) fn scaled(self, across: f64, down: f64) -> Self {
        Self {
            x: self.x * across,
            y: self.y * down,
            width: self.width * across,
            height: self.height * down,
        }
    }

    /// The smallest that has both.
    pub(crate) fn with(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let below = (self.y + self.height).max(other.y + other.height);
        Self { x, y, width: right - x, height: below - y }
    }

    /// The whole pixels that it touches of a region, and at least one.
    pub(crate) fn region_within(self, region: Region) -> Region {
        let first = |start: f64, from: u32, length: u32| {
            // What is a hair beside a whole number is that number.
            ((start + 1e-6).floor().max(0.0) as u32).clamp(from, from + length - 1)
        };
        let end = |end: f64, first: u32, from: u32, length: u32| {
            ((end - 1e-6).ceil().max(0.0) as u32).clamp(first + 1, from + length)
        };
        let x = first(self.x, region.x, region.width);
        let y = first(self.y, region.y, region.height);
        let right = end(self.x + self.width, x, region.x, region.width);
        let below = end(self.y + self.height, y, region.y, region.height);
        Region { x, y, width: right - x, height: below - y }
    }

    /// Where it is when the picture around it, of that size, has been turned.
    pub(crate) fn turned(self, turn: Turn, (width, height): (u32, u32)) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let mut area = self;
        let (mut around, mut below) = (width, height);
        for _ in 0..turn.quarters() {
            area = Area {
                x: below - area.y - area.height,
                y: area.x,
                width: area.height,
                height: area.width,
            };
            (around, below) = (below, around);
        }
        if turn.is_mirrored() {
            area.x = around - area.x - area.width;
        }
        area
    }
}

impl From<Region> for Area {
    fn from(region: Region) -> Self {
        Self {
            x: region.x.into(),
            y: region.y.into(),
            width: region.width.into(),
            height: region.height.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the pixels of an area go is where the area goes.
    #[test]
    fn areas_turn_as_pixels_do() {
        let size = (5, 3);
        for tag in 1..=8 {
            let turn = Turn::upright(tag);
            for pixel in [(0, 0), (4, 0), (1, 2), (3, 1)] {
                let (x, y) = (f64::from(pixel.0), f64::from(pixel.1));
                let area = Area { x, y, width: 1.0, height: 1.0 }.turned(turn, size);
                let (x, y) = turn.position(pixel, size);
                assert_eq!((area.x, area.y), (f64::from(x), f64::from(y)), "{tag} {pixel:?}");
            }
        }
    }
}
