//! BMP files that lie about what they are or hold, and that grow beyond all bounds.

use crate::bmps::{deep, named, runs};
use crate::case::Kind::{Anything, Broken, Fine, TooMuch, Unreadable};
use crate::case::{Case, case};
use sizewise_drawn::bmp::{Bmp, CORE, INFO, V4, V5};
use sizewise_drawn::spoil::with;
use sizewise_drawn::{COLOURS, RED, WHITE, picture};

/// Where numbers stand in the file.
const OFFSET: usize = 10;
const HEADER: usize = 14;
const WIDTH: usize = 18;
const HEIGHT: usize = 22;
const BITS: usize = 28;
const COMPRESSION: usize = 30;

pub(crate) fn headers_that_lie() -> Vec<Case> {
    let (file, named) = (deep().bytes(), named().bytes());
    let number = |at, number: u32| with(&file, at, &number.to_le_bytes());
    let mut cases: Vec<_> = [0, 1, 11, 13, 15, 65, 107, 109, 123, 125, 1 << 31, u32::MAX]
        .map(|length| case(format!("a header of {length} bytes"), number(HEADER, length), Broken))
        .into();
    cases.extend(
        [0, 3, 5, 15, 17, 48, 64, 255]
            .map(|bits| case(format!("{bits} bits"), with(&file, BITS, &[bits, 0]), Broken)),
    );
    cases.extend([1, 2, 3, 6, 7, 10, 14, 99, 1 << 31, u32::MAX].map(|compression| {
        case(
            format!("24 bits in compression {compression}"),
            number(COMPRESSION, compression),
            Broken,
        )
    }));
    cases.extend([("JPEG", 4), ("PNG", 5), ("inks", 11), ("inks", 12), ("inks", 13)].map(
        |(name, compression)| {
            case(
                format!("a BMP that holds {name}"),
                number(COMPRESSION, compression),
                Unreadable(name),
            )
        },
    ));
    let os2 = |compression| Bmp { compression, ..deep().with_header(64) }.bytes();
    let from_the_top = Bmp { height: -30, ..runs(8) };
    cases.extend([
        case("OS/2's Huffman codes", os2(3), Unreadable("Huffman")),
        case("OS/2's runs of 24 bits", os2(4), Unreadable("runs of 24 bits")),
        case("no width", number(WIDTH, 0), Broken),
        case("no height", number(HEIGHT, 0), Broken),
        case("a width below zero", number(WIDTH, -40_i32 as u32), Broken),
        case("the lowest width", number(WIDTH, 1 << 31), Broken),
        case("the lowest height", number(HEIGHT, 1 << 31), TooMuch),
        case("a row more than its data", number(HEIGHT, 31), Broken),
        case("a hundred thousand rows more", number(HEIGHT, 100_000), Broken),
        case("wider than its data", number(WIDTH, 42), Broken),
        case("pixels that begin in its header", number(OFFSET, 53), Broken),
        case("pixels that begin in that of the file", number(OFFSET, 1), Broken),
        case("pixels that begin behind its end", number(OFFSET, 1 << 20), Broken),
        case("pixels that begin at 2^32 - 1", number(OFFSET, u32::MAX), Broken),
        case("pixels that begin where it ends", number(OFFSET, file.len() as u32), Broken),
        case("runs from the top", from_the_top.bytes(), Broken),
        case("8 bits that are runs of 4", with(&named, COMPRESSION, &[2]), Broken),
        case(
            "no masks",
            Bmp { masks: vec![0; 3], ..Bmp::masked(&picture(), 16, &[0; 3]) }.bytes(),
            Broken,
        ),
        case("masks that are lacking", file[..HEADER + INFO as usize].to_vec(), Broken),
        case(
            "a header and nothing more",
            deep().with_header(V4).bytes()[..HEADER + 108].to_vec(),
            Broken,
        ),
        case("a profile behind the end", profile_at(1 << 30), Fine(COLOURS)),
        case("a profile at 2^32 - 1", profile_at(u32::MAX), Fine(COLOURS)),
    ]);
    cases
}

