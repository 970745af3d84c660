//! What is drawn by words comes out as if it had been drawn at the size that is asked.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise::SourceFormat;
use sizewise_drawn::svg::{gzip, quarters, rect, svg, with_root};
use sizewise_drawn::{
    BLUE, GREEN, PAPER, Pixels, RED, Rgb, WHITE, made, seen, seen_through, ycbcr,
};
use sizewise_render::probe;

#[track_caller]
fn check(pixels: &Pixels, (x, y): (usize, usize), meant: Rgb) {
    let found = pixels.at(x, y);
    let is_near = found.iter().zip(meant).all(|(a, b)| a.abs_diff(b) <= 6);
    assert!(is_near, "{found:?} at {x}, {y}, expected {meant:?}");
}

/// What comes of a picture of 40 x 30, laid on white.
fn asked(content: &str, query: &str) -> Pixels {
    seen(&made(svg(content).as_bytes(), &format!("{query}&f=jpeg&q=95")).unwrap())
}

#[test]
fn a_root_element_says_how_large_a_picture_is() {
    for (attributes, size) in [
        ("width='40' height='30'", (40, 30)),
        ("width='40px' height='30px'", (40, 30)),
        ("width='40.2' height='29.5'", (41, 30)),
        ("width='2in' height='1in'", (192, 96)),
        ("width='21cm' height='29.7cm'", (794, 1123)),
        ("width='210mm' height='297mm'", (794, 1123)),
        ("width='72pt' height='6pc'", (96, 96)),
        ("width='10em' height='10ex'", (160, 80)),
        ("viewBox='0 0 64 48'", (64, 48)),
        ("viewBox='-10,-10 64.5,48'", (65, 48)),
        ("width='128' viewBox='0 0 64 48'", (128, 96)),
        ("height='24' viewBox='0 0 64 48'", (32, 24)),
        ("width='128' height='10' viewBox='0 0 64 48'", (128, 10)),
        ("width='100%' height='50%' viewBox='0 0 64 48'", (64, 24)),
        ("", (300, 150)),
        ("width='100%' height='100%'", (300, 150)),
        ("width='40'", (40, 150)),
        ("height='40'", (300, 40)),
        ("width='much' height='30' viewBox='0 0 64 48'", (40, 30)),
        ("width = \"40\"\n\theight\r\n=\n'30'", (40, 30)),
        ("data-width='1' width='40' height='30' stroke-width='2'", (40, 30)),
    ] {
        let source = probe(with_root(attributes, "").as_bytes()).unwrap();
        assert_eq!((source.width.get(), source.height.get()), size, "{attributes}");
        assert_eq!((source.format, source.frames.get()), (SourceFormat::Svg, 1));
        assert!(source.has_alpha);
    }
}

#[test]
fn every_way_to_say_a_size_shows_the_same() {
    let content = quarters((64.0, 48.0));
    for attributes in [
        "viewBox='0 0 64 48'",
        "width='64' height='48'",
        "width='2in' viewBox='0 0 64 48'",
        "height='10em' viewBox='0 0 64 48'",
        "width='50%' height='50%' viewBox='0 0 64 48'",
        "width='12.8' height='9.6' viewBox='0 0 64 48'",
    ] {
        let file = with_root(attributes, &content);
        for query in ["w=40", "w=400", "w=40&h=40&fit=cover", "rotate=90&rotate=90"] {
            let query = query.replace("rotate=90&rotate=90", "w=60&h=60&fit=fill");
            let pixels = seen(&made(file.as_bytes(), &format!("{query}&f=jpeg&q=95")).unwrap());
            let places = [(1, 1), (3, 1), (1, 3), (3, 3)];
            for ((x, y), colour) in places.into_iter().zip([RED, GREEN, BLUE, WHITE]) {
                check(&pixels, (pixels.width * x / 4, pixels.height * y / 4), colour);
            }
        }
    }
}

#[test]
fn what_nobody_gave_a_size_is_as_large_as_in_browsers() {
    let pixels =
        made(with_root("", &rect([0.0, 0.0, 150.0, 75.0], RED)).as_bytes(), "w=300&f=jpeg");
    let pixels = seen(&pixels.unwrap());
    assert_eq!((pixels.width, pixels.height), (300, 150));
    check(&pixels, (145, 70), RED);
    check(&pixels, (155, 70), PAPER);
    check(&pixels, (145, 80), PAPER);
}

