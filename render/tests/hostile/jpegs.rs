//! JPEG files that are broken, that lie, or that are only strange.

use crate::case::Kind::{Anything, Broken, Fine, TooMuch, Unreadable};
use crate::case::{Case, case, cuts};
use sizewise_drawn::jpeg::{SOS, altered, draw, filled, flood, place, segment, without};
use sizewise_drawn::spoil::{flipped, with, with_more};
use sizewise_drawn::{ACROSS, COLOURS, DOWN, greys, picture, quarters};
use sizewise_jpeg::{Order, Sampling};

const SOF: u8 = 0xc0;
const SOF_PROGRESSIVE: u8 = 0xc2;
const DHT: u8 = 0xc4;
const DQT: u8 = 0xdb;

fn sequential() -> Vec<u8> {
    draw(&picture(), Sampling::S444, Order::Sequential)
}

fn progressive() -> Vec<u8> {
    draw(&picture(), Sampling::S444, Order::Progressive)
}

fn grey() -> Vec<u8> {
    draw(&picture(), Sampling::Grey, Order::Sequential)
}

pub(crate) fn truncated() -> Vec<Case> {
    [("sequential", sequential()), ("progressive", progressive()), ("grey", grey())]
        .iter()
        .flat_map(|(name, file)| cuts(name, file, Broken))
        .collect()
}

pub(crate) fn sound() -> Vec<Case> {
    let file = sequential();
    let strip = |size, order| draw(&quarters(size, 1), Sampling::S444, order);
    let no_end = file[..file.len() - 2].to_vec();
    vec![
        case("sequential", file.clone(), Fine(COLOURS)),
        case("progressive", progressive(), Fine(COLOURS)),
        case("grey", grey(), Fine(greys())),
        case(
            "garbage behind the end",
            [&file[..], b"garbage \xff\xd8\xff\xc0"].concat(),
            Fine(COLOURS),
        ),
        case("a second picture behind the end", [&file[..], &grey()].concat(), Fine(COLOURS)),
        case("a comment", with_more(&file, 2, &segment(0xfe, b"words")), Fine(COLOURS)),
        case("an empty comment", with_more(&file, 2, &segment(0xfe, b"")), Fine(COLOURS)),
        case("bytes that fill", with_more(&file, 2, &[0xff; 99]), Fine(COLOURS)),
        case(
            "EXIF of rubbish",
            with_more(&file, 2, &segment(0xe1, b"Exif\0\0II*\0\xff\xff\xff\xff")),
            Fine(COLOURS),
        ),
        case(
            "a part of a profile",
            with_more(&file, 2, &segment(0xe2, b"ICC_PROFILE\0\x02\x09rubbish")),
            Fine(COLOURS),
        ),
        case("an end that is missing behind all data", no_end, Fine(COLOURS)),
        case("one column", strip((1, 65_535), Order::Sequential), Fine(DOWN)),
        case("one row", strip((65_535, 1), Order::Sequential), Fine(ACROSS)),
        case("one progressive column", strip((1, 65_535), Order::Progressive), Fine(DOWN)),
        case("one progressive row", strip((65_535, 1), Order::Progressive), Fine(ACROSS)),
    ]
}

/// A frame's body is its precision, height, width, and count of components; then three bytes of each.
pub(crate) fn frames_that_lie() -> Vec<Case> {
    let file = sequential();
    let frame = |offset, bytes: &[u8]| altered(&file, SOF, offset, bytes);
    let marker = |marker| with(&file, place(&file, SOF) - 3, &[marker]);
    let progressive = progressive();
    let sequential_by_name = with(&progressive, place(&progressive, SOF_PROGRESSIVE) - 3, &[SOF]);
    vec![
        case("no width", frame(3, &[0, 0]), Broken),
        case("a height that is told later", frame(1, &[0, 0]), Unreadable("height")),
        case("twice as high as its data", frame(1, &[0, 60]), Broken),
        case("twice as wide as its data", frame(3, &[0, 80]), Broken),
        case("12 bits", frame(0, &[12]), Unreadable("12 bits")),
        case("no bits", frame(0, &[0]), Unreadable("0 bits")),
        case("no components", frame(5, &[0]), Broken),
        case("two components", frame(5, &[2]), Broken),
        case("255 components", frame(5, &[255]), Broken),
        case("a sampling of 0", frame(7, &[0x00]), Broken),
        case("a sampling of 5", frame(7, &[0x51]), Broken),
        case("a unit of too many blocks", frame(7, &[0x44]), Broken),
        case("a quantiser that does not exist", frame(8, &[3]), Broken),
        case("a quantiser beyond all", frame(8, &[200]), Broken),
        case("two components of one name", frame(9, &[1]), Broken),
        case("arithmetic coding", marker(0xc9), Unreadable("arithmetic")),
        case("lossless coding", marker(0xc3), Unreadable("lossless")),
        case("a frame of frames", marker(0xc5), Unreadable("hierarchical")),
        case("progressive by its marker alone", marker(SOF_PROGRESSIVE), Broken),
        case("no frame", without(&file, SOF), Broken),
        case(
            "two frames",
            with_more(&file, place(&file, SOF) - 4, &segment(SOF, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0])),
            Broken,
        ),
        case("sequential by its marker alone", sequential_by_name, Broken),
    ]
}

