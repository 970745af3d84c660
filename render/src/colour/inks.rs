//! Inks: cyan, magenta, yellow and black.

use super::{Explained, ycc};
use crate::original::Inks;
use crate::plane::Plane;

/// Inks of planes, however they are written: 255 is full ink.
pub(crate) fn of(inks: Inks, [first, second, third, black]: [Plane; 4]) -> [Plane; 4] {
    let [cyan, magenta, yellow] = if inks.in_ycc {
        // What the first three stand for is paper less ink, whether or not that is written inverted.
        ycc::rgb(first, [second, third]).map(Plane::inverted)
    } else {
        [first, second, third]
    };
    let planes = [cyan, magenta, yellow, black];
    if inks.is_inverted { planes.map(Plane::inverted) } else { planes }
}

/// What inks look like on a screen. If no profile says it, each takes its share of the light that is left.
pub(crate) fn seen(inks: [Plane; 4], profile: Option<&Explained>) -> [Plane; 3] {
    if let Some(planes) = profile.and_then(|profile| profile.seen_inks(&inks)) {
        return planes;
    }
    let [cyan, magenta, yellow, black] = inks;
    [cyan, magenta, yellow].map(|mut plane| {
        for (sample, &black) in plane.samples.iter_mut().zip(&black.samples) {
            let (paper, light) = (u32::from(255 - *sample), u32::from(255 - black));
            *sample = ((paper * light + 127) / 255) as u8;
        }
        plane
    })
}
