//! Restart markers that are missing, in the wrong place or too many, and what is saved by the others.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::{
    Codes, Part, Picture, Samples, Texture, Writing, bytes, expected, samples, spectral,
};
use sizewise_jpeg::{Damage, Decoder, Error, Fault, Scale};

const GREY: [(usize, usize); 1] = [(1, 1)];
const S420: [(usize, usize); 3] = [(2, 2), (1, 1), (1, 1)];

/// What happens to a file. Intervals count from 0, and a marker has the number of the one before it.
#[derive(Clone, Copy, Debug)]
enum Accident {
    /// Intervals and the markers before them are gone: the first one and how many.
    Gone(usize, usize),
    /// A marker is gone.
    Unmarked(usize),
    /// A marker stands there twice.
    Twice(usize),
    /// A marker of the past stands in front of this one.
    Past(usize),
    /// The data of an interval is gone, its marker is not.
    Emptied(usize),
    /// All markers behind an interval are gone, with their data.
    Last(usize),
}

use Accident::{Emptied, Gone, Last, Past, Twice, Unmarked};

/// Where the marker in front of interval `number` of the first scan stands among the parts.
fn marker(parts: &[Part], number: usize) -> usize {
    let markers = parts.iter().enumerate().filter(|(_, part)| part.is_restart());
    markers.map(|(at, _)| at).nth(number - 1).unwrap()
}

impl Accident {
    fn happen(self, parts: &mut Vec<Part>, intervals: usize) {
        match self {
            Gone(first, count) => {
                let at = marker(parts, first);
                parts.drain(at..at + 2 * count);
            }
            Unmarked(number) => drop(parts.remove(marker(parts, number))),
            Twice(number) => {
                let at = marker(parts, number);
                parts.insert(at, parts[at].clone());
            }
            Past(number) => {
                let (at, past) = (marker(parts, number), marker(parts, number - 2));
                parts.insert(at, parts[past].clone());
            }
            Emptied(number) => drop(parts.remove(marker(parts, number) + 1)),
            Last(number) => {
                let at = marker(parts, number + 1);
                parts.drain(at..at + 2 * (intervals - number - 1));
            }
        }
    }

    /// The intervals that cannot be read then.
    fn lost(self, intervals: usize) -> Vec<usize> {
        match self {
            Gone(first, count) => (first..first + count).collect(),
            Unmarked(number) | Emptied(number) | Twice(number) => vec![number],
            // Behind the interval before it, a marker of the past is no end of anything.
            Past(_) => vec![],
            Last(number) => (number + 1..intervals).collect(),
        }
    }
}

const ACCIDENTS: [Accident; 12] = [
    Gone(1, 1),
    Gone(3, 1),
    Gone(2, 2),
    Gone(5, 3),
    Unmarked(1),
    Unmarked(4),
    Twice(2),
    Twice(9),
    Past(5),
    Emptied(3),
    Last(4),
    Last(0),
];

/// Expects of a component at an eighth that lost intervals look like the last block before them, and all
/// others like the file says.
fn check_means(found: &Samples, picture: &Picture, index: usize, lost: &[usize], interval: usize) {
    let component = &picture.components[index];
    let whole = expected(picture, index, Scale::Eighth);
    let (columns, rows) = match picture.components.len() {
        1 => (1, 1),
        _ => (component.across, component.down),
    };
    let across = match picture.components.len() {
        1 => whole.width,
        _ => picture.units().0,
    };
    let (wide, _) = picture.unit_blocks(index);
    for at in 0..whole.samples.len() {
        let (x, y) = (at % whole.width, at / whole.width);
        let mut number = (y / rows * across + x / columns) / interval;
        let is_lost = lost.contains(&number);
        while lost.contains(&number) {
            number -= 1;
        }
        let should = if is_lost {
            let last = (number + 1) * interval - 1;
            let (x, y) = (last % across * columns + columns - 1, last / across * rows + rows - 1);
            let mean = component.blocks[y * wide + x][0] * i32::from(component.quantiser[0]);
            (((mean + 4) >> 3) + 128).clamp(0, 255) as u8
        } else {
            whole.samples[at]
        };
        assert_eq!(found.samples[at], should, "component {index}, {x}, {y}, interval {number}");
    }
}

