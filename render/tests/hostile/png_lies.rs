//! PNG files that are broken or lie: headers, chunks, and streams that grow beyond all bounds.

use crate::case::Kind::{Broken, Fine, TooMuch};
use crate::case::{Case, case};
use crate::pngs::{indexed, png};
use sizewise_drawn::png::{Kind, Order, Png, SIGNATURE, chunk, header, rows, smallest, stored};
use sizewise_drawn::spoil::{flipped, with, with_more};
use sizewise_drawn::{COLOURS, picture};

pub(crate) fn headers_that_lie() -> Vec<Case> {
    let png = png();
    let mut cases: Vec<_> = [0, 3, 5, 7, 15, 17, 32, 255]
        .map(|depth| case(format!("{depth} bits"), png.with_header(8, depth).bytes(), Broken))
        .into();
    cases.extend([1, 5, 7, 8, 255].map(|kind| {
        case(format!("a colour type of {kind}"), png.with_header(9, kind).bytes(), Broken)
    }));
    cases.extend([(2, 4), (2, 1), (3, 16), (4, 4), (6, 1)].map(|(kind, depth)| {
        let file = png.with_header(9, kind).with_header(8, depth).bytes();
        case(format!("a colour type of {kind} and {depth} bits"), file, Broken)
    }));
    let short = png.clone().body(b"IHDR")[..12].to_vec();
    let long = [&png.clone().body(b"IHDR")[..], &[0]].concat();
    cases.extend([
        case("another compression", png.with_header(10, 1).bytes(), Broken),
        case("another set of filters", png.with_header(11, 1).bytes(), Broken),
        case("another interlacing", png.with_header(12, 2).bytes(), Broken),
        case("interlaced by its header alone", png.with_header(12, 1).bytes(), Broken),
        case("more channels than its data", png.with_header(9, 6).bytes(), Broken),
        case("no width", png.with_size(0, 30).bytes(), Broken),
        case("no height", png.with_size(40, 0).bytes(), Broken),
        case("higher than its data", png.with_size(40, 31).bytes(), Broken),
        case("wider than its data", png.with_size(41, 30).bytes(), Broken),
        case("ten thousand times as high as its data", png.with_size(40, 300_000).bytes(), Broken),
        case("a header of 12 bytes", png.with_body(b"IHDR", short).bytes(), Broken),
        case("a header of 14 bytes", png.with_body(b"IHDR", long).bytes(), Broken),
        case("a header of no bytes", png.with_body(b"IHDR", Vec::new()).bytes(), Broken),
    ]);
    cases
}

pub(crate) fn chunks_that_lie() -> Vec<Case> {
    let (png, indexed) = (png(), indexed());
    let file = png.bytes();
    let ihdr = png.0[0].clone();
    let data = png.clone().body(b"IDAT").clone();
    let [first, second] = [&data[..999], &data[999..]].map(<[u8]>::to_vec);
    let apart = png
        .with_body(b"IDAT", first)
        .with_chunk(b"IEND", *b"abCd", Vec::new())
        .with_chunk(b"IEND", *b"IDAT", second);
    let late = Png(vec![
        indexed.0[0].clone(),
        indexed.0[2].clone(),
        indexed.0[1].clone(),
        indexed.0[3].clone(),
    ]);
    let palette = |body: &[u8]| indexed.with_body(b"PLTE", body.to_vec()).bytes();
    let data = |body: Vec<u8>| png.with_body(b"IDAT", body).bytes();
    let whole = rows(&picture(), Kind::Rgb, 8, Order::Rows);
    let mut cases = vec![
        case("no header", png.without(b"IHDR").bytes(), Broken),
        case("two headers", png.with_chunk(b"IDAT", ihdr.0, ihdr.1).bytes(), Broken),
        case(
            "another chunk before the header",
            png.with_chunk(b"IHDR", *b"abCd", Vec::new()).bytes(),
            Broken,
        ),
        case("no pixels", png.without(b"IDAT").bytes(), Broken),
        case("no pixels and no end", png.without(b"IDAT").without(b"IEND").bytes(), Broken),
        case("no bytes of pixels", data(Vec::new()), Broken),
        case("no end behind the pixels", png.without(b"IEND").bytes(), Broken),
        case("pixels in two places", apart.bytes(), Broken),
        case(
            "a chunk that matters and nobody knows",
            png.with_chunk(b"IDAT", *b"ABCD", Vec::new()).bytes(),
            Broken,
        ),
        case("no palette", indexed.without(b"PLTE").bytes(), Broken),
        case("a palette behind the pixels", late.bytes(), Broken),
        case("an empty palette", palette(b""), Broken),
        case("a palette of a third of a colour", palette(b"a"), Broken),
        case("a palette of 257 colours", palette(&[0; 771]), Broken),
        case("two palettes", indexed.with_chunk(b"IDAT", *b"PLTE", vec![0; 12]).bytes(), Broken),
        case("pixels that are no zlib stream", data(b"rubbish of some length".to_vec()), Broken),
        case("a zlib stream of nothing", data(stored(b"")), Broken),
        case("a row too few", data(stored(&whole[..whole.len() - 121])), Broken),
        case("a byte too few", data(stored(&whole[..whole.len() - 1])), Broken),
        case("a zlib stream without its end", data(stored(&whole)[..whole.len()].to_vec()), Broken),
    ];
    cases.extend([5, 6, 255].map(|filter| {
        let spoiled = with(&whole, 121 * 7, &[filter]);
        case(format!("a filter of {filter}"), data(smallest(&spoiled)), Broken)
    }));
    for (name, length) in
        [("2^31", 1u32 << 31), ("2^32 - 1", u32::MAX), ("2^31 - 1", (1 << 31) - 1)]
    {
        for chunk in [b"IHDR", b"IDAT"] {
            let lie = with(&file, png.place(chunk), &length.to_be_bytes());
            cases.push(case(format!("{} of {name} bytes", chunk.escape_ascii()), lie, Broken));
        }
        let text =
            with_more(&file, png.place(b"IDAT"), &[&length.to_be_bytes()[..], b"tEXt"].concat());
        cases.push(case(format!("a text of {name} bytes"), text, Broken));
    }
    cases
}

