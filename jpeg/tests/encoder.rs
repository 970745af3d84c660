//! How a picture is handed over changes nothing, and what is no picture is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod drawn;

use drawn::{Drawing, SAMPLINGS};
use sizewise_jpeg::{
    EncodeError, Encoder, Instructions, Metadata, Order, Sampling, Settings, Tables, View, encode,
};

const SIZES: [(usize, usize); 6] = [(1, 1), (7, 9), (16, 16), (17, 33), (33, 16), (100, 75)];

/// Settings that take different ways through the encoder.
fn ways() -> [Settings<'static>; 3] {
    let defaults = Settings::default();
    [
        defaults,
        Settings { tables: Tables::Stock, ..defaults },
        Settings { order: Order::Progressive, ..defaults },
    ]
}

#[test]
fn strips_make_the_same_file_as_whole_planes() {
    for (settings, sampling) in ways().into_iter().flat_map(|w| SAMPLINGS.map(|s| (w, s))) {
        for (width, height) in SIZES {
            let planes = Drawing::Gradient.planes(sampling, width, height);
            let whole = encode(&planes.views(), sampling, &settings).unwrap();
            let (width, height) = (width as u32, height as u32);
            let mut encoder = Encoder::new(width, height, sampling, &settings).unwrap();
            assert!([8, 16].contains(&encoder.strip_height()));
            while !encoder.next_rows(0).is_empty() {
                // Rows that come from elsewhere, further apart than they are wide.
                let copies = planes.views().into_iter().enumerate().map(|(plane, view)| {
                    let rows = encoder.next_rows(plane);
                    let rows = rows.flat_map(|y| [view.row(y), &[99; 3]].concat());
                    (rows.collect::<Vec<u8>>(), view.width())
                });
                let copies: Vec<(Vec<u8>, usize)> = copies.collect();
                let rows = copies.iter().map(|(samples, width)| {
                    View::new(samples, width + 3, *width, samples.len() / (width + 3)).unwrap()
                });
                encoder.push(&rows.collect::<Vec<_>>()).unwrap();
            }
            assert!(encoder.finish().unwrap() == whole, "{width}×{height} {sampling:?}");
        }
    }
}

#[test]
fn all_instructions_make_the_same_file() {
    for (settings, sampling) in ways().into_iter().flat_map(|w| SAMPLINGS.map(|s| (w, s))) {
        for (drawing, size) in Drawing::ALL.into_iter().flat_map(|d| SIZES.map(|s| (d, s))) {
            let planes = drawing.planes(sampling, size.0, size.1);
            let [best, portable] =
                [Instructions::Best, Instructions::Portable].map(|instructions| {
                    let settings = Settings { instructions, ..settings };
                    encode(&planes.views(), sampling, &settings).unwrap()
                });
            assert!(best == portable, "{drawing:?} {size:?} {sampling:?} {settings:?}");
        }
    }
}

#[track_caller]
fn check<T>(result: Result<T, EncodeError>, expected: &str) {
    let error = result.err().expect("this is no picture");
    assert_eq!(error.to_string(), expected);
}

fn new(width: u32, height: u32, sampling: Sampling) -> Result<Encoder, EncodeError> {
    Encoder::new(width, height, sampling, &Settings::default())
}

#[test]
fn sizes_that_no_file_can_state_are_refused() {
    check(new(0, 5, Sampling::Grey), "expected sides of 1 to 65535, found 0×5");
    check(new(5, 0, Sampling::S420), "expected sides of 1 to 65535, found 5×0");
    check(new(65536, 1, Sampling::Grey), "expected sides of 1 to 65535, found 65536×1");
    check(new(1, u32::MAX, Sampling::S444), "expected sides of 1 to 65535, found 1×4294967295");
    assert!(new(65535, 65535, Sampling::S420).is_ok());
    let row = [0; 65536];
    let plane = View::new(&row, 65536, 65536, 1).unwrap();
    let encoded = encode(&[plane], Sampling::Grey, &Settings::default());
    check(encoded, "expected sides of 1 to 65535, found 65536×1");
}

#[test]
fn other_planes_than_the_sampling_has_are_refused() {
    let planes = Drawing::Flat.planes(Sampling::S420, 17, 33);
    let views = planes.views();
    let encoded = |views: &[View<'_>], sampling| encode(views, sampling, &Settings::default());
    check(encoded(&[], Sampling::Grey), "expected 1 planes, found 0");
    check(encoded(&views[..2], Sampling::S420), "expected 3 planes, found 2");
    check(encoded(&views, Sampling::Grey), "expected 1 planes, found 3");
    let wrong = "expected 17×33 samples of plane 1, found 9×17";
    check(encoded(&views, Sampling::S444), wrong);
    let swapped = [views[0], views[1], views[0]];
    check(encoded(&swapped, Sampling::S420), "expected 9×17 samples of plane 2, found 17×33");
}

#[test]
fn strips_that_are_not_next_are_refused_and_change_nothing() {
    let planes = Drawing::Gradient.planes(Sampling::Grey, 8, 20);
    let whole = planes.views()[0];
    let strip = |top, height| [whole.band(top, height).unwrap()];
    let mut encoder = new(8, 20, Sampling::Grey).unwrap();
    let wrong = "expected 8×8 samples of plane 0, found 8×7";
    check(encoder.push(&strip(0, 7)), wrong);
    check(encoder.push(&[]), "expected 1 planes, found 0");
    encoder.push(&strip(0, 8)).unwrap();
    encoder.push(&strip(8, 8)).unwrap();
    check(encoder.push(&strip(8, 8)), "expected 8×4 samples of plane 0, found 8×8");
    encoder.push(&strip(16, 4)).unwrap();
    assert!(encoder.next_rows(0).is_empty());
    check(encoder.push(&strip(16, 4)), "expected 3 strips, found 4");
    let expected = encode(&[whole], Sampling::Grey, &Settings::default()).unwrap();
    assert!(encoder.finish().unwrap() == expected);
}

#[test]
fn a_picture_without_its_end_is_refused() {
    for settings in ways() {
        let planes = Drawing::Flat.planes(Sampling::S420, 16, 40);
        let mut encoder = Encoder::new(16, 40, Sampling::S420, &settings).unwrap();
        let rows = planes
            .views()
            .into_iter()
            .enumerate()
            .map(|(plane, view)| view.band(0, encoder.next_rows(plane).len()).unwrap());
        let rows: Vec<View<'_>> = rows.collect();
        encoder.push(&rows).unwrap();
        check(encoder.finish(), "expected 3 strips, found 1");
    }
}

#[test]
fn metadata_that_no_file_can_hold_is_refused() {
    let bytes = vec![0; 255 * 65519 + 1];
    let new = |metadata| {
        let settings = Settings { metadata, ..Settings::default() };
        Encoder::new(8, 8, Sampling::Grey, &settings)
    };
    let icc = |length| Metadata { icc: &bytes[..length], exif: &[] };
    let exif = |length| Metadata { icc: &[], exif: &bytes[..length] };
    assert!(new(icc(255 * 65519)).is_ok());
    assert!(new(exif(65527)).is_ok());
    let wrong = "expected an ICC profile of at most 16707345 bytes, found 16707346";
    check(new(icc(255 * 65519 + 1)), wrong);
    check(new(exif(65528)), "expected an Exif block of at most 65527 bytes, found 65528");
}
