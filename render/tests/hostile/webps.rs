//! WebP files that are broken, that lie, or that are only strange.

use crate::case::Kind::{Anything, Broken, Fine, TooMuch};
use crate::case::{Case, case, cuts};
use sizewise_drawn::spoil::{flipped, with, with_more};
use sizewise_drawn::webp::{Webp, extended};
use sizewise_drawn::{ACROSS, COLOURS, DOWN, GREEN, PAPER, RED, WHITE, greys, picture, quarters};

const IS_ANIMATED: u8 = 0x02;
const HAS_EXIF: u8 = 0x08;
const HAS_ALPHA: u8 = 0x10;
const HAS_PROFILE: u8 = 0x20;

/// Where the length of the whole stands, and where the first chunk does.
const LENGTH: usize = 4;
const FIRST: usize = 12;

const SIZE: (u32, u32) = (40, 30);
const CLEAR: [[u8; 3]; 4] = [RED, GREEN, PAPER, WHITE];

fn lossy() -> Webp {
    Webp::lossy(&picture())
}

fn lossless() -> Webp {
    Webp::lossless(&picture())
}

fn with_alpha() -> Webp {
    Webp::with_alpha(&picture())
}

pub(crate) fn truncated() -> Vec<Case> {
    let files = [
        ("lossy", lossy()),
        ("with alpha", with_alpha()),
        ("lossless", lossless()),
        ("lossless with alpha", Webp::lossless_alpha(&picture())),
        ("extended", lossy().extended(0, SIZE)),
    ];
    files.iter().flat_map(|(name, webp)| cuts(name, &webp.bytes(), Broken)).collect()
}

pub(crate) fn sound() -> Vec<Case> {
    let strip = |size| quarters(size, 1);
    let file = lossy().bytes();
    let extended = |flags| lossy().extended(flags, SIZE);
    vec![
        case("lossy", file.clone(), Fine(COLOURS)),
        case("with alpha", with_alpha().bytes(), Fine(CLEAR)),
        case("lossless", lossless().bytes(), Fine(COLOURS)),
        case("lossless with alpha", Webp::lossless_alpha(&picture()).bytes(), Fine(CLEAR)),
        case("lossless grey", Webp::lossless_grey(&picture()).bytes(), Fine(greys())),
        case("extended", extended(0).bytes(), Fine(COLOURS)),
        case("extended and lossless", lossless().extended(0, SIZE).bytes(), Fine(COLOURS)),
        case("alpha by its flag alone", extended(HAS_ALPHA).bytes(), Fine(COLOURS)),
        case(
            "EXIF of rubbish",
            extended(HAS_EXIF).with_chunk(2, *b"EXIF", b"rubbish".to_vec()).bytes(),
            Fine(COLOURS),
        ),
        case("EXIF by its flag alone", extended(HAS_EXIF).bytes(), Fine(COLOURS)),
        case(
            "a profile of rubbish",
            extended(HAS_PROFILE).with_chunk(1, *b"ICCP", b"rubbish".to_vec()).bytes(),
            Fine(COLOURS),
        ),
        case(
            "a chunk that nobody knows",
            extended(0).with_chunk(1, *b"ABCD", b"words".to_vec()).bytes(),
            Fine(COLOURS),
        ),
        case(
            "a frame in a still",
            extended(0).with_chunk(1, *b"ANMF", vec![0; 24]).bytes(),
            Fine(COLOURS),
        ),
        case("garbage behind the end", [&file[..], b"garbage"].concat(), Fine(COLOURS)),
        case("another file behind the end", [&file[..], &file].concat(), Fine(COLOURS)),
        case("one column", Webp::lossy(&strip((1, 16_383))).bytes(), Fine(DOWN)),
        case("one row", Webp::lossy(&strip((16_383, 1))).bytes(), Fine(ACROSS)),
        case("one lossless column", Webp::lossless(&strip((1, 16_383))).bytes(), Fine(DOWN)),
        case("one lossless row", Webp::lossless(&strip((16_383, 1))).bytes(), Fine(ACROSS)),
        case(
            "one row with alpha",
            Webp::with_alpha(&strip((16_383, 1))).bytes(),
            Fine([PAPER, WHITE, PAPER, WHITE]),
        ),
    ]
}

