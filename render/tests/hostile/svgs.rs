//! SVGs that ask for more than there is, for what is none of theirs, or for what cannot be; and some that are only
//! strange.

use crate::case::Kind::{Broken, Fine, NotAPicture, TooMuch};
use crate::case::{Case, Kind, case};
use sizewise_drawn::svg::{gzip, nested, quarters, svg, utf16, with_root};
use sizewise_drawn::{COLOURS, PAPER};

const MEBIBYTE: u64 = 1 << 20;
const DECLARED: &str = "<?xml version='1.0' encoding='UTF-8'?>";

/// All is well with what is drawn beside it.
fn well() -> String {
    quarters((40.0, 30.0))
}

fn drawn(claim: &str, content: String, kind: Kind) -> Case {
    case(claim, svg(&content).into_bytes(), kind).within(32 * MEBIBYTE)
}

/// With the quarters behind it, which must be seen.
fn beside(claim: &str, content: &str) -> Case {
    drawn(claim, [content, &well()].concat(), Fine(COLOURS))
}

fn with_size(claim: &str, size: &str, kind: Kind) -> Case {
    case(claim, with_root(size, &well()).into_bytes(), kind)
}

pub(crate) fn sound() -> Vec<Case> {
    let plain = svg(&well());
    let file = |text: String| text.into_bytes();
    let prefixed = plain.replace("xmlns=", "xmlns:s=").replace("<rect", "<s:rect");
    let prefixed = prefixed.replace("<svg", "<s:svg").replace("</svg", "</s:svg");
    let doctype = "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/svg.dtd'";
    let entity = plain.replace("'http://www.w3.org/2000/svg'", "'&ns;'");
    let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><!-- \u{e9} -->";
    let latin = latin.chars().map(|c| c as u8).chain(plain.bytes()).collect();
    let cases = vec![
        ("an SVG", file(plain.clone())),
        ("a mark of its bytes in front", file(format!("\u{feff}{plain}"))),
        ("a declaration in front", file(format!("{DECLARED}\n{plain}"))),
        (
            "a comment in front",
            file(format!("<!-- <html> > -- ' -->\n{plain}").replace("-- '", "'")),
        ),
        ("a doctype in front", file(format!("{doctype}>{plain}"))),
        (
            "an entity that names a namespace",
            file(format!("{doctype} [<!ENTITY ns \"http://www.w3.org/2000/svg\">]>{entity}")),
        ),
        ("a prefix", file(prefixed)),
        ("two bytes for each character", utf16(&plain, u16::to_le_bytes)),
        ("two bytes, the higher first", utf16(&plain, u16::to_be_bytes)),
        ("letters of the west", latin),
        ("compressed", gzip(plain.as_bytes())),
    ];
    cases.into_iter().map(|(claim, file)| case(claim, file, Fine(COLOURS))).collect()
}

pub(crate) fn no_svgs() -> Vec<Case> {
    [
        ("an SVG in a page", b"<!doctype html><svg></svg>".to_vec()),
        ("another document", b"<?xml version='1.0'?><feed><svg/></feed>".to_vec()),
        ("a comment that does not end", b"<!-- <svg width='1' height='1'/>".to_vec()),
        ("a doctype that does not end", b"<!DOCTYPE svg [ <svg width='1' height='1'/>".to_vec()),
        ("a name that only begins so", b"<svgs width='1' height='1'/>".to_vec()),
        ("a compressed text", gzip(b"a text")),
        ("a root that is too far away", [&vec![b' '; 70_000][..], b"<svg/>"].concat()),
    ]
    .map(|(claim, file)| case(claim, file, NotAPicture))
    .into()
}

pub(crate) fn sizes_that_lie() -> Vec<Case> {
    vec![
        with_size("no width", "width='0' height='30'", Broken),
        with_size("a width of less than nothing", "width='-40' height='30'", Broken),
        with_size("a width of almost nothing", "width='1e-30' height='30'", Broken),
        with_size("no height of percent", "width='40' height='0%' viewBox='0 0 40 30'", Broken),
        with_size("a width that is no number", "width='NaN' viewBox='0 0 40 30'", Fine(COLOURS)),
        with_size("an endless width", "width='inf' viewBox='0 0 40 30'", Fine(COLOURS)),
        with_size("a width with too many digits", "width='1e999' height='30'", Kind::Anything),
        with_size("a billion pixels", "width='1e9' height='1e9' viewBox='0 0 40 30'", TooMuch),
        with_size("miles of it", "width='9999999in' height='1in'", TooMuch),
        with_size("a box of nothing", "viewBox='0 0 0 0'", Fine([PAPER; 4])),
        with_size("a box of another size", "width='9' viewBox='0 0 40 30'", Fine(COLOURS)),
        with_size("a box far away", "viewBox='1e30 1e30 1 1'", Kind::Anything),
        with_size("a box that is too wide", "viewBox='0 0 1e30 1e30'", TooMuch),
        with_size(
            "a large one",
            "width='999999' height='749999' viewBox='0 0 40 30'",
            Fine(COLOURS),
        ),
    ]
}

