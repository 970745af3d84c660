//! BMP of every kind is read as it is meant.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use sizewise::{Format, Profile, SourceFormat};
use sizewise_drawn::bmp::{BYTES, Bmp, CORE, V4, V5, WITH_ALPHA};
use sizewise_drawn::check_quarters as check;
use sizewise_drawn::profile::Primaries;
use sizewise_drawn::{COLOURS, GREEN, Pixels, RED, Rgb, WHITE, made, picture, quarters};
use sizewise_drawn::{seen, seen_through};
use sizewise_render::probe;

#[test]
fn numbers_of_colours_are_read() {
    let picture = picture();
    for bits in [2, 4, 8] {
        let file = Bmp::named(&picture, bits);
        check(&format!("{bits} bits"), &file.bytes(), COLOURS, 0);
        check(&format!("{bits} bits from the top"), &file.from_the_top().bytes(), COLOURS, 0);
        check(&format!("{bits} bits of OS/2"), &file.with_header(CORE).bytes(), COLOURS, 0);
        let few = Bmp { palette: COLOURS.into(), colours: 4, ..file.clone() };
        check(&format!("{bits} bits of four colours"), &few.bytes(), COLOURS, 0);
        let untold = Bmp { colours: 0, ..few };
        check(
            &format!("{bits} bits, and no more colours than there is room for"),
            &untold.bytes(),
            COLOURS,
            0,
        );
    }
    let two = Bmp::named(&picture, 1).bytes();
    check("1 bit", &two, [RED, GREEN, RED, GREEN], 0);
}

#[test]
fn headers_of_every_age_are_read() {
    let picture = picture();
    for header in [16, 20, 36, 40, 52, 56, 64, V4, V5] {
        check(
            &format!("a header of {header} bytes"),
            &Bmp::deep(&picture).with_header(header).bytes(),
            COLOURS,
            0,
        );
        let named = Bmp::named(&picture, 4).with_header(header);
        check(&format!("numbers and a header of {header} bytes"), &named.bytes(), COLOURS, 0);
    }
    check("OS/2's first", &Bmp::deep(&picture).with_header(CORE).bytes(), COLOURS, 0);
    check("from the top", &Bmp::deep(&picture).from_the_top().bytes(), COLOURS, 0);
    let without_offset = Bmp { offset: Some(0), ..Bmp::named(&picture, 8) };
    check("no word of where pixels begin", &without_offset.bytes(), COLOURS, 0);
}

#[test]
fn rows_are_padded_to_four_bytes() {
    for width in 1..9 {
        let stripes = Pixels::draw((width, 5), |x, y| COLOURS[((x + y) % 4) as usize]);
        let named = [2, 4, 8].map(|bits| Bmp::named(&stripes, bits).bytes());
        let files =
            named.into_iter().chain([Bmp::deep(&stripes).bytes(), Bmp::wide(&stripes, 0).bytes()]);
        for (index, file) in files.enumerate() {
            assert_eq!(
                seen(&made(&file, "f=png").unwrap()).pixels,
                stripes.pixels,
                "{width}, {index}"
            );
        }
    }
}

#[test]
fn masks_say_which_bits_are_what() {
    let picture = picture();
    for (name, bits, masks, tolerance) in [
        ("565", 16, &[0xf800, 0x7e0, 0x1f][..], 5),
        ("555", 16, &[0x7c00, 0x3e0, 0x1f], 5),
        ("444", 16, &[0xf00, 0xf0, 0xf], 9),
        ("332", 16, &[0xe0, 0x1c, 3], 43),
        ("bytes", 32, &BYTES[..3], 0),
        ("bytes in another order", 32, &[0xff, 0xff00, 0xff_0000], 0),
        ("ten bits each", 32, &[0x3ff0_0000, 0xf_fc00, 0x3ff], 0),
    ] {
        let file = Bmp::masked(&picture, bits, masks);
        for header in [40, 52, 56, V4, V5] {
            let file = file.with_header(header);
            check(
                &format!("{name}, a header of {header} bytes"),
                &file.bytes(),
                COLOURS,
                tolerance,
            );
            check(
                &format!("{name} from the top"),
                &file.from_the_top().bytes(),
                COLOURS,
                tolerance,
            );
        }
    }
    let five = Bmp {
        compression: 0,
        masks: Vec::new(),
        ..Bmp::masked(&picture, 16, &[0x7c00, 0x3e0, 0x1f])
    };
    check("16 bits of which nothing is said", &five.bytes(), COLOURS, 5);
}

#[test]
fn runs_are_read() {
    let picture = picture();
    for bits in [4, 8] {
        check(&format!("runs of {bits} bits"), &Bmp::runs(&picture, bits).bytes(), COLOURS, 0);
        check(
            &format!("numbers between runs, {bits} bits"),
            &Bmp::unrun(&picture, bits).bytes(),
            COLOURS,
            0,
        );
    }
    // An odd width, more rows than a strip has, and no two of them alike.
    let stripes = Pixels::draw((37, 45), |x, y| COLOURS[((x / 3 + y * y) % 4) as usize]);
    for file in [
        Bmp::runs(&stripes, 4),
        Bmp::runs(&stripes, 8),
        Bmp::unrun(&stripes, 4),
        Bmp::unrun(&stripes, 8),
    ] {
        assert_eq!(seen(&made(&file.bytes(), "f=png").unwrap()).pixels, stripes.pixels);
        let crop = seen(&made(&file.bytes(), "f=png&crop=0_20_37_3").unwrap());
        assert_eq!(crop.pixels, stripes.pixels[37 * 20..37 * 23]);
    }
}

