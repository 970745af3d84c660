use super::*;
use crate::simd::Portable;
use crate::zigzag::{NATURAL, PLACE};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Blocks that are flat, steep, alternating and random.
fn blocks() -> impl Iterator<Item = [[u8; 8]; 8]> {
    let mut seed = 1u32;
    let mut noise = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    };
    let drawn = [
        [[0; 8]; 8],
        [[255; 8]; 8],
        [[0, 255, 0, 255, 0, 255, 0, 255]; 8],
        [[0, 0, 0, 0, 255, 255, 255, 255]; 8],
        [[10, 20, 30, 40, 50, 60, 70, 80]; 8],
    ];
    let random = (0..200).map(move |_| std::array::from_fn(|_| std::array::from_fn(|_| noise())));
    drawn.into_iter().chain(random)
}

fn divisors(step: u8) -> Divisors {
    Divisors::new(&[step; 64], Weak::Dropped)
}

/// T.81, A.3.3, word for word.
fn coefficient(samples: &[[u8; 8]; 8], u: usize, v: usize) -> f64 {
    let c = |frequency| if frequency == 0 { FRAC_1_SQRT_2 } else { 1.0 };
    let cosine = |x: usize, u: usize| ((2 * x + 1) as f64 * u as f64 * PI / 16.0).cos();
    let mut sum = 0.0;
    for (y, row) in samples.iter().enumerate() {
        for (x, &sample) in row.iter().enumerate() {
            sum += (f64::from(sample) - 128.0) * cosine(x, u) * cosine(y, v);
        }
    }
    sum * c(u) * c(v) / 4.0
}

#[test]
fn the_coefficients_are_those_of_the_standard() {
    for samples in blocks() {
        let mut block = Block::ZERO;
        Portable.quantised(&samples, &divisors(1), &mut block);
        for k in 0..64 {
            let (u, v) = (usize::from(NATURAL[k]) % 8, usize::from(NATURAL[k]) / 8);
            let (expected, found) = (coefficient(&samples, u, v), block.0[usize::from(PLACE[k])]);
            assert!((expected - f64::from(found)).abs() < 0.501, "{expected} {found} at {u} {v}");
        }
    }
}

#[test]
fn the_bits_say_which_coefficients_are_not_zero_and_which_are_weak() {
    for samples in blocks() {
        let mut block = Block::ZERO;
        let found = Portable.quantised(&samples, &divisors(60), &mut block);
        for (k, place) in PLACE.into_iter().enumerate() {
            let value = block.0[usize::from(place)];
            assert_eq!(found.nonzero >> k & 1 == 1, value != 0);
            let (u, v) = (usize::from(place) / 8, usize::from(place) % 8);
            let size = (coefficient(&samples, u, v) / 60.0).abs();
            // The transform is not exact.
            if (size - 0.65).abs() > 1e-3 && (size - 0.5).abs() > 1e-3 {
                assert_eq!(found.weak >> k & 1 == 1, (0.5..0.65).contains(&size));
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[test]
fn all_instructions_find_the_same() {
    let Some(avx2) = crate::simd::Avx2::detected() else { return };
    for (samples, step) in blocks().flat_map(|samples| [1, 3, 16, 255].map(|step| (samples, step)))
    {
        let (mut ours, mut theirs) = (Block::ZERO, Block::ZERO);
        let found = Portable.quantised(&samples, &divisors(step), &mut ours);
        assert_eq!(avx2.quantised(&samples, &divisors(step), &mut theirs), found);
        assert_eq!(ours.0, theirs.0);
    }
}

/// The rule, one coefficient after the other.
fn kept_one_by_one(found: Found) -> u64 {
    let (mut kept, mut is_zero_before) = (0, false);
    for k in 1..64 {
        let is = |mask: u64| mask >> k & 1 == 1;
        let is_kept = is(found.nonzero) && !(is(found.weak) && is_zero_before);
        kept |= u64::from(is_kept) << k;
        is_zero_before = !is_kept;
    }
    kept
}

#[test]
fn what_is_weak_and_follows_a_zero_is_dropped() {
    let mut seed = 1u64;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed ^ seed >> 29
    };
    let drawn = [(0b1010, 0b1000), (0b1110, 0b1110), (!0, !0), (!0b10, !0), (1 << 63, 1 << 63)];
    let rare = (0..1000).map(|_| (random() & random(), random() | random()));
    for (nonzero, small) in drawn.into_iter().chain(rare.collect::<Vec<_>>()) {
        let found = Found { nonzero, weak: nonzero & small };
        assert_eq!(found.kept(), kept_one_by_one(found), "{nonzero:b} {small:b}");
    }
    assert_eq!(Found { nonzero: 0b1_0110, weak: 0b1_0100 }.kept(), 0b110);
}
