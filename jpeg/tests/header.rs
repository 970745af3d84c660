//! What a file says about itself, and how much of it must be there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::segments;
use sizewise_jpeg::{Coding, Colour, Component, Decoder, Error, Fault, Feature, Header, Part};

const SOF0: u8 = 0xc0;
const SOF2: u8 = 0xc2;
const SOS: u8 = 0xda;
const DRI: u8 = 0xdd;
const GREY: &[u8] = &[8, 0, 50, 1, 44, 1, 1, 0x11, 0];
const S420: &[u8] = &[8, 0, 50, 1, 44, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
const RGB: &[u8] = &[8, 0, 50, 1, 44, 3, b'R', 0x11, 0, b'G', 0x11, 0, b'B', 0x11, 0];
const INKS: &[u8] = &[8, 0, 50, 1, 44, 4, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 4, 0x22, 0];
const GREY_SCAN: &[u8] = &[1, 1, 0, 0, 63, 0];
const JFIF: (u8, &[u8]) = (0xe0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");

/// Reads the header of a file with these segments, a frame of that kind, and nothing behind its first
/// scan's header.
#[track_caller]
fn read<T>(list: &[(u8, &[u8])], frame: (u8, &[u8]), look: impl FnOnce(&Header<'_>) -> T) -> T {
    let scan = match frame {
        (SOF2, body) => vec![1, body[6], 0, 0, 0, 0],
        (_, body) => vec![1, body[6], 0, 0, 63, 0],
    };
    let list = [list, &[frame, (SOS, &scan)]].concat();
    look(Decoder::new(&segments(&list)).unwrap().header())
}

#[test]
fn the_frame_says_size_and_components() {
    let shape = |header: &Header<'_>| {
        let factors =
            |component: &Component| (component.id(), component.horizontal(), component.vertical());
        let components: Vec<_> = header.components().iter().map(factors).collect();
        (header.width(), header.height(), header.precision(), header.coding(), components)
    };
    for (marker, coding) in
        [(SOF0, Coding::Sequential), (0xc1, Coding::Sequential), (SOF2, Coding::Progressive)]
    {
        let grey = (300, 50, 8, coding, vec![(1, 1, 1)]);
        assert_eq!(read(&[], (marker, GREY), shape), grey);
        let s420 = (300, 50, 8, coding, vec![(1, 2, 2), (2, 1, 1), (3, 1, 1)]);
        assert_eq!(read(&[], (marker, S420), shape), s420);
        let inks = (300, 50, 8, coding, vec![(1, 2, 2), (2, 1, 1), (3, 1, 1), (4, 2, 2)]);
        assert_eq!(read(&[], (marker, INKS), shape), inks);
    }
}

#[test]
fn the_restart_interval_is_the_last_one_in_front_of_the_first_scan() {
    let interval = |header: &Header<'_>| header.restart_interval();
    assert_eq!(read(&[], (SOF0, GREY), interval), 0);
    assert_eq!(read(&[(DRI, &[1, 2])], (SOF0, GREY), interval), 258);
    assert_eq!(read(&[(DRI, &[0xff, 0xff]), (DRI, &[0, 7])], (SOF0, GREY), interval), 7);
    assert_eq!(read(&[(DRI, &[0, 9]), (DRI, &[0, 0])], (SOF0, GREY), interval), 0);
}

#[test]
fn adobe_and_jfif_and_names_say_the_colour() {
    let adobe = |transform: u8| [b"Adobe\0\x64\0\0\0\0", &[transform][..]].concat();
    let adobes = [0, 1, 2].map(adobe);
    let marks: [&[(u8, &[u8])]; 6] = [
        &[],
        &[JFIF],
        &[(0xee, &adobes[0])],
        &[(0xee, &adobes[1])],
        &[(0xee, &adobes[2])],
        &[JFIF, (0xee, &adobes[0])],
    ];
    use Colour::{Cmyk, Grey, Rgb, YCbCr, Ycck};
    let cases = [
        (GREY, [Grey; 6]),
        (S420, [YCbCr, YCbCr, Rgb, YCbCr, YCbCr, YCbCr]),
        (RGB, [Rgb, YCbCr, Rgb, YCbCr, YCbCr, YCbCr]),
        (INKS, [Cmyk, Cmyk, Cmyk, Cmyk, Ycck, Cmyk]),
    ];
    for (frame, colours) in cases {
        for ((marks, colour), adobe) in
            marks.iter().zip(colours).zip([None, None, Some(0), Some(1), Some(2), Some(0)])
        {
            let found =
                read(marks, (SOF0, frame), |header| (header.colour(), header.adobe_transform()));
            assert_eq!(found, (colour, adobe), "{frame:?} {marks:?}");
        }
    }
    // A segment too short to have a transform, and one of another kind.
    for other in [
        (0xee, &b"Adobe\0\x64\0\0\0\0"[..]),
        (0xee, b"Other\0\x64\0\0\0\0\0"),
        (0xe0, b"JFXX\0\x10"),
    ] {
        let found =
            read(&[other], (SOF0, RGB), |header| (header.colour(), header.adobe_transform()));
        assert_eq!(found, (Rgb, None), "{other:?}");
    }
}

/// Number, count and bytes of each.
type Parts<'a> = &'a [(u8, u8, &'a [u8])];

#[test]
fn a_profile_is_put_together_from_all_its_parts() {
    let part = |number: u8, count: u8, bytes: &[u8]| {
        [b"ICC_PROFILE\0", &[number, count][..], bytes].concat()
    };
    let cases: [(Parts<'_>, Option<&[u8]>); 8] = [
        (&[], None),
        (&[(1, 1, b"all")], Some(b"all")),
        (&[(1, 2, b"be"), (2, 2, b"gin")], Some(b"begin")),
        (&[(3, 3, b"c"), (1, 3, b"a"), (2, 3, b"b")], Some(b"abc")),
        (&[(1, 3, b"a"), (3, 3, b"c")], None),
        (&[(2, 2, b"b")], None),
        (&[(0, 0, b"x")], None),
        (&[(1, 2, b""), (2, 2, b"rest")], Some(b"rest")),
    ];
    for (parts, expected) in cases {
        let bodies: Vec<Vec<u8>> = parts.iter().map(|&(n, count, b)| part(n, count, b)).collect();
        let list: Vec<(u8, &[u8])> = bodies.iter().map(|body| (0xe2, &body[..])).collect();
        let found = read(&list, (SOF0, GREY), |header| header.profile().map(|p| p.into_owned()));
        assert_eq!(found.as_deref(), expected, "{parts:?}");
    }
    // Too short to have a number.
    let found = read(&[(0xe2, b"ICC_PROFILE\0\x01")], (SOF0, GREY), |h| h.profile().is_none());
    assert!(found);
}

#[test]
fn nothing_behind_the_first_scans_header_is_read() {
    let file = segments(&[JFIF, (SOF0, GREY), (SOS, GREY_SCAN)]);
    assert!(Decoder::new(&file).is_ok());
    for behind in [&[0xff][..], &[0xff, SOF0, 0, 1], &[0xff, 0xc4, 0xff, 0xff], b"anything"] {
        let file = [&file[..], behind].concat();
        assert_eq!(Decoder::new(&file).unwrap().header().width(), 300);
    }
    // One byte less, and the scan's header is not whole.
    let within = Decoder::new(&file[..file.len() - 1]).err();
    let part = Part::Header;
    assert_eq!(within, Some(Error::Truncated { at: file.len() - 1, within: part }));
}

#[test]
fn what_is_between_segments_is_passed_over() {
    let segment = |marker, body: &[u8]| segments(&[(marker, body)])[2..].to_vec();
    let junk: [&[u8]; 7] = [
        b"",
        b"junk",
        &[0xff, 0xff, 0xff],
        &[0xff, 0],
        &[0xff, 0x01],
        &[0xff, 0xd3],
        &[0xff, 0xd8],
    ];
    for junk in junk {
        let (frame, scan) = (segment(SOF0, GREY), segment(SOS, GREY_SCAN));
        let file = [&[0xff, 0xd8], junk, &frame, junk, &scan].concat();
        assert_eq!(Decoder::new(&file).unwrap().header().height(), 50, "{junk:?}");
    }
    // An end is one.
    let file = [&[0xff, 0xd8, 0xff, 0xd9], &segment(SOF0, GREY)[..]].concat();
    let no_scan = Error::Damaged { at: file.len(), what: Fault::NoScan };
    assert_eq!(Decoder::new(&file).err(), Some(no_scan));
}

fn with(body: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut body = body.to_vec();
    body[at] = byte;
    body
}

#[test]
fn what_is_left_out_is_named() {
    let cases = [
        (0xc3, GREY.to_vec(), Feature::Lossless),
        (0xc5, GREY.to_vec(), Feature::Hierarchical),
        (0xc6, GREY.to_vec(), Feature::Hierarchical),
        (0xc7, GREY.to_vec(), Feature::Hierarchical),
        (0xc9, GREY.to_vec(), Feature::ArithmeticCoding),
        (0xca, GREY.to_vec(), Feature::ArithmeticCoding),
        (0xcb, GREY.to_vec(), Feature::Lossless),
        (0xcd, GREY.to_vec(), Feature::Hierarchical),
        (0xcf, GREY.to_vec(), Feature::Hierarchical),
        (0xde, GREY.to_vec(), Feature::Hierarchical),
        (0xc1, with(GREY, 0, 12), Feature::Precision(12)),
        (SOF2, with(GREY, 0, 16), Feature::Precision(16)),
        (SOF0, with(GREY, 2, 0), Feature::LateHeight),
        (SOF0, [&with(GREY, 5, 2)[..], &[2, 0x11, 0]].concat(), Feature::Components(2)),
        (SOF0, [&with(S420, 5, 5)[..], &[4, 0x11, 0, 5, 0x11, 0]].concat(), Feature::Components(5)),
    ];
    for (marker, body, feature) in cases {
        let file = segments(&[(marker, &body), (SOS, GREY_SCAN)]);
        assert_eq!(Decoder::new(&file).err(), Some(Error::Unsupported(feature)), "{marker:x}");
    }
}
