//! AVIF originals of every kind are seen as they were meant.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "avif/alpha.rs"]
mod alpha;
#[path = "avif/colours.rs"]
mod colours;

use sizewise::{Profile, SourceFormat, Turn};
use sizewise_drawn::avif::{Avif, Coding, Item, Sampling, a_box, clap, ispe, nclx};
use sizewise_drawn::{COLOURS, Pixels, Rgb, grey, greys, made, picture, quarters, seen};
use sizewise_jpeg::{Exif, Header};
use sizewise_render::probe;

/// The middles of the quarters of a file, made so.
fn middles(file: &[u8], query: &str) -> [Rgb; 4] {
    let pixels = seen(&made(file, query).unwrap());
    let (width, height) = (pixels.width, pixels.height);
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| pixels.at(width * x / 4, height * y / 4))
}

#[track_caller]
fn check(claim: &str, file: &[u8], query: &str, meant: [Rgb; 4], most: u8) {
    let found = middles(file, query);
    let is_near = |(a, b): (&Rgb, &Rgb)| a.iter().zip(b).all(|(a, b)| a.abs_diff(*b) <= most);
    assert!(found.iter().zip(&meant).all(is_near), "{claim}: {found:?}, not {meant:?}");
}

const SAMPLINGS: [Sampling; 4] =
    [Sampling::Cs400, Sampling::Cs420, Sampling::Cs422, Sampling::Cs444];

#[test]
fn every_depth_sampling_and_range_is_read() {
    for depth in [8, 10, 12] {
        for sampling in SAMPLINGS {
            for is_full in [true, false] {
                let coding = Coding { depth, sampling, is_full, ..Coding::default() };
                let file = Avif::draw(&picture(), &coding).bytes();
                let claim = format!("{depth} bits, {sampling:?}, full: {is_full}");
                let meant = if sampling == Sampling::Cs400 { greys() } else { COLOURS };
                for query in ["f=png", "w=20&f=png", "w=20&q=95&f=webp", "w=20&q=95&f=jpeg"] {
                    check(&format!("{claim}, {query}"), &file, query, meant, 12);
                }
            }
        }
    }
}

#[test]
fn every_matrix_is_read_from_either_place() {
    for matrix in [0, 1, 5, 6, 8, 9] {
        for is_full in [true, false] {
            for sampling in [Sampling::Cs420, Sampling::Cs444] {
                if matrix == 0 && sampling == Sampling::Cs420 {
                    continue;
                }
                let coding = Coding { matrix, sampling, is_full, ..Coding::default() };
                let numbers = nclx([1, 13, matrix.into()], is_full);
                // The box speaks for itself, whatever the coded picture says.
                let file = Avif::draw(&picture(), &coding).with_property(1, *b"colr", numbers);
                let claim = format!("matrix {matrix}, {sampling:?}, full: {is_full}");
                for query in ["f=png", "w=20&q=95&f=webp", "w=20&q=95&f=jpeg"] {
                    check(&format!("{claim}, {query}"), &file.bytes(), query, COLOURS, 12);
                }
                check(&claim, &file.bytes(), "w=20&f=png&style=bw", greys(), 9);
                if matrix == 5 || matrix == 8 {
                    continue;
                }
                let told = Some([1, 2, matrix]);
                let file = Avif::draw(&picture(), &Coding { told, ..coding }).bytes();
                check(&format!("{claim}, told within"), &file, "f=png", COLOURS, 9);
            }
        }
    }
}

#[test]
fn a_range_that_the_box_tells_counts_more_than_the_coded_one() {
    let coding = Coding { is_full: false, ..Coding::default() };
    let file = Avif::draw(&picture(), &coding).with_property(1, *b"colr", nclx([1, 13, 6], true));
    // Taken for all of the range, what is meant as white is less.
    let white = middles(&file.bytes(), "f=png")[3][0];
    assert!((215..232).contains(&white), "{white}");
}

#[test]
fn screens_have_one_way_more_to_tell_their_colours() {
    let told = Some([1, 13, 0]);
    let coding = Coding { matrix: 0, sampling: Sampling::Cs444, told, ..Coding::default() };
    let file = Avif::draw(&picture(), &coding).bytes();
    check("sRGB without a matrix", &file, "f=png", COLOURS, 6);
}

/// Quarters against the clock, and the axis of a mirror behind them, that stand for EXIF's numbers: ISO/IEC
/// 23008-12, 6.5.10 and 6.5.12.
const TURNS: [(u8, Option<u8>); 8] = [
    (0, None),
    (0, Some(1)),
    (2, None),
    (0, Some(0)),
    (1, Some(0)),
    (3, None),
    (3, Some(0)),
    (1, None),
];

