//! PNG files that are broken, that lie, or that are only strange.

use crate::case::Kind::{Broken, Fine};
use crate::case::{Case, case, cuts};
use sizewise_drawn::png::{Kind, Order, Png, rows, stored};
use sizewise_drawn::spoil::flipped;
use sizewise_drawn::{
    ACROSS, BLUE, COLOURS, DOWN, GREEN, PAPER, Pixels, RED, Rgb, WHITE, greys, picture, quarters,
};

pub(crate) fn png() -> Png {
    Png::draw(&picture(), Kind::Rgb, 8, Order::Rows)
}

pub(crate) fn indexed() -> Png {
    Png::draw(&picture(), Kind::Indexed, 2, Order::Rows)
}

/// What the quarters look like that are stored so.
fn seen(kind: Kind, depth: u8) -> [Rgb; 4] {
    let most = (1u32 << depth.min(8)) - 1;
    let coarse = |sample: u8| ((u32::from(sample) * most + 127) / 255 * 255 / most) as u8;
    let [a, b, c, d] = match kind {
        Kind::Grey | Kind::GreyAlpha => greys().map(|colour| colour.map(coarse)),
        _ => COLOURS,
    };
    let has_alpha = matches!(kind, Kind::GreyAlpha | Kind::Rgba);
    [a, b, if has_alpha { PAPER } else { c }, d]
}

const KINDS: [(Kind, u8); 14] = [
    (Kind::Grey, 1),
    (Kind::Grey, 2),
    (Kind::Grey, 4),
    (Kind::Grey, 8),
    (Kind::Grey, 16),
    (Kind::Rgb, 8),
    (Kind::Rgb, 16),
    (Kind::Indexed, 2),
    (Kind::Indexed, 4),
    (Kind::Indexed, 8),
    (Kind::GreyAlpha, 8),
    (Kind::GreyAlpha, 16),
    (Kind::Rgba, 8),
    (Kind::Rgba, 16),
];

pub(crate) fn of_every_kind() -> Vec<Case> {
    let orders = KINDS.into_iter().flat_map(|kind| [(kind, Order::Rows), (kind, Order::Adam7)]);
    orders
        .map(|((kind, depth), order)| {
            let file = Png::draw(&picture(), kind, depth, order).bytes();
            case(format!("{kind:?}, {depth} bits, {order:?}"), file, Fine(seen(kind, depth)))
        })
        .collect()
}

pub(crate) fn truncated() -> Vec<Case> {
    let kinds = [
        (Kind::Rgb, 8, Order::Rows),
        (Kind::Rgba, 16, Order::Adam7),
        (Kind::Grey, 8, Order::Adam7),
        (Kind::Indexed, 2, Order::Rows),
    ];
    kinds
        .into_iter()
        .flat_map(|(kind, depth, order)| {
            let file = Png::draw(&picture(), kind, depth, order).bytes();
            cuts(&format!("{kind:?}, {depth} bits, {order:?}"), &file, Broken)
        })
        .collect()
}