#[test]
fn what_is_lost_looks_like_what_stands_before_it() {
    for (factors, interval) in [(&GREY[..], 4), (&GREY, 9), (&S420, 2), (&S420, 5)] {
        let picture = Picture::random(31, (150, 120), factors, Texture::Natural);
        let sequential = Writing { interval, ..Writing::sequential(factors.len()) };
        let stock = Writing { codes: Codes::Stock, ..sequential.clone() };
        let mut writings = vec![sequential, stock];
        if factors.len() == 1 {
            let scans = spectral(1);
            writings.push(Writing { scans, interval, ..Writing::progressive(1) });
        }
        for (writing, accident) in
            writings.iter().flat_map(|writing| ACCIDENTS.map(|accident| (writing, accident)))
        {
            let mut parts = writing.parts(&picture);
            let first = parts.iter().position(Part::is_data).unwrap();
            let scan = parts[first..].iter().take_while(|part| part.is_data() || part.is_restart());
            let intervals = scan.count().div_ceil(2);
            assert!(intervals > 10, "{intervals}");
            accident.happen(&mut parts, intervals);
            let file = bytes(&parts);
            let decoder = Decoder::new(&file).unwrap().scale(Scale::Eighth);
            let error = decoder.decode().unwrap_err();
            let faults = [Fault::RestartMarker, Fault::ShortScan];
            let is_told = |what| matches!(&error, Error::Damaged { what: is, .. } if *is == what);
            assert!(faults.into_iter().any(is_told), "{accident:?}: {error}");
            let picture_found = decoder.damage(Damage::Filled).decode().unwrap();
            assert_eq!(picture_found.damage, Some(error));
            for (index, plane) in picture_found.planes.iter().enumerate() {
                let lost = accident.lost(intervals);
                check_means(&samples(plane), &picture, index, &lost, interval);
            }
        }
    }
}

#[test]
fn intervals_that_are_there_are_drawn_at_every_scale() {
    let picture = Picture::random(32, (150, 120), &GREY, Texture::Natural);
    let (interval, across) = (4, 150_usize.div_ceil(8));
    for (accident, scale) in ACCIDENTS.into_iter().flat_map(|a| Scale::ALL.map(|s| (a, s))) {
        let mut parts = Writing { interval, ..Writing::sequential(1) }.parts(&picture);
        let intervals = parts.iter().filter(|part| part.is_data()).count();
        accident.happen(&mut parts, intervals);
        let file = bytes(&parts);
        let decoder = Decoder::new(&file).unwrap().scale(scale).damage(Damage::Filled);
        let found = samples(&decoder.decode().unwrap().planes[0]);
        let (whole, lost) = (expected(&picture, 0, scale), accident.lost(intervals));
        let (n, means) = (scale.eighths(), expected(&picture, 0, Scale::Eighth));
        for at in 0..whole.samples.len() {
            let (x, y) = (at % whole.width / n, at / whole.width / n);
            let mut number = (y * across + x) / interval;
            let is_lost = lost.contains(&number);
            while lost.contains(&number) {
                number -= 1;
            }
            let should = match is_lost {
                true => means.samples[(number + 1) * interval - 1],
                false => whole.samples[at],
            };
            assert!(found.samples[at].abs_diff(should) <= 1, "{accident:?} {scale:?} {x}, {y}");
        }
    }
}

#[test]
fn the_place_of_a_wrong_marker_is_told() {
    let picture = Picture::random(33, (100, 40), &GREY, Texture::Natural);
    let whole = Writing { interval: 3, ..Writing::sequential(1) }.parts(&picture);
    for (accident, number) in [(Gone(2, 1), 2), (Unmarked(2), 2), (Gone(4, 3), 4)] {
        let mut parts = whole.clone();
        accident.happen(&mut parts, 100);
        // The marker that stands there in place of the right one.
        let at = bytes(&parts[..=marker(&parts, number)]).len();
        let expected = Error::Damaged { at, what: Fault::RestartMarker };
        for scale in Scale::ALL {
            let file = bytes(&parts);
            let decoder = Decoder::new(&file).unwrap().scale(scale);
            assert_eq!(decoder.decode(), Err(expected.clone()), "{accident:?} {scale:?}");
        }
    }
}
