//! A picture that is asked again in its own format and size does not grow: it is the original's own data, and
//! nothing that stands beside them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use png::{BitDepth, ColorType};
use sizewise_drawn::whole::{png, png_with_alpha};
use sizewise_drawn::{Pixels, made, seen_through};
use sizewise_jpeg::Sampling;
use sizewise_render::{Rendered, probe};

const SECRET: &[u8] = b"52.5163N 13.3777E";

fn noise(size: (u32, u32)) -> Pixels {
    Pixels::draw(size, |x, y| {
        let hash = (x * 7919 + y * 104_729).wrapping_mul(2_654_435_761);
        [(hash >> 24) as u8, (hash >> 16) as u8, (hash >> 8) as u8]
    })
}

/// A JPEG of low quality with a place in its comment and in segments of its applications, a thumbnail in its
/// JFIF, an artist, and something behind its end.
fn jpeg() -> Vec<u8> {
    let small =
        made(&noise((96, 64)).jpeg(Sampling::S444, 1), "q=20&f=jpeg&crop=0_0_95_64").unwrap();
    let body = &small.bytes[2..];
    let mut file = vec![0xff, 0xd8];
    let mut segment = |marker: u8, parts: &[&[u8]]| {
        let body = parts.concat();
        file.extend([0xff, marker]);
        file.extend((body.len() as u16 + 2).to_be_bytes());
        file.extend(body);
    };
    segment(0xe0, &[b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01", &[1, 2, 3]]);
    let artist = b"II*\0\x08\0\0\0\x01\0\x3b\x01\x02\0\x04\0\0\0Ann\0\0\0\0\0";
    segment(0xe1, &[b"Exif\0\0", artist, SECRET]);
    segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET]);
    segment(0xfe, &[SECRET]);
    file.extend(body);
    file.extend(SECRET);
    file
}

fn png_file() -> Vec<u8> {
    // Of very few colours, and compressed as well as can be: nobody makes it smaller.
    let samples: Vec<u8> = (0..64 * 48).map(|at: u32| (at % 7 / 6 * 255) as u8).collect();
    let small = png((64, 48), ColorType::Grayscale, BitDepth::Eight, &samples, |_| {});
    let made = made(&small, "w=64&f=png").unwrap().bytes;
    let at = made.windows(4).position(|four| four == b"IDAT").unwrap() - 4;
    let mut chunk = (SECRET.len() as u32 + 8).to_be_bytes().to_vec();
    let body = [b"tEXtComment\0", SECRET].concat();
    chunk.extend(&body);
    chunk.extend(crc(&body).to_be_bytes());
    [&made[..at], &chunk, &made[at..], SECRET].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

fn webp(has_alpha: bool) -> Vec<u8> {
    let alpha = move |x: u32| if has_alpha { x as u8 } else { 255 };
    let noise = noise((64, 48));
    let file = png_with_alpha((64, 48), |x, y| {
        let [r, g, b] = noise.at(x as usize, y as usize);
        [r, g, b, alpha(x * 4)]
    });
    let plain = made(&file, "f=webp&q=5").unwrap().bytes;
    let mut body = plain[12..].to_vec();
    if !has_alpha {
        body = [b"VP8X\x0a\0\0\0\x04\0\0\0\x3f\0\0\x2f\0\0".to_vec(), body].concat();
    }
    body.extend([b"XMP \x12\0\0\0", SECRET, b" "].concat());
    [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
}

#[test]
fn the_same_again_is_the_same_pixels_and_nothing_else() {
    for (name, file, query) in [
        ("JPEG", jpeg(), "q=95"),
        ("JPEG that fits", jpeg(), "w=4000&q=90"),
        ("PNG", png_file(), "w=64"),
        ("WebP", webp(false), "q=95&w=64"),
        ("WebP with alpha", webp(true), "q=95&w=64"),
    ] {
        let source = probe(&file).unwrap();
        let rendered = made(&file, query).unwrap();
        let as_it_was = Rendered { bytes: file.clone(), ..rendered.clone() };
        assert!(rendered.bytes.len() < file.len(), "{name}");
        assert_eq!(seen_through(&rendered), seen_through(&as_it_was), "{name}");
        let leaks = rendered.bytes.windows(SECRET.len()).any(|part| part == SECRET);
        assert!(!leaks, "{name}");
        let again = probe(&rendered.bytes).unwrap();
        assert_eq!(again.has_alpha, source.has_alpha, "{name}");
    }
}

/// What is kept of a picture is what was decoded of it: data behind the end of its chunk are none of it.
#[test]
fn a_picture_whose_data_lie_behind_its_end_is_broken() {
    let mut file = webp(false);
    let at = file.windows(4).position(|four| four == b"VP8 ").unwrap() + 4;
    let length = u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    file[at..at + 4].copy_from_slice(&(length / 4 * 2).to_le_bytes());
    assert_eq!(made(&file, "w=64").unwrap_err().status(), 422);
}

#[test]
fn whose_it_is_stays() {
    let rendered = made(&jpeg(), "q=95").unwrap();
    let header = sizewise_jpeg::Header::read(&rendered.bytes).unwrap();
    assert_eq!(header.artist().unwrap(), "Ann");
}

#[test]
fn whatever_else_is_asked_is_made() {
    let file = jpeg();
    let own = made(&file, "q=95").unwrap().bytes;
    for query in ["q=95&style=bw", "q=95&flop", "q=95&rotate=180", "q=95&negate", "q=95&blur=1"] {
        let rendered = made(&file, query).unwrap();
        assert_ne!(rendered.bytes, own, "{query}");
        let as_it_was = Rendered { bytes: file.clone(), ..rendered.clone() };
        assert_ne!(seen_through(&rendered), seen_through(&as_it_was), "{query}");
    }
    // A smaller one is taken where there is one.
    assert!(made(&file, "q=5").unwrap().bytes.len() < own.len());
}
