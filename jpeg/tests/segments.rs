//! Segments that are wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::segments;
use sizewise_jpeg::{Damage, Decoder, Error, Fault, Part};

const SOF0: u8 = 0xc0;
const SOF2: u8 = 0xc2;
const DHT: u8 = 0xc4;
const SOS: u8 = 0xda;
const DQT: u8 = 0xdb;
const DRI: u8 = 0xdd;

/// 16 × 16 samples of grey, or of three components.
const GREY: &[u8] = &[8, 0, 16, 0, 16, 1, 1, 0x11, 0];
const THREE: &[u8] = &[8, 0, 16, 0, 16, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
const SCAN: &[u8] = &[1, 1, 0, 0, 63, 0];
/// One word of one bit, for nothing at all.
const DC: &[u8] = &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const AC: &[u8] = &[0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const QUANTISER: &[u8] = &{
    let mut body = [1; 65];
    body[0] = 0;
    body
};

/// What comes of the segments: the error of the header, or else that of decoding.
fn outcome(file: &[u8], damage: Damage) -> Result<(), Error> {
    Decoder::new(file)?.damage(damage).decode().map(|_| ())
}

/// Expects `what` to be said of the last of these segments, whatever is done about damage.
#[track_caller]
fn check(list: &[(u8, &[u8])], what: Fault) {
    let file = segments(list);
    let at = file.len() - list.last().unwrap().1.len();
    for damage in [Damage::Refused, Damage::Filled] {
        let expected = Err(Error::Damaged { at, what });
        assert_eq!(outcome(&file, damage), expected, "{list:x?}");
    }
}

/// Expects `what` to be said of the place behind the last of these segments, where data begins.
#[track_caller]
fn check_behind(list: &[(u8, &[u8])], what: Fault) {
    let file = segments(list);
    let expected = Err(Error::Damaged { at: file.len(), what });
    assert_eq!(outcome(&file, Damage::Refused), expected, "{list:x?}");
}

fn with(body: &[u8], at: usize, byte: u8) -> Vec<u8> {
    let mut body = body.to_vec();
    body[at] = byte;
    body
}

#[test]
fn other_files_are_no_jpeg() {
    for file in [&b""[..], b"\xff", b"\xd8\xff", b"GIF89a", b"\x89PNG\r\n", b"\0\xff\xd8\xff\xe0"] {
        assert_eq!(Decoder::new(file).err(), Some(Error::NotJpeg), "{file:?}");
    }
}

#[test]
fn a_header_ends_with_a_scan() {
    let no_scan = |at| Some(Error::Damaged { at, what: Fault::NoScan });
    for file in
        [segments(&[]), segments(&[(SOF0, GREY)]), segments(&[(SOF0, GREY), (DQT, QUANTISER)])]
    {
        assert_eq!(Decoder::new(&file).err(), no_scan(file.len()));
    }
}

#[test]
fn a_header_is_truncated_wherever_it_ends_within_a_segment() {
    let list: [(u8, &[u8]); 6] =
        [(0xe0, b"JFIF\0"), (DQT, QUANTISER), (SOF0, GREY), (DHT, DC), (DHT, AC), (SOS, SCAN)];
    for count in 0..list.len() {
        let (before, with) = (segments(&list[..count]), segments(&list[..=count]));
        for length in before.len()..with.len() {
            let error = Decoder::new(&with[..length]).err();
            let expected = match length - before.len() {
                // Before its marker is whole, a segment has not begun.
                0 | 1 => Error::Damaged { at: length, what: Fault::NoScan },
                _ => Error::Truncated { at: length, within: Part::Header },
            };
            assert_eq!(error, Some(expected), "{length}");
        }
    }
}

#[test]
fn segments_fit_their_length() {
    for length in [0u8, 1] {
        for marker in [0xe0, DQT, SOF0, SOS] {
            let file = [0xff, 0xd8, 0xff, marker, 0, length, 8, 8, 8];
            let expected = Error::Damaged { at: 4, what: Fault::SegmentLength };
            assert_eq!(Decoder::new(&file).err(), Some(expected));
        }
    }
    let wrong = Fault::SegmentLength;
    check(&[(SOF0, b"")], wrong);
    check(&[(SOF0, &GREY[..5])], wrong);
    check(&[(SOF0, &GREY[..8])], wrong);
    check(&[(SOF0, &[GREY, &[0]].concat())], wrong);
    check(&[(DRI, b"")], wrong);
    check(&[(DRI, b"\0")], wrong);
    check(&[(DRI, b"\0\0\0")], wrong);
    check(&[(DQT, &QUANTISER[..64])], wrong);
    check(&[(DQT, &[QUANTISER, &[0]].concat())], wrong);
    check(&[(DQT, &[&[0x10], QUANTISER].concat())], wrong);
    check(&[(DHT, &DC[..16])], wrong);
    check(&[(DHT, &DC[..17])], wrong);
    check(&[(DHT, &[DC, AC, &[0; 3]].concat())], wrong);
    for scan in [&b""[..], &SCAN[..5], &[SCAN, &[0]].concat(), &with(SCAN, 0, 2)] {
        check(&[(SOF0, GREY), (SOS, scan)], wrong);
    }
}

#[test]
fn tables_have_what_they_need() {
    for (body, what) in [
        (with(DC, 0, 4), Fault::TableNumber),
        (with(DC, 0, 0x20), Fault::TableNumber),
        (with(DC, 17, 16), Fault::Symbol),
        (with(DC, 17, 255), Fault::Symbol),
        ([&with(DC, 1, 3)[..], &[1, 2]].concat(), Fault::Oversubscribed),
        // Two words of one bit leave no room for any other.
        ([&with(&with(DC, 1, 2), 16, 1)[..], &[1, 2]].concat(), Fault::Oversubscribed),
    ] {
        check(&[(DHT, &body)], what);
    }
    for (body, what) in [
        (with(QUANTISER, 0, 4), Fault::TableNumber),
        (with(QUANTISER, 0, 0x20), Fault::TableNumber),
        (with(QUANTISER, 1, 0), Fault::ZeroQuantiser),
        (with(QUANTISER, 64, 0), Fault::ZeroQuantiser),
        ([&[0x10], &[0; 128][..]].concat(), Fault::ZeroQuantiser),
    ] {
        check(&[(DQT, &body)], what);
    }
}

#[test]
fn frames_can_be() {
    for (body, what) in [
        (with(GREY, 4, 0), Fault::Empty),
        (with(&GREY[..6], 5, 0), Fault::Empty),
        (with(GREY, 7, 0x01), Fault::Sampling),
        (with(GREY, 7, 0x10), Fault::Sampling),
        (with(GREY, 7, 0x51), Fault::Sampling),
        (with(THREE, 13, 0x15), Fault::Sampling),
        (with(GREY, 8, 4), Fault::TableNumber),
        (with(THREE, 12, 1), Fault::ComponentTwice),
    ] {
        check(&[(SOF0, &body)], what);
        check(&[(SOF2, &body)], what);
    }
    check(&[(SOF0, GREY), (SOF0, GREY)], Fault::SecondFrame);
    check(&[(SOF0, GREY), (SOF2, GREY)], Fault::SecondFrame);
}

#[test]
fn scans_are_of_their_frame() {
    check(&[(SOS, SCAN)], Fault::NoFrame);
    for (frame, scan, what) in [
        (GREY, with(SCAN, 1, 9), Fault::NoSuchComponent),
        (GREY, vec![0, 0, 63, 0], Fault::NoSuchComponent),
        (GREY, with(SCAN, 2, 0x40), Fault::TableNumber),
        (GREY, with(SCAN, 2, 0x04), Fault::TableNumber),
        (THREE, vec![2, 1, 0, 1, 0, 0, 63, 0], Fault::ComponentTwice),
        (
            &with(&with(THREE, 7, 0x33), 10, 0x21),
            vec![2, 1, 0, 2, 0, 0, 63, 0],
            Fault::UnitTooLarge,
        ),
    ] {
        check(&[(SOF0, frame), (SOS, &scan)], what);
    }
    // Sixteen blocks are too many for a unit only where there is another component.
    let large = with(THREE, 7, 0x44);
    let file = segments(&[(SOF0, &large), (SOS, SCAN)]);
    assert!(Decoder::new(&file).is_ok());
}

#[test]
fn progressive_scans_have_parameters_that_can_be() {
    // First and last coefficient, and both bits.
    for [first, last, bits] in [
        [0, 1, 0],
        [0, 63, 0],
        [2, 1, 0],
        [1, 64, 0],
        [64, 64, 0],
        [1, 255, 0],
        [0, 0, 14],
        [0, 0, 0x2f],
        [1, 5, 0x20],
        [1, 5, 0x12],
        [1, 5, 0x11],
        [0, 0, 0xfe],
    ] {
        check(&[(SOF2, GREY), (SOS, &[1, 1, 0, first, last, bits])], Fault::ScanParameters);
    }
    let two = &[2, 1, 0, 2, 0, 1, 5, 0];
    check(&[(SOF2, THREE), (SOS, two)], Fault::ScanParameters);
    // Sequential scans have but one way to be, whatever they say.
    let file = segments(&[(SOF0, GREY), (SOS, &[1, 1, 0, 9, 2, 0xff])]);
    assert!(Decoder::new(&file).is_ok());
}

#[test]
fn data_needs_its_tables() {
    let frame = |marker| (marker, GREY);
    let (quantiser, dc, ac) = ((DQT, QUANTISER), (DHT, DC), (DHT, AC));
    let scan = (SOS, SCAN);
    check_behind(&[frame(SOF0), dc, ac, scan], Fault::NoQuantiser);
    check_behind(&[frame(SOF0), quantiser, ac, scan], Fault::NoHuffmanTable);
    check_behind(&[frame(SOF0), quantiser, dc, scan], Fault::NoHuffmanTable);
    let other = with(SCAN, 2, 0x01);
    check_behind(&[frame(SOF0), quantiser, dc, ac, (SOS, &other)], Fault::NoHuffmanTable);
    let (means, band) = (&[1, 1, 0, 0, 0, 0][..], &[1, 1, 0, 1, 63, 0][..]);
    check_behind(&[frame(SOF2), dc, ac, (SOS, means)], Fault::NoQuantiser);
    check_behind(&[frame(SOF2), quantiser, ac, (SOS, means)], Fault::NoHuffmanTable);
    check_behind(&[frame(SOF2), quantiser, dc, (SOS, band)], Fault::NoHuffmanTable);
}
