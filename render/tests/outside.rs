//! No picture makes us read a file or speak to anybody.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "there must be a file that could be read")]
#![allow(clippy::disallowed_types, reason = "there must be somebody who could be asked")]

use sizewise_drawn::svg::{quarters, svg};
use sizewise_drawn::whole::png_of;
use sizewise_drawn::{GREEN, Pixels, made, seen};
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// Whether something green shows that covers a picture's red quarter.
fn is_shown(content: &str) -> bool {
    let file = svg(&format!("{}{content}", quarters((40.0, 30.0))));
    let pixels = seen(&made(file.as_bytes(), "w=80&f=jpeg&q=95").unwrap());
    pixels.at(10, 10).iter().zip(GREEN).all(|(a, b)| a.abs_diff(b) < 8)
}

fn image(href: &str) -> String {
    format!(
        "<image width='40' height='30' href='{href}'/><image width='40' height='30' xlink:href='{href}'/>"
    )
}

#[test]
fn what_covers_a_picture_would_be_seen() {
    assert!(is_shown("<rect width='40' height='30' fill='#14a03c'/>"));
}

#[test]
fn a_file_that_is_there_does_not_show() {
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside.png");
    std::fs::write(&path, png_of(&Pixels::draw((40, 30), |_, _| GREEN))).unwrap();
    let path = path.to_str().unwrap();
    let relative = "outside.png";
    for href in [&format!("file://{path}"), path, relative, &format!("file:{path}")] {
        assert!(!is_shown(&image(href)), "{href}");
        let filter = format!("<filter id='f'><feImage href='{href}'/></filter>");
        let covered = format!("{filter}<g filter='url(#f)'><rect width='1' height='1'/></g>");
        assert!(!is_shown(&covered), "a filter of {href}");
        assert!(!is_shown(&format!("<rect width='40' height='30' fill='url({href})'/>")), "{href}");
    }
}

#[test]
fn nobody_is_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("http://{}/a", listener.local_addr().unwrap());
    for content in [
        image(&address),
        format!(
            "<style>@import '{address}';@font-face{{font-family:a;src:url({address})}}</style>"
        ),
        format!("<use href='{address}#a'/><filter id='f'><feImage href='{address}'/></filter>"),
        format!(
            "<g style='fill:url({address}#a);filter:url(#f)'><text font-family='a'>a</text></g>"
        ),
        format!("<?xml-stylesheet href='{address}'?><script href='{address}'/>"),
    ] {
        let _ = is_shown(&content);
    }
    let file = svg("<text>&a;</text>");
    let file = format!("<!DOCTYPE svg SYSTEM '{address}' [<!ENTITY a SYSTEM '{address}'>]>{file}");
    assert!(made(file.as_bytes(), "w=9&f=png").is_err(), "an entity from elsewhere");
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}
