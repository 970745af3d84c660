//! GIF files that are broken, that lie, or that are only strange.

use crate::case::Kind::{Anything, Broken, Fine, TooMuch};
use crate::case::{Case, case, cuts};
use sizewise_drawn::gif::{Codes, Gif, bomb, parts, plain};
use sizewise_drawn::spoil::flipped;
use sizewise_drawn::{
    ACROSS, BLUE, COLOURS, DOWN, GREEN, PAPER, RED, WHITE, number, picture, quarters,
};

fn gif() -> Gif {
    Gif::draw(&picture())
}

/// Rows in the order of four passes.
fn interlaced() -> Gif {
    let pixels = picture();
    let passes = [(0, 8), (4, 8), (2, 4), (1, 2)];
    let rows = passes.into_iter().flat_map(|(first, step)| (first..pixels.height).step_by(step));
    let numbers: Vec<_> = rows
        .flat_map(|y| (0..pixels.width).map(move |x| (x, y)))
        .map(|(x, y)| number(pixels.at(x, y)))
        .collect();
    Gif { flags: 0x40, data: parts(&plain(&numbers, 2)), ..gif() }
}

fn with_data(codes: &[(u32, u32)]) -> Gif {
    let mut data = Codes::default();
    codes.iter().for_each(|&(code, length)| data.push(code, length));
    Gif { data: parts(&data.bytes()), ..gif() }
}

/// The numbers of all pixels and these behind them.
fn with_numbers(more: &[u8]) -> Gif {
    let numbers = picture().pixels.into_iter().map(number).chain(more.iter().copied());
    Gif { data: parts(&plain(&numbers.collect::<Vec<_>>(), 2)), ..gif() }
}

/// All pixels, and nothing that says so.
fn without_end() -> Gif {
    let numbers: Vec<_> = picture().pixels.into_iter().map(number).collect();
    // One pixel more stands where the end would.
    let mut codes = plain(&numbers, 2);
    let last = codes.len() - 1;
    codes[last] = 0;
    Gif { data: parts(&codes), ..gif() }
}

pub(crate) fn truncated() -> Vec<Case> {
    let files = [("a GIF", gif().bytes()), ("interlaced", interlaced().bytes())];
    files.iter().flat_map(|(name, file)| cuts(name, file, Broken)).collect()
}

pub(crate) fn sound() -> Vec<Case> {
    let file = gif().bytes();
    let control = |flags, number| vec![0x21, 0xf9, 4, flags, 0, 0, number, 0];
    let strip = |size| Gif::draw(&quarters(size, 1)).bytes();
    let own = Gif { own: gif().palette, palette: [PAPER; 4].concat(), ..gif() };
    vec![
        case("a GIF", file.clone(), Fine(COLOURS)),
        case("interlaced", interlaced().bytes(), Fine(COLOURS)),
        case("the frame's own colours", own.bytes(), Fine(COLOURS)),
        case("only the frame's colours", Gif { palette: Vec::new(), ..own }.bytes(), Fine(COLOURS)),
        case(
            "a colour that is none",
            Gif { blocks: control(1, 2), ..gif() }.bytes(),
            Fine([RED, GREEN, PAPER, WHITE]),
        ),
        case(
            "a number of none that is not used",
            Gif { blocks: control(1, 200), ..gif() }.bytes(),
            Fine(COLOURS),
        ),
        case(
            "a way to make room that does not exist",
            Gif { blocks: control(0x1c, 0), ..gif() }.bytes(),
            Fine(COLOURS),
        ),
        case(
            "a comment",
            Gif { blocks: b"\x21\xfe\x05words\0".to_vec(), ..gif() }.bytes(),
            Fine(COLOURS),
        ),
        case(
            "an extension that nobody knows",
            Gif { blocks: b"\x21\x77\x05words\0".to_vec(), ..gif() }.bytes(),
            Fine(COLOURS),
        ),
        case(
            "an application of an odd name",
            Gif { blocks: b"\x21\xff\x03odd\x02hi\0".to_vec(), ..gif() }.bytes(),
            Fine(COLOURS),
        ),
        case("garbage behind the end", [&file[..], b"garbage"].concat(), Fine(COLOURS)),
        case(
            "an end that is missing behind all data",
            file[..file.len() - 1].to_vec(),
            Fine(COLOURS),
        ),
        case(
            "a palette that is too short for black",
            Gif { palette: [RED, GREEN].concat(), ..gif() }.bytes(),
            Fine([RED, GREEN, [0; 3], [0; 3]]),
        ),
        case("more pixels than the frame has", with_numbers(&[1; 999]).bytes(), Fine(COLOURS)),
        case(
            "a frame that reaches beyond its canvas",
            Gif { size: (20, 15), ..gif() }.bytes(),
            Fine([RED; 4]),
        ),
        case(
            "a frame beside its canvas",
            Gif { place: [90, 90, 40, 30], ..gif() }.bytes(),
            Fine([PAPER; 4]),
        ),
        case(
            "a frame in a corner",
            Gif { place: [20, 15, 40, 30], ..gif() }.bytes(),
            Fine([PAPER, PAPER, PAPER, RED]),
        ),
        case(
            "a frame at the farthest place",
            Gif { place: [65_535, 65_535, 40, 30], ..gif() }.bytes(),
            Fine([PAPER; 4]),
        ),
        case("no code for the end behind all pixels", without_end().bytes(), Fine(COLOURS)),
        case("one column", strip((1, 65_535)), Fine(DOWN)),
        case("one row", strip((65_535, 1)), Fine(ACROSS)),
    ]
}