/// A file whose profile is somewhere else.
fn profile_at(place: u32) -> Vec<u8> {
    let file = Bmp { icc: vec![0; 200], ..deep().with_header(V5) }.bytes();
    with(&file, HEADER + 112, &place.to_le_bytes())
}

pub(crate) fn runs_that_lie() -> Vec<Case> {
    let of = |bits, data: &[u8]| Bmp { data: data.to_vec(), ..runs(bits) }.bytes();
    let first = Fine([RED; 4]);
    let wide: Vec<u8> = (0..30).flat_map(|_| [255, 3, 0, 0]).collect();
    let doubled: Vec<u8> = (0..30).flat_map(|_| [40, 3, 9, 1, 0, 0]).collect();
    vec![
        case("nothing", of(8, &[]), Broken),
        case("an end at once", of(8, &[0, 1]), first),
        case("one byte of a code", of(8, &[40]), Broken),
        case("runs beyond their row", of(8, &[&wide[..], &[0, 1]].concat()), Fine([WHITE; 4])),
        case(
            "runs behind a row that is full",
            of(8, &[&doubled[..], &[0, 1]].concat()),
            Fine([WHITE; 4]),
        ),
        case("no end behind all rows", of(8, &wide), Fine([WHITE; 4])),
        case("a row too few and no end", of(8, &wide[..wide.len() - 4]), Broken),
        case(
            "more rows than there are",
            of(8, &[&wide[..], &wide, &[0, 1]].concat()),
            Fine([WHITE; 4]),
        ),
        case("a leap to the right of its pixels", of(8, &[0, 2, 41, 0, 0, 1]), Broken),
        case("a leap above its pixels", of(8, &[0, 2, 0, 30, 0, 1]), Broken),
        case("a leap out of everything", of(4, &[0, 2, 255, 255, 0, 1]), Broken),
        case("leaps without end", of(8, &[0, 2, 0, 0].repeat(9999)), Broken),
        case("a leap that ends", of(8, &[0, 2, 1]), Broken),
        case("numbers that end", of(8, &[0, 9, 1, 2, 3]), Broken),
        case(
            "numbers beyond their row",
            of(4, &[&[0, 255][..], &[0x33; 128], &[0, 1]].concat()),
            Anything,
        ),
        case("runs of nothing", of(8, &[0, 0].repeat(30)), first),
        case("ends of rows without end", of(8, &[0, 0].repeat(9999)), first),
        case("only ones", of(8, &[1; 9999]), Broken),
        case(
            "a million rows of nothing",
            Bmp { height: 1_000_000, data: vec![0, 1], ..runs(8) }.bytes(),
            first,
        ),
        case(
            "a million columns of nothing",
            Bmp { width: 1_000_000, data: vec![0, 1], ..runs(8) }.bytes(),
            first,
        )
        .within(128 << 20),
    ]
}

pub(crate) fn floods() -> Vec<Case> {
    let of = |width, height| Bmp { width, height, ..deep() }.bytes();
    let most = i32::MAX;
    vec![
        case("65535 x 65535", of(65_535, 65_535), TooMuch),
        case("65535 x -65535", of(65_535, -65_535), TooMuch),
        case("2^31 - 1 x 2^31 - 1", of(most, most), TooMuch),
        case("2^31 - 1 x 1", of(most, 1), TooMuch),
        case("1 x 2^31 - 1", of(1, most), TooMuch),
        case("10000 x 10000 and no data", of(10_000, 10_000), Broken),
        case("10^8 x 1 and no data", of(100_000_000, 1), TooMuch),
        case("1 x 10^8 and no data", of(1, 100_000_000), Broken),
        case(
            "runs of 65535 x 65535",
            Bmp { width: 65_535, height: 65_535, ..runs(8) }.bytes(),
            TooMuch,
        ),
        case(
            "OS/2's 65535 x 65535",
            Bmp { width: -1, height: -1, ..deep().with_header(CORE) }.bytes(),
            TooMuch,
        ),
    ]
}