#[test]
fn a_picture_lies_in_its_size_as_it_says() {
    let shown = |aspect: &str| {
        let root = format!("width='80' height='40' viewBox='0 0 10 10' {aspect}");
        let file = with_root(&root, &rect([0.0, 0.0, 10.0, 10.0], RED));
        let pixels = seen(&made(file.as_bytes(), "w=80&f=jpeg&q=95").unwrap());
        [5, 30, 50, 75].map(|x| pixels.at(x, 20)[1] < 100)
    };
    assert_eq!(shown(""), [false, true, true, false]);
    assert_eq!(shown("preserveAspectRatio='xMinYMid'"), [true, true, false, false]);
    assert_eq!(shown("preserveAspectRatio='xMaxYMid'"), [false, false, true, true]);
    assert_eq!(shown("preserveAspectRatio='xMidYMid slice'"), [true; 4]);
    assert_eq!(shown("preserveAspectRatio='none'"), [true; 4]);
}

/// The edge of a picture of 16 pixels is no wider in one of 1600.
#[test]
fn what_is_enlarged_is_drawn_anew() {
    let file = with_root("width='16' height='16'", &rect([0.0, 0.0, 8.0, 16.0], [0; 3]));
    for query in ["w=1600", "w=1601", "w=800&h=900&fit=cover", "crop=4_4_8_8&w=1600"] {
        let rendered = made(file.as_bytes(), &format!("{query}&f=png&bg=fff")).unwrap();
        let (width, height, pixels) = seen_through(&rendered);
        let row = &pixels[height / 2 * width..][..width];
        let soft = row.iter().filter(|pixel| (1..255).contains(&pixel[3])).count();
        assert!(soft <= 1, "`{query}`: {soft} pixels between black and nothing");
        let (left, right) = (row[2], row[width - 3]);
        assert_eq!((left, right[3]), ([0, 0, 0, 255], 0), "`{query}`");
    }
}

#[test]
fn a_small_part_of_a_large_picture_takes_no_more_than_the_part() {
    let file = with_root("width='100000' height='100000'", &rect([0.0, 0.0, 50_005.0, 1e5], RED));
    let pixels = seen(&made(file.as_bytes(), "crop=50000_50000_10_10&w=1000&f=jpeg&q=95").unwrap());
    assert_eq!((pixels.width, pixels.height), (1000, 1000));
    check(&pixels, (490, 500), RED);
    check(&pixels, (510, 500), PAPER);
}

#[test]
fn what_shines_through_still_does() {
    let content = "<rect width='20' height='30' fill='#c08040' fill-opacity='.5'/>";
    for query in ["f=png", "w=80&f=png", "w=80&f=webp"] {
        let (width, _, pixels) = seen_through(&made(svg(content).as_bytes(), query).unwrap());
        let half = pixels[width * 5 + 5];
        let meant = [0xc0, 0x80, 0x40, 128];
        let is_near = half.iter().zip(meant).all(|(a, b)| a.abs_diff(b) <= 6);
        assert!(is_near, "`{query}`: {half:?}");
        assert_eq!(pixels[width * 5 + width - 3][3], 0, "`{query}`");
    }
}

