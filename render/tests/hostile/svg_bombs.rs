//! SVGs of a few lines that would become large, or take long, or never end.

use crate::case::Kind::{Anything, Broken, Fine, TooMuch};
use crate::case::{Case, Kind, case};
use sizewise_drawn::COLOURS;
use sizewise_drawn::svg::{quarters, svg, with_root};

const MEBIBYTE: u64 = 1 << 20;

fn drawn(claim: &str, content: impl AsRef<str>, kind: Kind) -> Case {
    case(claim, svg(content.as_ref()).into_bytes(), kind).within(64 * MEBIBYTE)
}

fn well() -> String {
    quarters((40.0, 30.0))
}

/// What is ten times what is ten times what is a rectangle, and so on. `wrapped` says how one is made of an
/// element's name and what is in it, `used` how it is put to use.
fn powers(levels: usize, wrapped: fn(usize, &str) -> String, used: fn(usize) -> String) -> String {
    let first = wrapped(0, "<rect width='1' height='1'/>");
    let level = |level: usize| wrapped(level, &used(level - 1).repeat(10));
    [first, (1..levels).map(level).collect(), used(levels - 1)].concat()
}

pub(crate) fn entities() -> Vec<Case> {
    let laughs: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let long = "long ".repeat(1_000);
    let file = |declarations: &str, content: &str| {
        let doctype = format!("<!DOCTYPE svg [<!ENTITY l0 'lol'>{declarations}]>");
        [doctype, svg(content)].concat().into_bytes()
    };
    vec![
        case("a billion laughs", file(&laughs, "<text>&l9;</text>"), Broken),
        case(
            "a long laugh, often",
            file(&format!("<!ENTITY l '{long}'>"), &"<text>&l;</text>".repeat(10_000)),
            TooMuch,
        ),
        case("a laugh about itself", file("<!ENTITY l '&l;'>", "<text>&l;</text>"), Broken),
        case("elements in an entity", file("<!ENTITY l '<g><g>'>", "&l;"), Broken),
        case("an entity that nobody uses", file("", &well()), Fine(COLOURS)),
    ]
}

pub(crate) fn references() -> Vec<Case> {
    let group = |n: usize, inner: &str| format!("<g id='n{n}'>{inner}</g>");
    let symbol = |n: usize, inner: &str| format!("<symbol id='n{n}'>{inner}</symbol>");
    let used = |n: usize| format!("<use xlink:href='#n{n}'/>");
    let pattern = |n: usize, inner: &str| {
        format!("<pattern id='n{n}' width='.1' height='.1'>{inner}</pattern>")
    };
    let filled = |n: usize| format!("<rect width='9' height='9' fill='url(#n{n})'/>");
    let marker = |n: usize, inner: &str| {
        format!("<marker id='n{n}' markerWidth='9' markerHeight='9'>{inner}</marker>")
    };
    let marked = |n: usize| {
        format!("<path d='M0 0 1 1 2 2 3 3 4 4' style='stroke:red;marker-mid:url(#n{n})'/>")
    };
    let clip = |n: usize, inner: &str| format!("<clipPath id='n{n}'>{inner}</clipPath>");
    let clipped = |n: usize| format!("<rect width='9' height='9' clip-path='url(#n{n})'/>");
    let mask = |n: usize, inner: &str| format!("<mask id='n{n}'>{inner}</mask>");
    let masked = |n: usize| format!("<rect width='9' height='9' mask='url(#n{n})'/>");
    vec![
        drawn("a billion uses", powers(9, group, used), TooMuch),
        drawn("a billion uses of symbols", powers(9, symbol, used), TooMuch),
        drawn("a billion patterns", powers(9, pattern, filled), TooMuch),
        drawn("a billion markers", powers(9, marker, marked), TooMuch),
        drawn("a billion cuts", powers(9, clip, clipped), TooMuch),
        drawn("a billion masks", powers(9, mask, masked), TooMuch),
        drawn("forty patterns in each other", chain(pattern, filled), Anything),
        drawn("forty masks in each other", chain(mask, masked), Anything),
        drawn("forty cuts in each other", chain(clip, clipped), Anything),
        drawn("forty markers in each other", chain(marker, marked), Anything),
        drawn("forty groups in each other by name", chain(group, used), Anything),
        drawn("two hundred thousand uses", powers(5, group, used) + &used(4), Anything)
            .within(160 * MEBIBYTE),
        drawn("a thousand uses", powers(3, group, used) + &well(), Fine(COLOURS)),
        drawn("a billion patterns by a style sheet", styled(), TooMuch),
        drawn("markers that all inherit", inherited(), TooMuch),
    ]
}

