//! TIFF files that lie about what they are or hold, and that grow beyond all bounds.

use crate::case::Kind::{Anything, Broken, Fine, Unreadable};
use crate::case::{Case, case};
use crate::tiffs::{big, packed, plain, tiled};
use sizewise_drawn::spoil::with;
use sizewise_drawn::tiff::{ASCII, Chunk, Entry, Kind, LONG, LONG8, Packing, SHORT, Style, Tiff};
use sizewise_drawn::tiff::{STRIP_OFFSETS, TILE_OFFSETS};
use sizewise_drawn::{COLOURS, picture};

const RATIONAL: u16 = 5;
const STRIP_LENGTHS: u16 = 279;

pub(crate) fn headers_that_lie() -> Vec<Case> {
    let (tiff, file) = (plain(), plain().bytes());
    let first = |place| Tiff { first: Some(place), ..plain() }.bytes();
    let mut cases: Vec<_> =
        [0, 1, 6, 9, file.len() as u64 - 1, file.len() as u64, 1 << 31, u32::MAX.into()]
            .map(|place| case(format!("a directory at {place}"), first(place), Broken))
            .into();
    cases.extend([1 << 31, 1 << 32, 1 << 63, u64::MAX - 8, u64::MAX].map(|place| {
        let file = Tiff { first: Some(place), ..big() }.bytes();
        case(format!("a directory of many at {place}"), file, Broken)
    }));
    cases.extend([
        case("a directory of no tags", with(&file, 8, &[0, 0]), Broken),
        case("a directory of 65535 tags", with(&file, 8, &[255, 255]), Broken),
        case(
            "a big directory of 2^63 tags",
            with(&big().bytes(), 16, &[128, 0, 0, 0, 0, 0, 0, 0]),
            Broken,
        ),
        case("a big directory of 2^64 - 1 tags", with(&big().bytes(), 16, &[255; 8]), Broken),
        case("places of four bytes in a big one", with(&big().bytes(), 4, &[0, 4]), Broken),
        case("places of other bytes in a big one", with(&big().bytes(), 6, &[0, 1]), Broken),
        case("a small one that says that it is big", with(&file, 2, &[43]), Broken),
        case("the other order of bytes", [b"MM\0*", &file[4..]].concat(), Broken),
        case("no width", tiff.without(256).bytes(), Broken),
        case("no height", tiff.without(257).bytes(), Broken),
        case("a width of nothing", tiff.with(256, LONG, &[]).bytes(), Broken),
        case("a width of 0", tiff.with(256, LONG, &[0]).bytes(), Broken),
        case("a height of 0", tiff.with(257, LONG, &[0]).bytes(), Broken),
        case("a width of text", tiff.with_bytes(256, ASCII, b"40").bytes(), Broken),
        case("a width of fractions", tiff.with(256, RATIONAL, &[1, 2]).bytes(), Broken),
        case("a width of 2^40", big().with(256, LONG8, &[1 << 40]).bytes(), Broken),
        case("a width of 2^64 - 1", big().with(256, LONG8, &[u64::MAX]).bytes(), Broken),
        case("wider than its data", tiff.with(256, LONG, &[41]).bytes(), Broken),
        case("higher than its data", tiff.with(257, LONG, &[36]).bytes(), Broken),
    ]);
    cases
}

pub(crate) fn samples_that_lie() -> Vec<Case> {
    let tiff = plain();
    let named = Style::of(Kind::Named).draw(&picture());
    let inks = Style::of(Kind::Inks).draw(&picture());
    let luma = Style { chunk: Chunk::Strips(8), ..Style::of(Kind::Ycc(2, 2)) }.draw(&picture());
    let four = Style { bits: 4, packing: Packing::Lzw, ..Style::of(Kind::Rgb) }.draw(&picture());
    let lzw = packed(Packing::Lzw);
    let mut cases = Vec::new();
    for (bits, kind) in [
        (0, Broken),
        (65, Broken),
        (65_535, Broken),
        (24, Unreadable("24 bits")),
        (64, Unreadable("64 bits")),
        (32, Broken),
        (16, Broken),
    ] {
        cases.push(case(format!("{bits} bits"), tiff.with(258, SHORT, &[bits; 3]).bytes(), kind));
    }
    for (meaning, kind) in [
        (4, Unreadable("mask")),
        (8, Unreadable("Lab")),
        (9, Unreadable("Lab")),
        (32803, Unreadable("camera")),
        (34892, Unreadable("camera")),
        (32845, Unreadable("logarithms")),
        (99, Broken),
        // There is none.
        (3, Broken),
        // There are but three samples.
        (5, Broken),
    ] {
        cases.push(case(
            format!("a meaning of {meaning}"),
            tiff.with(262, SHORT, &[meaning]).bytes(),
            kind,
        ));
    }
    for (format, kind) in [
        (2, Unreadable("sign")),
        (5, Unreadable("complex")),
        (9, Broken),
        (3, Unreadable("8 bits")),
    ] {
        cases.push(case(
            format!("samples of format {format}"),
            tiff.with(339, SHORT, &[format]).bytes(),
            kind,
        ));
    }
    cases.extend([
        case("5, 6 and 5 bits", tiff.with(258, SHORT, &[5, 6, 5]).bytes(), Unreadable("alike")),
        case("no samples", tiff.with(277, SHORT, &[0]).bytes(), Broken),
        case("two samples of three", tiff.with(277, SHORT, &[2]).bytes(), Broken),
        case("65535 samples", tiff.with(277, SHORT, &[65_535]).bytes(), Broken),
        case("2^32 - 1 samples", tiff.with(277, LONG, &[u32::MAX.into()]).bytes(), Broken),
        case(
            "2^32 - 1 samples that are compressed",
            lzw.with(277, LONG, &[u32::MAX.into()]).bytes(),
            Broken,
        ),
        case("no palette", named.without(320).bytes(), Broken),
        case("a palette of one colour", named.with(320, SHORT, &[1, 2, 3]).bytes(), Broken),
        case(
            "a palette of 16 bits",
            named.with(258, SHORT, &[16]).bytes(),
            Unreadable("palette of 16 bits"),
        ),
        case(
            "a palette that is elsewhere",
            named.altered(320, |map| map.place = Some(1 << 30)).bytes(),
            Broken,
        ),
        case("other inks", inks.with(332, SHORT, &[2]).bytes(), Unreadable("inks")),
        case("a colour for 3 x 3 pixels", luma.with(530, SHORT, &[3, 3]).bytes(), Broken),
        case("a colour for 0 x 0 pixels", luma.with(530, SHORT, &[0, 0]).bytes(), Broken),
        case(
            "smaller colours of 16 bits",
            luma.with(258, SHORT, &[16; 3]).bytes(),
            Unreadable("apart"),
        ),
        case("smaller colours in planes", luma.with(284, SHORT, &[2]).bytes(), Unreadable("apart")),
        case("a predictor of 4", lzw.with(317, SHORT, &[4]).bytes(), Broken),
        case("a predictor of floats for none", lzw.with(317, SHORT, &[3]).bytes(), Broken),
        case("differences of 4 bits", four.with(317, SHORT, &[2]).bytes(), Unreadable("4 bits")),
        case("samples in planes by a tag alone", tiff.with(284, SHORT, &[2]).bytes(), Broken),
        case(
            "a small picture of a larger one within",
            tiff.with(254, LONG, &[1]).with(330, LONG, &[8]).bytes(),
            Unreadable("camera"),
        ),
        case("a small picture of none", tiff.with(254, LONG, &[1]).bytes(), Fine(COLOURS)),
        case("alpha behind what there is", tiff.with(338, SHORT, &[2; 9]).bytes(), Fine(COLOURS)),
    ]);
    cases
}

