//! Files that are something else.

use crate::case::Kind::{Broken, NotAPicture, Unreadable};
use crate::case::{Case, case};

pub(crate) fn unread() -> Vec<Case> {
    [
        ("HEIC", &b"\0\0\0\x1cftypheic\0\0\0\0"[..]),
        ("HEIC", b"\0\0\0\x1cftypmif1\0\0\0\0"),
        ("JPEG XL", b"\xff\x0a\xfa\x7f"),
        ("JPEG XL", b"\0\0\0\x0cJXL \r\n\x87\n"),
        ("JPEG 2000", b"\0\0\0\x0cjP  \r\n\x87\n"),
        ("PDF", b"%PDF-1.7\n"),
    ]
    .map(|(name, file)| case(format!("{name} by its first bytes"), file.to_vec(), Unreadable(name)))
    .into()
}

pub(crate) fn no_pictures() -> Vec<Case> {
    let page = b"<!doctype html><title>404</title>";
    [
        ("nothing", &b""[..]),
        ("one byte of 0", b"\0"),
        ("one byte of 255", b"\xff"),
        ("one letter", b"G"),
        ("zeros", &[0; 4096]),
        ("a page", page),
        ("text", b"GIF is a word, and PNG is one too."),
        ("a GIF of another year", b"GIF88a\x01\0\x01\0\0\0\0;"),
        ("half of PNG's first bytes", b"\x89PNG"),
        ("a PNG whose line ends were mended", b"\x89PNG\n\x1a\n\0\0\0\rIHDR"),
        ("a RIFF file of sound", b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0"),
        ("a RIFF file that ends there", b"RIFF\x24\0\0\0WEB"),
        ("a film", b"\0\0\0\x1cftypisom\0\0\x02\0"),
        ("an archive", b"PK\x03\x04\x14\0\0\0"),
        ("a program", b"\x7fELF\x02\x01\x01\0"),
        ("a window's icon", b"\0\0\x01\0\x01\0\x10\x10"),
        ("a photograph of a camera's maker", b"FUJIFILMCCD-RAW 0201"),
        ("a Photoshop document", b"8BPS\0\x01\0\0\0\0\0\0"),
    ]
    .map(|(name, file)| case(name, file.to_vec(), NotAPicture))
    .into()
}

pub(crate) fn first_bytes_alone() -> Vec<Case> {
    [
        ("JPEG", &b"\xff\xd8"[..]),
        ("JPEG and a marker", b"\xff\xd8\xff\xe0"),
        ("PNG", b"\x89PNG\r\n\x1a\n"),
        ("GIF of 1987", b"GIF87a"),
        ("GIF of 1989", b"GIF89a"),
        ("WebP", b"RIFF\0\0\0\0WEBP"),
        ("TIFF", b"II*\0"),
        ("TIFF and a place", b"II*\0\x08\0\0\0"),
        ("TIFF in the other order", b"MM\0*\0\0\0\x08"),
        ("BigTIFF", b"II+\0\x08\0\0\0"),
        ("BMP", b"BM\x46\0\0\0\0\0\0\0"),
        ("BMP and a place", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0"),
        ("AVIF", b"\0\0\0\x1cftypavif\0\0\0\0"),
        ("AVIF sequence", b"\0\0\0\x1cftypavis\0\0\0\0"),
        ("AVIF by a brand behind that of all", b"\0\0\0\x14ftypmif1\0\0\0\0avif"),
    ]
    .map(|(name, file)| case(format!("{name}, first bytes"), file.to_vec(), Broken))
    .into()
}
