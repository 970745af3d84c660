//! Writes files for the fuzzer of pixels to begin with: one of every kind that is read, each behind the three
//! bytes that choose a wish. Takes the folder that they go to.

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
    files.push(Gif::draw(pixels).bytes());
    files.push(Gif { blocks: vec![0x21, 0xf9, 4, 1, 0, 0, 2, 0], ..Gif::draw(pixels) }.bytes());
    files
}
