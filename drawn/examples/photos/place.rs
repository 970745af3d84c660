//! Places on a picture. Whatever its size, a picture is 1 high, and `y` goes down.

use std::ops::{Add, Mul, Sub};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
}

pub const fn at(x: f64, y: f64) -> Place {
    Place { x, y }
}

impl Place {
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    /// Its share in the direction of another.
    pub fn along(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    pub fn turned(self, angle: f64) -> Self {
        let (sin, cos) = angle.sin_cos();
        at(cos * self.x - sin * self.y, sin * self.x + cos * self.y)
    }

    /// Another in front of a mirror that lies at this height.
    pub fn mirrored(self, y: f64) -> Self {
        at(self.x, 2.0 * y - self.y)
    }

    /// Whether it lies within a shape of straight sides.
    pub fn is_within(self, corners: &[Place]) -> bool {
        let ends = corners.iter().cycle().skip(1);
        let crossed = corners.iter().zip(ends).filter(|(from, to)| {
            let is_beside = (from.y > self.y) != (to.y > self.y);
            is_beside && self.x < from.x + (to.x - from.x) * (self.y - from.y) / (to.y - from.y)
        });
        crossed.count() % 2 == 1
    }
}

impl Add for Place {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        at(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Place {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        at(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Place {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        at(self.x * factor, self.y * factor)
    }
}

/// 0 up to one number, 1 from another on, and an even way between them.
pub fn eased(from: f64, to: f64, value: f64) -> f64 {
    let share = ((value - from) / (to - from)).clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

/// 1 at a number, and less and less so far from it.
pub fn bump(middle: f64, wide: f64, value: f64) -> f64 {
    (-((value - middle) / wide).powi(2)).exp()
}
