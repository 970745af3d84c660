//! Scans that do not belong together.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::{Part, Picture, Scan, Texture, Writing, bytes, libjpeg_like, one_by_one, samples};
use sizewise_jpeg::{Damage, Decoder, Error, Fault, Limits};

const GREY: [(usize, usize); 1] = [(1, 1)];
const S420: [(usize, usize); 3] = [(2, 2), (1, 1), (1, 1)];

fn scan(band: (usize, usize), above: u32, lowest: u32) -> Scan {
    Scan::new(&[0], band, above, lowest)
}

fn decoded(file: &[u8]) -> Result<(), Error> {
    Decoder::new(file)?.decode().map(|_| ())
}

/// Where the data of scan `number` begins.
fn data(parts: &[Part], number: usize) -> usize {
    let is_scan = |(_, part): &(usize, &Part)| matches!(part, Part::Segment(0xda, _));
    let (at, _) = parts.iter().enumerate().filter(is_scan).nth(number).unwrap();
    bytes(&parts[..=at]).len()
}

#[test]
fn every_scan_goes_on_where_those_before_it_left_off() {
    let picture = Picture::random(1, (20, 20), &GREY, Texture::Natural);
    let cases = [
        // A refinement of nothing.
        vec![scan((0, 0), 1, 0)],
        vec![scan((0, 0), 0, 0), scan((1, 63), 1, 0)],
        vec![scan((0, 0), 0, 0), scan((1, 5), 0, 1), scan((1, 6), 1, 0)],
        // The same twice.
        vec![scan((0, 0), 0, 0), scan((0, 0), 0, 0)],
        vec![scan((0, 0), 0, 0), scan((1, 63), 0, 0), scan((5, 5), 0, 0)],
        vec![scan((0, 0), 0, 1), scan((0, 0), 1, 0), scan((0, 0), 1, 0)],
        // A bit left out.
        vec![scan((0, 0), 0, 0), scan((1, 63), 0, 3), scan((1, 63), 2, 1)],
    ];
    for scans in cases {
        let last = scans.len() - 1;
        let parts = Writing { scans, ..Writing::progressive(1) }.parts(&picture);
        let expected = Error::Damaged { at: data(&parts, last), what: Fault::Progression };
        assert_eq!(decoded(&bytes(&parts)), Err(expected));
    }
}

#[test]
fn sequential_components_come_once() {
    let picture = Picture::random(1, (20, 20), &S420, Texture::Natural);
    let mut scans = one_by_one(3);
    scans.push(Scan::whole(&[1]));
    let parts = Writing { scans, ..Writing::sequential(3) }.parts(&picture);
    let expected = Error::Damaged { at: data(&parts, 3), what: Fault::ComponentTwice };
    assert_eq!(decoded(&bytes(&parts)), Err(expected));
    let scans = one_by_one(3)[..2].to_vec();
    let file = Writing { scans, ..Writing::sequential(3) }.bytes(&picture);
    let expected = Error::Damaged { at: file.len(), what: Fault::MissingComponent };
    assert_eq!(decoded(&file), Err(expected));
}

#[test]
fn a_component_that_nobody_wants_need_not_come() {
    let picture = Picture::random(1, (20, 20), &S420, Texture::Natural);
    let luma = Writing { scans: vec![Scan::whole(&[0])], ..Writing::sequential(3) };
    let means = Writing { scans: vec![scan((0, 0), 0, 0)], ..Writing::progressive(3) };
    for writing in [luma, means] {
        let parts = writing.parts(&picture);
        let file = bytes(&parts);
        let decoder = Decoder::new(&file).unwrap();
        let at = match writing.is_progressive {
            true => data(&parts, 0),
            false => file.len(),
        };
        let missing = Error::Damaged { at, what: Fault::MissingComponent };
        assert_eq!(decoder.decode(), Err(missing));
        assert_eq!(decoder.luma_only().decode().unwrap().planes.len(), 1);
    }
}

#[test]
fn a_second_frame_behind_a_scan_is_refused() {
    let picture = Picture::random(1, (20, 20), &S420, Texture::Natural);
    for writing in
        [Writing { scans: one_by_one(3), ..Writing::sequential(3) }, Writing::progressive(3)]
    {
        let mut parts = writing.parts(&picture);
        let frame = parts.iter().position(|p| matches!(p, Part::Segment(0xc0 | 0xc2, _))).unwrap();
        let behind = parts.iter().position(Part::is_data).unwrap() + 1;
        parts.insert(behind, parts[frame].clone());
        let at = bytes(&parts[..behind]).len() + 4;
        let expected = Error::Damaged { at, what: Fault::SecondFrame };
        assert_eq!(decoded(&bytes(&parts)), Err(expected));
    }
}

