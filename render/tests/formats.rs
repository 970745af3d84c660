//! Each format that is written is what it should be to those who read it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use png::{BitDepth, ColorType};
use sizewise::Format;
use sizewise_drawn::avif::{Avif, Coding};
use sizewise_drawn::bmp::Bmp;
use sizewise_drawn::tiff::{Kind, SHORT, Style};
use sizewise_drawn::whole::{gif, png, png_of, png_with_alpha};
use sizewise_drawn::{BLUE, GREEN, Pixels, RED, WHITE, made, quarters, seen, seen_through};
use sizewise_jpeg::{Exif, Header, Sampling};
use std::borrow::Cow;

const FORMATS: [(Format, &str); 5] = [
    (Format::Jpeg, "jpeg"),
    (Format::Webp, "webp"),
    (Format::Png, "png"),
    (Format::Avif, "avif"),
    (Format::Gif, "gif"),
];

/// The quarters, 160 × 120, in every format that is read.
fn originals() -> [(&'static str, Vec<u8>); 11] {
    let upright = quarters((160, 120), 1);
    let lying = quarters((160, 120), 6);
    let lossy = made(&png_of(&upright), "q=100&f=webp").unwrap().bytes;
    [
        ("JPEG", lying.jpeg(Sampling::S444, 6)),
        ("PNG", png_of(&upright)),
        ("PNG on its side", png_on_its_side(&lying)),
        ("WebP", lossy),
        ("lossless WebP", lossless_webp(&upright)),
        ("GIF", gif(&upright)),
        ("TIFF", Style::of(Kind::Rgb).draw(&upright).bytes()),
        ("TIFF on its side", Style::of(Kind::Rgb).draw(&lying).with(274, SHORT, &[6]).bytes()),
        ("BMP", Bmp::deep(&upright).bytes()),
        ("AVIF", Avif::draw(&upright, &Coding::default()).bytes()),
        ("AVIF in cells", Avif::grid(&upright, (96, 64), &Coding::default()).bytes()),
    ]
}

fn png_on_its_side(pixels: &Pixels) -> Vec<u8> {
    let size = (pixels.width as u32, pixels.height as u32);
    let samples = pixels.pixels.concat();
    png(size, ColorType::Rgb, BitDepth::Eight, &samples, |info| {
        let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        info.exif_metadata = Some(Cow::Borrowed(exif));
    })
}

fn lossless_webp(pixels: &Pixels) -> Vec<u8> {
    let mut file = Vec::new();
    let (width, height) = (pixels.width as u32, pixels.height as u32);
    image_webp::WebPEncoder::new(&mut file)
        .encode(&pixels.pixels.concat(), width, height, image_webp::ColorType::Rgb8)
        .unwrap();
    file
}

#[test]
fn every_original_becomes_every_format() {
    for (original, file) in originals() {
        for (format, name) in FORMATS {
            let rendered = made(&file, &format!("w=80&q=95&f={name}")).unwrap();
            assert_eq!((rendered.format, rendered.size), (format, (80, 60)));
            let pixels = seen(&rendered);
            for ((x, y), colour) in
                [((9, 9), RED), ((70, 9), GREEN), ((9, 50), BLUE), ((70, 50), WHITE)]
            {
                let found = pixels.at(x, y);
                let is_near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 10);
                assert!(is_near, "{original} to {name}: {found:?} at {x}, {y}, not {colour:?}");
            }
        }
    }
}

/// PNG without loss stays without.
#[test]
fn what_has_no_loss_loses_nothing() {
    let picture = Pixels::draw((61, 47), |x, y| [(x * 4) as u8, (y * 5) as u8, (x * y) as u8]);
    for (name, file) in [("PNG", png_of(&picture)), ("WebP", lossless_webp(&picture))] {
        let found = seen(&made(&file, "f=png&flip").unwrap());
        for y in 0..47 {
            for x in 0..61 {
                assert_eq!(found.at(x, y), picture.at(x, 46 - y), "{name} at {x}, {y}");
            }
        }
    }
}

