//! Every original becomes every format, in every one of some ways: each cell of the table in `docs/formats.md` is
//! proved here, and the table is written by what was found. `BLESS=1` writes it anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "the page is a file, and the pixels do not know it")]

#[path = "matrix/originals.rs"]
mod originals;

use originals::{Look, Original, originals};
use sizewise::Format;
use sizewise_drawn::{BLUE, GREEN, RED, Rgb, WHITE, grey, made, seen_film, seen_through};
use sizewise_render::{Rendered, probe};
use std::{env, fs};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/formats.md");
const BEGIN: &str = "<!-- What follows is written by render/tests/matrix.rs. -->\n";
const END: &str = "<!-- What stands above is written by render/tests/matrix.rs. -->\n";

/// Width and height of every original, as it is looked at.
const SIZE: (usize, usize) = (160, 120);

const FORMATS: [(Format, &str); 5] = [
    (Format::Jpeg, "jpeg"),
    (Format::Png, "png"),
    (Format::Webp, "webp"),
    (Format::Avif, "avif"),
    (Format::Gif, "gif"),
];

/// What is asked, the size that comes of it, and which of the original's corners are then those of the result.
struct Way {
    query: &'static str,
    size: (u32, u32),
    corners: [usize; 4],
    is_grey: bool,
}

const fn way(query: &'static str, size: (u32, u32)) -> Way {
    Way { query, size, corners: [0, 1, 2, 3], is_grey: false }
}

const WAYS: [Way; 5] = [
    way("q=95", (160, 120)),
    way("w=100&q=95", (100, 75)),
    Way { is_grey: true, ..way("style=bw&q=95", (160, 120)) },
    way("w=60&h=60&fit=cover&focus=smart&q=95", (60, 60)),
    Way { corners: [2, 0, 3, 1], ..way("rotate=90&q=95", (120, 160)) },
];

/// The quarters, upper left first; every other picture of a film stands on its head.
fn meant(look: Look, way: &Way, frame: usize) -> [Option<Rgb>; 4] {
    let colours =
        if frame.is_multiple_of(2) { [RED, GREEN, BLUE, WHITE] } else { [BLUE, WHITE, RED, GREEN] };
    way.corners.map(|corner| {
        let colour = colours[corner];
        match look {
            Look::Alpha if colour == BLUE => None,
            Look::Grey => Some([grey(colour); 3]),
            _ if way.is_grey => Some([grey(colour); 3]),
            _ => Some(colour),
        }
    })
}

/// What is wrong with one picture.
fn complaint(
    pixels: &[[u8; 4]],
    way: &Way,
    format: Format,
    meant: [Option<Rgb>; 4],
) -> Option<String> {
    let (width, height) = (way.size.0 as usize, way.size.1 as usize);
    let places = [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| (width * x / 4, height * y / 4));
    let found = places.map(|(x, y)| pixels[y * width + x]);
    let is_near = |(found, meant): (&[u8; 4], Option<Rgb>)| match meant {
        None if format == Format::Jpeg => found.iter().all(|&value| value > 250),
        None => found[3] == 0,
        Some(colour) => {
            found[3] == 255 && found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 16)
        }
    };
    let is_right = found.iter().zip(meant).all(is_near);
    (!is_right).then(|| format!("found {found:?} instead of {meant:?}"))
}

/// What a cell says, when everything in it is right.
fn cell(original: &Original, format: Format, name: &str) -> String {
    for way in &WAYS {
        let rendered = made(&original.file, &format!("{}&f={name}", way.query));
        let rendered =
            rendered.unwrap_or_else(|error| panic!("{} to {name}: {error}", original.name));
        check(original, format, way, &rendered);
    }
    let is_film = original.frames > 1;
    match (is_film, format) {
        (true, _) if format.holds_frames() => "all frames".to_owned(),
        (true, _) => "first frame".to_owned(),
        (false, Format::Jpeg) if original.look == Look::Alpha => "on white".to_owned(),
        (false, Format::Gif) if original.look == Look::Alpha => "alpha of 1 bit".to_owned(),
        _ => "yes".to_owned(),
    }
}

fn check(original: &Original, format: Format, way: &Way, rendered: &Rendered) {
    let what = format!("{} to {format:?} by `{}`", original.name, way.query);
    assert_eq!((rendered.format, rendered.size), (format, way.size), "{what}");
    let frames = if original.frames > 1 && format.holds_frames() {
        let film = seen_film(rendered);
        assert_eq!(film.frames.len(), original.frames, "{what}");
        assert!(film.frames.iter().all(|frame| frame.1 == 100), "{what}: a tenth of a second each");
        film.frames.into_iter().map(|frame| frame.0).collect()
    } else {
        vec![seen_through(rendered).2]
    };
    for (number, pixels) in frames.iter().enumerate() {
        let complaint = complaint(pixels, way, format, meant(original.look, way, number));
        assert_eq!(complaint, None, "{what}, frame {number}");
    }
}

fn row(original: &Original) -> String {
    let cells = FORMATS.map(|(format, name)| cell(original, format, name));
    let own = made(&original.file, "style=bw").unwrap().format;
    let own = own.name().to_uppercase().replace("WEBP", "WebP");
    format!("| {} | {own} | {} |\n", original.name, cells.join(" | "))
}

/// Files that are known for what they are, and not read.
const NAMED: [(&str, &[u8]); 6] = [
    ("HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
    ("JPEG XL", b"\xff\x0a\xfa\x7f"),
    ("JPEG 2000", b"\0\0\0\x0cjP  \r\n\x87\n"),
    ("PDF", b"%PDF-1.7\n"),
    ("anything else", b"words"),
    ("nothing", b""),
];

fn refusal((name, file): (&str, &[u8])) -> String {
    let error = probe(file).unwrap_err();
    assert_eq!(error.status(), 415, "{name}");
    format!("| {name} | {} | {error} |\n", error.status())
}

#[test]
fn every_original_becomes_every_format_in_every_way() {
    let originals = originals(SIZE);
    let mut page = String::from(
        "\n| original | comes out as | JPEG | PNG | WebP | AVIF | GIF |\n|---|---|---|---|---|---|---|\n",
    );
    originals.iter().for_each(|original| page += &row(original));
    page += "\n| original | status | answer |\n|---|---|---|\n";
    NAMED.into_iter().for_each(|named| page += &refusal(named));
    page.push('\n');

    let found = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = found.split_once(BEGIN).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    if env::var_os("BLESS").is_some() {
        fs::write(PAGE, [before, BEGIN, &page, END, after].concat()).unwrap();
        return;
    }
    assert_eq!(table, page, "docs/formats.md says something else; BLESS=1 writes what is so");
}
