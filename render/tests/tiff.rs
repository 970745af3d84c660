//! TIFF of every kind is read as it is meant.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "tiff/check.rs"]
mod check;
#[path = "tiff/compressed.rs"]
mod compressed;
#[path = "tiff/extra.rs"]
mod extra;

use check::{check, check_orders, orders};
use sizewise::{Format, Profile, SourceFormat, Turn};
use sizewise_drawn::profile::Primaries;
use sizewise_drawn::tiff::{ASCII, Chunk, Extra, Kind, LONG, Packing, SHORT, Style};
use sizewise_drawn::{COLOURS, Pixels, greys, made, picture, quarters, seen};
use sizewise_jpeg::Exif;
use sizewise_render::probe;

const UNDEFINED: u16 = 7;

#[test]
fn colours_of_every_depth_are_read() {
    for (bits, tolerance) in [(1, 130), (2, 43), (4, 9), (8, 0), (12, 0), (16, 0), (32, 0)] {
        let style = Style { bits, ..Style::of(Kind::Rgb) };
        check_orders(&format!("{bits} bits"), &style, COLOURS, tolerance);
    }
    for bits in [16, 32, 64] {
        let style = Style { bits, is_float: true, ..Style::of(Kind::Rgb) };
        check_orders(&format!("floats of {bits} bits"), &style, COLOURS, 0);
    }
}

#[test]
fn greys_of_every_depth_are_read() {
    for kind in [Kind::BlackIsZero, Kind::WhiteIsZero] {
        for (bits, tolerance) in [(1, 130), (2, 43), (4, 9), (8, 0), (16, 0)] {
            let style = Style { bits, ..Style::of(kind) };
            check_orders(&format!("{kind:?} of {bits} bits"), &style, greys(), tolerance);
        }
    }
}

#[test]
fn numbers_of_colours_are_read() {
    for bits in [2, 4, 8] {
        let style = Style { bits, ..Style::of(Kind::Named) };
        check_orders(&format!("numbers of {bits} bits"), &style, COLOURS, 0);
    }
    let tiff = Style::of(Kind::Named).draw(&picture());
    let narrow = tiff.altered(320, |map| map.numbers.iter_mut().for_each(|number| *number /= 257));
    check("a palette of bytes", &narrow.bytes(), COLOURS, 0);
}

/// A picture without two pixels alike that stand side by side, in tiles that do not fit.
#[test]
fn every_pixel_is_where_it_was() {
    let pixels = Pixels::draw((61, 47), |x, y| [(x * 4) as u8, (y * 5) as u8, (x * y) as u8]);
    for (is_big_endian, is_big, chunk) in orders() {
        for packing in [Packing::Plain, Packing::PackBits, Packing::Lzw, Packing::Deflate] {
            for is_planar in [false, true] {
                let style = Style {
                    is_big_endian,
                    is_big,
                    chunk,
                    packing,
                    is_planar,
                    ..Style::of(Kind::Rgb)
                };
                let found = seen(&made(&style.draw(&pixels).bytes(), "f=png&flop").unwrap());
                let is_same = |(x, y)| found.at(x, y) == pixels.at(60 - x, y);
                assert!((0..47).flat_map(|y| (0..61).map(move |x| (x, y))).all(is_same));
            }
        }
    }
}

#[test]
fn what_is_not_upright_is_made_so() {
    for orientation in 1..=8 {
        let stored = quarters((40, 30), orientation);
        for chunk in [Chunk::Strips(7), Chunk::Tiles(16, 16)] {
            let tiff = Style { chunk, ..Style::of(Kind::Rgb) }.draw(&stored);
            let file = tiff.with(274, SHORT, &[orientation.into()]).bytes();
            assert_eq!(probe(&file).unwrap().upright, Turn::upright(orientation.into()));
            check(&format!("orientation {orientation}"), &file, COLOURS, 0);
        }
    }
    for orientation in [0, 9, 65_535] {
        let file = Style::of(Kind::Rgb).draw(&picture()).with(274, SHORT, &[orientation]).bytes();
        check(&format!("orientation {orientation}"), &file, COLOURS, 0);
    }
}

#[test]
fn inks_are_read() {
    for (bits, packing) in [(8, Packing::Plain), (16, Packing::Lzw), (8, Packing::Deflate)] {
        let style = Style { bits, packing, ..Style::of(Kind::Inks) };
        check_orders(&format!("inks of {bits} bits"), &style, COLOURS, 3);
        assert_eq!(probe(&style.draw(&picture()).bytes()).unwrap().profile, Profile::Other);
        let more = Style { extra: vec![Extra::Alpha], ..style };
        check_orders("inks and alpha, which is passed over", &more, COLOURS, 3);
    }
}

const ADOBE_RGB: Primaries = Primaries(
    [[0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457]],
    2.2,
);

#[test]
fn its_tags_say_what_it_is() {
    let tiff = Style::of(Kind::Rgb).draw(&picture());
    let plain = probe(&tiff.bytes()).unwrap();
    assert_eq!((plain.width.get(), plain.height.get(), plain.frames.get()), (40, 30, 1));
    assert_eq!((plain.format, plain.profile), (SourceFormat::Tiff, Profile::Srgb));
    assert_eq!(made(&tiff.bytes(), "q=90").unwrap().format, Format::Jpeg);
    let explained = tiff.with_bytes(34675, UNDEFINED, &ADOBE_RGB.icc()).bytes();
    assert_eq!(probe(&explained).unwrap().profile, Profile::Other);
    let found = seen(&made(&explained, "f=png").unwrap());
    assert!(found.at(35, 5)[0] < 5, "a green that has no red in sRGB: {:?}", found.at(35, 5));
}

#[test]
fn whose_it_is_stays() {
    let tiff = Style::of(Kind::Rgb).draw(&picture());
    let tiff = tiff.with_bytes(315, ASCII, b"Somebody\0").with_bytes(33432, ASCII, b"(c)\0");
    for format in ["jpeg", "png", "webp"] {
        let made = made(&tiff.bytes(), &format!("w=20&f={format}")).unwrap();
        let at = made.bytes.windows(4).position(|four| four == b"II*\0").unwrap();
        let kept = Exif::read(&made.bytes[at..]).unwrap();
        assert_eq!(kept.artist, Some(&b"Somebody"[..]));
        assert_eq!(kept.copyright, Some(&b"(c)"[..]));
    }
}

/// What is often written otherwise than it is told, and is shown by everybody else.
#[test]
fn what_is_left_out_is_taken_for_granted() {
    let tiff = Style::of(Kind::Rgb).draw(&picture());
    let whole = Style { chunk: Chunk::Strips(30), ..Style::of(Kind::Rgb) }.draw(&picture());
    for (name, file) in [
        ("no compression", tiff.without(259)),
        ("no meaning", tiff.without(262)),
        ("no order of bits", tiff.without(266)),
        ("no order of samples", tiff.without(284)),
        ("one number of bits for all samples", tiff.with(258, SHORT, &[8])),
        ("one strip of all rows", whole.without(278)),
        ("a strip of more rows than there are", whole.with(278, LONG, &[u32::MAX.into()])),
        ("no lengths of strips", tiff.without(279)),
    ] {
        check(name, &file.bytes(), COLOURS, 0);
    }
    let mut last = tiff.clone();
    last.is_last = true;
    check("its directory at its end", &last.bytes(), COLOURS, 0);
}
