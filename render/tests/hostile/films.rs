//! Animations that are broken, that lie, that have no end, or that are only strange.

use crate::case::Kind::{Anything, Broken, Frames, TooMuch};
use crate::case::{Case, case};
use sizewise_drawn::gif::{self, Cel, Gif, bomb, parts};
use sizewise_drawn::spoil::{flipped, with};
use sizewise_drawn::webp::{self, Webp};
use sizewise_drawn::{BLUE, Pixels, RED, Rgb, picture, quarters};

/// All frames are asked for.
const AS_GIF: &str = "w=32&h=32&f=gif";
const AS_WEBP: &str = "w=32&h=32&f=webp";

fn square(colour: Rgb, place: (u16, u16), delay: u16, disposal: u8) -> Cel {
    let pixels = Pixels::draw((8, 8), |_, _| colour);
    Cel { pixels, place, delay, disposal, hidden: None }
}

fn whole() -> Cel {
    Cel { pixels: picture(), place: (0, 0), delay: 10, disposal: 1, hidden: None }
}

fn film(cels: &[Cel]) -> Vec<u8> {
    gif::animation((40, 30), Some(0), cels)
}

/// A GIF of four frames.
fn four() -> Vec<u8> {
    let small = |x| square(RED, (x, 4), 5, 3);
    film(&[whole(), small(0), small(8), small(16)])
}

/// Both formats have to bear with it.
fn both(claim: &str, file: Vec<u8>, kind: crate::case::Kind) -> [Case; 2] {
    [
        case(format!("{claim}, to GIF"), file.clone(), kind).asked(AS_GIF),
        case(format!("{claim}, to WebP"), file, kind).asked(AS_WEBP),
    ]
}

fn pixel(delay: u16) -> Cel {
    Cel {
        pixels: Pixels::draw((1, 1), |_, _| BLUE),
        place: (3, 3),
        delay,
        disposal: 1,
        hidden: None,
    }
}