pub(crate) fn lengths_that_lie() -> Vec<Case> {
    let (lossy, lossless, extended) = (lossy().bytes(), lossless().bytes(), with_alpha().bytes());
    let mut cases = Vec::new();
    for (name, file) in [("lossy", &lossy), ("lossless", &lossless), ("extended", &extended)] {
        let length = file.len() as u32 - 8;
        for lie in [0, 4, 11, 30, length + 2, 1 << 31, u32::MAX - 1, u32::MAX] {
            let file = with(file, LENGTH, &lie.to_le_bytes());
            cases.push(case(format!("{name}, {lie} bytes of {length}"), file, Broken));
        }
        for lie in [0, 1, 8, length, 1 << 31, u32::MAX - 1, u32::MAX] {
            let file = with(file, FIRST + 4, &lie.to_le_bytes());
            cases.push(case(format!("{name}, a first chunk of {lie} bytes"), file, Broken));
        }
    }
    cases
}

/// A lossy picture's body is three bytes of a tag, three that are always the same, and two sides.
pub(crate) fn headers_that_lie() -> Vec<Case> {
    let (lossy, lossless) = (lossy(), lossless());
    let vp8 = |at, bytes: &[u8]| lossy.altered(b"VP8 ", at, bytes).bytes();
    let vp8l = |at, bytes: &[u8]| lossless.altered(b"VP8L", at, bytes).bytes();
    let tag = lossy.0[0].1[0];
    vec![
        case("no key frame", vp8(0, &[tag | 1]), Broken),
        case("a frame that is not shown", vp8(0, &[tag & !0x10]), Broken),
        case("a version that does not exist", vp8(0, &[tag | 0x0e]), Broken),
        case("a first part that is longer than all", vp8(0, &[0xf0, 0xff, 0xff]), Broken),
        case("no start", vp8(3, &[0, 0, 0]), Broken),
        case("no width", vp8(6, &[0, 0]), Broken),
        case("no height", vp8(8, &[0, 0]), Broken),
        case("a hundred times as high as its data", vp8(8, &[0xff, 0x3f]), Broken).within(32 << 20),
        case("no signature", vp8l(0, &[0]), Broken),
        case(
            "a lossless version that does not exist",
            vp8l(4, &[lossless.0[0].1[4] | 0xe0]),
            Broken,
        ),
        case("lossless data of zeros", vp8l(5, &vec![0; lossless.0[0].1.len() - 5]), Anything),
        case("lossless data of ones", vp8l(5, &vec![255; lossless.0[0].1.len() - 5]), Broken),
        case(
            "lossy by its name alone",
            lossless
                .altered(b"VP8L", 0, &[0x2f])
                .bytes()
                .into_iter()
                .enumerate()
                .map(|(at, byte)| if at == FIRST + 3 { b' ' } else { byte })
                .collect(),
            Broken,
        ),
        case(
            "an unknown first chunk",
            Webp(vec![(*b"ABCD", lossy.0[0].1.clone())]).bytes(),
            Broken,
        ),
        case(
            "a picture behind another chunk",
            lossy.with_chunk(0, *b"ABCD", b"words".to_vec()).bytes(),
            Broken,
        ),
        case("no chunk", Webp(Vec::new()).bytes(), Broken),
    ]
}

