//! SVGs that would take long to be drawn, or much memory, or whose style sheets are none.

use crate::case::Kind::{Anything, Fine, TooMuch};
use crate::case::{Case, Kind, case};
use sizewise_drawn::svg::{quarters, svg, with_root};
use sizewise_drawn::{COLOURS, PAPER};

const MEBIBYTE: u64 = 1 << 20;

fn drawn(claim: &str, content: impl AsRef<str>, kind: Kind) -> Case {
    case(claim, svg(content.as_ref()).into_bytes(), kind).within(64 * MEBIBYTE)
}

fn well() -> String {
    quarters((40.0, 30.0))
}

pub(crate) fn work() -> Vec<Case> {
    let filtered = |filter: &str| {
        let region = "x='-9999' y='-9999' width='99999' height='99999'";
        format!("<filter id='f' {region}>{filter}</filter><g filter='url(#f)'>{}</g>", well())
    };
    let wide = |rect: &str, times: usize| {
        let rect = format!("<rect x='-1e6' y='-1e6' width='2e6' height='2e6' {rect}/>");
        rect.repeat(times) + &well()
    };
    let pattern = "<pattern id='p' width='1e6' height='1e6' patternUnits='userSpaceOnUse'>\
                   <rect width='9' height='9'/></pattern><rect width='9' height='9' fill='url(#p)'/>";
    let dashes = "<path stroke='red' stroke-dasharray='1e-5' d='M0 0 40 30'/>";
    vec![
        drawn("a filter far beyond the picture", filtered("<feFlood/>"), Anything),
        drawn(
            "a blur of a million pixels",
            filtered("<feGaussianBlur stdDeviation='1e6'/>"),
            Anything,
        ),
        drawn(
            "what is swollen",
            filtered("<feMorphology operator='dilate' radius='99999'/>"),
            Anything,
        ),
        drawn(
            "turbulence without end",
            filtered("<feTurbulence baseFrequency='.1' numOctaves='4000000'/>"),
            TooMuch,
        ),
        drawn(
            "a thousand blurs",
            filtered(&"<feGaussianBlur stdDeviation='9'/>".repeat(1_000)),
            TooMuch,
        ),
        drawn("a pattern of a million pixels a side", pattern, TooMuch),
        drawn("four million dashes", dashes, Anything),
        drawn("dashes, a thousand times", dashes.repeat(1_000), TooMuch),
        drawn("a thousand covers", wide("", 1_000), Fine(COLOURS)),
        drawn("layers without end", wide("opacity='.9'", 40_000), TooMuch),
        drawn(
            "lines that cross each other",
            format!("<path d='M0 0{}'/>", zigzag(50_000)),
            TooMuch,
        ),
        drawn(
            "lines that cross each other, fewer",
            format!("<path d='M0 0{}'/>", zigzag(3_000)),
            Anything,
        ),
        drawn(
            "a path of a million points",
            format!("<path stroke='red' d='M0 0{}'/>{}", "h1".repeat(1_000_000), well()),
            Kind::Anything,
        ),
        drawn(
            "letters without end",
            format!("<text y='9'>{}</text>", "a".repeat(200_000)),
            TooMuch,
        ),
        drawn(
            "letters that there are none of",
            format!("<text y='9'>{}</text>", "\u{6f22}".repeat(5_000)),
            Anything,
        ),
        drawn("letters that each stand elsewhere", placed(), Anything),
        drawn("letters on a long way", along(), TooMuch),
        drawn("a letter as large as a town", "<text font-size='1e9'>a</text>", Anything),
        drawn(
            "a transform of nothing",
            format!("<g transform='scale(0)'>{}</g>", well()),
            Fine([PAPER; 4]),
        ),
        drawn(
            "a transform beyond all numbers",
            format!("<g transform='scale(1e38) scale(1e38)'>{}</g>", well()),
            Anything,
        ),
        case(
            "much in a picture of nothing",
            with_root("width='.001' height='.001' viewBox='0 0 1e9 1e9'", &well()).into_bytes(),
            Anything,
        ),
    ]
}

fn zigzag(lines: usize) -> String {
    (0..lines)
        .map(|n| format!(" {} {}", (n * 7919) % 40, if n % 2 == 0 { 30 } else { 0 }))
        .collect()
}

fn placed() -> String {
    let places: String = (0..5_000).map(|n| format!("{} ", n % 40)).collect();
    format!("<text y='9' x='{places}' rotate='{places}'>{}</text>", "a".repeat(5_000))
}

fn along() -> String {
    let path = format!("<path id='w' d='M0 0{}'/>", "l1 1".repeat(5_000));
    format!("{path}<text><textPath href='#w'>{}</textPath></text>", "a".repeat(5_000))
}

/// What takes long where each of many is held against all others.
pub(crate) fn crowds() -> Vec<Case> {
    let stops = |count: usize| {
        let stops = "<stop offset='.5' stop-color='red'/>".repeat(count);
        let painted = "<rect width='40' height='30' fill='url(#g)'/>";
        format!("<linearGradient id='g'>{stops}</linearGradient>{painted}")
    };
    let like = |n: usize| format!("<linearGradient id='g{n}' href='#g{}'/>", n + 1);
    let alike: String = (0..90).map(like).collect();
    let rules: String = (0..2_000).map(|n| format!(".a{n}{{fill:red}}")).collect();
    let styled = "<g class='a1'/>".repeat(12_000);
    vec![
        drawn("a hundred thousand stops", stops(100_000), TooMuch),
        drawn("three hundred stops", stops(300), Anything),
        drawn(
            "gradients that are like each other",
            format!("{alike}{}", "<rect fill='url(#g0)' width='9' height='9'/>".repeat(2_000)),
            TooMuch,
        ),
        drawn(
            "a text of eight thousand texts",
            format!("<text y='9'>{}</text>", "<tspan>a</tspan>".repeat(8_000)),
            TooMuch,
        ),
        drawn(
            "classes without end",
            format!(
                "<style>{}</style>{}",
                (0..300).map(|n| format!("[class~=x{n}]{{fill:red}}")).collect::<String>(),
                format!("<g class='{}'/>", "a ".repeat(30_000)).repeat(100)
            ),
            TooMuch,
        ),
        drawn(
            "two thousand rules for twelve thousand groups",
            format!("<style>{rules}</style>{styled}"),
            TooMuch,
        ),
    ]
}

/// What those who draw styles should not stumble over.
pub(crate) fn styles() -> Vec<Case> {
    let sheet = |text: &str| format!("<style>{text}</style>{}", well());
    [
        "}",
        "{",
        "}}}{{{",
        "a",
        "a{",
        "a{b",
        "a{b:",
        "a{b:c",
        "@",
        "@media",
        "@media {",
        "@media{a{b:c}}",
        "/*",
        "*/",
        ",",
        ",,,{}",
        "a,{fill:red}",
        "[",
        "[a",
        "[a=",
        "a:",
        "a::b{}",
        ":not(a){}",
        "#",
        ".",
        "a>",
        "a>>b{}",
        "+",
        "!important",
        "a{fill:url(}",
        "a{fill:url(#",
        "\\",
        "\u{0}",
        "&lt;!--",
        "a{b:'",
        "a b c{;;;;}",
        "{}a{}",
        ";",
        "a;b{c:d}",
    ]
    .into_iter()
    .map(|text| drawn(&format!("the style sheet `{text}`"), sheet(text), Anything))
    .collect()
}
