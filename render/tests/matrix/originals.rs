//! One original of every kind.

use sizewise_drawn::avif::{Avif, Coding, Sampling as Chroma};
use sizewise_drawn::bmp::{BYTES, Bmp, V5};
use sizewise_drawn::gif::{self, Cel};
use sizewise_drawn::png::{Kind, Order, Png};
use sizewise_drawn::tiff::{Chunk, Extra, Kind as Stored, Packing, Style};
use sizewise_drawn::webp::{self, Webp};
use sizewise_drawn::{BLUE, Pixels, jpeg, quarters, svg};
use sizewise_jpeg::{Order as Scans, Sampling};

pub(crate) struct Original {
    pub(crate) name: &'static str,
    pub(crate) file: Vec<u8>,
    pub(crate) look: Look,
    pub(crate) frames: usize,
}

/// What is seen of the quarters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Colours,
    Grey,
    /// Nothing is where it is blue.
    Alpha,
}

pub(crate) fn originals((width, height): (usize, usize)) -> Vec<Original> {
    let size = (width as u32, height as u32);
    let upright = quarters(size, 1);
    let mut all = jpegs(&upright, size);
    all.extend(pngs(&upright));
    all.extend(webps_and_gifs(&upright));
    all.extend(avifs(&upright));
    all.extend(tiffs(&upright));
    all.extend(bmps(&upright));
    let sides = format!("width='{width}' height='{height}'");
    let vector = svg::with_root(&sides, &svg::quarters((width as f64, height as f64)));
    all.push(still("SVG", vector.into_bytes(), Look::Colours));
    all
}

fn still(name: &'static str, file: Vec<u8>, look: Look) -> Original {
    Original { name, file, look, frames: 1 }
}

fn jpegs(upright: &Pixels, size: (u32, u32)) -> Vec<Original> {
    let inks = |x: usize, y: usize| {
        let [r, g, b] = upright.at(x, y);
        [255 - r, 255 - g, 255 - b, 0]
    };
    let inks = jpeg::jpeg_of_inks((upright.width, upright.height), inks, true, None);
    vec![
        still("JPEG", upright.jpeg(Sampling::S444, 1), Look::Colours),
        still("JPEG on its side", quarters(size, 6).jpeg(Sampling::S444, 6), Look::Colours),
        still(
            "JPEG, progressive",
            jpeg::draw(upright, Sampling::S444, Scans::Progressive),
            Look::Colours,
        ),
        still("JPEG, grey", upright.jpeg(Sampling::Grey, 1), Look::Grey),
        still("JPEG, four inks", inks, Look::Colours),
    ]
}

fn pngs(upright: &Pixels) -> Vec<Original> {
    let png = |name, kind, depth, order, look| {
        still(name, Png::draw(upright, kind, depth, order).bytes(), look)
    };
    vec![
        png("PNG", Kind::Rgb, 8, Order::Rows, Look::Colours),
        png("PNG, 16 bits, interlaced", Kind::Rgb, 16, Order::Adam7, Look::Colours),
        png("PNG, palette", Kind::Indexed, 4, Order::Rows, Look::Colours),
        png("PNG, grey", Kind::Grey, 8, Order::Rows, Look::Grey),
        png("PNG with alpha", Kind::Rgba, 8, Order::Rows, Look::Alpha),
    ]
}

fn webps_and_gifs(upright: &Pixels) -> Vec<Original> {
    let upside = Pixels::draw((upright.width as u32, upright.height as u32), |x, y| {
        upright.at(x as usize, upright.height - 1 - y as usize)
    });
    let size = (upright.width as u32, upright.height as u32);
    let pictures = [upright, &upside, upright];
    let webps = pictures.map(|picture| webp::Cel {
        picture: Webp::lossless(picture),
        size,
        place: (0, 0),
        duration: 100,
        flags: 0,
    });
    let gifs = pictures.map(|picture| Cel {
        pixels: picture.clone(),
        place: (0, 0),
        delay: 10,
        disposal: 1,
        hidden: None,
    });
    let canvas = (size.0 as u16, size.1 as u16);
    let film = |name, file| Original { name, file, look: Look::Colours, frames: pictures.len() };
    vec![
        still("WebP", Webp::lossy(upright).bytes(), Look::Colours),
        still("WebP, lossless", Webp::lossless(upright).bytes(), Look::Colours),
        still("WebP with alpha", Webp::with_alpha(upright).bytes(), Look::Alpha),
        film("WebP, animated", webp::animation(size, 0, &webps).bytes()),
        still("GIF", gif::Gif::draw(upright).bytes(), Look::Colours),
        film("GIF, animated", gif::animation(canvas, Some(0), &gifs)),
    ]
}

fn avifs(upright: &Pixels) -> Vec<Original> {
    let plain = Coding::default();
    let deep = Coding { depth: 10, sampling: Chroma::Cs444, ..plain };
    let alpha = Pixels::draw((upright.width as u32, upright.height as u32), |x, y| {
        if upright.at(x as usize, y as usize) == BLUE { [0; 3] } else { [255; 3] }
    });
    let with_alpha = Avif::draw(upright, &plain).with_alpha(2, &alpha, &Coding::grey());
    vec![
        still("AVIF", Avif::draw(upright, &plain).bytes(), Look::Colours),
        still("AVIF, 10 bits", Avif::draw(upright, &deep).bytes(), Look::Colours),
        still("AVIF with alpha", with_alpha.bytes(), Look::Alpha),
        still("AVIF, grid", Avif::grid(upright, (96, 64), &plain).bytes(), Look::Colours),
    ]
}

fn tiffs(upright: &Pixels) -> Vec<Original> {
    let tiff = |name, style: Style, look| still(name, style.draw(upright).bytes(), look);
    let rgb = Style::of(Stored::Rgb);
    let tiles = Style {
        chunk: Chunk::Tiles(32, 32),
        packing: Packing::Lzw,
        predictor: 2,
        bits: 16,
        is_big_endian: true,
        ..rgb.clone()
    };
    let alpha = Style { extra: vec![Extra::Alpha], packing: Packing::Deflate, ..rgb.clone() };
    vec![
        tiff("TIFF", rgb, Look::Colours),
        tiff("TIFF, 16 bits, tiles", tiles, Look::Colours),
        tiff("TIFF, four inks", Style::of(Stored::Inks), Look::Colours),
        tiff("TIFF, grey", Style::of(Stored::WhiteIsZero), Look::Grey),
        tiff("TIFF with alpha", alpha, Look::Alpha),
    ]
}

fn bmps(upright: &Pixels) -> Vec<Original> {
    let alpha = Bmp::masked(upright, 32, &BYTES).with_header(V5);
    vec![
        still("BMP", Bmp::deep(upright).bytes(), Look::Colours),
        still("BMP, runs", Bmp::runs(upright, 8).bytes(), Look::Colours),
        still("BMP with alpha", alpha.bytes(), Look::Alpha),
    ]
}
