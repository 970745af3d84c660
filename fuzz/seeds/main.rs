//! Writes files for the fuzzer of pixels to begin with: one of every kind that is read, each behind the three
//! bytes that choose a wish. Takes the folder that they go to.

use sizewise_drawn::avif::{self, Avif, Coding, nclx};
use sizewise_drawn::bmp::{BYTES, Bmp, CORE, V5};
use sizewise_drawn::gif::Gif;
use sizewise_drawn::png::{Kind, Order, Png};
use sizewise_drawn::tiff::{self, Chunk, Extra, Packing, Style};
use sizewise_drawn::webp::Webp;
use sizewise_drawn::{Pixels, jpeg, picture, svg};
use sizewise_jpeg::{Order as Scans, Sampling};
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).expect("a folder");
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for (number, file) in files(&picture()).into_iter().enumerate() {
        // Each wish of either kind is asked by some file.
        let wish = [number, number * 7, number].map(|choice| choice as u8);
        fs::write(folder.join(format!("seed-{number:02}")), [&wish[..], &file].concat())?;
    }
    Ok(())
}

fn files(pixels: &Pixels) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for scans in [Scans::Sequential, Scans::Progressive] {
        files.extend(
            [Sampling::Grey, Sampling::S444].map(|sampling| jpeg::draw(pixels, sampling, scans)),
        );
    }
    for (kind, depth) in [
        (Kind::Grey, 1),
        (Kind::Grey, 16),
        (Kind::Rgb, 8),
        (Kind::Indexed, 2),
        (Kind::GreyAlpha, 8),
        (Kind::Rgba, 16),
    ] {
        let orders = [Order::Rows, Order::Adam7];
        files.extend(orders.map(|order| Png::draw(pixels, kind, depth, order).bytes()));
    }
    let webps = [
        Webp::lossy(pixels),
        Webp::with_alpha(pixels),
        Webp::lossless(pixels),
        Webp::lossless_alpha(pixels),
        Webp::lossy(pixels).extended(0, (pixels.width as u32, pixels.height as u32)),
    ];
    files.extend(webps.map(|webp| webp.bytes()));
    files.extend(avifs(pixels).map(|avif| avif.bytes()));
    files.push(Gif::draw(pixels).bytes());
    files.push(Gif { blocks: vec![0x21, 0xf9, 4, 1, 0, 0, 2, 0], ..Gif::draw(pixels) }.bytes());
    files.extend(bmps(pixels).map(|bmp| bmp.bytes()));
    files.extend(tiffs().map(|style| style.draw(pixels).bytes()));
    files.extend(svgs());
    files
}

fn bmps(pixels: &Pixels) -> [Bmp; 8] {
    [
        Bmp::named(pixels, 1),
        Bmp::named(pixels, 4),
        Bmp::named(pixels, 8).with_header(CORE),
        Bmp::deep(pixels).from_the_top(),
        Bmp::masked(pixels, 16, &[0xf800, 0x7e0, 0x1f]),
        Bmp::masked(pixels, 32, &BYTES).with_header(V5),
        Bmp::runs(pixels, 8),
        Bmp::unrun(pixels, 4),
    ]
}

fn tiffs() -> [Style; 11] {
    use tiff::Kind::{BlackIsZero, Inks, Named, Rgb, WhiteIsZero, Ycc};
    let of = |kind, packing| Style { packing, ..Style::of(kind) };
    let fax = Packing::Fax { is_two_dimensional: true };
    [
        of(Rgb, Packing::Plain),
        Style { is_big: true, is_big_endian: true, ..of(Named, Packing::PackBits) },
        Style { predictor: 2, bits: 16, ..of(BlackIsZero, Packing::Lzw) },
        Style { chunk: Chunk::Tiles(16, 16), ..of(Rgb, Packing::Deflate) },
        Style { is_planar: true, extra: vec![Extra::Multiplied], ..of(Rgb, Packing::Plain) },
        Style { chunk: Chunk::Strips(8), ..of(Ycc(2, 2), Packing::JpegWithTables) },
        Style { chunk: Chunk::Strips(8), ..of(Ycc(2, 2), Packing::Lzw) },
        Style { bits: 32, is_float: true, predictor: 3, ..of(Rgb, Packing::Deflate) },
        of(Inks, Packing::OldLzw),
        Style { bits: 1, ..of(WhiteIsZero, fax) },
        Style { bits: 1, ..of(WhiteIsZero, Packing::Fax4) },
    ]
}

fn avifs(pixels: &Pixels) -> [Avif; 6] {
    let plain = Coding::default();
    let deep = Coding { depth: 10, sampling: avif::Sampling::Cs444, ..plain };
    let wide = Coding { sampling: avif::Sampling::Cs422, is_full: false, matrix: 1, ..plain };
    let large = Pixels { pixels: pixels.pixels.repeat(4), ..*pixels };
    let large = Pixels { height: 4 * pixels.height, ..large };
    [
        Avif::draw(pixels, &plain),
        Avif::draw(pixels, &plain).with_alpha(2, pixels, &Coding::grey()),
        Avif::draw(pixels, &deep).with_essential(1, *b"irot", vec![1]),
        Avif::draw(pixels, &wide).with_property(1, *b"colr", nclx([9, 16, 1], false)),
        Avif::draw(pixels, &Coding { depth: 12, ..Coding::grey() }),
        Avif::grid(&large, (64, 64), &plain),
    ]
}

/// One that uses what others do, and others in every writing.
fn svgs() -> [Vec<u8>; 4] {
    let quarters = svg::quarters((40.0, 30.0));
    let rich = "<!DOCTYPE svg [<!ENTITY e 'text'>]><svg xmlns='http://www.w3.org/2000/svg' \
        viewBox='0 0 40 30'><style>.a{fill:url(#g)}g>.b{stroke:red}</style><defs>\
        <linearGradient id='g'><stop/><stop offset='1' stop-color='#fff'/></linearGradient>\
        <pattern id='p' width='.1' height='.1'><circle r='1'/></pattern>\
        <filter id='f'><feGaussianBlur stdDeviation='1'/><feOffset dx='2'/></filter>\
        <mask id='m'><rect width='9' height='9' fill='#fff'/></mask>\
        <clipPath id='c'><circle r='9'/></clipPath><marker id='n'><path d='M0 0h1v1z'/></marker>\
        <symbol id='s' viewBox='0 0 9 9'><path d='M0 0C1 2 3 4 5 6A1 2 3 0 1 9 9'/></symbol></defs>\
        <g filter='url(#f)' opacity='.5' transform='rotate(9)'><rect class='a' width='9' height='9'/></g>\
        <path class='b' d='M1 1l9 9' stroke-dasharray='1 2' marker-end='url(#n)' fill='url(#p)'/>\
        <use href='#s' mask='url(#m)' clip-path='url(#c)'/><text y='20'>&e;</text></svg>";
    let plain = svg::svg(&quarters);
    [
        plain.clone().into_bytes(),
        rich.as_bytes().to_vec(),
        svg::gzip(plain.as_bytes()),
        svg::utf16(&plain, u16::to_le_bytes),
    ]
}
