//! AVIF files that are broken or only strange.

use crate::case::Kind::{Anything, Broken, Fine, TooMuch, Unreadable};
use crate::case::{Case, case, cuts};
use sizewise_drawn::avif::{Avif, Coding, Item, Places, Sampling, a_box, ispe, nclx};
use sizewise_drawn::spoil::{flipped, with_more};
use sizewise_drawn::{
    ACROSS, COLOURS, DOWN, GREEN, PAPER, Pixels, RED, WHITE, greys, picture, quarters,
};

const CLEAR: [[u8; 3]; 4] = [RED, GREEN, PAPER, WHITE];

pub(crate) fn drawn() -> Avif {
    Avif::draw(&picture(), &Coding::default())
}

/// With nothing where it is blue.
pub(crate) fn with_alpha() -> Avif {
    let alpha = Pixels::draw((40, 30), |x, y| if x < 20 && y >= 15 { [0; 3] } else { [255; 3] });
    drawn().with_alpha(2, &alpha, &Coding::grey())
}

/// Two by two cells of 96 × 64.
pub(crate) fn grid() -> Avif {
    Avif::grid(&quarters((160, 120), 1), (96, 64), &Coding::default())
}

fn deep() -> Avif {
    let coding = Coding { depth: 10, sampling: Sampling::Cs444, ..Coding::default() };
    Avif::draw(&picture(), &coding)
}

pub(crate) fn truncated() -> Vec<Case> {
    let in_header = Avif { places: Places { version: 1, size: 4, parts: 1 }, ..drawn() };
    let files = [
        ("plain", drawn()),
        ("with alpha", with_alpha()),
        ("grid", grid()),
        ("deep", deep()),
        ("in the header", in_header.with(1, |item| item.is_in_header = true)),
    ];
    files.iter().flat_map(|(name, avif)| cuts(name, &avif.bytes(), Broken)).collect()
}

pub(crate) fn sound() -> Vec<Case> {
    let file = drawn().bytes();
    // A box between the first and the header moves what is in the file.
    let moved = Avif { brands: vec![*b"avif"; 6], ..drawn() };
    let unknown = a_box(*b"wxyz", b"words");
    let film = Avif { brands: vec![*b"avis", *b"avif"], ..drawn() }.bytes();
    let grey = Avif::draw(&picture(), &Coding::grey());
    let strip = |size| Avif::draw(&quarters(size, 1), &Coding::default()).bytes();
    let nobody = Item::new(7, *b"wxyz", b"words".to_vec());
    vec![
        case("plain", file.clone(), Fine(COLOURS)),
        case("with alpha", with_alpha().bytes(), Fine(CLEAR)),
        case("grid", grid().bytes(), Fine(COLOURS)),
        case("deep", deep().bytes(), Fine(COLOURS)),
        case("grey", grey.bytes(), Fine(greys())),
        case("many brands", moved.bytes(), Fine(COLOURS)),
        case("a box behind the end", [&file[..], &unknown].concat(), Fine(COLOURS)),
        case("garbage behind the end", [&file[..], b"garbage"].concat(), Fine(COLOURS)),
        case("a still beside a film", [film, a_box(*b"moov", &[0; 8])].concat(), Fine(COLOURS)),
        case("an item that nobody knows", drawn().with_item(nobody).bytes(), Fine(COLOURS)),
        case(
            "a property that nobody knows",
            drawn().with_property(1, *b"wxyz", b"words".to_vec()).bytes(),
            Fine(COLOURS),
        ),
        case(
            "a profile of rubbish",
            drawn().with_property(1, *b"colr", b"profrubbish".to_vec()).bytes(),
            Fine(COLOURS),
        ),
        case(
            "a colour box of a kind that nobody knows",
            drawn().with_property(1, *b"colr", b"wxyz".to_vec()).bytes(),
            Fine(COLOURS),
        ),
        case(
            "primaries that nobody knows",
            drawn().with_property(1, *b"colr", nclx([300, 13, 6], true)).bytes(),
            Fine(COLOURS),
        ),
        case(
            "EXIF of rubbish",
            drawn()
                .with_item(Item::new(7, *b"Exif", b"\xff\xff\xff\xffrubbish".to_vec()))
                .with_reference(*b"cdsc", 7, &[1])
                .bytes(),
            Fine(COLOURS),
        ),
        case(
            "EXIF outside of the file",
            drawn()
                .with_item(Item::new(7, *b"Exif", b"rubbish".to_vec()))
                .with(7, |item| item.extents = Some(vec![(1 << 30, 9)]))
                .with_reference(*b"cdsc", 7, &[1])
                .bytes(),
            Fine(COLOURS),
        ),
        case(
            "an auxiliary picture of depth",
            with_alpha().with_other(b"auxC", b"\0\0\0\0urn:mpeg:hevc:2015:auxid:2\0").bytes(),
            Fine(COLOURS),
        ),
        case("one column", strip((1, 4000)), Fine(DOWN)),
        case("one row", strip((4000, 1)), Fine(ACROSS)),
    ]
}

