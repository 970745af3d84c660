//! Writes files for the fuzzer of pixels to begin with: one of every kind that is read, each behind the three
//! bytes that choose a wish. Takes the folder that they go to.

use sizewise_drawn::avif::{self, Avif, Coding, nclx};
use sizewise_drawn::gif::Gif;
use sizewise_drawn::png::{Kind, Order, Png};
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
    files
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
