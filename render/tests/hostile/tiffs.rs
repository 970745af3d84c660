//! TIFF files that are cut off, or that are only strange; and any bit of them.

use crate::case::Kind::{Anything, Broken, Fine};
use crate::case::{Case, case, cuts};
use sizewise_drawn::quarters;
use sizewise_drawn::spoil::flipped;
use sizewise_drawn::tiff::{ASCII, Chunk, Extra, Kind, LONG, Packing, SHORT, Style, Tiff};
use sizewise_drawn::{
    ACROSS, COLOURS, DOWN, GREEN, PAPER, Pixels, RED, Rgb, WHITE, greys, picture,
};

/// Nothing special: strips of colours.
pub(crate) fn plain() -> Tiff {
    Style::of(Kind::Rgb).draw(&picture())
}

pub(crate) fn packed(packing: Packing) -> Tiff {
    Style { packing, ..Style::of(Kind::Rgb) }.draw(&picture())
}

pub(crate) fn tiled(packing: Packing) -> Tiff {
    Style { packing, chunk: Chunk::Tiles(16, 16), ..Style::of(Kind::Rgb) }.draw(&picture())
}

pub(crate) fn big() -> Tiff {
    Style { is_big: true, is_big_endian: true, ..Style::of(Kind::Rgb) }.draw(&picture())
}

/// White above black.
pub(crate) fn fax(packing: Packing) -> Tiff {
    let pixels = Pixels::draw((40, 30), |_, y| if y < 15 { [255; 3] } else { [0; 3] });
    Style { packing, bits: 1, ..Style::of(Kind::WhiteIsZero) }.draw(&pixels)
}

const OF_FAX: [Rgb; 4] = [PAPER, PAPER, [0; 3], [0; 3]];
const FAX_OF_ROWS: Packing = Packing::Fax { is_two_dimensional: true };

fn kinds() -> Vec<(&'static str, Tiff, [Rgb; 4])> {
    let jpeg = Style {
        packing: Packing::JpegWithTables,
        chunk: Chunk::Strips(8),
        ..Style::of(Kind::Ycc(2, 2))
    };
    let planar = Style { is_planar: true, ..Style::of(Kind::Rgb) };
    let deep =
        Style { bits: 16, packing: Packing::Lzw, predictor: 2, ..Style::of(Kind::BlackIsZero) };
    let floats = Style {
        bits: 32,
        is_float: true,
        packing: Packing::Deflate,
        predictor: 3,
        ..Style::of(Kind::Rgb)
    };
    let mut last = plain();
    last.is_last = true;
    vec![
        ("strips", plain(), COLOURS),
        ("its directory at its end", last, COLOURS),
        ("PackBits", packed(Packing::PackBits), COLOURS),
        ("LZW", packed(Packing::Lzw), COLOURS),
        ("tiles", tiled(Packing::Plain), COLOURS),
        ("tiles of deflate", tiled(Packing::Deflate), COLOURS),
        ("big", big(), COLOURS),
        ("JPEG", jpeg.draw(&picture()), COLOURS),
        ("planes", planar.draw(&picture()), COLOURS),
        ("differences of 16 bits", deep.draw(&picture()), greys()),
        ("floats", floats.draw(&picture()), COLOURS),
        ("a palette", Style::of(Kind::Named).draw(&picture()), COLOURS),
        ("inks", Style::of(Kind::Inks).draw(&picture()), COLOURS),
        ("a fax of runs", fax(Packing::Rle), OF_FAX),
        ("a fax of rows", fax(FAX_OF_ROWS), OF_FAX),
        ("a fax of another kind", fax(Packing::Fax4), OF_FAX),
    ]
}

pub(crate) fn truncated() -> Vec<Case> {
    kinds().iter().flat_map(|(name, tiff, _)| cuts(name, &tiff.bytes(), Broken)).collect()
}

