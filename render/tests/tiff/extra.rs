//! Samples behind the colour: alpha, and what nobody knows.

use crate::check::check_orders;
use sizewise::Format;
use sizewise_drawn::tiff::{Extra, Kind, Packing, Style};
use sizewise_drawn::{BLUE, COLOURS, GREEN, RED, WHITE, greys, made, picture, seen_through};
use sizewise_render::probe;

#[test]
fn alpha_is_what_is_said_to_be() {
    for (name, extra) in [
        ("alpha", vec![Extra::Alpha]),
        ("alpha that colours are multiplied by", vec![Extra::Multiplied]),
        ("alpha behind a sample that nobody knows", vec![Extra::Unknown, Extra::Alpha]),
    ] {
        for (kind, colours) in [
            (Kind::Rgb, COLOURS),
            (Kind::BlackIsZero, greys()),
            (Kind::WhiteIsZero, greys()),
            (Kind::Named, COLOURS),
        ] {
            if kind == Kind::Named && extra == [Extra::Multiplied] {
                continue;
            }
            for (bits, is_planar, query) in
                [(8, false, "q=90"), (8, true, "w=20"), (16, false, "w=20"), (16, true, "q=90")]
            {
                let bits = if kind == Kind::Named { 8 } else { bits };
                let style = Style { bits, is_planar, extra: extra.clone(), ..Style::of(kind) };
                let file = style.draw(&picture()).bytes();
                assert!(probe(&file).unwrap().has_alpha);
                let made = made(&file, query).unwrap();
                assert_eq!(made.format, Format::Png);
                let (width, height, pixels) = seen_through(&made);
                let at = |x: usize, y: usize| pixels[height * y / 4 * width + width * x / 4];
                let [red, green, _, white] = colours.map(|[r, g, b]| [r, g, b, 255]);
                let found = [at(1, 1), at(3, 1), at(1, 3), at(3, 3)];
                assert_eq!(
                    found,
                    [red, green, [0; 4], white],
                    "{name}, {kind:?}, {bits}, {is_planar}"
                );
            }
        }
    }
}

/// Half of a colour that covers half is the whole colour.
#[test]
fn colours_are_divided_by_their_alpha() {
    let style = Style { extra: vec![Extra::HalfMultiplied], ..Style::of(Kind::Rgb) };
    let file = style.draw(&picture()).bytes();
    for query in ["q=90", "w=20"] {
        let (width, height, pixels) = seen_through(&made(&file, query).unwrap());
        let at = |x: usize, y: usize| pixels[height * y / 4 * width + width * x / 4];
        for ((x, y), meant) in [((1, 1), RED), ((3, 1), GREEN), ((3, 3), WHITE)] {
            let [r, g, b, alpha] = at(x, y);
            assert_eq!(alpha, 128, "`{query}`");
            let is_near = [r, g, b].iter().zip(meant).all(|(a, b)| a.abs_diff(b) <= 2);
            assert!(is_near, "`{query}`: {:?} is not {meant:?}", [r, g, b]);
        }
    }
}

#[test]
fn samples_that_nobody_knows_are_passed_over() {
    for extra in [vec![Extra::Unknown], vec![Extra::Unknown; 5]] {
        for (bits, packing, predictor) in [
            (8, Packing::Plain, 1),
            (8, Packing::Lzw, 2),
            (16, Packing::Deflate, 2),
            (4, Packing::Lzw, 1),
        ] {
            let style =
                Style { bits, packing, predictor, extra: extra.clone(), ..Style::of(Kind::Rgb) };
            let file = style.draw(&picture()).bytes();
            assert!(!probe(&file).unwrap().has_alpha);
            check_orders(&format!("{bits} bits, {packing:?}, {extra:?}"), &style, COLOURS, 9);
        }
    }
    let four = Style { extra: vec![Extra::Alpha], ..Style::of(Kind::Rgb) }.draw(&picture());
    assert!(probe(&four.without(338).bytes()).unwrap().has_alpha, "four of three without a word");
}

/// What is hidden does not come to light.
#[test]
fn colours_at_an_edge_do_not_mix_with_what_is_hidden() {
    let style = Style { extra: vec![Extra::Alpha], ..Style::of(Kind::Rgb) };
    let (width, _, pixels) = seen_through(&made(&style.draw(&picture()).bytes(), "w=27").unwrap());
    for (at, &[r, g, b, alpha]) in pixels.iter().enumerate() {
        let is_red = at % width < 12;
        let is_mixed = b > RED[2] + 3 && r.abs_diff(BLUE[0]) < 3 && g < BLUE[1] + 3;
        assert!(!(is_red && alpha > 0 && is_mixed), "{at}: {:?}", [r, g, b]);
    }
}
