//! Every kind of picture becomes the planes that its coefficients say.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::{
    Clutter, Codes, Picture, Scan, Texture, Writing, check, expected, one_by_one, samples, spectral,
};
use sizewise_jpeg::{Decoder, Scale};

const SAMPLINGS: [&[(usize, usize)]; 17] = [
    // Grey: the factors of one component mean nothing.
    &[(1, 1)],
    &[(2, 2)],
    &[(4, 1)],
    // 4:4:4, 4:2:2, 4:4:0, 4:2:0, 4:1:1, 4:1:0.
    &[(1, 1), (1, 1), (1, 1)],
    &[(2, 1), (1, 1), (1, 1)],
    &[(1, 2), (1, 1), (1, 1)],
    &[(2, 2), (1, 1), (1, 1)],
    &[(4, 1), (1, 1), (1, 1)],
    &[(4, 2), (1, 1), (1, 1)],
    // Factors that are larger than need be, and luma that is coarser than chroma.
    &[(2, 2), (2, 1), (2, 1)],
    &[(1, 2), (2, 1), (2, 1)],
    &[(1, 1), (2, 2), (1, 2)],
    // Ratios that are no whole numbers.
    &[(3, 1), (2, 1), (1, 1)],
    &[(2, 3), (1, 2), (1, 1)],
    &[(3, 2), (1, 1), (2, 1)],
    // Inks.
    &[(1, 1), (1, 1), (1, 1), (1, 1)],
    &[(2, 2), (1, 1), (1, 1), (2, 2)],
];

const SIZES: [(usize, usize); 8] =
    [(1, 1), (1, 9), (7, 1), (8, 8), (9, 17), (16, 16), (17, 33), (31, 15)];

/// Two scans, if there is more than one component: the middle ones together, the outer ones together.
fn some_together(components: usize) -> Vec<Scan> {
    let outer = |n: &usize| n.is_multiple_of(3);
    let (first, second): (Vec<usize>, Vec<usize>) = (0..components).partition(outer);
    let members = [second, first].into_iter().filter(|members| !members.is_empty());
    members.map(|members| Scan::whole(&members)).collect()
}

/// All ways of writing a picture down.
fn writings(components: usize) -> [Writing; 5] {
    let (sequential, progressive) =
        (Writing::sequential(components), Writing::progressive(components));
    [
        Writing { scans: one_by_one(components), ..sequential.clone() },
        Writing { scans: some_together(components), ..sequential.clone() },
        Writing { scans: spectral(components), ..progressive.clone() },
        progressive,
        sequential,
    ]
}

/// The codes that a way of writing may use, one of them for each `number`.
fn codes(writing: &Writing, number: usize) -> Codes {
    match (writing.is_progressive, number % 3) {
        (false, 0) => Codes::Stock,
        (_, 1) => Codes::Long,
        _ => Codes::Made,
    }
}

#[test]
fn every_picture_is_what_its_coefficients_say() {
    let mut number = 0;
    for factors in SAMPLINGS {
        for writing in writings(factors.len()) {
            for size in SIZES {
                let picture = Picture::random(number as u64, size, factors, Texture::Natural);
                let row = picture.units().0;
                // Interval and codes take turns, so that all of them meet.
                let interval = [0, 1, 3, row][(number + number / 8) % 4];
                let clutter = [Clutter::Tidy, Clutter::Cluttered][number % 5 % 2];
                let codes = codes(&writing, number);
                let writing = Writing { interval, clutter, codes, ..writing.clone() };
                let what = format!("{size:?} of {factors:?}, interval {interval}, {writing:?}");
                check(&writing.bytes(&picture), &picture, &what);
                number += 1;
            }
        }
    }
}

#[test]
fn blocks_without_anything_are_flat() {
    for factors in [SAMPLINGS[0], SAMPLINGS[3], SAMPLINGS[6]] {
        for writing in writings(factors.len()) {
            for (codes, interval) in [(Codes::Made, 0), (Codes::Long, 2)] {
                let picture = Picture::random(1, (70, 50), factors, Texture::Plain);
                let writing = Writing { codes, interval, ..writing.clone() };
                check(&writing.bytes(&picture), &picture, &format!("{factors:?}, {writing:?}"));
            }
        }
    }
}

#[test]
fn each_component_has_a_scale_of_its_own() {
    let sizes = |luma, chroma| [luma, chroma, chroma];
    // What is wanted of luma and of chroma, and the scales that have at least that.
    let cases = [
        ((17, 33), (9, 17), sizes(Scale::Full, Scale::Full)),
        ((8, 16), (4, 8), sizes(Scale::Half, Scale::Half)),
        ((1, 1), (9, 1), sizes(Scale::Eighth, Scale::Full)),
        ((9, 1), (1, 1), sizes(Scale::Full, Scale::Eighth)),
        ((4, 8), (1, 1), sizes(Scale::Quarter, Scale::Eighth)),
        ((1, 2), (2, 2), sizes(Scale::Eighth, Scale::Quarter)),
        ((500, 500), (0, 0), sizes(Scale::Full, Scale::Eighth)),
    ];
    let picture = Picture::random(7, (17, 33), SAMPLINGS[6], Texture::Natural);
    for (luma, chroma, scales) in cases {
        for writing in writings(3) {
            let file = writing.bytes(&picture);
            let decoder = Decoder::new(&file).unwrap().scale_to_cover(luma, chroma);
            let planes = decoder.decode().unwrap().planes;
            for (index, (plane, scale)) in planes.iter().zip(scales).enumerate() {
                let what = format!("component {index} of {luma:?}, {chroma:?}, {writing:?}");
                let expected = expected(&picture, index, scale);
                reference::compare(&samples(plane), &expected, scale, &what);
            }
            let strips = reference::by_strips(&decoder, 3).unwrap();
            assert!(strips == planes.iter().map(samples).collect::<Vec<_>>());
        }
    }
}

#[test]
fn quantisers_may_be_as_large_as_two_bytes_can_say() {
    for writing in writings(1) {
        let mut picture = Picture::random(3, (40, 24), &[(1, 1)], Texture::Plain);
        picture.components[0].quantiser = std::array::from_fn(|k| 65535 - 997 * k as u16);
        for (n, block) in picture.components[0].blocks.iter_mut().enumerate() {
            block[n] = 1 - 2 * (n as i32 % 2);
        }
        check(&writing.bytes(&picture), &picture, &format!("{writing:?}"));
    }
}