#[test]
fn every_format_shows_the_same_colours() {
    let file = quarters((160, 120), 6).jpeg(Sampling::S444, 6);
    for (format, name) in FORMATS {
        for (query, size) in [("w=80", (80, 60)), ("w=81&h=55&fit=fill", (81, 55)), ("w=1", (1, 1))]
        {
            let rendered = made(&file, &format!("{query}&q=95&f={name}")).unwrap();
            assert_eq!((rendered.format, rendered.size), (format, size));
            let pixels = seen(&rendered);
            if size.0 < 80 {
                continue;
            }
            for ((x, y), colour) in
                [((9, 9), RED), ((70, 9), GREEN), ((9, 50), BLUE), ((70, 50), WHITE)]
            {
                let found = pixels.at(x, y);
                let is_near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 10);
                assert!(is_near, "{name}: {found:?} at {x}, {y} is not {colour:?}");
            }
        }
    }
}

#[test]
fn grey_is_grey_in_every_format() {
    let grey = Pixels::draw((64, 48), |x, y| [(x * 2 + y) as u8; 3]).jpeg(Sampling::Grey, 1);
    for (_, name) in FORMATS {
        let pixels = seen(&made(&grey, &format!("w=32&q=95&f={name}")).unwrap());
        for (x, y) in [(3, 3), (30, 3), (16, 20)] {
            let meant = (x * 4 + 1 + y * 2) as u8;
            let found = pixels.at(x, y);
            assert!(found.iter().all(|v| v.abs_diff(meant) < 6), "{name}: {found:?} of {meant}");
        }
    }
}

/// The value of a tag, the way that EXIF writes short texts: behind the directory.
fn exif(artist: &str) -> Vec<u8> {
    let length = artist.len() as u32 + 1;
    let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
    block.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
    block.extend(b"\x3b\x01\x02\0");
    block.extend(length.to_le_bytes());
    block.extend(38u32.to_le_bytes());
    block.extend([0; 4]);
    block.extend(artist.bytes().chain([0]));
    block
}

#[test]
fn whose_it_is_stays_and_which_way_is_up_does_not() {
    let file = quarters((64, 48), 6).jpeg_with(Sampling::S444, &exif("Somebody"));
    assert_eq!(Header::read(&file).unwrap().artist().unwrap(), "Somebody");
    for (format, name) in FORMATS {
        let rendered = made(&file, &format!("w=32&f={name}")).unwrap();
        let bytes = &rendered.bytes;
        seen(&rendered);
        if format == Format::Gif {
            assert!(bytes.windows(10).any(|ten| ten == b"\x21\xfe\x08Somebod"), "a comment");
            continue;
        }
        let at = bytes.windows(4).position(|four| four == b"II*\0").unwrap();
        let kept = Exif::read(&bytes[at..]).unwrap();
        assert_eq!(kept.artist, Some(&b"Somebody"[..]), "{format:?}");
        assert_eq!(kept.orientation, None);
    }
}

/// Nor does what is hardly seen.
#[test]
fn what_is_only_turned_keeps_every_colour() {
    let pixel = |x: u32, y: u32| [(x * 4) as u8, (y * 5) as u8, (x * y) as u8, (x + y) as u8 | 1];
    let file = png_with_alpha((61, 47), pixel);
    let (width, _, pixels) = seen_through(&made(&file, "rotate=90&crop=0_0_61_40").unwrap());
    for y in 0..61 {
        for x in 0..40 {
            let found = pixels[y as usize * width + x as usize];
            assert_eq!(found, pixel(y, 39 - x), "{x}, {y}");
        }
    }
}

/// A frame may be smaller than its canvas, and numbers may stand for nothing.
#[test]
fn the_first_frame_of_a_gif_lies_where_it_should() {
    let frame = gif::Frame {
        left: 10,
        top: 20,
        width: 30,
        height: 20,
        palette: Some(vec![200, 30, 40, 0, 0, 0]),
        transparent: Some(1),
        buffer: Cow::Owned((0..600).map(|at| u8::from(at % 30 >= 15)).collect()),
        ..gif::Frame::default()
    };
    let mut file = Vec::new();
    let mut encoder = gif::Encoder::new(&mut file, 60, 60, &[]).unwrap();
    encoder.write_frame(&frame).unwrap();
    drop(encoder);
    let (width, _, pixels) = seen_through(&made(&file, "f=png&w=60").unwrap());
    for ((x, y), meant) in [
        ((5, 5), [0, 0, 0, 0]),
        ((12, 22), [200, 30, 40, 255]),
        ((24, 39), [200, 30, 40, 255]),
        ((26, 30), [0, 0, 0, 0]),
        ((12, 41), [0, 0, 0, 0]),
        ((41, 30), [0, 0, 0, 0]),
    ] {
        assert_eq!(pixels[y * width + x], meant, "{x}, {y}");
    }
}

