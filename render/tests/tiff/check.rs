//! Whether a file is read as it is meant, however it is cut and whatever the order of its bytes.

pub(crate) use sizewise_drawn::check_quarters as check;
use sizewise_drawn::tiff::{Chunk, Style};
use sizewise_drawn::{Rgb, picture};

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