pub(crate) fn canvases_that_lie() -> Vec<Case> {
    let (lossy, alpha) = (lossy(), with_alpha());
    let canvas = |size| lossy.extended(0, size).bytes();
    let garbage = |body: &[u8]| {
        let at = alpha.0.iter().position(|(name, _)| name == b"ALPH").unwrap();
        let mut webp = alpha.clone();
        webp.0[at].1 = body.to_vec();
        webp.bytes()
    };
    vec![
        case("a canvas that is a pixel wider", canvas((41, 30)), Broken),
        case("a canvas that is a pixel less high", canvas((40, 29)), Broken),
        case("a canvas of a pixel", canvas((1, 1)), Broken),
        // What is believed of it would take 400 MB.
        case("a canvas of 100 million pixels", canvas((10_000, 10_000)), Broken),
        case(
            "a canvas of 100 million pixels that shine through",
            lossy.extended(HAS_ALPHA, (10_000, 10_000)).bytes(),
            Broken,
        ),
        case(
            "a canvas and nothing on it",
            Webp(vec![(*b"VP8X", extended(0, SIZE))]).bytes(),
            Broken,
        ),
        case("a canvas and alpha alone", alpha.without(b"VP8 ").bytes(), Broken),
        case("a canvas of five bytes", Webp(vec![(*b"VP8X", vec![0; 5])]).bytes(), Broken),
        case("an animation without a frame", lossy.extended(IS_ANIMATED, SIZE).bytes(), Broken),
        case("alpha of nothing", garbage(b""), Broken),
        case("alpha of another compression", garbage(&[3; 99]), Broken),
        case("alpha that is too short", garbage(&[0; 99]), Broken),
        case(
            "a frame in a still and no other picture",
            lossy.extended(0, SIZE).without(b"VP8 ").with_chunk(1, *b"ANMF", vec![0; 24]).bytes(),
            Broken,
        ),
    ]
}

pub(crate) fn floods() -> Vec<Case> {
    let (lossy, lossless) = (lossy(), lossless());
    let canvas = |size| lossy.extended(0, size).bytes();
    vec![
        case(
            "lossy, 16383 x 16383",
            lossy.altered(b"VP8 ", 6, &[0xff, 0x3f, 0xff, 0x3f]).bytes(),
            TooMuch,
        ),
        case(
            "lossless, 16384 x 16384",
            lossless.altered(b"VP8L", 1, &[0xff, 0xff, 0xff, 0x0f]).bytes(),
            TooMuch,
        ),
        case("a canvas of 16384 x 16384", canvas((16_384, 16_384)), TooMuch),
        case("a canvas of 65535 x 65535", canvas((65_535, 65_535)), TooMuch),
        case("a canvas of 2^24 x 2^24", canvas((1 << 24, 1 << 24)), TooMuch),
        case("a canvas of 2^24 x 6", canvas((1 << 24, 6)), TooMuch),
    ]
}

/// Nothing tells of a bit of its data that it was another one.
pub(crate) fn bits() -> Vec<Case> {
    let files = [("lossy", lossy()), ("lossless", lossless()), ("with alpha", with_alpha())];
    let flips = files.iter().flat_map(|(name, webp)| {
        let file = webp.bytes();
        (12..52).map(move |part| {
            let at = file.len() * part / 52;
            case(
                format!("{name}, a bit of byte {at}"),
                flipped(&file, at, (part % 8) as u8),
                Anything,
            )
        })
    });
    flips.map(|case| case.within(600 << 20)).collect()
}

/// The same header twice, and one that is cut in the middle by another.
pub(crate) fn doubled() -> Vec<Case> {
    let file = lossy().extended(0, SIZE);
    let twice = file.with_chunk(0, *b"VP8X", extended(0, SIZE));
    let within = with_more(&file.bytes(), FIRST + 9, b"VP8 ");
    vec![
        case(
            "two pictures",
            file.with_chunk(2, *b"VP8 ", file.0[1].1.clone()).bytes(),
            Fine(COLOURS),
        ),
        case("two canvases", twice.bytes(), Fine(COLOURS)),
        case("a canvas with a hole", within, Broken),
    ]
}