type Pixel = [u8; 4];

/// Four pixels in a row, in a PNG of some kind, that are read as they are meant.
fn check_read<const N: usize>(cases: [(&str, Vec<u8>, [Pixel; 4]); N]) {
    for (name, file, meant) in cases {
        let (_, _, mut pixels) = seen_through(&made(&file, "f=png&flop").unwrap());
        pixels.reverse();
        assert_eq!(pixels, meant, "{name}");
    }
}

const CLEAR: Pixel = [0; 4];
const PURE_RED: Pixel = [255, 0, 0, 255];
const PURE_GREEN: Pixel = [0, 255, 0, 255];
const PURE_BLUE: Pixel = [0, 0, 255, 255];
const DARK: Pixel = [9, 9, 9, 255];

fn level(value: u8) -> Pixel {
    [value, value, value, 255]
}

#[test]
fn greys_of_every_depth_are_read() {
    let grey =
        |depth: BitDepth, samples: &[u8]| png((4, 1), ColorType::Grayscale, depth, samples, |_| {});
    check_read([
        (
            "grey of 1 bit",
            grey(BitDepth::One, &[0b0101_0000]),
            [level(0), level(255), level(0), level(255)],
        ),
        (
            "grey of 2 bits",
            grey(BitDepth::Two, &[0b0001_1011]),
            [level(0), level(85), level(170), level(255)],
        ),
        (
            "grey of 4 bits",
            grey(BitDepth::Four, &[0x0f, 0x3c]),
            [level(0), level(255), level(51), level(204)],
        ),
        (
            "grey of 8 bits",
            grey(BitDepth::Eight, &[0, 7, 200, 255]),
            [level(0), level(7), level(200), level(255)],
        ),
        (
            "grey of 16 bits",
            grey(BitDepth::Sixteen, &[0, 0, 0, 127, 0, 129, 255, 255]),
            [level(0), level(0), level(1), level(255)],
        ),
    ]);
}

#[test]
fn numbers_of_colours_are_read() {
    let palette = |depth: BitDepth, samples: &[u8], alpha: Option<&'static [u8]>| {
        png((4, 1), ColorType::Indexed, depth, samples, |info| {
            info.palette = Some(Cow::Borrowed(&[255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]));
            info.trns = alpha.map(Cow::Borrowed);
        })
    };
    check_read([
        (
            "numbers of 2 bits",
            palette(BitDepth::Two, &[0b0001_1011], None),
            [PURE_RED, PURE_GREEN, PURE_BLUE, DARK],
        ),
        (
            "numbers of 8 bits",
            palette(BitDepth::Eight, &[3, 2, 1, 0], None),
            [DARK, PURE_BLUE, PURE_GREEN, PURE_RED],
        ),
        (
            "numbers with alpha",
            palette(BitDepth::Four, &[0x01, 0x23], Some(&[255, 0])),
            [PURE_RED, CLEAR, PURE_BLUE, DARK],
        ),
    ]);
}

#[test]
fn colours_and_what_shines_through_are_read() {
    let key = |samples: &'static [u8]| {
        move |info: &mut png::Info<'_>| info.trns = Some(Cow::Borrowed(samples))
    };
    check_read([
        (
            "grey and alpha",
            png(
                (4, 1),
                ColorType::GrayscaleAlpha,
                BitDepth::Eight,
                &[9, 0, 10, 255, 20, 128, 0, 255],
                |_| {},
            ),
            [CLEAR, level(10), [20, 20, 20, 128], level(0)],
        ),
        (
            "colours of 16 bits with alpha",
            png(
                (4, 1),
                ColorType::Rgba,
                BitDepth::Sixteen,
                &[
                    [255, 255, 0, 0, 0, 0, 255, 255].as_slice(),
                    &[0, 0, 255, 255, 0, 0, 255, 255],
                    &[9; 8],
                    &[0; 8],
                ]
                .concat(),
                |_| {},
            ),
            [PURE_RED, PURE_GREEN, [9, 9, 9, 9], CLEAR],
        ),
        (
            "a colour that is none",
            png(
                (4, 1),
                ColorType::Rgb,
                BitDepth::Eight,
                &[255, 0, 0, 1, 2, 3, 0, 0, 255, 1, 2, 3],
                key(&[0, 1, 0, 2, 0, 3]),
            ),
            [PURE_RED, CLEAR, PURE_BLUE, CLEAR],
        ),
    ]);
}
