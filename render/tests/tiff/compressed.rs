//! What is compressed is read.

use crate::check::{check, check_orders};
use sizewise_drawn::tiff::{Chunk, Kind, Packing, SHORT, Style};
use sizewise_drawn::{COLOURS, PAPER, Pixels, greys, made, picture, seen};

#[test]
fn every_compression_is_read() {
    use Packing::{Deflate, Lzw, OldLzw, PackBits, Plain};
    for packing in [Plain, PackBits, Lzw, OldLzw, Deflate] {
        for kind in [Kind::Rgb, Kind::BlackIsZero, Kind::Named] {
            let meant = if kind == Kind::BlackIsZero { greys() } else { COLOURS };
            let style = Style { packing, ..Style::of(kind) };
            check_orders(&format!("{packing:?} of {kind:?}"), &style, meant, 0);
        }
    }
}

#[test]
fn differences_are_added_up() {
    for packing in [Packing::Lzw, Packing::Deflate] {
        for bits in [8, 16, 32] {
            let style = Style { packing, bits, predictor: 2, ..Style::of(Kind::Rgb) };
            check_orders(&format!("{packing:?}, differences of {bits} bits"), &style, COLOURS, 0);
        }
        for (bits, predictor) in [(32, 2), (16, 3), (32, 3), (64, 3)] {
            let style = Style { packing, bits, predictor, is_float: true, ..Style::of(Kind::Rgb) };
            check_orders(&format!("{packing:?}, floats of {bits} bits"), &style, COLOURS, 0);
        }
    }
    // Nobody else looks at it where nothing is compressed.
    let plain = Style::of(Kind::Rgb).draw(&picture()).with(317, SHORT, &[2]);
    check("differences by a tag alone", &plain.bytes(), COLOURS, 0);
}

#[test]
fn jpegs_are_read() {
    for packing in [Packing::Jpeg, Packing::JpegWithTables] {
        for (kind, meant) in [
            (Kind::Rgb, COLOURS),
            (Kind::Ycc(1, 1), COLOURS),
            (Kind::BlackIsZero, greys()),
            (Kind::WhiteIsZero, greys()),
        ] {
            let style = Style { packing, ..Style::of(kind) };
            check_orders(&format!("{packing:?} of {kind:?}"), &style, meant, 6);
        }
        for chunk in [Chunk::Strips(8), Chunk::Strips(30), Chunk::Tiles(16, 16)] {
            let style = Style { packing, chunk, ..Style::of(Kind::Ycc(2, 2)) };
            let file = style.draw(&picture()).bytes();
            check(&format!("{packing:?} of smaller differences, {chunk:?}"), &file, COLOURS, 6);
        }
    }
}

#[test]
fn colour_differences_of_every_share_are_read() {
    for (across, down) in [(1, 1), (2, 1), (1, 2), (2, 2), (4, 1), (4, 2), (4, 4)] {
        for (packing, chunk) in [
            (Packing::Plain, Chunk::Strips(8)),
            (Packing::Lzw, Chunk::Strips(30)),
            (Packing::Deflate, Chunk::Tiles(16, 16)),
        ] {
            let style = Style { packing, chunk, ..Style::of(Kind::Ycc(across, down)) };
            let name = format!("{packing:?}, a difference for {across} x {down}");
            check(&name, &style.draw(&picture()).bytes(), COLOURS, 3);
        }
    }
    let untold = Style::of(Kind::Ycc(2, 2));
    let untold = Style { chunk: Chunk::Strips(8), ..untold }.draw(&picture()).without(530);
    check("two by two if nothing is said", &untold.bytes(), COLOURS, 3);
}

#[test]
fn faxes_are_read() {
    let [one, two] = [false, true].map(|is_two_dimensional| Packing::Fax { is_two_dimensional });
    let black_and_white = |x: u32, y: u32| {
        let is_black = (x < 20) == (y < 15) || (x * 7 + y * 3).is_multiple_of(11) || y == 3;
        if is_black { [0; 3] } else { PAPER }
    };
    for packing in [Packing::Rle, one, two, Packing::Fax4] {
        for size in [(40, 30), (8, 3), (2000, 7), (5200, 2)] {
            let pixels = Pixels::draw(size, black_and_white);
            for (kind, is_reversed) in
                [(Kind::WhiteIsZero, false), (Kind::WhiteIsZero, true), (Kind::BlackIsZero, false)]
            {
                let style = Style { bits: 1, packing, is_reversed, ..Style::of(kind) };
                let name = format!("{packing:?}, {size:?}, {kind:?}, reversed {is_reversed}");
                let made = made(&style.draw(&pixels).bytes(), "f=png");
                let found = seen(&made.unwrap_or_else(|error| panic!("{name}: {error}")));
                assert_eq!(found.pixels, pixels.pixels, "{name}");
            }
        }
    }
}
