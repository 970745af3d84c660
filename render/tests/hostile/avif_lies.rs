//! AVIF files whose items and properties lie.

use crate::avifs::{drawn, grid, with_alpha};
use crate::case::Kind::{Broken, Fine, Unreadable};
use crate::case::{Case, case};
use sizewise_drawn::avif::{Avif, Coding, Item, Places, auxc, coded, grid_of, ispe};
use sizewise_drawn::{COLOURS, picture, quarters};

const SIZE: (u32, u32) = (160, 120);

pub(crate) fn grids_that_lie() -> Vec<Case> {
    let of = |cells, size| grid().with(1, |item| item.data = grid_of(cells, size));
    let body = |data: &[u8]| grid().with(1, |item| item.data = data.to_vec()).bytes();
    let cells = |ids: &[u32]| {
        let mut file = grid();
        file.references[0].2 = ids.to_vec();
        file.bytes()
    };
    let said = |cells, size| of(cells, size).with_other(b"ispe", &ispe(size)).bytes();
    let other = Avif::draw(&quarters((128, 64), 1), &Coding::default());
    let (mut unlike, mut deep) = (grid(), grid());
    unlike.item(3).data = other.items[0].data.clone();
    unlike = unlike.with_property(3, *b"ispe", ispe((128, 64)));
    unlike.item(3).properties.rotate_right(1);
    let coding = Coding { depth: 10, ..Coding::default() };
    deep.item(3).data = coded(&quarters((96, 64), 1), &coding);
    let small = Avif::grid(&quarters((60, 60), 1), (30, 30), &Coding::default());
    // Each is told by all the bytes of its file, and none is wrong by itself.
    let many = Avif::grid(&quarters((128, 64), 1), (64, 64), &Coding::default());
    let same = many.clone().with(1, |item| item.data = grid_of((200, 200), (12_800, 6_400)));
    let mut same = same.with_other(b"ispe", &ispe((12_800, 6_400)));
    same.item(1).data = grid_of((200, 100), (12_800, 6_400));
    same.references[0].2 = vec![2; 20_000];
    vec![
        case("a grid of 256 x 256 cells", of((256, 256), SIZE).bytes(), Broken),
        case("a grid of one cell", of((1, 1), SIZE).bytes(), Broken),
        case("a grid of another version", body(&[1, 0, 1, 1, 0, 160, 0, 120]), Broken),
        case("a grid of three bytes", body(&[0, 0, 1]), Broken),
        case("a grid of nothing", body(&[]), Broken),
        case("a grid of short numbers", body(&[0, 0, 1, 1, 0, 160, 0, 120]), Fine(COLOURS)),
        case("a grid without cells", cells(&[]), Broken),
        case("a grid that lacks a cell", cells(&[2, 3, 4]), Broken),
        case("a grid with a cell too many", cells(&[2, 3, 4, 5, 5]), Broken),
        case("a grid with a cell that is no item", cells(&[2, 3, 4, 99]), Broken),
        case("a grid of itself", cells(&[1, 1, 1, 1]), Broken),
        case("a grid with itself as its last cell", cells(&[2, 3, 4, 1]), Broken),
        case("a grid of 65535 x 65535 pixels", said((2, 2), (65_535, 65_535)), Broken),
        case("a grid of 2^32 - 1 pixels", said((2, 2), (u32::MAX, u32::MAX)), Broken),
        case("a grid of no pixels", said((2, 2), (0, 0)), Broken),
        case("a grid that needs no second column", said((2, 2), (96, 120)), Broken),
        case("a grid that is larger than its cells", said((2, 2), (193, 120)), Broken),
        case("a grid of another size than it says", of((2, 2), (161, 120)).bytes(), Broken),
        case("a grid of cells of two sizes", unlike.bytes(), Broken),
        case("a grid of cells of two depths", deep.bytes(), Broken),
        case("a grid of small cells", small.bytes(), Broken),
        case("a grid of the same cell, 20,000 times", same.bytes(), Broken),
    ]
}