pub(crate) fn sound() -> Vec<Case> {
    let (png, indexed) = (png(), indexed());
    let (file, data) = (png.bytes(), png.clone().body(b"IDAT").clone());
    let strip = |size, order| Png::draw(&quarters(size, 1), Kind::Rgb, 8, order).bytes();
    let mut parts = png.without(b"IDAT").without(b"IEND");
    parts.0.extend(data.chunks(7).map(|part| (*b"IDAT", part.to_vec())));
    parts.0.push((*b"IDAT", Vec::new()));
    parts.0.push((*b"IEND", Vec::new()));
    // The chunk's own checksum has said already that nothing is wrong.
    let wrong_sum = flipped(&data, data.len() - 1, 0);
    let before =
        |name: &[u8; 4], body: &[u8]| png.with_chunk(b"IDAT", *name, body.to_vec()).bytes();
    let more = [rows(&picture(), Kind::Rgb, 8, Order::Rows), vec![9; 999]].concat();
    vec![
        case("its pixels in many parts", parts.bytes(), Fine(COLOURS)),
        case("garbage behind the end", [&file[..], b"garbage"].concat(), Fine(COLOURS)),
        case("another file behind the end", [&file[..], &file].concat(), Fine(COLOURS)),
        case("an end that is missing its checksum", file[..file.len() - 4].to_vec(), Fine(COLOURS)),
        case("a chunk that nobody knows", before(b"abCd", b"words"), Fine(COLOURS)),
        case("a text", before(b"tEXt", b"Author\0Somebody"), Fine(COLOURS)),
        case("a text of nothing", before(b"tEXt", b""), Fine(COLOURS)),
        case("a text that is no zlib stream", before(b"zTXt", b"Author\0\0rubbish"), Fine(COLOURS)),
        case(
            "a profile that is no zlib stream",
            before(b"iCCP", b"name\0\0rubbish"),
            Fine(COLOURS),
        ),
        case("a profile of nothing", before(b"iCCP", b""), Fine(COLOURS)),
        case("EXIF of rubbish", before(b"eXIf", b"rubbish"), Fine(COLOURS)),
        case("a gamma of 0", before(b"gAMA", &[0; 4]), Fine(COLOURS)),
        case("a gamma of three bytes", before(b"gAMA", &[0; 3]), Fine(COLOURS)),
        case("an animation of no frames", before(b"acTL", &[0; 8]), Fine(COLOURS)),
        case(
            "more pixels than its sides say",
            png.with_body(b"IDAT", stored(&more)).bytes(),
            Fine(COLOURS),
        ),
        case(
            "garbage behind its zlib stream",
            png.with_body(b"IDAT", [&data[..], b"garbage"].concat()).bytes(),
            Fine(COLOURS),
        ),
        case("a palette of true colours", before(b"PLTE", &[7; 30]), Fine(COLOURS)),
        case(
            "a colour that is none",
            indexed.with_chunk(b"IDAT", *b"tRNS", vec![255, 255, 0]).bytes(),
            Fine([RED, GREEN, PAPER, WHITE]),
        ),
        case(
            "more that shines through than there are colours",
            indexed.with_chunk(b"IDAT", *b"tRNS", vec![255; 99]).bytes(),
            Fine(COLOURS),
        ),
        case(
            "a number beyond the palette",
            indexed.with_body(b"PLTE", [RED, GREEN].concat()).bytes(),
            Fine([RED, GREEN, [0; 3], [0; 3]]),
        ),
        case(
            "a colour of three that is none",
            before(b"tRNS", &BLUE.map(|sample| [0, sample]).concat()),
            Fine([RED, GREEN, PAPER, WHITE]),
        ),
        case(
            "a wrong checksum of what does not matter",
            flipped(&before(b"abCd", b"words"), png.place(b"IDAT") + 9, 0),
            Fine(COLOURS),
        ),
        case(
            "a wrong sum of its zlib stream",
            png.with_body(b"IDAT", wrong_sum).bytes(),
            Fine(COLOURS),
        ),
        case("one column", strip((1, 65_535), Order::Rows), Fine(DOWN)),
        case("one row", strip((65_535, 1), Order::Rows), Fine(ACROSS)),
        case("one interlaced column", strip((1, 65_535), Order::Adam7), Fine(DOWN)),
        case("one interlaced row", strip((65_535, 1), Order::Adam7), Fine(ACROSS)),
        case("a million rows", strip((1, 1_000_000), Order::Rows), Fine(DOWN)),
    ]
}

/// Nothing is drawn here that has no colours.
pub(crate) fn of_nothing() -> Vec<Case> {
    let clear = Pixels::draw((40, 30), |_, _| BLUE);
    let file = Png::draw(&clear, Kind::Rgba, 8, Order::Rows).bytes();
    vec![
        case("a picture that cannot be seen", file, Fine([PAPER; 4])),
        case("one that can", png().bytes(), Fine([RED, GREEN, BLUE, WHITE])),
    ]
}