/// What is in what is in a rectangle, and so on.
fn chain(wrapped: fn(usize, &str) -> String, used: fn(usize) -> String) -> String {
    let first = wrapped(0, "<rect width='1' height='1'/>");
    let level = |level: usize| wrapped(level, &used(level - 1));
    [first, (1..40).map(level).collect(), used(39)].concat()
}

/// The same where only a style sheet says what is painted with what.
fn styled() -> String {
    let pattern = |n: usize| {
        let inner = format!("<rect class='c{n}' width='9' height='9'/>").repeat(10);
        format!("<pattern id='n{n}' width='.1' height='.1'>{inner}</pattern>")
    };
    let rules: String = (1..10).map(|n| format!(".c{n}{{fill:url(#n{})}}", n - 1)).collect();
    let patterns: String = (0..9).map(pattern).collect();
    format!("<style>{rules}</style>{patterns}<rect class='c9' width='9' height='9'/>")
}

fn inherited() -> String {
    let path = format!("<path d='M0 0{}'/>", " 1 1".repeat(3_000));
    let marker = format!("<marker id='a'><g marker-mid='url(#b)'>{path}</g></marker>");
    let inner = format!("<marker id='b'>{path}</marker>");
    format!("{marker}{inner}<g marker-mid='url(#a)'>{path}</g>")
}

pub(crate) fn circles() -> Vec<Case> {
    let three = |wrapped: fn(usize, usize) -> String| {
        [wrapped(0, 1), wrapped(1, 2), wrapped(2, 0)].concat()
    };
    let group = |n: usize, next: usize| format!("<g id='n{n}'><use href='#n{next}'/></g>");
    let pattern = |n: usize, next: usize| {
        let inner = format!("<rect width='9' height='9' stroke='url(#n{next})'/>");
        let size = "patternUnits='userSpaceOnUse' width='9' height='9'";
        format!("<pattern id='n{n}' {size}>{inner}</pattern>")
    };
    let mask = |n: usize, next: usize| {
        format!("<mask id='n{n}'><rect mask='url(#n{next})' width='9' height='9'/></mask>")
    };
    let clip = |n: usize, next: usize| {
        format!("<clipPath id='n{n}' clip-path='url(#n{next})'><rect width='9'/></clipPath>")
    };
    let image = |n: usize, next: usize| {
        let filter = format!("<filter id='f{n}'><feImage href='#n{next}'/></filter>");
        format!("{filter}<rect id='n{n}' width='9' height='9' filter='url(#f{n})'/>")
    };
    let gradient = |n: usize, next: usize| {
        format!("<linearGradient id='n{n}' href='#n{next}'/><rect fill='url(#n{n})'/>")
    };
    vec![
        drawn("a use of itself", "<use id='a' href='#a'/>", Broken),
        drawn("a use of what it is in", "<g id='a'><use href='#a'/></g>", Broken),
        drawn("three groups that use each other", three(group), Broken),
        drawn("three patterns that paint each other", three(pattern), Broken),
        drawn("three masks that hide each other", three(mask), Broken),
        drawn("three cuts that cut each other", three(clip), Broken),
        drawn("three filters that show each other", three(image), Broken),
        drawn("three gradients that are like each other", three(gradient), Broken),
        case(
            "a pattern painted with itself by what it is in",
            with_root(
                "fill='url(#a)'",
                "<pattern id='a' width='.1' height='.1'><circle r='1'/></pattern><path d='M1 1l9 9'/>",
            )
            .into_bytes(),
            Broken,
        ),
        case(
            "the same by a style sheet that says so of what says otherwise",
            with_root(
                "style='stroke:url(#a)'",
                "<style>.b{stroke:inherit}</style><pattern id='a' width='.1' height='.1'>\
                 <circle r='1' stroke='red' class='b'/></pattern><path d='M1 1l9 9'/>",
            )
            .into_bytes(),
            Broken,
        ),
        case(
            "the same by what it uses",
            with_root(
                "fill='url(#a)'",
                "<pattern id='a' width='.1' height='.1'><use href='#b'/></pattern>\
                 <g fill='red'><circle id='b' r='1'/></g><path d='M1 1l9 9'/>",
            )
            .into_bytes(),
            Broken,
        ),
        case(
            "a pattern that says otherwise than what it is in",
            with_root(
                "width='40' height='30' fill='url(#a)'",
                &format!(
                    "<pattern id='a' width='9' height='9'><circle r='1' fill='red'/></pattern>{}",
                    well()
                ),
            )
            .into_bytes(),
            Fine(COLOURS),
        ),
        drawn(
            "a marker on itself",
            "<marker id='a'><path d='M0 0 9 9' marker-end='url(#a)'/></marker>",
            Broken,
        ),
    ]
}
