//! TIFF files whose compression is not what is said of it, and those that grow beyond all bounds.

use crate::case::Kind::{Anything, Broken, Fine, TooMuch, Unreadable};
use crate::case::{Case, case};
use crate::tiffs::{fax, packed, plain, tiled};
use sizewise_drawn::tiff::{Chunk, Kind, LONG, Packing, SHORT, Style};
use sizewise_drawn::{PAPER, Pixels, picture};

const STRIP_LENGTHS: u16 = 279;

pub(crate) fn compressions_that_lie() -> Vec<Case> {
    let tiff = plain();
    let of = |packing, data: &[u8]| {
        let mut tiff = Style { packing, chunk: Chunk::Strips(30), ..Style::of(Kind::BlackIsZero) }
            .draw(&picture());
        tiff.chunks = vec![data.to_vec()];
        tiff.with(STRIP_LENGTHS, LONG, &[data.len() as u64]).bytes()
    };
    let of_fax = |packing, data: &[u8]| {
        let mut tiff = fax(packing).with(278, LONG, &[30]);
        tiff.chunks = vec![data.to_vec()];
        tiff.with(STRIP_LENGTHS, LONG, &[data.len() as u64]).bytes()
    };
    let mut cases: Vec<_> = [
        (6, "JPEG of the old kind"),
        (9, "JBIG"),
        (34661, "JBIG"),
        (32766, "NeXT"),
        (32809, "ThunderScan"),
        (34712, "JPEG 2000"),
        (34887, "LERC"),
        (34925, "LZMA"),
        (50000, "Zstandard"),
        (50001, "WebP"),
        (50002, "JPEG XL"),
        (52546, "JPEG XL"),
        (0, "compression 0"),
        (12345, "compression 12345"),
    ]
    .map(|(number, name)| case(name, tiff.with(259, SHORT, &[number]).bytes(), Unreadable(name)))
    .into();
    let jpeg = Style { packing: Packing::JpegWithTables, ..Style::of(Kind::Rgb) }.draw(&picture());
    let other = Style { packing: Packing::Jpeg, chunk: Chunk::Strips(9), ..Style::of(Kind::Rgb) }
        .draw(&picture());
    let same = other.with(278, LONG, &[7]);
    for (name, packing) in [
        ("PackBits", Packing::PackBits),
        ("LZW", Packing::Lzw),
        ("deflate", Packing::Deflate),
        ("JPEG", Packing::Jpeg),
    ] {
        for (what, data) in [
            ("nothing", &b""[..]),
            ("zeros", &[0; 999]),
            ("ones", &[255; 20]),
            ("128s", &[128; 999]),
        ] {
            // Runs of 0 are bytes that are told one by one, and those of 255 are two.
            let kind =
                if packing == Packing::PackBits && what != "nothing" { Anything } else { Broken };
            cases.push(case(format!("{name} of {what}"), of(packing, data), kind));
        }
    }
    for packing in [
        Packing::Rle,
        Packing::Fax { is_two_dimensional: false },
        Packing::Fax { is_two_dimensional: true },
        Packing::Fax4,
    ] {
        for (what, data) in [("nothing", &b""[..]), ("zeros", &[0; 999]), ("one byte", &[0x35])] {
            cases.push(case(format!("{packing:?} of {what}"), of_fax(packing, data), Broken));
        }
        cases.push(case(
            format!("{packing:?} of rubbish"),
            of_fax(packing, &b"rubbish!".repeat(99)),
            Anything,
        ));
        cases.push(case(format!("{packing:?} of ones"), of_fax(packing, &[255; 999]), Anything));
    }
    cases.extend([
        case("a fax of colours", packed(Packing::Lzw).with(259, SHORT, &[4]).bytes(), Broken),
        case(
            "a fax that is partly none",
            fax(Packing::Fax4).with(293, LONG, &[2]).bytes(),
            Unreadable("fax"),
        ),
        case("compressed by a tag alone", tiff.with(259, SHORT, &[5]).bytes(), Anything),
        case("deflate by a tag alone", tiff.with(259, SHORT, &[8]).bytes(), Broken),
        case("JPEG by a tag alone", tiff.with(259, SHORT, &[7]).bytes(), Broken),
        case("JPEG without its tables", jpeg.without(347).bytes(), Broken),
        case("JPEG with tables of rubbish", jpeg.with_bytes(347, 7, b"rubbish").bytes(), Broken),
        case(
            "JPEG with tables of nothing",
            jpeg.with_bytes(347, 7, &[0xff, 0xd8, 0xff, 0xd9]).bytes(),
            Broken,
        ),
        case("JPEGs that are higher than their strips", same.bytes(), Broken),
        case("JPEGs of fewer colours", jpeg.with(277, SHORT, &[4]).bytes(), Broken),
        case("JPEG of 16 bits", jpeg.with(258, SHORT, &[16; 3]).bytes(), Unreadable("8 bits")),
    ]);
    cases
}

pub(crate) fn floods() -> Vec<Case> {
    let mut cases = Vec::new();
    for packing in
        [Packing::Plain, Packing::PackBits, Packing::Lzw, Packing::Deflate, Packing::Jpeg]
    {
        let (strips, tiles) = (packed(packing), tiled(packing));
        for (width, height, kind) in [
            (65_535, 65_535, TooMuch),
            (u32::MAX, u32::MAX, TooMuch),
            (1, u32::MAX, TooMuch),
            (1, 65_535, Broken),
            (10_000, 10_000, Broken),
            (1, 100_000_000, TooMuch),
            (100_000_000, 1, TooMuch),
        ] {
            for (cut, tiff) in [("strips", &strips), ("tiles", &tiles)] {
                let tiff = tiff.with(256, LONG, &[width.into()]).with(257, LONG, &[height.into()]);
                cases.push(case(
                    format!("{packing:?}, {width} x {height} in {cut}"),
                    tiff.bytes(),
                    kind,
                ));
            }
        }
    }
    cases.extend([bomb(Packing::Fax4), bomb(Packing::Deflate), bomb(Packing::Lzw)]);
    cases
}

/// White of which there is much more than of its file: it comes row by row.
fn bomb(packing: Packing) -> Case {
    let pixels = Pixels::draw((4000, 4000), |_, _| PAPER);
    let style =
        Style { packing, bits: 1, chunk: Chunk::Strips(4000), ..Style::of(Kind::WhiteIsZero) };
    let file = style.draw(&pixels).bytes();
    assert!(file.len() < 40_000, "{} bytes", file.len());
    case(format!("{packing:?} of 16 megapixels"), file, Fine([PAPER; 4])).within(1 << 20)
}