pub(crate) fn strips_that_lie() -> Vec<Case> {
    let (tiff, tiles) = (plain(), tiled(Packing::Plain));
    let offsets = |alter: fn(&mut Entry)| {
        // What is drawn is told here, so that it can be told otherwise.
        tiff.with(STRIP_OFFSETS, LONG, &[500; 5]).altered(STRIP_OFFSETS, alter).bytes()
    };
    let tile = |width, height| tiles.with(322, LONG, &[width]).with(323, LONG, &[height]).bytes();
    let mut cases = Vec::new();
    for tag in [256, 258, 259, 262, 277, 278, STRIP_OFFSETS, STRIP_LENGTHS] {
        for count in [1 << 30, 1 << 31, u32::MAX.into()] {
            let file = tiff.altered(tag, |entry| entry.count = Some(count)).bytes();
            cases.push(case(format!("{count} values of tag {tag}"), file, Broken));
        }
        let file = big().altered(tag, |entry| entry.count = Some(u64::MAX)).bytes();
        cases.push(case(format!("2^64 - 1 values of tag {tag}"), file, Broken));
    }
    for (width, height) in [
        (0, 16),
        (16, 0),
        (1 << 31, 1 << 31),
        (u32::MAX.into(), 16),
        (16, u32::MAX.into()),
        (1, 1),
        (17, 16),
    ] {
        cases.push(case(format!("tiles of {width} x {height}"), tile(width, height), Broken));
    }
    let compressed =
        tiled(Packing::Deflate).with(322, LONG, &[1 << 31]).with(323, LONG, &[1 << 31]);
    cases.extend([
        case("tiles of 2^31 x 2^31 that are compressed", compressed.bytes(), Broken),
        case("no strips", tiff.without(STRIP_OFFSETS).bytes(), Broken),
        case("no tiles", tiles.without(TILE_OFFSETS).bytes(), Broken),
        case("tiles of no width", tiles.without(322).bytes(), Broken),
        case("strips of no rows", tiff.with(278, LONG, &[0]).bytes(), Broken),
        case("strips of a row", tiff.with(278, LONG, &[1]).bytes(), Broken),
        case("strips of 2^32 - 1 rows", tiff.with(278, LONG, &[u32::MAX.into()]).bytes(), Broken),
        case("strips behind the end", offsets(|entry| entry.numbers[4] = 1 << 20), Broken),
        case("strips at 2^32 - 1", offsets(|entry| entry.numbers[0] = u32::MAX.into()), Broken),
        case("a strip too few", offsets(|entry| entry.numbers.truncate(4)), Broken),
        case("strips that are all the same", offsets(|_| ()), Anything),
        case("strips of text", tiff.with_bytes(STRIP_OFFSETS, ASCII, &[9; 5]).bytes(), Broken),
        case("a length too few", tiff.with(STRIP_LENGTHS, LONG, &[840; 4]).bytes(), Broken),
        case("lengths of 0", tiff.with(STRIP_LENGTHS, LONG, &[0; 5]).bytes(), Broken),
        case(
            "lengths of 2^32 - 1",
            tiff.with(STRIP_LENGTHS, LONG, &[u32::MAX.into(); 5]).bytes(),
            Broken,
        ),
        case(
            "lengths of 2^64 - 1",
            big().with(STRIP_LENGTHS, LONG8, &[u64::MAX; 5]).bytes(),
            Broken,
        ),
        case(
            "offsets of 2^64 - 1",
            big().with(STRIP_OFFSETS, LONG8, &[u64::MAX; 5]).bytes(),
            Broken,
        ),
        case(
            "lengths of a byte too few",
            tiff.with(STRIP_LENGTHS, LONG, &[839; 5]).bytes(),
            Broken,
        ),
    ]);
    cases
}
