//! What a picture takes grows with what is asked, not with what is there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "hostile/memory.rs"]
mod memory;

use png::{BitDepth, ColorType};
use sizewise_drawn::bmp::Bmp;
use sizewise_drawn::tiff::{Chunk, Kind, Packing, Style};
use sizewise_drawn::whole::png;
use sizewise_drawn::{Pixels, made, quarters};
use sizewise_jpeg::{Encoder, Sampling, Settings, View};

const MEBIBYTE: u64 = 1 << 20;

/// A hundred megapixels in 4:2:0, drawn strip by strip.
fn large_jpeg() -> Vec<u8> {
    let (width, height) = (12_500, 8_000);
    let mut encoder = Encoder::new(width, height, Sampling::S420, &Settings::default()).unwrap();
    let wave: Vec<u8> =
        (0..width + 64).map(|x| (x * 5 % 200) as u8 + (x / 64 % 40) as u8).collect();
    let rows: Vec<u8> = (0..16).flat_map(|y| &wave[y..][..width as usize]).copied().collect();
    loop {
        let heights = [0, 1, 2].map(|plane| encoder.next_rows(plane).len());
        if heights[0] == 0 {
            return encoder.finish().unwrap();
        }
        let half = width as usize / 2;
        let views = [width as usize, half, half].into_iter().zip(heights);
        let views: Vec<_> =
            views.map(|(width, height)| View::new(&rows, width, width, height).unwrap()).collect();
        encoder.push(&views).unwrap();
    }
}

#[test]
fn a_hundred_megapixels_take_little_more_than_the_file() {
    let file = large_jpeg();
    for query in ["w=400", "w=400&f=webp", "w=400&style=bw", "w=200&h=200&fit=cover&focus=smart"] {
        let (most, rendered) = memory::most(|| made(&file, query).unwrap());
        assert!(rendered.size.0 >= 200);
        assert!(most < 4 * MEBIBYTE, "`{query}` takes {} MiB", most / MEBIBYTE);
    }
}

#[test]
fn a_large_png_comes_row_by_row() {
    let samples: Vec<u8> = (0..4000 * 4000 * 4).map(|at: u32| (at / 64) as u8).collect();
    let file = png((4000, 4000), ColorType::Rgba, BitDepth::Eight, &samples, |_| {});
    drop(samples);
    let (most, _) = memory::most(|| made(&file, "w=400").unwrap());
    assert!(most < 8 * MEBIBYTE, "{} MiB", most / MEBIBYTE);
}

/// Whatever it is cut into: one strip is read row by row, and of tiles no more than one row stands in memory.
#[test]
fn a_large_tiff_comes_row_by_row() {
    let pixels = Pixels::draw((2500, 2500), |x, y| [(x / 10) as u8, (y / 10) as u8, 77]);
    for chunk in [Chunk::Strips(2500), Chunk::Strips(16), Chunk::Tiles(256, 256)] {
        let style = Style { packing: Packing::Deflate, chunk, ..Style::of(Kind::Rgb) };
        let file = style.draw(&pixels).bytes();
        let (most, _) = memory::most(|| made(&file, "w=400").unwrap());
        assert!(most < 8 * MEBIBYTE, "{chunk:?}: {} MiB", most / MEBIBYTE);
    }
}

/// Runs are told from the lowest row up, and are not drawn whole for that.
#[test]
fn a_large_bmp_comes_row_by_row() {
    let pixels = quarters((2500, 2500), 1);
    for bmp in [Bmp::deep(&pixels), Bmp::runs(&pixels, 8)] {
        let file = bmp.bytes();
        let (most, _) = memory::most(|| made(&file, "w=400").unwrap());
        assert!(most < 4 * MEBIBYTE, "{} MiB", most / MEBIBYTE);
    }
}
