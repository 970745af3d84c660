//! Each format that is written is what it should be to those who read it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod drawn;

use drawn::{BLUE, GREEN, Pixels, RED, WHITE, made, quarters, seen};
use sizewise::Format;
use sizewise_jpeg::{Exif, Header, Sampling};

const FORMATS: [(Format, &str); 4] =
    [(Format::Jpeg, "jpeg"), (Format::Webp, "webp"), (Format::Png, "png"), (Format::Avif, "avif")];

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
        let at = bytes.windows(4).position(|four| four == b"II*\0").unwrap();
        let kept = Exif::read(&bytes[at..]).unwrap();
        assert_eq!(kept.artist, Some(&b"Somebody"[..]), "{format:?}");
        assert_eq!(kept.orientation, None);
        seen(&rendered);
    }
}
