//! Files whose data is larger than what the decoder looks at at once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::{Clutter, Codes, Part, Picture, Scan, Texture, Writing, bytes, check, one_by_one};

/// Bytes of data that the decoder holds at once.
const WINDOW: usize = 16 << 10;

const GREY: [(usize, usize); 1] = [(1, 1)];
const S420: [(usize, usize); 3] = [(2, 2), (1, 1), (1, 1)];

#[test]
fn many_windows_are_one_picture() {
    for (factors, codes, interval) in [
        (&GREY[..], Codes::Long, 0),
        (&S420, Codes::Made, 0),
        (&S420, Codes::Long, 1),
        (&S420, Codes::Stock, 7),
        (&[(4, 2), (1, 1), (1, 1)], Codes::Long, 5),
    ] {
        let picture = Picture::random(4, (200, 130), factors, Texture::Noise);
        let count = factors.len();
        let mut writings = vec![
            Writing::sequential(count),
            Writing { scans: one_by_one(count), ..Writing::sequential(count) },
        ];
        if codes != Codes::Stock {
            writings.push(Writing::progressive(count));
        }
        for writing in writings {
            let clutter = Clutter::Cluttered;
            let writing = Writing { codes, interval, clutter, ..writing };
            let file = writing.bytes(&picture);
            assert!(file.len() > 3 * WINDOW, "{}", file.len());
            check(&file, &picture, &format!("{writing:?}"));
        }
    }
}

#[test]
fn one_refinement_may_fill_windows_with_corrections() {
    // Every coefficient is known after the first scans, so the refinements have bits and no symbols: up
    // to 32767 blocks of them behind one end of a band.
    let mut picture = Picture::random(5, (1600, 80), &GREY, Texture::Noise);
    for value in picture.components[0].blocks.iter_mut().flatten() {
        *value = value.signum() * (value.abs() % 60 + 4);
    }
    let scan = |band, above, lowest| Scan::new(&[0], band, above, lowest);
    let scans =
        vec![scan((0, 0), 0, 0), scan((1, 63), 0, 2), scan((1, 63), 2, 1), scan((1, 63), 1, 0)];
    let writing = Writing { scans, ..Writing::progressive(1) };
    check(&writing.bytes(&picture), &picture, "corrections");
}

#[test]
fn ends_of_data_may_stand_anywhere_in_a_window() {
    // Rows of plain blocks move what comes behind them by some bits each, over the window's border.
    let plain = Picture::random(1, (64, 8 * 64), &GREY, Texture::Plain);
    let noise = Picture::random(9, (64, 8 * 64), &GREY, Texture::Noise);
    let of_noise = Writing { codes: Codes::Stock, ..Writing::sequential(1) }.parts(&noise);
    let Some(Part::Data(data)) = of_noise.iter().find(|part| part.is_data()) else { panic!() };
    let fits = data.ends.partition_point(|&end| end < WINDOW - 40);
    for kept in fits..fits + 2 {
        for filler in 0..9 {
            let mut picture = noise.clone();
            picture.components[0].blocks[kept..]
                .clone_from_slice(&plain.components[0].blocks[kept..]);
            for block in &mut picture.components[0].blocks[kept..] {
                block[1] = 1 << filler;
            }
            for interval in [0, kept, kept + 1, 1] {
                let codes = Codes::Stock;
                let writing = Writing { codes, interval, ..Writing::sequential(1) };
                let what = format!("{kept} blocks, filler {filler}, interval {interval}");
                check(&writing.bytes(&picture), &picture, &what);
            }
        }
    }
}

#[test]
fn data_may_consist_of_ones() {
    // A code whose words are nearly all ones: half of the bytes are stuffed.
    let mut picture = Picture::random(6, (256, 256), &GREY, Texture::Plain);
    for (n, block) in picture.components[0].blocks.iter_mut().enumerate() {
        block[1..].fill(if n % 7 == 0 { 511 } else { 1023 });
        block[0] = 1023;
    }
    let parts = Writing { codes: Codes::Long, ..Writing::sequential(1) }.parts(&picture);
    let file = bytes(&parts);
    let ones = file.iter().filter(|&&byte| byte == 0xff).count();
    assert!(ones > WINDOW, "{ones}");
    for interval in [0, 1, 5] {
        let writing = Writing { codes: Codes::Long, interval, ..Writing::sequential(1) };
        check(&writing.bytes(&picture), &picture, &format!("interval {interval}"));
    }
}