pub(crate) fn gifs() -> Vec<Case> {
    let outside = |place| film(&[whole(), square(RED, place, 5, 2), square(BLUE, place, 5, 3)]);
    let many = |count: usize| film(&vec![pixel(0); count]);
    let disposals: Vec<Cel> = (0..8).map(|disposal| square(RED, (8, 8), 5, disposal)).collect();
    let hidden = Cel { hidden: Some(RED), ..square(RED, (0, 0), 5, 1) };
    [
        both("no time at all", film(&vec![square(RED, (0, 0), 0, 1); 5]), Frames(5)),
        both("the longest times", film(&vec![square(RED, (0, 0), 65_535, 1); 9]), Frames(9)),
        both("frames beside the canvas", outside((90, 90)), Frames(3)),
        both("frames that reach beyond the canvas", outside((36, 26)), Frames(3)),
        both("frames at the farthest place", outside((65_535, 65_535)), Frames(3)),
        both("all that a frame can leave", film(&disposals), Frames(8)),
        both(
            "a first frame that leaves what was before",
            film(&[square(RED, (0, 0), 5, 3), whole()]),
            Frames(2),
        ),
        both("nothing to be seen in any frame", film(&vec![hidden; 3]), Frames(3)),
        both("a thousand frames of a pixel", many(1_000), Frames(1_000)),
        both("a thousand and one", many(1_001), TooMuch),
        both("ten thousand frames of a pixel", many(10_000), TooMuch),
        both("frames that never differ", film(&vec![whole(); 50]), Frames(50)),
        both(
            "a canvas of 100 megapixels, three times",
            gif::animation((10_000, 10_000), None, &vec![pixel(1); 3]),
            TooMuch,
        ),
        both(
            "a canvas of 65535 x 65535, twice",
            gif::animation((65_535, 65_535), None, &vec![pixel(1); 2]),
            TooMuch,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The repeats of a file, which a reader has to find in a block of an application.
pub(crate) fn repeats() -> Vec<Case> {
    let file = four();
    let at = file.windows(8).position(|eight| eight == b"NETSCAPE").expect("it is there") + 11;
    let spoiled = |bytes: &[u8]| [&file[..at], bytes, &file[at + 5..]].concat();
    [
        both("repeats without a number", spoiled(&[0]), Frames(4)),
        both("repeats of one byte", spoiled(&[1, 1, 0]), Frames(4)),
        both("repeats of another kind", spoiled(&[3, 7, 9, 9, 0]), Frames(4)),
        both("repeats in two parts", spoiled(&[3, 1, 2, 0, 3, 1, 9, 0, 0]), Frames(4)),
        both("the most repeats", spoiled(&[3, 1, 255, 255, 0]), Frames(4)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Frames whose data is small and whose pixels are many.
pub(crate) fn floods() -> Vec<Case> {
    let frame = |side: u16| {
        let pixels = u64::from(side) * u64::from(side);
        let gif = Gif {
            size: (40, 30),
            place: [0, 0, side, side],
            data: parts(&bomb(pixels)),
            ..Gif::draw(&picture())
        };
        let blocks = [Gif::draw(&picture()).frame(), gif.frame()].concat();
        Gif { blocks, ..Gif::draw(&picture()) }.bytes()
    };
    [
        both("a frame of four times the canvas", frame(69), Frames(3)),
        both("a frame of more than four times the canvas", frame(70), Broken),
        both("a frame of 100 megapixels", frame(10_000), Broken),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(crate) fn cut() -> Vec<Case> {
    let file = four();
    let first = gif::animation((40, 30), Some(0), &[whole()]).len();
    let cut = |part: usize| {
        let at = first + (file.len() - first) * part / 10;
        case(format!("a film, cut off at byte {at}"), file[..at].to_vec(), Anything).asked(AS_WEBP)
    };
    let flip = |part: usize| {
        let at = file.len() * part / 40;
        case(
            format!("a bit of byte {at} of a film"),
            flipped(&file, at, (part % 8) as u8),
            Anything,
        )
        .asked(if part.is_multiple_of(2) { AS_GIF } else { AS_WEBP })
        .within(110 << 20)
    };
    (1..10).map(cut).chain((1..40).map(flip)).collect()
}

fn cel(picture: &Pixels) -> webp::Cel {
    let size = (picture.width as u32, picture.height as u32);
    webp::Cel { picture: Webp::lossless(picture), size, place: (0, 0), duration: 50, flags: 0 }
}

fn moving(cels: &[webp::Cel]) -> Webp {
    webp::animation((40, 30), 0, cels)
}

/// A WebP of three frames, of which the second is spoiled.
fn spoiled(spoil: impl Fn(&mut webp::Cel)) -> Vec<u8> {
    let mut second = cel(&quarters((16, 16), 1));
    spoil(&mut second);
    moving(&[cel(&picture()), second.clone(), second]).bytes()
}

fn with_body(spoil: impl Fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut webp = moving(&[cel(&picture()), cel(&picture()), cel(&picture())]);
    let body = std::mem::take(&mut webp.0[3].1);
    webp.0[3].1 = spoil(body);
    webp.bytes()
}

pub(crate) fn webps() -> Vec<Case> {
    let fine = spoiled(|_| {});
    let many = |count: usize| moving(&vec![cel(&quarters((2, 2), 1)); count]).bytes();
    let mut unnamed = moving(&vec![cel(&picture()); 3]);
    unnamed.0.remove(1);
    let mut between = moving(&vec![cel(&picture()); 3]);
    between.0.insert(3, (*b"WHAT", vec![7; 99]));
    let mut none = moving(&vec![cel(&picture()); 2]);
    none.0.truncate(2);
    let mut twice = moving(&vec![cel(&picture()); 2]);
    twice.0.insert(1, (*b"VP8X", webp::extended(0x12, (4000, 3000))));
    [
        both("a film of three", fine.clone(), Frames(3)),
        both("a place beyond the canvas", spoiled(|cel| cel.place = (38, 0)), Broken),
        both("the farthest place", spoiled(|cel| cel.place = (0xff_fffe, 0xff_fffe)), Broken),
        both("a frame larger than its picture", spoiled(|cel| cel.size = (17, 16)), Broken),
        both("a frame smaller than its picture", spoiled(|cel| cel.size = (15, 16)), Broken),
        both("the largest frame", spoiled(|cel| cel.size = (1 << 24, 1 << 24)), Broken),
        both("the longest time", spoiled(|cel| cel.duration = 0xff_ffff), Frames(3)),
        both("no time", spoiled(|cel| cel.duration = 0), Frames(3)),
        both("all flags", spoiled(|cel| cel.flags = 255), Frames(3)),
        both("a frame without a header", with_body(|_| Vec::new()), Broken),
        both("a header that ends early", with_body(|body| body[..15].to_vec()), Broken),
        both("a frame without a picture", with_body(|body| body[..16].to_vec()), Broken),
        both(
            "a picture that ends early",
            with_body(|body| body[..body.len() - 9].to_vec()),
            Broken,
        ),
        both("a picture whose length lies", with_body(|body| with(&body, 20, &[255; 4])), Broken),
        both("a picture of length 0", with_body(|body| with(&body, 20, &[0; 4])), Broken),
        both("a picture of zeros", with_body(|body| [&body[..24], &[0; 99]].concat()), Broken),
        both(
            "a frame within a frame",
            with_body(|body| [&body[..16], b"ANMF\x10\0\0\0", &body].concat()),
            Frames(3),
        ),
        both("a thousand frames", many(1_000), Frames(1_000)),
        both("a thousand and one frames of a WebP", many(1_001), TooMuch),
        both("nothing that says how often", unnamed.bytes(), Frames(3)),
        both("a chunk that nobody knows", between.bytes(), Frames(3)),
        both("an animation without frames", none.bytes(), Broken),
        both("two headers", twice.bytes(), Frames(2)),
        both("a film that is cut off", fine[..fine.len() - 40].to_vec(), Broken),
        both(
            "a canvas of 16384 x 16384",
            webp::animation((16_384, 16_384), 0, &vec![cel(&picture()); 2]).bytes(),
            TooMuch,
        ),
        both(
            "a canvas of 8000 x 8000, four times",
            webp::animation((8_000, 8_000), 0, &vec![cel(&picture()); 4]).bytes(),
            TooMuch,
        ),
    ]
    .into_iter()
    .flatten()
    .chain(webp_bits(&fine))
    .collect()
}

fn webp_bits(file: &[u8]) -> Vec<Case> {
    let flip = |part: usize| {
        let at = file.len() * part / 40;
        case(
            format!("a bit of byte {at} of a moving WebP"),
            flipped(file, at, (part % 8) as u8),
            Anything,
        )
        .asked(if part.is_multiple_of(2) { AS_GIF } else { AS_WEBP })
        .within(110 << 20)
    };
    (1..40).map(flip).collect()
}