pub(crate) fn boxes_that_lie() -> Vec<Case> {
    let file = drawn().bytes();
    let at = |name: &[u8]| file.windows(4).position(|four| four == name).unwrap();
    let meta = at(b"meta");
    let mut cases = Vec::new();
    for name in ["meta", "pitm", "iinf", "iprp", "ipco"] {
        let place = at(name.as_bytes());
        for length in [2, 7, 9, 1 << 31, u32::MAX] {
            let mut file = file.clone();
            file[place - 4..place].copy_from_slice(&length.to_be_bytes());
            cases.push(case(format!("a box `{name}` of {length} bytes"), file, Broken));
        }
        // Its length is told behind its name.
        for length in [0, 15, 1 << 32, 1 << 63, u64::MAX] {
            let mut file = with_more(&file, place + 4, &length.to_be_bytes());
            file[place - 4..place].copy_from_slice(&1_u32.to_be_bytes());
            cases.push(case(format!("a long box `{name}` of {length} bytes"), file, Broken));
        }
    }
    let mut to_the_end = file.clone();
    to_the_end[meta - 4..meta].fill(0);
    cases.push(case("a header without an end", to_the_end, Anything));
    let nested = (0..1000).fold(Vec::new(), |body, _| a_box(*b"meta", &body));
    let ftyp = &file[..meta - 4];
    cases.push(case("headers within headers", [ftyp, &nested].concat(), Broken));
    let many = a_box(*b"free", b"").repeat(100_000);
    cases.push(case("a hundred thousand boxes", [ftyp, &many, &file[meta - 4..]].concat(), Broken));
    cases.push(case("nothing behind the brands", ftyp.to_vec(), Broken));
    cases.push(case(
        "a film alone",
        [ftyp, &a_box(*b"moov", b"words")].concat(),
        Unreadable("an AVIF sequence"),
    ));
    cases
}

pub(crate) fn floods() -> Vec<Case> {
    let of = |size| drawn().with_other(b"ispe", &ispe(size)).bytes();
    let words = drawn().with_other(b"av1C", b"\x81").bytes();
    vec![
        case("16384 x 16384", of((16_384, 16_384)), TooMuch),
        case("2^32 - 1 x 2^32 - 1", of((u32::MAX, u32::MAX)), TooMuch),
        case("2^32 - 1 x 1", of((u32::MAX, 1)), TooMuch),
        // What is believed of it would take 150 MB.
        case("100 million pixels that are not there", of((10_000, 10_000)), Broken),
        case("a pixel more", of((41, 30)), Broken),
        case("a pixel less", of((40, 29)), Broken),
        case("one pixel", of((1, 1)), Broken),
        case("no pixel", of((0, 30)), Broken),
        case("a configuration of one byte", words, Broken),
    ]
}

/// Nothing tells of a bit of its data that it was another one.
pub(crate) fn bits() -> Vec<Case> {
    let files = [("plain", drawn()), ("with alpha", with_alpha()), ("grid", grid())];
    let flips = files.iter().flat_map(|(name, avif)| {
        let file = avif.bytes();
        (0..80).map(move |part| {
            let at = file.len() * part / 80;
            let spoiled = flipped(&file, at, (part % 8) as u8);
            case(format!("{name}, a bit of byte {at}"), spoiled, Anything)
        })
    });
    // Of sides that are another, up to a hundred million pixels are believed.
    flips.map(|case| case.within(600 << 20)).collect()
}