/// Whatever matters has a checksum.
pub(crate) fn bits() -> Vec<Case> {
    let files = [
        ("in rows", png()),
        ("interlaced", Png::draw(&picture(), Kind::Rgba, 8, Order::Adam7)),
        (
            "compressed",
            png().with_body(b"IDAT", smallest(&rows(&picture(), Kind::Rgb, 8, Order::Rows))),
        ),
        ("a palette", indexed()),
    ];
    let flips = files.iter().flat_map(|(name, png)| {
        let file = png.bytes();
        // The end is nothing that matters, since all pixels have been seen to be right.
        // Nor are its sides: another number of pixels may be too many before it is seen to be wrong.
        let (from, to) = (SIGNATURE.len() + 16, png.place(b"IEND"));
        (0..12).map(move |part| {
            let at = from + (to - from - 1) * part / 11;
            case(
                format!("{name}, a bit of byte {at}"),
                flipped(&file, at, (part % 8) as u8),
                Broken,
            )
        })
    });
    flips.collect()
}

pub(crate) fn floods() -> Vec<Case> {
    let png = png();
    let size = |width, height| png.with_size(width, height).bytes();
    let most = (1 << 31) - 1;
    let deep = |width, height, order| {
        Png(vec![(*b"IHDR", header([width, height], 16, 6, order)), png.0[1].clone()]).bytes()
    };
    vec![
        case("65535 x 65535", size(65_535, 65_535), TooMuch),
        case("2^31 - 1 on either side", size(most, most), TooMuch),
        case("2^32 - 1 on either side", size(u32::MAX, u32::MAX), TooMuch),
        case("a row of 2^31 - 1", size(most, 1), TooMuch),
        case("a column of 2^31 - 1", size(1, most), TooMuch),
        case("10000 x 10001", size(10_000, 10_001), TooMuch),
        case("a row of 100 million pixels of 16 bits", deep(100_000_000, 1, 0), TooMuch),
        case("two rows of 50 million pixels of 16 bits", deep(50_000_000, 2, 0), TooMuch),
        // Within all limits, so it may take a strip of it; its rows never come.
        case("sixteen rows of 6 million pixels of 16 bits", deep(6_000_000, 16, 0), Broken)
            .within(500 << 20),
        case("10000 x 10000 interlaced pixels of 16 bits", deep(10_000, 10_000, 1), TooMuch),
    ]
}

/// Streams that become a thousand times as long.
pub(crate) fn bombs() -> Vec<Case> {
    let zeros = vec![0; 200 << 20];
    let bomb = smallest(&zeros);
    let png = png();
    let before = |name: &[u8; 4], head: &[u8]| {
        png.with_chunk(b"IDAT", *name, [head, &bomb].concat()).bytes()
    };
    let pixels = png.with_body(b"IDAT", bomb.clone()).bytes();
    let interlaced = png.with_header(12, 1).with_body(b"IDAT", bomb.clone()).bytes();
    let black = Fine([[0; 3]; 4]);
    // A tenth of what is permitted; all of it would take seconds where nothing is optimised.
    let wide = png.with_size(10_000, 1_000).with_header(9, 0).with_body(b"IDAT", bomb.clone());
    vec![
        case("ten million pixels of a few bytes", wide.bytes(), black),
        case("200 MiB of pixels for a few", pixels, black),
        case("200 MiB of pixels for a few that are interlaced", interlaced, black),
        case("200 MiB of a profile", before(b"iCCP", b"name\0\0"), Fine(COLOURS)),
        case("200 MiB of an author in zTXt", before(b"zTXt", b"Author\0\0"), Fine(COLOURS)),
        case("200 MiB of an author in iTXt", before(b"iTXt", b"Author\0\x01\0\0\0"), Fine(COLOURS)),
        case(
            "200 MiB of a copyright in iTXt",
            before(b"iTXt", b"Copyright\0\x01\0\0\0"),
            Fine(COLOURS),
        ),
        case(
            "a thousand texts",
            with_more(
                &png.bytes(),
                png.place(b"IDAT"),
                &chunk(b"iTXt", b"Author\0\0\0\0\0x").repeat(1000),
            ),
            Fine(COLOURS),
        ),
    ]
}
