//! What headers say, and what is wrong with those that say nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise::{Profile, Source, SourceFormat, Turn};
use sizewise_drawn::avif::{Avif, Coding};
use sizewise_drawn::bmp::{BYTES, Bmp, V5};
use sizewise_drawn::quarters;
use sizewise_drawn::tiff::{Kind, Style};
use sizewise_jpeg::Sampling;
use sizewise_render::probe;

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes()[..], kind, body, &[0; 4]].concat()
}

fn png(colour: u8, chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    file.extend(chunk(b"IHDR", &[0, 0, 1, 44, 0, 0, 0, 200, 8, colour, 0, 0, 0]));
    for (kind, body) in chunks {
        file.extend(chunk(kind, body));
    }
    file
}

fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (kind, chunk) in chunks {
        body.extend(*kind);
        body.extend((chunk.len() as u32).to_le_bytes());
        body.extend(*chunk);
        body.extend(&[0][..chunk.len() % 2]);
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}

/// A canvas of 300 × 200, and these flags.
fn vp8x(flags: u8) -> [u8; 10] {
    [flags, 0, 0, 0, 43, 1, 0, 199, 0, 0]
}

const LOSSY: &[u8] = &[0x10, 0, 0, 0x9d, 0x01, 0x2a, 44, 1, 200, 0];
const ROTATED: &[u8] = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";

fn gif(frames: usize, control: &[u8]) -> Vec<u8> {
    let mut file = b"GIF89a\x2c\x01\xc8\0\x81\0\0".to_vec();
    file.extend([0; 12]);
    for _ in 0..frames {
        file.extend(control);
        file.extend(b"\x2c\0\0\0\0\x01\0\x01\0\x80\0\0\0\0\0\0\x02\x02\x44\x01\0");
    }
    file.push(0x3b);
    file
}

/// What every picture of these tests has unless something else is said.
fn plain(format: SourceFormat) -> Source {
    let of = |length: u32| length.try_into().unwrap();
    Source {
        width: of(300),
        height: of(200),
        upright: Turn::NONE,
        format,
        profile: Profile::Srgb,
        has_alpha: false,
        frames: of(1),
        bytes: 0,
    }
}

#[track_caller]
fn check(file: &[u8], expected: Source) {
    let expected = Source { bytes: file.len() as u64, ..expected };
    assert_eq!(probe(file).unwrap(), expected);
}

#[test]
fn headers_are_read() {
    use SourceFormat::{Gif, Jpeg, Png, Webp};
    let with_alpha = |format| Source { has_alpha: true, ..plain(format) };
    let turned = |format| Source { upright: Turn::upright(6), ..plain(format) };
    let animated = |format| Source { frames: 3.try_into().unwrap(), ..plain(format) };

    check(&quarters((300, 200), 1).jpeg(Sampling::S444, 1), plain(Jpeg));
    let stored =
        Source { width: 200.try_into().unwrap(), height: 300.try_into().unwrap(), ..turned(Jpeg) };
    check(&quarters((300, 200), 6).jpeg(Sampling::S444, 6), stored);

    check(&png(2, &[(b"IDAT", b"")]), plain(Png));
    check(&png(6, &[(b"IDAT", b"")]), with_alpha(Png));
    check(&png(3, &[(b"PLTE", b"abc"), (b"tRNS", b"a"), (b"IDAT", b"")]), with_alpha(Png));
    check(&png(2, &[(b"eXIf", ROTATED), (b"IDAT", b"")]), turned(Png));
    // A profile that cannot be read is none.
    check(&png(2, &[(b"iCCP", b"name\0\0rubbish"), (b"IDAT", b"")]), plain(Png));

    check(&riff(&[(b"VP8 ", LOSSY)]), plain(Webp));
    check(&riff(&[(b"VP8L", &[0x2f, 43, 193, 49, 0x00])]), plain(Webp));
    check(&riff(&[(b"VP8L", &[0x2f, 43, 193, 49, 0x10])]), with_alpha(Webp));
    check(&riff(&[(b"VP8X", &vp8x(0x10)), (b"ALPH", b"a"), (b"VP8 ", LOSSY)]), with_alpha(Webp));
    check(&riff(&[(b"VP8X", &vp8x(0x08)), (b"VP8 ", LOSSY), (b"EXIF", ROTATED)]), turned(Webp));
    let frame: (&[u8; 4], &[u8]) = (b"ANMF", b"a");
    check(&riff(&[(b"VP8X", &vp8x(0x02)), (b"ANIM", b""), frame, frame, frame]), animated(Webp));

    check(&gif(1, b""), plain(Gif));
    check(&gif(3, b""), animated(Gif));
    check(&gif(1, b"\x21\xf9\x04\x01\0\0\0\0"), with_alpha(Gif));
    check(&gif(1, b"\x21\xf9\x04\0\0\0\0\0"), plain(Gif));
}

