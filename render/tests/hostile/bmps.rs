//! BMP files that are broken, that lie, or that are only strange.

use crate::case::Kind::{Anything, Broken, Fine};
use crate::case::{Case, case, cuts};
use sizewise_drawn::bmp::{BYTES, Bmp, CORE, V5};
use sizewise_drawn::spoil::{flipped, with};
use sizewise_drawn::{ACROSS, COLOURS, DOWN, GREEN, PAPER, RED, Rgb, WHITE, picture, quarters};

pub(crate) fn deep() -> Bmp {
    Bmp::deep(&picture())
}

pub(crate) fn named() -> Bmp {
    Bmp::named(&picture(), 8)
}

pub(crate) fn runs(bits: u16) -> Bmp {
    Bmp::runs(&picture(), bits)
}

fn kinds() -> [(&'static str, Vec<u8>); 8] {
    let masks = [0xf800, 0x7e0, 0x1f];
    [
        ("24 bits", deep().bytes()),
        ("24 bits from the top", deep().from_the_top().bytes()),
        ("numbers of 8 bits", named().bytes()),
        ("numbers of OS/2", named().with_header(CORE).bytes()),
        ("masks", Bmp::masked(&picture(), 16, &masks).bytes()),
        ("alpha", Bmp::masked(&picture(), 32, &BYTES).with_header(V5).bytes()),
        ("runs of 8 bits", runs(8).bytes()),
        ("numbers between runs of 4 bits", Bmp::unrun(&picture(), 4).bytes()),
    ]
}

pub(crate) fn truncated() -> Vec<Case> {
    kinds().iter().flat_map(|(name, file)| cuts(name, file, Broken)).collect()
}

pub(crate) fn sound() -> Vec<Case> {
    let file = deep().bytes();
    let strip = |size| quarters(size, 1);
    let mut cases: Vec<_> = kinds()
        .into_iter()
        .filter(|(name, _)| *name != "alpha")
        .map(|(name, file)| case(name, file, Fine(COLOURS)))
        .collect();
    cases.extend([
        case(
            "alpha",
            Bmp::masked(&picture(), 32, &BYTES).bytes(),
            Fine([RED, GREEN, PAPER, WHITE]),
        ),
        case("garbage behind the end", [&file[..], b"garbage"].concat(), Fine(COLOURS)),
        case("a file of another length", with(&file, 2, &[255; 4]), Fine(COLOURS)),
        case("no planes", with(&file, 26, &[0, 0]), Fine(COLOURS)),
        case("pixels of any length", with(&file, 34, &[255; 4]), Fine(COLOURS)),
        case("rows without padding at the end", file[..file.len() - 1].to_vec(), Broken),
        case(
            "a palette of true colours",
            Bmp { palette: vec![RED; 9], ..deep() }.bytes(),
            Fine(COLOURS),
        ),
        case("2^32 - 1 colours", Bmp { colours: u32::MAX, ..named() }.bytes(), Fine(COLOURS)),
        case(
            "a number beyond the palette",
            Bmp { palette: vec![RED, GREEN], colours: 2, ..named() }.bytes(),
            Fine([RED, GREEN, [0; 3], [0; 3]]),
        ),
        case("masks that overlap", Bmp::masked(&picture(), 32, &[255; 3]).bytes(), Anything),
        case(
            "a profile of rubbish",
            Bmp { icc: b"rubbish".into(), ..deep().with_header(V5) }.bytes(),
            Fine(COLOURS),
        ),
        case("one column", Bmp::deep(&strip((1, 65_535))).bytes(), Fine(DOWN)),
        case("one row", Bmp::deep(&strip((65_535, 1))).bytes(), Fine(ACROSS)),
        case("a column of runs", Bmp::runs(&strip((1, 65_535)), 8).bytes(), Fine(DOWN)),
        case("a row of runs", Bmp::runs(&strip((65_535, 1)), 8).bytes(), Fine(ACROSS)),
    ]);
    cases
}

/// Nothing tells of a bit of its data that it was another one.
pub(crate) fn bits() -> Vec<Case> {
    let flips = kinds().into_iter().flat_map(|(name, file)| {
        (0..60).map(move |part| {
            // All of the header, and some of what is behind it.
            let at = if part < 40 { 2 + part } else { file.len() * (part - 39) / 21 };
            let file = flipped(&file, at.min(file.len() - 1), (part % 8) as u8);
            case(format!("{name}, a bit of byte {at}"), file, kind(at))
        })
    });
    flips.map(|case| case.within(600 << 20)).collect()
}

/// Some of its first bytes tell that it is one.
fn kind(at: usize) -> crate::case::Kind {
    if (6..10).contains(&at) { crate::case::Kind::NotAPicture } else { Anything }
}

/// What a picture has that was drawn of rubbish.
pub(crate) fn rubbish() -> Vec<Case> {
    let colours: [Rgb; 4] = [[0; 3]; 4];
    let black = Bmp { palette: vec![[0; 3]; 256], ..named() };
    vec![
        case("a palette of black", black.bytes(), Fine(colours)),
        case(
            "pixels of rubbish",
            Bmp { data: b"rubbish!".repeat(450), ..deep() }.bytes(),
            Anything,
        ),
        case("runs of rubbish", Bmp { data: b"rubbish!".repeat(450), ..runs(8) }.bytes(), Broken),
    ]
}