#[test]
fn scans_are_counted() {
    let picture = Picture::random(1, (20, 20), &S420, Texture::Natural);
    let writings =
        [Writing { scans: one_by_one(3), ..Writing::sequential(3) }, Writing::progressive(3)];
    for writing in writings {
        let count = writing.scans.len() as u32;
        let file = writing.bytes(&picture);
        let limited = |scans| {
            let limits = Limits { scans, ..Limits::default() };
            Decoder::new(&file).unwrap().limits(limits).decode().map(|_| ())
        };
        assert_eq!(limited(count), Ok(()));
        assert_eq!(limited(count - 1), Err(Error::TooManyScans { limit: count - 1 }));
    }
}

#[test]
fn thousands_of_empty_scans_cost_nothing() {
    // Each scan says in three bytes that none of 65 million blocks has anything.
    let mut picture = Picture::random(1, (8, 8), &GREY, Texture::Plain);
    picture.components[0].quantiser = [1; 64];
    let scans = [vec![scan((0, 0), 0, 0)], (1..64).map(|k| scan((k, k), 0, 13)).collect()].concat();
    let parts = Writing { scans, ..Writing::progressive(1) }.parts(&picture);
    let mut parts: Vec<Part> = parts[..parts.len() - 1].to_vec();
    let Some(Part::Segment(_, frame)) =
        parts.iter_mut().find(|part| matches!(part, Part::Segment(0xc2, _)))
    else {
        panic!("expected a frame")
    };
    frame[1..5].fill(0xff);
    let scan = parts.split_off(parts.len() - 2);
    parts.extend(std::iter::repeat_n(scan, 5000).flatten());
    let file = bytes(&parts);
    let limits = Limits { memory: u64::MAX, ..Limits::default() };
    let refused = Decoder::new(&file).unwrap().limits(limits).strips();
    assert_eq!(refused.err(), Some(Error::TooManyScans { limit: 256 }));
}

#[test]
fn what_comes_before_trouble_is_a_picture_where_damage_is_filled() {
    let picture = Picture::random(1, (50, 40), &S420, Texture::Natural);
    let filled = |file: &[u8]| {
        let decoder = Decoder::new(file).unwrap().damage(Damage::Filled);
        let picture = decoder.decode().unwrap();
        let planes: Vec<_> = picture.planes.iter().map(samples).collect();
        (planes, picture.damage)
    };
    let is =
        |what| move |error: &Error| matches!(error, Error::Damaged { what: is, .. } if *is == what);
    // Nothing but luma: everything else is grey.
    let whole = Writing { scans: one_by_one(3), ..Writing::sequential(3) }.bytes(&picture);
    let (expected, _) = filled(&whole);
    let luma = Writing { scans: vec![Scan::whole(&[0])], ..Writing::sequential(3) };
    let (planes, damage) = filled(&luma.bytes(&picture));
    assert!(damage.is_some_and(|error| is(Fault::MissingComponent)(&error)));
    assert_eq!(planes[0], expected[0]);
    assert!(planes[1..].iter().all(|plane| plane.samples.iter().all(|&sample| sample == 128)));
    // Luma twice: the first one counts, and what comes behind the second does not.
    let twice = [0, 1, 0, 2].map(|component| Scan::whole(&[component])).to_vec();
    let twice = Writing { scans: twice, ..Writing::sequential(3) };
    let (planes, damage) = filled(&twice.bytes(&picture));
    assert!(damage.is_some_and(|error| is(Fault::ComponentTwice)(&error)));
    assert_eq!(planes[..2], expected[..2]);
    // A progressive scan that builds on nothing: the picture is what stood there before.
    let all = libjpeg_like(3);
    let some = Writing { scans: all[..2].to_vec(), ..Writing::progressive(3) };
    let (expected, damage) = filled(&some.bytes(&picture));
    assert_eq!(damage, None);
    let scans = [&all[..2], &all[..1], &all[2..]].concat();
    let broken = Writing { scans, ..Writing::progressive(3) };
    let (planes, damage) = filled(&broken.bytes(&picture));
    assert!(damage.is_some_and(|error| is(Fault::Progression)(&error)));
    assert_eq!(planes, expected);
}
