//! Writes files for the fuzzer of pixels to begin with: one of every kind that is read, each behind the three
//! bytes that choose a wish. Takes the folder that they go to.

use sizewise_drawn::avif::{self, Avif, Coding, nclx};
use sizewise_drawn::bmp::{BYTES, Bmp, CORE, V5};
use sizewise_drawn::gif::Gif;
use sizewise_drawn::png::{Kind, Order, Png};
use sizewise_drawn::tiff::{self, Chunk, Extra, Packing, Style};
use sizewise_drawn::webp::Webp;
use sizewise_drawn::{Pixels, jpeg, picture};
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