#[test]
fn every_option_works_as_for_pixels() {
    let content = quarters((40.0, 30.0));
    let at = |query: &str, (x, y): (usize, usize), colour: Rgb| {
        check(&asked(&content, query), (x, y), colour)
    };
    at("w=80", (10, 10), RED);
    at("w=80", (70, 50), WHITE);
    at("crop=20_0_20_15", (10, 7), GREEN);
    at("crop=20_0_20_15&w=200", (100, 75), GREEN);
    at("rotate=90&w=60", (50, 10), RED);
    at("rotate=90&w=60", (10, 10), BLUE);
    at("flip", (5, 5), BLUE);
    at("flop&w=400", (100, 75), GREEN);
    at("w=30&h=30&fit=cover&focus=left", (5, 5), RED);
    at("w=80&h=80&fit=contain&bg=204060", (40, 4), [0x20, 0x40, 0x60]);
    at("negate&w=80", (10, 10), RED.map(|value| 255 - value));
    let grey = [ycbcr(RED)[0]; 3];
    at("style=bw&w=80", (10, 10), grey);
    at("bg=204060", (5, 5), RED);
    let trimmed = asked(&rect([10.0, 10.0, 20.0, 10.0], RED), "trim=10");
    assert_eq!((trimmed.width, trimmed.height), (20, 10));
    for format in ["avif", "webp", "jpeg", "png"] {
        let rendered = made(svg(&content).as_bytes(), &format!("w=64&f={format}")).unwrap();
        let (width, _, pixels) = seen_through(&rendered);
        let [r, g, b, _] = pixels[width * 10 + 10];
        assert!([r, g, b].iter().zip(RED).all(|(a, b)| a.abs_diff(b) < 16), "{format}");
    }
}

/// Dark pixels of each half.
fn ink(content: &str) -> [usize; 2] {
    let pixels = asked(content, "w=160");
    let count = |from: usize| {
        let places = (0..pixels.height).flat_map(|y| (from..from + 80).map(move |x| (x, y)));
        places.filter(|&(x, y)| pixels.at(x, y)[0] < 128).count()
    };
    [count(0), count(80)]
}

#[test]
fn letters_are_there_whatever_family_is_asked() {
    let text = |style: &str, letters: &str| {
        ink(&format!("<text x='1' y='25' font-size='18' style='{style}'>{letters}</text>"))
    };
    let plain = text("", "M");
    assert!(plain[0] > 200 && plain[1] == 0, "{plain:?}");
    for family in ["serif", "sans-serif", "monospace", "cursive", "Helvetica, Arial", "No Such"] {
        assert_eq!(text(&format!("font-family:{family}"), "M"), plain, "{family}");
    }
    let bold = text("font-weight:bold", "M");
    assert!(bold[0] > plain[0] + 30, "{bold:?} {plain:?}");
    for letters in ["Ä", "Ω", "Ж", "ß", "ñ"] {
        let other = text("", letters);
        assert!(other[0] > 150 && other != plain, "{letters} {other:?}");
    }
    let right = ink("<text x='39' y='25' font-size='24' text-anchor='end'>I</text>");
    assert!(right[0] == 0 && right[1] > 50, "{right:?}");
}

#[test]
fn gradients_styles_uses_and_filters_are_drawn() {
    for (claim, content) in [
        (
            "a style sheet",
            "<style>.a{fill:url(#g)}</style><linearGradient id='g'><stop stop-color='#c81e28'/>\
             <stop offset='1' stop-color='#c81e28'/></linearGradient><rect class='a' width='40' height='30'/>",
        ),
        (
            "a use",
            "<defs><rect id='r' width='40' height='30' fill='#c81e28'/></defs><use href='#r'/>",
        ),
        (
            "a pattern",
            "<pattern id='p' width='4' height='4' patternUnits='userSpaceOnUse'>\
             <rect width='4' height='4' fill='#c81e28'/></pattern><rect width='40' height='30' fill='url(#p)'/>",
        ),
        (
            "a filter",
            "<filter id='f'><feFlood flood-color='#c81e28'/></filter>\
             <rect width='40' height='30' filter='url(#f)'/>",
        ),
        (
            "a mask and a cut",
            "<mask id='m'><rect width='40' height='30' fill='#fff'/></mask><clipPath id='c'>\
             <circle cx='20' cy='15' r='15'/></clipPath>\
             <rect width='40' height='30' fill='#c81e28' mask='url(#m)' clip-path='url(#c)'/>",
        ),
    ] {
        let pixels = asked(content, "w=80");
        let found = pixels.at(40, 30);
        assert!(found.iter().zip(RED).all(|(a, b)| a.abs_diff(b) < 6), "{claim}: {found:?}");
    }
}

#[test]
fn a_compressed_file_is_unpacked() {
    let file = gzip(svg(&quarters((40.0, 30.0))).as_bytes());
    assert_eq!(probe(&file).unwrap().format, SourceFormat::Svg);
    check(&seen(&made(&file, "w=80&f=jpeg&q=95").unwrap()), (10, 10), RED);
}