pub(crate) fn broken() -> Vec<Case> {
    let plain = svg(&well());
    let cut = |tenth: usize| plain.as_bytes()[..plain.len() * tenth / 10].to_vec();
    let compressed = gzip(plain.as_bytes());
    let mut liar = compressed.clone();
    let end = liar.len() - 4;
    liar[end..].copy_from_slice(&9_000_000_u32.to_le_bytes());
    let mut cases: Vec<_> =
        (3..10).map(|tenth| case(format!("{tenth}0 % of an SVG"), cut(tenth), Broken)).collect();
    cases.extend([
        case("a compressed file that is cut off", compressed[..60].to_vec(), Kind::Anything),
        case("a compressed file that lies about its length", liar, Broken),
        case("bytes that are no text", [plain.as_bytes(), b"\xff\xfe"].concat(), Broken),
        drawn("an element that does not end", "<g>".into(), Broken),
        drawn("an end without a beginning", "</g>".into(), Broken),
        drawn("two attributes of a name", "<g id='a' id='b'/>".into(), Broken),
        drawn("an entity that nobody declared", "<g id='&lol;'/>".into(), Broken),
        drawn("a prefix that nobody declared", "<no:g/>".into(), Broken),
        case("two roots", format!("{plain}{plain}").into_bytes(), Broken),
    ]);
    cases
}

/// Whatever it asks for from outside, it does not get, and nobody is asked.
pub(crate) fn curious() -> Vec<Case> {
    let entity = "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
    let pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
    let image = |href: &str| format!("<image width='40' height='30' href='{href}'/>");
    vec![
        case(
            "an entity that is a file",
            format!("{entity}{}", svg("<text>&x;</text>")).into_bytes(),
            Broken,
        ),
        case(
            "parts of a doctype that are a file",
            format!(
                "<!DOCTYPE svg [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]>{}",
                svg(&well())
            )
            .into_bytes(),
            Kind::Anything,
        ),
        beside("a picture that is a file", &image("file:///etc/passwd")),
        beside("a picture on a path", &image("/etc/passwd")),
        beside("a picture somewhere else", &image("http://127.0.0.1:9/a.png")),
        beside("a picture within it", &image(pixel)),
        beside(
            "an SVG within it",
            &image("data:image/svg+xml,<svg/>").replace("<svg/>", "%3Csvg/%3E"),
        ),
        beside("a part of another file", "<use xlink:href='other.svg#a'/>"),
        beside(
            "a style sheet from elsewhere",
            "<style>@import url('http://127.0.0.1:9/');</style>",
        ),
        beside(
            "a font from elsewhere",
            "<style>@font-face{font-family:a;src:url('http://127.0.0.1:9/')}</style>",
        ),
        beside("a style sheet in front", "<?xml-stylesheet href='http://127.0.0.1:9/a.css'?>"),
        beside("a script", "<script>while (true) {}</script>"),
        beside("what is done when it is loaded", "<g onload='alert(1)'/>"),
        beside("a page", "<foreignObject width='40' height='30'><p>text</p></foreignObject>"),
        beside("a paint from elsewhere", "<rect width='9' height='9' fill='url(other.svg#a)'/>"),
        drawn(
            "a filter that takes from elsewhere",
            format!(
                "<filter id='f'><feImage href='http://127.0.0.1:9/'/></filter><g filter='url(#f)'>{}</g>",
                well()
            ),
            Kind::Anything,
        ),
    ]
}

pub(crate) fn floods() -> Vec<Case> {
    let many = |element: &str, count: usize| element.repeat(count);
    vec![
        drawn("a million groups in each other", nested("<g>", "", "</g>", 100_000), TooMuch),
        drawn("a thousand groups in each other", nested("<g>", &well(), "</g>", 1_000), TooMuch),
        drawn("ninety groups in each other", nested("<g>", &well(), "</g>", 90), Fine(COLOURS)),
        drawn(
            "ninety groups that shine through",
            nested("<g opacity='.999'>", &well(), "</g>", 90),
            Fine(COLOURS),
        ),
        drawn(
            "ninety SVGs in each other",
            nested("<svg width='40' height='30'>", &well(), "</svg>", 90),
            Fine(COLOURS),
        ),
        drawn("levels that a comment hides", hidden(), TooMuch),
        drawn("a million elements", many("<g/>", 1_000_000), TooMuch).within(4 * MEBIBYTE),
        drawn("a tag of a hundred thousand attributes", attributes(100_000), TooMuch),
        drawn("a million signs of attributes", many("=", 1_000_000), TooMuch),
        drawn("namespaces without end", namespaces(6_000), TooMuch),
        drawn("four thousand namespaces", namespaces(4_000), Fine(COLOURS)),
        case("eleven megabytes", with_root(&" ".repeat(11_000_000), "").into_bytes(), TooMuch),
        case("eleven megabytes, compressed", gzip(&vec![b' '; 11_000_000]), TooMuch),
        beside("a hundred thousand elements", &many("<g/>", 100_000)).within(64 * MEBIBYTE),
        drawn("a style sheet of every combination", combinations(), TooMuch),
    ]
}

/// Levels in what looks like one to those who do not see comments.
fn hidden() -> String {
    nested("<g><!--</g>-->", "", "</g>", 5_000)
}

fn attributes(count: usize) -> String {
    let attributes: String = (0..count).map(|number| format!(" a{number}=''")).collect();
    format!("<g{attributes}/>")
}

fn namespaces(count: usize) -> String {
    let element = |number| format!("<g xmlns:a{number}='a{number}'/>");
    [&(0..count).map(element).collect::<String>(), &well()[..]].concat()
}

fn combinations() -> String {
    let rule = |number: usize| format!("g g g g g g g g g g .a{number}{{fill:red}}");
    let rules: String = (0..100).map(rule).collect();
    format!("<style>{rules}</style>{}", nested("<g>", "<g/>", "</g>", 60))
}