pub(crate) fn places_that_lie() -> Vec<Case> {
    let wide = || Avif { places: Places { version: 2, size: 8, parts: 1 }, ..drawn() };
    let at = |extents: &[(u64, u64)]| {
        wide().with(1, |item| item.extents = Some(extents.to_vec())).bytes()
    };
    let iloc = |body: &[u8]| drawn().with_instead(*b"iloc", body.to_vec()).bytes();
    let data = drawn().items[0].data.clone();
    let place = |file: &[u8]| {
        let found = file.windows(data.len()).position(|bytes| bytes == data);
        (found.unwrap() as u64, data.len() as u64)
    };
    // Another number of extents moves what is behind them.
    let whole = at(&[(0, 1)]);
    let repeated = |count: usize| {
        let from = place(&at(&vec![(0, 1); count]));
        at(&vec![from; count])
    };
    let end = at(&vec![(0, 1); 65_535]).len() as u64;
    let zeros = |count: usize| at(&vec![(place(&whole).0, 0); count]);
    vec![
        case("once where it is", repeated(1), Fine(COLOURS)),
        case("an item that is all of its file", at(&[(0, 0)]), Broken),
        case("an item of no extent", at(&[]), Broken),
        case("an item of no bytes", drawn().with(1, |item| item.data.clear()).bytes(), Broken),
        case("an item behind the end", at(&[(1 << 20, 9)]), Broken),
        case("an item that ends behind the end", at(&[(100, 1 << 20)]), Broken),
        case("an item at 2^32", at(&[(1 << 32, 9)]), Broken),
        case("an item at 2^64 - 1", at(&[(u64::MAX, 9)]), Broken),
        case("an item of 2^64 - 1 bytes", at(&[(9, u64::MAX)]), Broken),
        case("an item that goes around", at(&[(u64::MAX - 8, u64::MAX)]), Broken),
        case("the same bytes twice", repeated(2), Broken),
        case("the same bytes 65535 times", repeated(65_535), Broken),
        case("all bytes 65535 times", zeros(65_535), Broken),
        case("the end of its file 65535 times", at(&vec![(end, 0); 65_535]), Broken),
        case("places of no numbers", iloc(&[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1]), Broken),
        case("places of numbers of three bytes", iloc(&[0, 0, 0, 0, 0x33, 0, 0, 1]), Broken),
        case("places of version 9", iloc(&[9, 0, 0, 0, 0x44, 0, 0, 0]), Broken),
        case("places of nothing", iloc(&[]), Broken),
        case("2^32 - 1 places", iloc(&[2, 0, 0, 0, 0x44, 0, 255, 255, 255, 255]), Broken),
        case("65535 places that are not there", iloc(&[0, 0, 0, 0, 0x44, 0, 255, 255]), Broken),
        case(
            "an item of another item",
            iloc(&[1, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]),
            Unreadable("construction method 2"),
        ),
        case(
            "an item in another file",
            iloc(&[0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 7, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]),
            Unreadable("another file"),
        ),
        case("65,535 items", crowded(65_534).bytes(), Fine(COLOURS)).within(32 << 20),
        case("100,000 items", crowded(99_999).bytes(), Broken).within(32 << 20),
    ]
}

/// With so many items more, of no bytes.
fn crowded(count: u32) -> Avif {
    let mut file = Avif { places: Places { version: 2, size: 4, parts: 1 }, ..drawn() };
    file.items.extend((2..count + 2).map(|id| Item::new(id, *b"wxyz", Vec::new())));
    file
}

pub(crate) fn properties_that_lie() -> Vec<Case> {
    let owned = |number| drawn().with(1, |item| item.properties[0].0 = number).bytes();
    let ipma = |body: &[u8]| {
        let file = drawn();
        let boxes = [
            sizewise_drawn::avif::a_box(*b"ipco", &[]),
            sizewise_drawn::avif::a_box(*b"ipma", body),
        ];
        file.with_instead(*b"iprp", boxes.concat()).bytes()
    };
    let av1c = |bytes: [u8; 4]| drawn().with_other(b"av1C", &bytes).bytes();
    let primary = |id| Avif { primary: id, ..drawn() }.bytes();
    let instead = |kind, body: &[u8]| drawn().with_instead(kind, body.to_vec()).bytes();
    vec![
        case("a property that is not there", owned(9), Broken),
        case("the last property of all", owned(0x7fff), Broken),
        case("no size", owned(0), Broken),
        case("no size on the shelf", drawn().without(b"ispe").bytes(), Broken),
        case("no configuration", drawn().without(b"av1C").bytes(), Broken),
        case("a size of four bytes", drawn().with_other(b"ispe", &[0; 4]).bytes(), Broken),
        case("owners of nothing", ipma(&[]), Broken),
        case("2^32 - 1 owners", ipma(&[0, 0, 0, 0, 255, 255, 255, 255]), Broken),
        case(
            "an owner of 255 that are not there",
            ipma(&[0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 255]),
            Broken,
        ),
        case("ten bits by its configuration", av1c([0x81, 0, 0x4c, 0]), Broken),
        case("twelve bits by its configuration", av1c([0x81, 0, 0x6c, 0]), Broken),
        case("grey by its configuration", av1c([0x81, 0, 0x1c, 0]), Broken),
        case("4:4:4 by its configuration", av1c([0x81, 0x20, 0, 0]), Broken),
        case("chroma that nobody has", av1c([0x81, 0, 0x04, 0]), Broken),
        case("a turn of nothing", drawn().with_essential(1, *b"irot", vec![]).bytes(), Broken),
        case("a mirror of nothing", drawn().with_essential(1, *b"imir", vec![]).bytes(), Broken),
        case(
            "colours of nothing",
            drawn().with_property(1, *b"colr", vec![]).bytes(),
            Fine(COLOURS),
        ),
        case(
            "numbers of colours that end",
            drawn().with_property(1, *b"colr", b"nclx\0\x01".to_vec()).bytes(),
            Broken,
        ),
        case(
            "an aperture of nothing",
            drawn().with_property(1, *b"clap", vec![]).bytes(),
            Fine(COLOURS),
        ),
        case("a primary item that is none", primary(9), Broken),
        case("a primary item of number 0", primary(0), Broken),
        case(
            "a handler of sound",
            instead(*b"hdlr", b"\0\0\0\0\0\0\0\0soun"),
            Unreadable("no picture"),
        ),
        case("a handler of nothing", instead(*b"hdlr", b""), Unreadable("no picture")),
        case("items of nothing", instead(*b"iinf", b""), Broken),
        case("2^32 - 1 items", instead(*b"iinf", &[1, 0, 0, 0, 255, 255, 255, 255]), Broken),
        case("references of nothing", instead(*b"iref", b""), Broken),
        case(
            "a reference that ends",
            instead(*b"iref", b"\0\0\0\0\0\0\0\x0cauxl\0\x01\xff\xff"),
            Broken,
        ),
        case(
            "a reference to itself",
            drawn().with_reference(*b"auxl", 1, &[1]).bytes(),
            Fine(COLOURS),
        ),
    ]
}

