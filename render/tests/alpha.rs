//! What shines through keeps shining through, and what cannot be seen never comes to light.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise_drawn::whole::{Rgba, png_with_alpha};
use sizewise_drawn::{Rgb, made, seen, seen_through};

/// A red disc on nothing. What is hidden around it is green, as some editors leave it.
fn disc() -> Vec<u8> {
    png_with_alpha((160, 160), |x, y| {
        let (x, y) = (f64::from(x) - 79.5, f64::from(y) - 79.5);
        if x.hypot(y) < 60.0 { [220, 20, 30, 255] } else { [0, 255, 0, 0] }
    })
}

const TRANSPARENT: [&str; 3] = ["png", "webp", "avif"];

#[test]
fn edges_have_the_colour_of_what_they_are_edges_of() {
    for format in TRANSPARENT {
        for query in ["w=40", "w=57", "w=160&flop", "w=60&blur=2", "w=80&h=30&fit=fill&rotate=90"] {
            let rendered = made(&disc(), &format!("{query}&q=95&f={format}")).unwrap();
            let (_, _, pixels) = seen_through(&rendered);
            let (mut clear, mut half, mut solid) = (0, 0, 0);
            for &[r, g, b, a] in &pixels {
                match a {
                    0..=7 => clear += 1,
                    250..=255 => solid += 1,
                    _ => half += 1,
                }
                // Lossy formats smear what is seen less well.
                let tolerance = match (format, a) {
                    ("png", 64..) => 4,
                    ("png", _) => 20,
                    (_, 128..) => 45,
                    _ => 255,
                };
                let is_red = r.abs_diff(220) <= tolerance
                    && g.abs_diff(20) <= tolerance
                    && b.abs_diff(30) <= tolerance;
                assert!(is_red || a < 16, "`{query}` in {format}: {:?}", [r, g, b, a]);
            }
            assert!(clear > 0 && solid > 0, "{format} {query}: {clear} {half} {solid}");
            assert!(half > 0 || query.contains("160"), "{format} {query}");
        }
    }
}

#[test]
fn where_nothing_can_shine_through_the_background_does() {
    for (query, background) in [("", [255; 3]), ("&bg=204060", [0x20, 0x40, 0x60])] {
        for extra in ["", "&fit=contain&h=90"] {
            let pixels = seen(&made(&disc(), &format!("w=80&f=jpeg&q=95{query}{extra}")).unwrap());
            let is = |(x, y): (usize, usize), colour: Rgb| {
                let found = pixels.at(x, y);
                assert!(found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 8), "{found:?}");
            };
            is((3, 3), background);
            is((40, 45), [220, 20, 30]);
        }
    }
}

/// Between a colour and its background lie only mixtures of both: no dark fringe, no light one.
#[test]
fn a_picture_on_a_background_has_no_fringes() {
    let rendered = made(&disc(), "w=50&f=jpeg&q=100&bg=dc141e").unwrap();
    for pixel in seen(&rendered).pixels {
        let off = pixel.iter().zip([220u8, 20, 30]).map(|(a, b)| a.abs_diff(b)).max().unwrap();
        assert!(off < 12, "{pixel:?}");
    }
}

#[test]
fn a_canvas_may_be_nothing_or_half_of_something() {
    for format in TRANSPARENT {
        for (background, meant) in [("00000000", 0), ("ff000080", 128), ("ff0000", 255)] {
            let query = format!("w=60&h=90&fit=contain&bg={background}&q=90&f={format}");
            let (width, _, pixels) = seen_through(&made(&disc(), &query).unwrap());
            let border = pixels[3 * width + 30];
            assert!(border[3].abs_diff(meant) < 4, "{format}, {background}: {border:?}");
            // What lies on the canvas keeps its own alpha.
            let corner = pixels[17 * width + 2];
            assert!(corner[3] < 20, "{format}, {background}: {corner:?}");
            let middle = pixels[45 * width + 30];
            assert!(middle[3] > 250, "{format}, {background}: {middle:?}");
        }
    }
}

#[test]
fn alpha_that_hides_nothing_is_not_written() {
    let solid = png_with_alpha((64, 48), |x, y| [x as u8 * 3, y as u8 * 5, 90, 255]);
    for format in TRANSPARENT {
        let rendered = made(&solid, &format!("w=32&f={format}")).unwrap();
        seen(&rendered);
        let source = sizewise_render::probe(&rendered.bytes);
        if let Ok(source) = source {
            assert!(!source.has_alpha, "{format}");
        }
    }
}

#[test]
fn options_leave_alpha_as_it_is() {
    let plain = seen_through(&made(&disc(), "w=64").unwrap()).2;
    for query in ["style=bw", "negate", "tint=3060c0", "normalize", "sharpen=2"] {
        let found = seen_through(&made(&disc(), &format!("w=64&{query}")).unwrap()).2;
        let alphas = |pixels: &[Rgba]| pixels.iter().map(|pixel| pixel[3]).collect::<Vec<_>>();
        assert_eq!(alphas(&found), alphas(&plain), "{query}");
        assert_ne!(found, plain, "{query}");
    }
}

/// What is hidden does not count as something that differs.
#[test]
fn a_clear_border_is_cut_off_whatever_it_hides() {
    let file =
        png_with_alpha((100, 80), |x, y| match ((20..60).contains(&x), (10..40).contains(&y)) {
            (true, true) => [10, 20, 200, 255],
            _ => [x as u8 * 2, y as u8 * 3, 77, 0],
        });
    let rendered = made(&file, "trim=5").unwrap();
    assert_eq!(rendered.size, (40, 30));
    assert!(seen(&rendered).pixels.iter().all(|pixel| *pixel == [10, 20, 200]));
}
