//! Pictures drawn by the program: skies, leaves, edges and grain, so that a file of them has about as many bits
//! a pixel as a photograph.

use crate::contestants::Tables;
use crate::pictures::{JpegFile, Sampling};
use crate::turbo::{self, Order, Settings};

/// A picture of a page.
const SMALL: (usize, usize) = (640, 480);
/// A picture of a camera.
const LARGE: (usize, usize) = (3000, 2000);

/// What cameras save with.
const QUALITY: u8 = 90;

/// Every sampling, baseline and progressive, with restart markers and without, small and large.
pub(crate) fn all() -> Vec<JpegFile> {
    [small(), every_kind(LARGE)].into_iter().flatten().collect()
}

/// The small ones of all.
pub(crate) fn small() -> Vec<JpegFile> {
    every_kind(SMALL)
}

/// One small and one large.
pub(crate) fn plain() -> Vec<JpegFile> {
    let settings = settings(Sampling::Ycc444, Order::Baseline, 0);
    [SMALL, LARGE].map(|size| file(&rgb(size), size, settings)).into()
}

fn every_kind(size: (usize, usize)) -> Vec<JpegFile> {
    let rgb = rgb(size);
    let mut files = Vec::new();
    for sampling in Sampling::ALL {
        for order in [Order::Baseline, Order::Progressive] {
            for restart_rows in [0, 1] {
                files.push(file(&rgb, size, settings(sampling, order, restart_rows)));
            }
        }
    }
    files
}

fn settings(sampling: Sampling, order: Order, restart_rows: u8) -> Settings {
    Settings { quality: QUALITY, sampling, tables: Tables::Stock, order, restart_rows }
}

fn file(rgb: &[u8], (width, height): (usize, usize), settings: Settings) -> JpegFile {
    let order = match settings.order {
        Order::Baseline => "baseline",
        Order::Progressive => "progressive",
    };
    let restarts = if settings.restart_rows == 0 { "" } else { " restarts" };
    let name = format!("drawn {width}x{height} {} {order}{restarts}", settings.sampling.name());
    let bytes = turbo::encoded_rgb(rgb, width, height, settings);
    JpegFile { name, bytes: bytes.expect("libjpeg encodes any pixels") }
}

fn rgb((width, height): (usize, usize)) -> Vec<u8> {
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| pixel(x as u32, y as u32)));
    pixels.flatten().collect()
}

fn pixel(x: u32, y: u32) -> [u8; 3] {
    // Leaves where the coarse noise is high, sky where it is low, and a hard edge between them.
    let relief = noise(x, y, 256, 1) + noise(x, y, 64, 2) / 2 - 128;
    let leaf = noise(x, y, 16, 3) + noise(x, y, 5, 4);
    let grain = (hash(x, y, 5) & 15) as i32 - 8;
    let [red, green, blue] = if relief > 40 {
        [leaf / 2 - 20, leaf * 2 / 3, leaf / 3 - 30]
    } else {
        [110 + relief / 3, 150 + relief / 3, 215 + relief / 6]
    };
    [red, green, blue].map(|value| (value + grain).clamp(0, 255) as u8)
}

/// 0..256, smooth between the corners of cells.
fn noise(x: u32, y: u32, cell: u32, seed: u32) -> i32 {
    let corner = |dx: u32, dy: u32| (hash(x / cell + dx, y / cell + dy, seed) & 255) as i32;
    let (across, down, cell) = ((x % cell) as i32, (y % cell) as i32, cell as i32);
    let top = corner(0, 0) * (cell - across) + corner(1, 0) * across;
    let bottom = corner(0, 1) * (cell - across) + corner(1, 1) * across;
    (top * (cell - down) + bottom * down) / (cell * cell)
}

fn hash(x: u32, y: u32, seed: u32) -> u32 {
    let mut bits =
        x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    bits = (bits ^ (bits >> 15)).wrapping_mul(0x2c1b_3c6d);
    bits = (bits ^ (bits >> 12)).wrapping_mul(0x297a_2d39);
    bits ^ (bits >> 15)
}