#[test]
fn every_turn_and_mirror_is_undone() {
    for (tag, (quarters_back, axis)) in (1..).zip(TURNS) {
        let file = Avif::draw(&quarters((60, 40), tag), &Coding::default());
        let mut file = file.with_essential(1, *b"irot", vec![quarters_back]);
        if let Some(axis) = axis {
            file = file.with_essential(1, *b"imir", vec![axis]);
        }
        let file = file.bytes();
        let source = probe(&file).unwrap();
        assert_eq!(source.upright, Turn::upright(tag.into()), "{tag}");
        assert_eq!(source.upright_size(), (60, 40), "{tag}");
        check(&format!("orientation {tag}"), &file, "w=30&f=png", COLOURS, 9);
    }
}

#[test]
fn turns_are_made_in_their_order() {
    let drawn = Avif::draw(&quarters((60, 40), 7), &Coding::default());
    // The mirror first, and then the turn the other way round.
    let file = drawn.with_essential(1, *b"imir", vec![0]).with_essential(1, *b"irot", vec![1]);
    check("a mirror and a turn", &file.bytes(), "w=30&f=png", COLOURS, 9);
}

#[test]
fn what_exif_says_of_the_orientation_is_passed_over() {
    let exif = b"\0\0\0\0II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\
        \x3b\x01\x02\0\x04\0\0\0Ada\0\0\0\0\0";
    let file = Avif::draw(&picture(), &Coding::default())
        .with_item(Item::new(9, *b"Exif", exif.to_vec()))
        .with_reference(*b"cdsc", 9, &[1])
        .bytes();
    assert_eq!(probe(&file).unwrap().upright, Turn::NONE);
    let made = made(&file, "w=20&f=jpeg").unwrap().bytes;
    assert_eq!(Header::read(&made).unwrap().artist().as_deref(), Some("Ada"));
    assert!(Exif::read(&exif[4..]).is_some());
}

#[test]
fn facts_are_those_of_the_header() {
    let plain = probe(&Avif::draw(&picture(), &Coding::default()).bytes()).unwrap();
    assert_eq!((plain.width.get(), plain.height.get()), (40, 30));
    assert_eq!((plain.format, plain.profile), (SourceFormat::Avif, Profile::Srgb));
    assert_eq!((plain.has_alpha, plain.frames.get(), plain.upright), (false, 1, Turn::NONE));
    let alpha = alpha::drawn(&Coding::default()).bytes();
    assert!(probe(&alpha).unwrap().has_alpha);
    for (numbers, profile) in [
        ([1, 13, 6], Profile::Srgb),
        ([1, 1, 1], Profile::Srgb),
        ([2, 2, 2], Profile::Srgb),
        ([12, 13, 6], Profile::Other),
        ([9, 16, 9], Profile::Other),
        ([1, 4, 6], Profile::Other),
    ] {
        let file = Avif::draw(&picture(), &Coding::default());
        let file = file.with_property(1, *b"colr", nclx(numbers, true)).bytes();
        assert_eq!(probe(&file).unwrap().profile, profile, "{numbers:?}");
    }
}

#[test]
fn cells_meet_without_a_seam() {
    let picture = Pixels::draw((160, 120), |x, y| [(x + 40) as u8, (y * 2) as u8, 120]);
    for sampling in SAMPLINGS {
        for depth in [8, 10] {
            let coding = Coding { sampling, depth, ..Coding::default() };
            let file = Avif::grid(&picture, (96, 64), &coding).bytes();
            let source = probe(&file).unwrap();
            assert_eq!((source.width.get(), source.height.get()), (160, 120));
            let found = seen(&made(&file, "f=png").unwrap());
            for (x, y) in (0..160).flat_map(|x| (0..120).map(move |y| (x, y))) {
                let (found, mut meant) = (found.at(x, y), picture.at(x, y));
                if sampling == Sampling::Cs400 {
                    meant = [grey(meant); 3];
                }
                let is_near = found.iter().zip(meant).all(|(a, b)| a.abs_diff(b) < 12);
                assert!(is_near, "{sampling:?} {depth}: {found:?} at {x}, {y}, not {meant:?}");
            }
        }
    }
}