pub(crate) fn alpha_that_lies() -> Vec<Case> {
    let of = |size| {
        let alpha = quarters(size, 1);
        drawn().with_alpha(2, &alpha, &Coding::grey()).bytes()
    };
    let itself = drawn().with_property(1, *b"auxC", auxc()).with_reference(*b"auxl", 1, &[1]);
    let cut = with_alpha().with(2, |item| item.data.truncate(30));
    vec![
        case("alpha of another size", of((20, 15)), Broken),
        case("alpha of a pixel more", of((41, 30)), Broken),
        case(
            "alpha that says it is as large",
            {
                let mut file = drawn().with_alpha(2, &quarters((20, 15), 1), &Coding::grey());
                file.properties[2].1 = ispe((40, 30));
                file.bytes()
            },
            Broken,
        ),
        case("alpha without its end", cut.bytes(), Broken),
        case("alpha of no bytes", with_alpha().with(2, |item| item.data.clear()).bytes(), Broken),
        case(
            "alpha of words",
            with_alpha().with(2, |item| item.kind = *b"text").bytes(),
            Unreadable("`text`"),
        ),
        // A picture that covers as much as it is light.
        case("alpha of itself", itself.bytes(), crate::case::Kind::Anything),
    ]
}

/// The units of AV1: each has a kind, and most a length.
pub(crate) fn units_that_lie() -> Vec<Case> {
    let of = |data: Vec<u8>| drawn().with(1, |item| item.data = data).bytes();
    let data = drawn().items[0].data.clone();
    let (header, frame) = data.split_at(2 + usize::from(data[1]));
    let lengths = [&[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff][..], &data].concat();
    let long = [&[0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f][..], &data[2..]].concat();
    let garbage = [header, &frame[..3], &[0x5a; 200]].concat();
    let other = Avif::draw(&quarters((400, 300), 1), &Coding::default()).items[0].data.clone();
    let empty: Vec<u8> = [0x12, 0].repeat(100_000);
    vec![
        case("a unit without an end", of(lengths), Broken),
        case("a unit of 2^32 bytes", of(long), Broken),
        case("a header alone", of(header.to_vec()), Broken),
        case("a frame alone", of(frame.to_vec()), Broken),
        case("a header of one byte", of([&[0x0a, 1, 0][..], frame].concat()), Broken),
        case("a header of no bytes", of([&[0x0a, 0][..], frame].concat()), Broken),
        case("a frame of garbage", of(garbage), Broken),
        case("a frame that ends", of([header, &[0x32, 2, 0x10, 0]].concat()), Broken),
        case("zeros", of(vec![0; 400]), Broken),
        case("ones", of(vec![255; 400]), Broken),
        case("a larger picture than it says", of(other), Broken),
        case("nine frames", of([header, &frame.repeat(9)].concat()), Broken),
        case("two frames", of([header, &frame.repeat(2)].concat()), Fine(COLOURS)),
        case("two pictures", of(data.repeat(2)), Fine(COLOURS)),
        case("100,000 units of nothing", of([&empty[..], &data].concat()), Fine(COLOURS)),
        case("garbage behind it", of([&data[..], b"garbage"].concat()), Broken),
    ]
}

/// A file may hold other pictures than the one that is shown.
pub(crate) fn strangers() -> Vec<Case> {
    let film = Item::new(9, *b"hvc1", b"words".to_vec());
    let thumbnail = drawn()
        .with_picture(2, &quarters((10, 10), 1), &Coding::default())
        .with_reference(*b"thmb", 2, &[1]);
    let coding = Coding::default();
    let second = drawn().with_picture(2, &picture(), &coding);
    vec![
        case("a thumbnail", thumbnail.bytes(), Fine(COLOURS)),
        case("another picture", second.bytes(), Fine(COLOURS)),
        case("a picture of another kind", drawn().with_item(film).bytes(), Fine(COLOURS)),
        case(
            "two items of one number",
            drawn().with_item(Item::new(1, *b"hvc1", vec![1])).bytes(),
            Fine(COLOURS),
        ),
    ]
}
