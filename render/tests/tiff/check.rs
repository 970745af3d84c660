//! Whether a file is read as it is meant, however it is cut and whatever the order of its bytes.

use sizewise_drawn::tiff::{Chunk, Style};
use sizewise_drawn::{Rgb, made, picture, seen};

/// The quarters of a picture of 40 x 30, whole and scaled.
#[track_caller]
pub(crate) fn check(name: &str, file: &[u8], meant: [Rgb; 4], tolerance: u8) {
    for (query, share) in [("f=png", 1), ("f=png&w=20", 2)] {
        let found = seen(&made(file, query).unwrap_or_else(|error| panic!("{name}: {error}")));
        assert_eq!((found.width, found.height), (40 / share, 30 / share), "{name}");
        for ((x, y), colour) in [(5, 5), (35, 5), (5, 25), (35, 25)].into_iter().zip(meant) {
            let found = found.at(x / share, y / share);
            let is_near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= tolerance);
            assert!(is_near, "{name}, `{query}`: {found:?} at {x}, {y}, not {colour:?}");
        }
    }
}

/// Four ways to write numbers, and the ways to cut a picture.
pub(crate) fn orders() -> impl Iterator<Item = (bool, bool, Chunk)> {
    let chunks = [Chunk::Strips(7), Chunk::Strips(30), Chunk::Tiles(16, 16), Chunk::Tiles(48, 32)];
    let orders = [(false, false), (true, false), (false, true), (true, true)];
    orders
        .into_iter()
        .flat_map(move |(big_endian, big)| chunks.map(|chunk| (big_endian, big, chunk)))
}

/// The style in every order, cut in every way, with samples together and apart.
pub(crate) fn check_orders(name: &str, style: &Style, meant: [Rgb; 4], tolerance: u8) {
    let pixels = picture();
    for (is_big_endian, is_big, chunk) in orders() {
        for is_planar in [false, true] {
            let style = Style { is_big_endian, is_big, chunk, is_planar, ..style.clone() };
            let order = if is_big_endian { "big" } else { "little" };
            let name = format!("{name}, {order}, {chunk:?}, planar {is_planar}, BigTIFF {is_big}");
            check(&name, &style.draw(&pixels).bytes(), meant, tolerance);
        }
    }
}
