//! Scripts of progressive scans beyond what encoders write by themselves.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod reference;

use reference::{Codes, Dice, Picture, Scan, Texture, Writing, check};

const GREY: [(usize, usize); 1] = [(1, 1)];
const S420: [(usize, usize); 3] = [(2, 2), (1, 1), (1, 1)];

fn scan(members: &[usize], band: (usize, usize), above: u32, lowest: u32) -> Scan {
    Scan::new(members, band, above, lowest)
}

fn check_scans(picture: &Picture, scans: Vec<Scan>, what: &str) {
    for (codes, interval) in [(Codes::Made, 0), (Codes::Long, 4)] {
        let count = picture.components.len();
        let writing =
            Writing { scans: scans.clone(), codes, interval, ..Writing::progressive(count) };
        check(&writing.bytes(picture), picture, &format!("{what}, {codes:?}, {interval}"));
    }
}

#[test]
fn every_bit_may_have_a_scan_of_its_own() {
    for (factors, texture) in
        [(&GREY[..], Texture::Natural), (&S420, Texture::Natural), (&GREY, Texture::Noise)]
    {
        let picture = Picture::random(11, (67, 45), factors, texture);
        let members: Vec<usize> = (0..factors.len()).collect();
        let mut scans = vec![scan(&members, (0, 0), 0, 11)];
        scans.extend(members.iter().map(|&n| scan(&[n], (1, 63), 0, 10)));
        for lowest in (0..11).rev() {
            scans.push(scan(&members, (0, 0), lowest + 1, lowest));
            if lowest < 10 {
                scans.extend(members.iter().map(|&n| scan(&[n], (1, 63), lowest + 1, lowest)));
            }
        }
        check_scans(&picture, scans, "bit by bit");
    }
}

#[test]
fn levels_run_from_13_down() {
    // Coefficients of 14 bits: what is left of one when 13 are taken.
    let mut picture = Picture::random(2, (40, 40), &GREY, Texture::Plain);
    for (n, block) in picture.components[0].blocks.iter_mut().enumerate() {
        block[n % 64] = (1 << 13) - 1 + n as i32 % 3;
        block[(7 * n + 1) % 64] = -(1 << 13) - n as i32;
    }
    let mut scans = vec![scan(&[0], (0, 0), 0, 13), scan(&[0], (1, 63), 0, 13)];
    for lowest in (0..13).rev() {
        scans.extend([(0, 0), (1, 63)].map(|band| scan(&[0], band, lowest + 1, lowest)));
    }
    check_scans(&picture, scans, "14 bits");
}

#[test]
fn bands_are_cut_and_refined_in_any_order() {
    for seed in 0..24 {
        let mut dice = Dice::new(seed);
        let factors = [&GREY[..], &S420][seed as usize % 2];
        let texture = if seed % 6 == 5 { Texture::Noise } else { Texture::Natural };
        let picture = Picture::random(seed, (41, 29), factors, texture);
        let members: Vec<usize> = (0..factors.len()).collect();
        let mut scans = vec![scan(&members, (0, 0), 0, 0)];
        for &n in &members {
            // Bands of one level may be cut differently from those of the next.
            let top = dice.below(4) as u32;
            for lowest in (0..=top).rev() {
                let above = if lowest == top { 0 } else { lowest + 1 };
                let mut bands = bands(&mut dice);
                while !bands.is_empty() {
                    let band = bands.swap_remove(dice.below(bands.len()));
                    scans.push(scan(&[n], band, above, lowest));
                }
            }
        }
        check_scans(&picture, scans, &format!("seed {seed}"));
    }
}

/// Bands that together have all AC coefficients.
fn bands(dice: &mut Dice) -> Vec<(usize, usize)> {
    let (mut bands, mut first) = (Vec::new(), 1);
    while first < 64 {
        let last = 63.min(first + [0, 3, 8, 20, 62][dice.below(5)]);
        bands.push((first, last));
        first = last + 1;
    }
    bands
}

#[test]
fn what_never_comes_is_zero() {
    let mut picture = Picture::random(8, (33, 33), &S420, Texture::Natural);
    for block in picture.components.iter_mut().flat_map(|component| &mut component.blocks) {
        block[1..10].fill(0);
        block[40..].fill(0);
    }
    let means = vec![scan(&[0, 1, 2], (0, 0), 0, 0)];
    let bands = (0..3).map(|n| scan(&[n], (10, 39), 0, 0));
    check_scans(&picture, means.iter().cloned().chain(bands).collect(), "one band");
    for block in picture.components.iter_mut().flat_map(|component| &mut component.blocks) {
        block[1..].fill(0);
    }
    check_scans(&picture, means, "means alone");
}

#[test]
fn runs_of_empty_blocks_are_as_long_as_can_be() {
    // 32769 blocks: the longest run there is, behind one block or in front of one.
    let (width, height) = (8 * 3 * 331, 8 * 33);
    let blocks = 3 * 331 * 33;
    assert_eq!(blocks, 32769);
    for full in [0, 1, blocks - 2, blocks - 1] {
        let mut picture = Picture::random(1, (width, height), &GREY, Texture::Plain);
        picture.components[0].blocks[full][5] = 7;
        for lowest in [0, 2] {
            let mut scans = vec![scan(&[0], (0, 0), 0, 0), scan(&[0], (1, 63), 0, lowest)];
            scans.extend((0..lowest).rev().map(|low| scan(&[0], (1, 63), low + 1, low)));
            let writing = Writing { scans, ..Writing::progressive(1) };
            check(&writing.bytes(&picture), &picture, &format!("{full}, {lowest}"));
        }
    }
}