#[test]
fn items_are_found_however_their_places_are_written() {
    let drawn = Avif::draw(&picture(), &Coding::default());
    for version in [0, 1, 2] {
        for size in [4, 8] {
            for parts in [1, 3] {
                let mut file = drawn.clone();
                file.places = sizewise_drawn::avif::Places { version, size, parts };
                let claim = format!("version {version}, {size} bytes, {parts} parts");
                check(&claim, &file.bytes(), "w=20&f=png", COLOURS, 9);
                if version > 0 {
                    let file = file.with(1, |item| item.is_in_header = true).bytes();
                    check(&format!("{claim}, in the header"), &file, "f=png", COLOURS, 9);
                }
            }
        }
    }
}

#[test]
fn an_aperture_of_whole_pixels_is_cut_out() {
    let drawn = Avif::draw(&quarters((64, 48), 1), &Coding::default());
    // 32 × 24 in the lower right quarter, and one that begins within a pixel of chroma.
    let file = drawn.clone().with_property(1, *b"clap", clap([(32, 1), (24, 1), (16, 1), (12, 1)]));
    let source = probe(&file.bytes()).unwrap();
    assert_eq!((source.width.get(), source.height.get()), (32, 24));
    check("an aperture", &file.bytes(), "f=png", [COLOURS[3]; 4], 9);
    for odd in [
        [(32, 1), (24, 1), (15, 1), (12, 1)],
        [(65, 2), (24, 1), (0, 1), (0, 1)],
        [(32, 1), (24, 1), (17, 1), (12, 1)],
        [(32, 0), (24, 1), (0, 1), (0, 1)],
        [(-32, 1), (24, 1), (0, 1), (0, 1)],
    ] {
        let file = drawn.clone().with_property(1, *b"clap", clap(odd)).bytes();
        check("an aperture that is passed over", &file, "f=png", COLOURS, 9);
        assert_eq!(probe(&file).unwrap().width.get(), 64, "{odd:?}");
    }
}

#[test]
fn a_file_is_known_by_any_of_its_brands() {
    let drawn = Avif::draw(&picture(), &Coding::default());
    for brands in [&[*b"avif"][..], &[*b"avis", *b"avif"], &[*b"mif1", *b"miaf", *b"avif"]] {
        let file = Avif { brands: brands.to_vec(), ..drawn.clone() }.bytes();
        check(&format!("{brands:?}"), &file, "f=png", COLOURS, 9);
    }
    let heic = Avif { brands: vec![*b"mif1", *b"heic"], ..drawn }.bytes();
    let said = probe(&heic).unwrap_err().to_string();
    assert_eq!(said, "expected a picture that can be read, found HEIC");
}

#[test]
fn what_is_not_read_is_named() {
    let ftyp = a_box(*b"ftyp", b"avis\0\0\0\0avisavif");
    let film = [ftyp, a_box(*b"moov", &[0; 8]), a_box(*b"mdat", &[0; 8])].concat();
    let drawn = Avif::draw(&picture(), &Coding::default());
    let numbers = nclx([1, 13, 14], true);
    let other = Avif::empty().with_item(Item::new(1, *b"hvc1", vec![1])).with_property(
        1,
        *b"ispe",
        ispe((40, 30)),
    );
    for (file, found) in [
        (film, "an AVIF sequence without a still picture"),
        (other.bytes(), "an AVIF whose picture is `hvc1`"),
        (
            drawn.clone().with_property(1, *b"colr", numbers).bytes(),
            "an AVIF of matrix coefficients 14",
        ),
        (
            drawn.clone().with_essential(1, *b"abcd", vec![0]).bytes(),
            "an AVIF with the property `abcd`",
        ),
        (drawn.with_essential(1, *b"lsel", vec![0, 1]).bytes(), "an AVIF of layers"),
    ] {
        let said = probe(&file).unwrap_err();
        assert_eq!(said.to_string(), format!("expected a picture that can be read, found {found}"));
        assert_eq!(said.status(), 415);
    }
}

#[test]
fn memory_is_refused_before_it_is_taken() {
    let of = |depth, sampling| {
        let coding = Coding { depth, sampling, ..Coding::default() };
        let file = Avif::draw(&picture(), &coding).with_other(b"ispe", &ispe((10_000, 9_000)));
        made(&file.bytes(), "w=9").unwrap_err().to_string()
    };
    assert_eq!(
        of(12, Sampling::Cs444),
        "expected at most 600000000 bytes of memory, found 1350000000"
    );
    // Of fewer samples and smaller ones, it could be had.
    assert_eq!(of(8, Sampling::Cs420), "broken AVIF: a picture of another size than its file says");
}
