//! The picture in the README: what each fit makes of a wide picture and a square box. It is drawn
//! from the geometry that the words hand to the pixels, so it cannot say anything else.
//!
//! `BLESS=1 cargo test -p sizewise --test fits` draws it anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "it can bless the picture that it checks")]

use sizewise::{Fit, Frame, Sides, Size, WindowPlace, Word};
use std::fmt::Write;

const PICTURE: (u32, u32) = (240, 160);
const BOX: u32 = 120;

const SCENE: &str = r##"<g id="scene">
<rect width="240" height="160" fill="#bfe0f2"/>
<circle cx="196" cy="36" r="18" fill="#ffd257"/>
<path d="M0 112 Q50 60 104 104 T240 84 V160 H0Z" fill="#7fb069"/>
<path d="M0 132 Q80 104 150 130 T240 120 V160 H0Z" fill="#5a8f53"/>
<path d="M34 92 h44 v36 h-44z" fill="#f4ead5"/>
<path d="M28 94 L56 68 L84 94Z" fill="#c8553d"/>
<rect x="50" y="108" width="12" height="20" fill="#6b4f3a"/>
</g>"##;

/// The asked box, dashed; and what comes out for it, within its own edge.
fn panel(index: u32, fit: &str) -> String {
    let (left, top) = (20 + index * 200, 54);
    let sides = Sides::Both { width: BOX, height: BOX, fit: Word::read(fit).unwrap() };
    let frame = Frame::new(Some(Size { sides, enlarge: false }), PICTURE);
    let WindowPlace::At { x, y } = frame.window.place else { panic!("this window has a place") };
    let (width, height) = frame.canvas;
    let mut svg = String::new();
    let text = |svg: &mut String, y: u32, weight: &str, text: &str| {
        writeln!(svg, r#"<text x="{left}" y="{y}" font-weight="{weight}">{text}</text>"#).unwrap();
    };
    text(&mut svg, top - 26, "bold", fit);
    text(&mut svg, top - 10, "normal", &format!("{width} × {height}"));
    writeln!(
        svg,
        r##"<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#fff"/>"##
    )
    .unwrap();
    writeln!(
        svg,
        r##"<svg x="{}" y="{}" width="{}" height="{}" viewBox="{x} {y} {} {}" preserveAspectRatio="none"><use href="#scene"/></svg>"##,
        left + frame.offset.0,
        top + frame.offset.1,
        frame.scaled.0,
        frame.scaled.1,
        frame.window.width,
        frame.window.height,
    )
    .unwrap();
    writeln!(svg, r##"<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#333"/>"##).unwrap();
    writeln!(svg, r##"<rect x="{left}" y="{top}" width="{BOX}" height="{BOX}" fill="none" stroke="#d33" stroke-dasharray="4 3"/>"##).unwrap();
    svg
}

fn drawing() -> String {
    let fits = Fit::spellings();
    let panels =
        fits.iter().zip(0..).map(|((fit, _), index)| panel(index, fit)).collect::<String>();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1020 200\" width=\"1020\" \
         height=\"200\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#222\">\n\
         <rect width=\"1020\" height=\"200\" fill=\"#f6f6f4\"/>\n<defs>{SCENE}</defs>\n{panels}</svg>\n"
    )
}

#[test]
fn the_picture_of_the_fits_shows_what_the_words_compute() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fits.svg");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, drawing()).unwrap();
    }
    let shown = std::fs::read_to_string(path).unwrap();
    assert!(shown == drawing(), "docs/fits.svg is out of date: draw it anew with BLESS=1");
}