pub(crate) fn that_lie() -> Vec<Case> {
    let code_size = |code_size| Gif { code_size, ..gif() }.bytes();
    let place = |place| Gif { place, ..gif() }.bytes();
    vec![
        case("a canvas without width", Gif { size: (0, 30), ..gif() }.bytes(), Broken),
        case("a canvas without height", Gif { size: (40, 0), ..gif() }.bytes(), Broken),
        case("a frame without width", place([0, 0, 0, 30]), Broken),
        case("a frame without height", place([0, 0, 40, 0]), Broken),
        case("a frame that is higher than its data", place([0, 0, 40, 60]), Broken),
        case("a frame that is larger than any data", place([0, 0, 65_535, 65_535]), Broken),
        case("no colours at all", Gif { palette: Vec::new(), ..gif() }.bytes(), Broken),
        case("codes of 0 bits", code_size(0), Broken),
        case("codes of 12 bits", code_size(12), Broken),
        case("codes of 255 bits", code_size(255), Broken),
        case("codes of another size", code_size(7), Broken),
        case("no data", Gif { data: vec![0], ..gif() }.bytes(), Broken),
        case("an end before any pixel", with_data(&[(4, 3), (5, 3)]).bytes(), Broken),
        case("an end within the pixels", with_data(&[(4, 3), (1, 3), (5, 3)]).bytes(), Broken),
        case("a code that is not made yet", with_data(&[(4, 3), (1, 3), (7, 3)]).bytes(), Broken),
        case("a code before any pixel", with_data(&[(4, 3), (6, 3)]).bytes(), Broken),
        case("nothing but fresh starts", with_data(&[(4, 3); 9_999]).bytes(), Broken),
        case("data of zeros", Gif { data: parts(&[0; 99]), ..gif() }.bytes(), Broken),
        case("data of ones", Gif { data: parts(&[255; 999]), ..gif() }.bytes(), Broken),
        case("no frame", gif().bytes()[..25].iter().copied().chain([0x3b]).collect(), Broken),
        case("a block that does not exist", Gif { blocks: vec![0x55], ..gif() }.bytes(), Broken),
        case(
            "colours that are longer than the file",
            Gif { own: vec![0; 12], ..gif() }.bytes()[..40].to_vec(),
            Broken,
        ),
    ]
}

pub(crate) fn floods() -> Vec<Case> {
    let canvas = |size| Gif { size, ..gif() }.bytes();
    let huge = Gif {
        size: (65_535, 300),
        place: [0, 0, 65_535, 300],
        data: parts(&bomb(65_535 * 300)),
        ..gif()
    };
    let long = Gif { data: parts(&bomb(100_000_000)), ..gif() };
    vec![
        case("65535 x 65535", canvas((65_535, 65_535)), TooMuch),
        case("65535 x 1526", canvas((65_535, 1_526)), TooMuch),
        case(
            "a million pixels of one code after the other",
            Gif {
                size: (1000, 1000),
                place: [0, 0, 1000, 1000],
                data: parts(&bomb(1_000_000)),
                ..gif()
            }
            .bytes(),
            Fine([WHITE; 4]),
        ),
        // They are permitted, so it may take what they take, a byte each.
        case("twenty million pixels of a few bytes", huge.bytes(), Fine([WHITE; 4]))
            .within(32 << 20),
        case("100 million pixels of a frame of a thousand", long.bytes(), Fine([WHITE; 4])),
    ]
}

/// Nothing tells of a bit of its data that it was another one.
pub(crate) fn bits() -> Vec<Case> {
    let file = gif().bytes();
    let flip = |part: usize| {
        let at = file.len() * part / 60;
        case(format!("a bit of byte {at}"), flipped(&file, at, (part % 8) as u8), Anything)
    };
    (1..60).map(flip).map(|case| case.within(110 << 20)).collect()
}

pub(crate) fn headers() -> Vec<Case> {
    let [mut wide, file] = [(); 2].map(|()| gif().bytes());
    wide[10] |= 7;
    vec![
        case("a table of 256 colours that is not there", wide, Broken),
        case("no table by its flag", flipped(&file, 10, 7), Broken),
        case("another version", [b"GIF87a", &file[6..]].concat(), Fine([RED, GREEN, BLUE, WHITE])),
    ]
}