pub(crate) fn segments_that_lie() -> Vec<Case> {
    let file = sequential();
    let length = |marker, bytes: [u8; 2]| with(&file, place(&file, marker) - 2, &bytes);
    let scan = |offset, bytes: &[u8]| altered(&file, SOS, offset, bytes);
    vec![
        case("no quantisers", without(&file, DQT), Broken),
        case("no codes", without(&file, DHT), Broken),
        case("a quantiser of zero", altered(&file, DQT, 1, &[0]), Broken),
        case("a quantiser's number beyond 3", altered(&file, DQT, 0, &[4]), Broken),
        case("more codes than there are bits", altered(&file, DHT, 1, &[3]), Broken),
        case("a table's number beyond 3", altered(&file, DHT, 0, &[4]), Broken),
        case("a table of another class", altered(&file, DHT, 0, &[0x20]), Broken),
        case("255 codes of 16 bits", altered(&file, DHT, 16, &[255]), Broken),
        case("a frame of no length", length(SOF, [0, 0]), Broken),
        case("a frame of length 1", length(SOF, [0, 1]), Broken),
        case("a frame of length 2", length(SOF, [0, 2]), Broken),
        case("a frame that is longer than the file", length(SOF, [0xff, 0xff]), Broken),
        case("codes that are longer than the file", length(DHT, [0xff, 0xff]), Broken),
        case("quantisers cut short", length(DQT, [0, 40]), Broken),
        case("a scan of no length", length(SOS, [0, 0]), Broken),
        case("a scan of no components", scan(0, &[0]), Broken),
        case("a scan of five components", scan(0, &[5]), Broken),
        case("a scan of what is not there", scan(1, &[77]), Broken),
        case("a scan with a table that is not there", scan(2, &[0x33]), Broken),
        case("no scan", [&file[..place(&file, SOS) - 4], &[0xff, 0xd9]].concat(), Broken),
        case("an end at the beginning", with_more(&file, 2, &[0xff, 0xd9]), Broken),
        case(
            "nothing but zeros behind the beginning",
            [&[0xff, 0xd8][..], &[0; 600]].concat(),
            Broken,
        ),
        case(
            "restarts that never come",
            with_more(&file, place(&file, SOF) - 4, &segment(0xdd, &[0, 1])),
            Broken,
        ),
        case("data of zeros", filled(&file, 0), Anything),
        case("data of markers", filled(&file, 0xff), Broken),
    ]
}

pub(crate) fn floods() -> Vec<Case> {
    let (sequential, means) = ([1, 1, 0, 0, 63, 0], [1, 1, 0, 0, 0, 0]);
    let many = |count| {
        [vec![means], (0..count).map(|k| [1, 1, 0, k % 63 + 1, k % 63 + 1, 0]).collect()].concat()
    };
    // Within the limit, so its header is believed: nothing but its rows of blocks is taken before its end is seen.
    let wide = flood(SOF, (65_535, 1_525), &[sequential]);
    vec![
        case("65535 x 65535", flood(SOF, (65_535, 65_535), &[sequential]), TooMuch),
        case(
            "65535 x 65535, progressive",
            flood(SOF_PROGRESSIVE, (65_535, 65_535), &[means]),
            TooMuch,
        ),
        case("65535 x 1526", flood(SOF, (65_535, 1_526), &[sequential]), TooMuch),
        case("65535 x 1525 of nothing", wide, Broken),
        case("many scans", flood(SOF_PROGRESSIVE, (64, 64), &many(255)), Broken),
        case("too many scans", flood(SOF_PROGRESSIVE, (64, 64), &vec![means; 300]), TooMuch),
    ]
}

/// Nothing tells of a bit of its data that it was another one.
pub(crate) fn bits() -> Vec<Case> {
    let files = [("sequential", sequential()), ("progressive", progressive())];
    let flip = |name: &str, file: &[u8], part: usize| {
        let at = file.len() * part / 40;
        case(format!("{name}, a bit of byte {at}"), flipped(file, at, (part % 8) as u8), Anything)
    };
    let flips = files.iter().flat_map(|(name, file)| (1..40).map(|part| flip(name, file, part)));
    flips.map(|case| case.within(700 << 20)).collect()
}