pub(crate) fn sound() -> Vec<Case> {
    let mut cases: Vec<_> = kinds()
        .into_iter()
        .map(|(name, tiff, colours)| case(name, tiff.bytes(), Fine(colours)))
        .collect();
    let (tiff, file) = (plain(), plain().bytes());
    let style = Style { extra: vec![Extra::Alpha], ..Style::of(Kind::Rgb) };
    let strip = |size, rows| {
        Style { chunk: Chunk::Strips(rows), ..Style::of(Kind::Rgb) }
            .draw(&quarters(size, 1))
            .bytes()
    };
    let mut unsorted = tiff.clone();
    unsorted.entries.reverse();
    let mut doubled = tiff.clone();
    doubled.entries.extend(tiff.with(256, LONG, &[99_999]).entries);
    cases.extend([
        case("alpha", style.draw(&picture()).bytes(), Fine([RED, GREEN, PAPER, WHITE])),
        case("garbage behind the end", [&file[..], b"garbage"].concat(), Fine(COLOURS)),
        case("another file behind the end", [&file[..], &file].concat(), Fine(COLOURS)),
        case(
            "a next directory that is its own",
            Tiff { next: 8, ..tiff.clone() }.bytes(),
            Fine(COLOURS),
        ),
        case(
            "a next directory that is nowhere",
            Tiff { next: u32::MAX.into(), ..tiff.clone() }.bytes(),
            Fine(COLOURS),
        ),
        case(
            "a directory within that is its own",
            tiff.with(330, LONG, &[8]).bytes(),
            Fine(COLOURS),
        ),
        case("EXIF that is its own directory", tiff.with(34665, LONG, &[8]).bytes(), Fine(COLOURS)),
        case("a tag that nobody knows", tiff.with(60_000, 99, &[1; 9]).bytes(), Fine(COLOURS)),
        case("tags in another order", unsorted.bytes(), Fine(COLOURS)),
        case("tags twice", doubled.bytes(), Fine(COLOURS)),
        case("a profile of rubbish", tiff.with_bytes(34675, 7, b"rubbish").bytes(), Fine(COLOURS)),
        case("a profile of nothing", tiff.with_bytes(34675, 7, b"").bytes(), Fine(COLOURS)),
        case("a name of nothing", tiff.with_bytes(315, ASCII, b"").bytes(), Fine(COLOURS)),
        case(
            "a name without end",
            tiff.with_bytes(315, ASCII, &[b'a'; 9999]).bytes(),
            Fine(COLOURS),
        ),
        case("a name that is elsewhere", lost(&tiff, 315), Fine(COLOURS)),
        case("a profile that is elsewhere", lost(&tiff, 34675), Fine(COLOURS)),
        case("an orientation of text", tiff.with_bytes(274, ASCII, b"6").bytes(), Fine(COLOURS)),
        case("an orientation of 2^16 - 1", tiff.with(274, SHORT, &[65_535]).bytes(), Fine(COLOURS)),
        case("one column", strip((1, 65_535), 65_535), Fine(DOWN)),
        case("one column, each row a strip", strip((1, 65_535), 1), Fine(DOWN)),
        case("one row", strip((65_535, 1), 1), Fine(ACROSS)),
        case("one row of tiles", tiles((65_535, 1)), Fine(ACROSS)),
        case("one column of tiles", tiles((1, 65_535)), Fine(DOWN)),
        case("a million rows", strip((1, 1_000_000), 16), Fine(DOWN)),
    ]);
    cases
}

fn tiles(size: (u32, u32)) -> Vec<u8> {
    let style =
        Style { chunk: Chunk::Tiles(16, 16), packing: Packing::PackBits, ..Style::of(Kind::Rgb) };
    style.draw(&quarters(size, 1)).bytes()
}

/// A file with a text whose place is behind its end.
fn lost(tiff: &Tiff, tag: u16) -> Vec<u8> {
    tiff.with_bytes(tag, ASCII, &[b'a'; 99])
        .altered(tag, |entry| entry.place = Some(1 << 30))
        .bytes()
}

/// Nothing tells of most bits that they were others.
pub(crate) fn bits() -> Vec<Case> {
    let flips = kinds().into_iter().flat_map(|(name, tiff, _)| {
        let file = tiff.bytes();
        (0..60).map(move |part| {
            // All of the directory, which is where most can be wrong, and some of what is behind it.
            let at = if part < 45 { 8 + part * 4 } else { file.len() * (part - 44) / 16 };
            let at = at.min(file.len() - 1);
            let bit = (part * 5 % 8) as u8;
            case(format!("{name}, bit {bit} of byte {at}"), flipped(&file, at, bit), Anything)
        })
    });
    flips.map(|case| case.within(600 << 20)).collect()
}
