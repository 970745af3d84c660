//! What is told of a picture is what there is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "hostile/memory.rs"]
mod memory;

use sizewise::Limits;
use sizewise_drawn::gif::Gif;
use sizewise_drawn::svg::{quarters as vector, svg};
use sizewise_drawn::webp::Webp;
use sizewise_drawn::whole::{png_of, png_with_alpha};
use sizewise_drawn::{COLOURS, Pixels, RED, picture, quarters};
use sizewise_jpeg::Sampling;
use sizewise_render::{Error, Facts, facts, probe};

fn told(file: &[u8]) -> Facts {
    asked(file).unwrap()
}

fn asked(file: &[u8]) -> Result<Facts, Error> {
    facts(file, &probe(file)?, &Limits::default())
}

/// How far two colours of `#rrggbb` are from each other.
fn difference(found: &str, meant: [u8; 3]) -> u8 {
    let part = |at: usize| u8::from_str_radix(&found[at..at + 2], 16).unwrap();
    [1, 3, 5].into_iter().zip(meant).map(|(at, meant)| part(at).abs_diff(meant)).max().unwrap()
}

#[test]
fn the_header_is_told_of_every_format() {
    let pixels = picture();
    for (file, format, media_type, alpha) in [
        (pixels.jpeg(Sampling::S444, 1), "jpeg", "image/jpeg", false),
        (png_of(&pixels), "png", "image/png", false),
        (png_with_alpha((40, 30), |_, _| [9; 4]), "png", "image/png", true),
        (Webp::lossy(&pixels).bytes(), "webp", "image/webp", false),
        (Webp::with_alpha(&pixels).bytes(), "webp", "image/webp", true),
        (Gif::draw(&pixels).bytes(), "gif", "image/gif", false),
        (svg(&vector((40.0, 30.0))).into_bytes(), "svg", "image/svg+xml", true),
    ] {
        let facts = told(&file);
        assert_eq!((facts.format, facts.media_type, facts.alpha), (format, media_type, alpha));
        assert_eq!((facts.width, facts.height, facts.orientation), (40, 30, 1), "{format}");
        assert_eq!((facts.frames, facts.duration), (1, None), "{format}");
        assert_eq!(facts.bytes, file.len() as u64);
    }
}

#[test]
fn whatever_way_a_picture_is_stored_the_same_is_seen() {
    let upright = told(&png_of(&quarters((160, 120), 1)));
    assert_eq!(upright.palette.len(), 4, "{:?}", upright.palette);
    for orientation in 1..=8 {
        let facts = told(&quarters((160, 120), orientation).jpeg(Sampling::S444, orientation));
        assert_eq!((facts.width, facts.height), (160, 120), "orientation {orientation}");
        assert_eq!(facts.orientation, orientation);
        assert_eq!(facts.thumbhash[..4], upright.thumbhash[..4], "orientation {orientation}");
        assert_eq!(facts.blurhash[..2], upright.blurhash[..2], "orientation {orientation}");
        assert_eq!(facts.palette.len(), 4, "{:?}", facts.palette);
        for meant in COLOURS {
            let nearest = facts.palette.iter().map(|found| difference(found, meant)).min();
            assert!(nearest < Some(10), "{:?} without {meant:?}", facts.palette);
        }
    }
}

#[test]
fn the_colour_that_there_is_most_of_comes_first() {
    let mostly = Pixels::draw((200, 100), |x, _| if x < 150 { RED } else { [20, 160, 60] });
    for file in [png_of(&mostly), mostly.jpeg(Sampling::S444, 1)] {
        let facts = told(&file);
        assert_eq!(facts.palette.len(), 2, "{:?}", facts.palette);
        assert!(difference(&facts.palette[0], RED) < 6, "{:?}", facts.palette);
        assert!(difference(&facts.palette[1], [20, 160, 60]) < 6, "{:?}", facts.palette);
        assert_eq!(facts.dominant.as_ref(), facts.palette.first());
    }
}

#[test]
fn nothing_has_no_colour() {
    let facts = told(&png_with_alpha((40, 30), |_, _| [200, 30, 40, 0]));
    assert_eq!((facts.dominant, facts.palette), (None, Vec::new()));
    let facts = told(&png_with_alpha((40, 30), |x, _| [200, 30, 40, if x < 9 { 255 } else { 0 }]));
    assert!(difference(&facts.dominant.unwrap(), RED) < 3, "{:?}", facts.palette);
    assert_eq!(facts.palette.len(), 1);
}

#[test]
fn what_is_told_is_one_line_of_json() {
    let facts = told(&png_of(&Pixels::draw((4, 2), |_, _| RED)));
    let meant =
        "{\"width\":4,\"height\":2,\"format\":\"png\",\"media_type\":\"image/png\",\"bytes\":";
    let json = facts.to_json();
    assert!(json.starts_with(meant), "{json}");
    let rest = "\"orientation\":1,\"alpha\":false,\"frames\":1,\"duration\":null,\
                \"dominant\":\"#c81e28\",\"palette\":[\"#c81e28\"],\"thumbhash\":\"";
    assert!(json.contains(rest) && json.ends_with("\"}\n"), "{json}");
}

#[test]
fn an_animation_is_told_of_its_first_frame() {
    let control = |delay: u8| vec![0x21, 0xf9, 4, 0, delay, 0, 0, 0];
    let first = Gif { blocks: control(7), ..Gif::draw(&picture()) }.bytes();
    let second = Gif { blocks: control(5), ..Gif::draw(&quarters((40, 30), 3)) }.bytes();
    // What is behind its head and its colours.
    let frame = &second[13 + 12..];
    let file = [&first[..first.len() - 1], frame].concat();
    let facts = told(&file);
    assert_eq!((facts.frames, facts.duration), (2, Some(120)));
    assert_eq!(facts.blurhash, told(&Gif::draw(&picture()).bytes()).blurhash);
}

#[test]
fn a_broken_picture_has_none() {
    let file = picture().jpeg(Sampling::S444, 1);
    assert_eq!(asked(&file[..file.len() / 2]).unwrap_err().status(), 422);
    assert_eq!(asked(b"text").unwrap_err().status(), 415);
}

#[test]
fn facts_of_a_large_picture_take_little_memory() {
    let file = quarters((4000, 3000), 1).jpeg(Sampling::S444, 1);
    let (most, _) = memory::most(|| told(&file));
    assert!(most < 4 << 20, "{most} bytes");
}