/// What nothing is drawn on has the first colour.
#[test]
fn leaps_leave_what_they_pass_over() {
    let data = vec![3, 17, 0, 2, 2, 1, 0, 3, 2, 3, 2, 0, 0, 0, 0, 2, 1, 38, 1, 3, 0, 1];
    let mut bmp = Bmp { data, ..Bmp::runs(&quarters((8, 41), 1), 8) };
    let found = seen(&made(&bmp.bytes(), "f=png").unwrap());
    let rows = [
        (40, [1, 1, 1, 0, 0, 0, 0, 0]),
        (39, [0, 0, 0, 0, 0, 2, 3, 2]),
        (38, [0; 8]),
        (20, [0; 8]),
        (1, [0; 8]),
        (0, [0, 3, 0, 0, 0, 0, 0, 0]),
    ];
    for (y, row) in rows {
        // The palette has the four colours again and again.
        let meant = row.map(|number: usize| COLOURS[number]);
        assert_eq!(found.pixels[y * 8..][..8], meant, "row {y}");
    }
    bmp.data.truncate(bmp.data.len() - 2);
    assert!(made(&bmp.bytes(), "f=png").is_err(), "it has no end");
}

#[test]
fn alpha_is_what_a_mask_says() {
    let picture = picture();
    for (header, compression) in
        [(40, 6), (WITH_ALPHA, 3), (WITH_ALPHA, 6), (V4, 3), (V5, 3), (V5, 0)]
    {
        let file = Bmp { compression, ..Bmp::masked(&picture, 32, &BYTES) }.with_header(header);
        let bytes = file.bytes();
        let name = format!("a header of {header} bytes, compression {compression}");
        assert!(probe(&bytes).unwrap().has_alpha, "{name}");
        for query in ["q=90", "w=20"] {
            let made = made(&bytes, query).unwrap();
            assert_eq!(made.format, Format::Png);
            let (width, height, pixels) = seen_through(&made);
            let at = |x: usize, y: usize| pixels[height * y / 4 * width + width * x / 4];
            let opaque = |[r, g, b]: Rgb| [r, g, b, 255];
            let found = [at(1, 1), at(3, 1), at(1, 3), at(3, 3)];
            assert_eq!(found, [opaque(RED), opaque(GREEN), [0; 4], opaque(WHITE)], "{name}");
        }
    }
    let five = Bmp::masked(&picture, 16, &[0x7c00, 0x3e0, 0x1f, 0x8000]).with_header(V5);
    let (_, _, pixels) = seen_through(&made(&five.bytes(), "q=90").unwrap());
    assert_eq!((pixels[0][3], pixels[20 * 40][3]), (255, 0));
}

/// Nobody means to show nothing.
#[test]
fn alpha_of_which_there_is_none_hides_nothing() {
    let file = Bmp { masks: BYTES.into(), ..Bmp::wide(&picture(), 0) }.with_header(V5);
    assert!(probe(&file.bytes()).unwrap().has_alpha);
    check("alpha of 0", &file.bytes(), COLOURS, 0);
    check("alpha of 0 from the top", &file.from_the_top().bytes(), COLOURS, 0);
    let of_16 = Bmp { compression: 0, ..Bmp::masked(&picture(), 16, &[0x7c00, 0x3e0, 0x1f]) };
    let of_16 = Bmp { masks: BYTES.into(), ..of_16.with_header(V5) };
    check("masks of 32 bits for 16", &of_16.bytes(), COLOURS, 5);
}

/// Most who write a fourth byte write nothing into it.
#[test]
fn a_fourth_byte_of_which_nothing_is_said_is_nothing() {
    for fourth in [0, 7, 255] {
        let file = Bmp::wide(&picture(), fourth).bytes();
        assert!(!probe(&file).unwrap().has_alpha);
        assert_eq!(made(&file, "q=90").unwrap().format, Format::Jpeg);
        check(&format!("a fourth byte of {fourth}"), &file, COLOURS, 0);
    }
}

#[test]
fn its_header_says_what_it_is() {
    let icc = Primaries(
        [[0.6097, 0.3111, 0.0195], [0.2053, 0.6257, 0.0609], [0.1492, 0.0632, 0.7446]],
        2.2,
    );
    let plain = Bmp::deep(&picture()).with_header(V5);
    let source = probe(&plain.bytes()).unwrap();
    assert_eq!((source.width.get(), source.height.get(), source.frames.get()), (40, 30, 1));
    assert_eq!((source.format, source.profile), (SourceFormat::Bmp, Profile::Srgb));
    let explained = Bmp { icc: icc.icc(), ..plain.clone() }.bytes();
    assert_eq!(probe(&explained).unwrap().profile, Profile::Other);
    let [before, after] =
        [plain.bytes(), explained].map(|file| seen(&made(&file, "f=png").unwrap()));
    assert!(after.at(35, 5)[1] > before.at(35, 5)[1], "a green that is greener than sRGB's");
}
