//! Bytes that are anything. Whatever comes of them, it is no panic and no endless work.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::{
    Clutter, Codes, Dice, Picture, Samples, Texture, Writing, by_strips, one_by_one, samples,
    segments, spectral,
};
use sizewise_jpeg::{Damage, Decoder, Error, Fault, Limits, Scale};

const GREY: [(usize, usize); 1] = [(1, 1)];
const S420: [(usize, usize); 3] = [(2, 2), (1, 1), (1, 1)];

/// What a damaged size may cost.
const LIMITS: Limits = Limits { memory: 1 << 20, scans: 64 };

fn planes(decoder: &Decoder<'_>) -> Result<Vec<Samples>, Error> {
    Ok(decoder.decode()?.planes.iter().map(samples).collect())
}

/// Decodes a file in the ways that there are. Says whether anything came of it.
fn survive(file: &[u8], scale: Scale) -> bool {
    let Ok(decoder) = Decoder::new(file) else { return false };
    let header = decoder.header();
    let count = header.components().len();
    let _ = (header.colour(), header.orientation(), header.profile(), header.artist());
    let decoder = decoder.scale(scale).limits(LIMITS);
    let strict = planes(&decoder);
    if header_is_small(&decoder) {
        let strips = by_strips(&decoder, count);
        match (&strict, &strips) {
            (Ok(whole), Ok(strips)) => assert!(whole == strips),
            (Err(whole), Err(strips)) => assert_eq!(whole, strips),
            _ => panic!("expected the same, found {:?} and {:?}", strict.err(), strips.err()),
        }
    }
    let filled = decoder.damage(Damage::Filled).decode();
    match (&strict, &filled) {
        (Ok(strict), Ok(filled)) => {
            assert_eq!(filled.damage, None);
            assert!(filled.planes.iter().map(samples).eq(strict.iter().cloned()));
        }
        (Err(error), Ok(filled)) => assert!(filled.damage.is_some(), "{error}"),
        (Ok(_), Err(error)) => panic!("expected a picture, found {error}"),
        (Err(_), Err(_)) => {}
    }
    filled.is_ok()
}

/// Whether planes cannot be too large where strips are not.
fn header_is_small(decoder: &Decoder<'_>) -> bool {
    decoder.header().width() * decoder.header().height() < 1 << 14
}

fn files() -> Vec<Vec<u8>> {
    let (sequential, progressive) = (Writing::sequential(3), Writing::progressive(3));
    let writings = [
        sequential.clone(),
        Writing { codes: Codes::Stock, interval: 2, ..sequential.clone() },
        Writing { codes: Codes::Long, clutter: Clutter::Cluttered, ..sequential.clone() },
        Writing { scans: one_by_one(3), interval: 3, ..sequential },
        Writing { scans: spectral(3), interval: 4, ..progressive.clone() },
        Writing { codes: Codes::Long, clutter: Clutter::Cluttered, ..progressive.clone() },
        progressive,
    ];
    let picture = Picture::random(41, (50, 40), &S420, Texture::Natural);
    writings.iter().map(|writing| writing.bytes(&picture)).collect()
}

#[test]
fn single_bytes_may_be_anything() {
    let mut pictures = 0;
    for (number, file) in files().into_iter().enumerate() {
        let mut dice = Dice::new(number as u64);
        for round in 0..300 {
            let mut file = file.clone();
            let at = dice.below(file.len());
            file[at] = match dice.below(4) {
                0 => 0xff,
                1 => file[at] ^ 1 << dice.below(8),
                _ => dice.below(256) as u8,
            };
            pictures += usize::from(survive(&file, Scale::ALL[round % 4]));
        }
    }
    assert!(pictures > 1000, "{pictures}");
}

#[test]
fn data_may_be_anything() {
    for (number, file) in files().into_iter().enumerate() {
        let mut dice = Dice::new(100 + number as u64);
        for round in 0..60 {
            let mut file = file.clone();
            let (a, b) = (dice.below(file.len()), dice.below(file.len()));
            let range = a.min(b).max(2)..a.max(b).max(2);
            match round % 3 {
                0 => file[range].fill_with(|| dice.below(256) as u8),
                1 => file[range].fill([0, 0xff, 0xaa][dice.below(3)]),
                _ => drop(file.drain(range)),
            }
            survive(&file, Scale::ALL[dice.below(4)]);
        }
    }
}

#[test]
fn numbers_may_be_as_large_as_bits_can_say() {
    // All symbols are of 15 bits: means and coefficients run over whatever they are added to.
    let [mut dc, mut ac] = [[0u8; 18]; 2];
    (dc[1], dc[17]) = (1, 15);
    (ac[0], ac[1], ac[17]) = (0x10, 1, 0x0f);
    let wide = [&[0x10][..], &[0xff; 128]].concat();
    let frame = [8, 0, 64, 0, 64, 1, 1, 0x11, 0];
    for (marker, scans) in [
        (0xc0, vec![[1, 1, 0, 0, 63, 0]]),
        (0xc2, vec![[1, 1, 0, 0, 0, 13], [1, 1, 0, 1, 63, 13]]),
        (0xc2, vec![[1, 1, 0, 0, 0, 0], [1, 1, 0, 1, 63, 0]]),
    ] {
        for data in [[0x7f, 0xfe], [0x00, 0x01], [0x40, 0x40]] {
            let mut file = segments(&[(0xdb, &wide), (0xc4, &dc), (0xc4, &ac), (marker, &frame)]);
            for scan in &scans {
                file.extend(&segments(&[(0xda, scan)])[2..]);
                file.extend(data.repeat(64 * 64));
            }
            file.extend([0xff, 0xd9]);
            for scale in Scale::ALL {
                assert!(survive(&file, scale));
                assert!(planes(&Decoder::new(&file).unwrap().scale(scale)).is_ok());
            }
        }
    }
}

#[test]
fn runs_beyond_the_end_of_a_block_are_damage() {
    let picture = Picture::random(42, (40, 40), &GREY, Texture::Plain);
    // Each block has its 63 coefficients in four long runs that are one too long for it.
    let file = Writing { codes: Codes::Made, ..Writing::sequential(1) }.bytes(&picture);
    let end = file.windows(3).position(|bytes| bytes == [0xff, 0xc4, 0]).unwrap();
    for symbol in [0xf0u8, 0xf1] {
        let mut file = file.clone();
        // The one AC symbol of a plain file ends a block. Its table is the second one.
        let at = end + 4 + 17 + usize::from(file[end + 5..end + 21].iter().sum::<u8>()) + 17;
        assert_eq!(file[at], 0);
        file[at] = symbol;
        for scale in [Scale::Quarter, Scale::Half, Scale::Full] {
            let strict = planes(&Decoder::new(&file).unwrap().scale(scale));
            let is_damaged = matches!(strict, Err(Error::Damaged { what: Fault::Bits, .. }));
            assert!(is_damaged, "{symbol:x} {scale:?}");
        }
        survive(&file, Scale::Eighth);
    }
}