#[test]
fn a_profile_that_is_another_is_one() {
    let other = |format| Source { profile: Profile::Other, ..plain(format) };
    let icc = b"a profile of nothing at all";
    check(
        &riff(&[(b"VP8X", &vp8x(0x20)), (b"ICCP", icc), (b"VP8 ", LOSSY)]),
        other(SourceFormat::Webp),
    );
}

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    for (file, expected) in [
        (&b""[..], "expected a picture, found an empty file"),
        (b"<html>", "expected a picture, found other bytes"),
        (b"\0\0\0\x1cftypheic", "expected a picture that can be read, found HEIC"),
        (b"\0\0\0\x1cftypmif1", "expected a picture that can be read, found HEIC"),
        (b"\xff\x0a", "expected a picture that can be read, found JPEG XL"),
        (b"%PDF-1.7", "expected a picture that can be read, found PDF"),
        (b"\xff\xd8", "broken JPEG: damaged at byte 2: no scan"),
        (b"GIF89a", "broken GIF: a file that ends within its header"),
        (b"RIFF\0\0\0\0WEBP", "broken WebP: a file that ends within its header"),
        (b"II*\0", "broken TIFF: a file that ends within its header"),
        (b"MM\0*\0\0\0\x08", "broken TIFF: a directory beyond its end"),
        (b"BM\x46\0\0\0\0\0\0\0", "broken BMP: a file that ends within its header"),
        (b"\0\0\0\x0cftypavif", "broken AVIF: a file that does not say what is in it"),
        (b"\0\0\0\x1cftypavif", "broken AVIF: a file that ends within its header"),
    ] {
        assert_eq!(probe(file).unwrap_err().to_string(), expected);
    }
    for (file, expected) in [
        (png(2, &[]), "broken PNG: a file that ends within its header"),
        (png(2, &[(b"IEND", b"")]), "broken PNG: a file without pixels"),
        (gif(0, b""), "broken GIF: a file without a frame"),
        (riff(&[(b"ANIM", b"a")]), "broken WebP: a file that does not begin with a picture"),
        (riff(&[(b"VP8X", &vp8x(0x02))]), "broken WebP: an animation without a frame"),
        (riff(&[(b"VP8 ", b"abcdefghijk")]), "broken WebP: a picture without its first frame"),
    ] {
        assert_eq!(probe(&file).unwrap_err().to_string(), expected);
    }
}

/// Cut anywhere, a header is an answer or an error, and never a panic.
#[test]
fn headers_may_end_anywhere() {
    let files = [
        quarters((30, 20), 6).jpeg(Sampling::S444, 6),
        png(6, &[(b"tRNS", b"a"), (b"eXIf", ROTATED), (b"IDAT", b"")]),
        riff(&[(b"VP8X", &vp8x(0x0a)), (b"ANMF", b"a"), (b"EXIF", ROTATED)]),
        gif(2, b"\x21\xf9\x04\x01\0\0\0\0"),
        Bmp::masked(&quarters((30, 20), 1), 32, &BYTES).with_header(V5).bytes(),
        Style { is_big: true, ..Style::of(Kind::Named) }.draw(&quarters((30, 20), 1)).bytes(),
        Avif::grid(&quarters((128, 64), 1), (64, 64), &Coding::default()).bytes(),
    ];
    let mut errors = 0;
    for file in &files {
        for end in 0..file.len() {
            errors += usize::from(probe(&file[..end]).is_err());
        }
    }
    assert!(errors > 100, "{errors}");
}
