//! Both sets of instructions against the formula of T.81, A.3.3.

use super::*;
use crate::simd::{Chosen, Instructions, Work};
use crate::tables::Quantiser;
use std::f64::consts::PI;

/// A block with its mean, and what it is drawn with.
#[derive(Clone)]
struct Sample {
    block: Block,
    mean: i16,
}

/// Draws two blocks.
struct Draw<'p> {
    pair: Pair<'p>,
    scale: Scale,
    divisors: &'p Divisors,
}

impl Work for Draw<'_> {
    type Output = Vec<u8>;

    #[inline(always)]
    fn with<K: Kernels>(self, kernels: K) -> Vec<u8> {
        let n = self.scale.eighths();
        let mut samples = vec![0; 2 * n * n];
        self.pair.draw(kernels, self.scale, self.divisors, &mut samples, 2 * n);
        samples
    }
}

fn drawn(set: Chosen, samples: &[Sample; 2], scale: Scale, quantiser: &Quantiser) -> Vec<u8> {
    let divisors = &Divisors::new(quantiser, scale);
    let blocks = samples.each_ref().map(|sample| &sample.block);
    let means = samples.each_ref().map(|sample| sample.mean);
    set.run(Draw { pair: Pair { blocks, means, is_flat: false }, scale, divisors })
}

/// What the formula makes of the lowest n × n coefficients, before it is rounded.
fn formula(sample: &Sample, quantiser: &Quantiser, n: usize) -> Vec<f64> {
    let weight = |k: usize| if k == 0 { 1.0 } else { 2f64.sqrt() };
    let wave = |x: usize, k: usize| {
        weight(k) * ((2 * x + 1) as f64 * k as f64 * PI / (2 * n) as f64).cos()
    };
    let coefficient = |u: usize, v: usize| match (u, v) {
        (0, 0) => sample.mean,
        _ => sample.block.0[8 * u + v],
    };
    let sum = |x: usize, y: usize| -> f64 {
        let places = (0..n).flat_map(|u| (0..n).map(move |v| (u, v)));
        let term = |(u, v)| {
            f64::from(coefficient(u, v)) * f64::from(quantiser[8 * v + u]) * wave(x, u) * wave(y, v)
        };
        places.map(term).sum()
    };
    let samples = (0..n).flat_map(|y| (0..n).map(move |x| (x, y)));
    samples.map(|(x, y)| (sum(x, y) / 8.0 + 128.0).clamp(0.0, 255.0)).collect()
}

/// Draws with both sets, and says how far the farthest sample is from the formula's.
fn farthest(samples: &[Sample; 2], quantiser: &Quantiser) -> f64 {
    let mut farthest = 0f64;
    for scale in [Scale::Half, Scale::Full] {
        let n = scale.eighths();
        let sets = [Instructions::Best, Instructions::Portable];
        let [best, portable] = sets.map(|set| drawn(set.chosen(), samples, scale, quantiser));
        assert_eq!(best, portable, "{scale:?}");
        for (index, sample) in samples.iter().enumerate() {
            for (at, meant) in formula(sample, quantiser, n).into_iter().enumerate() {
                let found = best[at / n * 2 * n + index * n + at % n];
                farthest = farthest.max((f64::from(found) - meant).abs());
            }
        }
    }
    farthest
}

/// Numbers that look as if nobody had chosen them.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn sign(&mut self) -> i16 {
        1 - 2 * self.below(2) as i16
    }

    /// A block whose coefficients come to a sum, spread over so many of them, with every divisor 1.
    fn block(&mut self, sum: u16, count: u64, largest_mean: i16) -> Sample {
        let mut block = Block::ZERO;
        let places: Vec<_> = (0..count).map(|_| 1 + self.below(63) as usize).collect();
        for step in 0..sum {
            let size = &mut block.0[places[usize::from(step) % places.len()]];
            *size += 1;
        }
        block.0.iter_mut().for_each(|size| *size *= self.sign());
        Sample { block, mean: largest_mean * self.sign() }
    }
}

#[test]
fn ordinary_blocks_are_rounded_right_but_for_a_quarter_of_a_level() {
    let mut dice = Dice(1);
    for _ in 0..3000 {
        let quantiser = std::array::from_fn(|_| 1 + dice.below(20) as u16);
        let pair = std::array::from_fn(|_| {
            let (sum, count) = (dice.below(120) as u16, 1 + dice.below(40));
            let mean = dice.below(50) as i16;
            dice.block(sum, count, mean)
        });
        let farthest = farthest(&pair, &quantiser);
        assert!(farthest < 0.75, "{farthest}");
    }
}

/// Nothing runs over just below the limit, wherever the coefficients stand and whatever their signs.
#[test]
fn the_loudest_that_whole_numbers_are_used_for_do_not_run_over() {
    let mut dice = Dice(2);
    let quantiser = [1; 64];
    for round in 0..6000 {
        let pair = std::array::from_fn(|_| {
            let count = [1, 1, 2, 3, 8, 63][round % 6];
            dice.block(LOUDEST_SUM, count, LOUDEST_MEAN as i16)
        });
        let divisors = Divisors::new(&quantiser, Scale::Full);
        let mut samples = [0; 128];
        let blocks = pair.each_ref().map(|sample: &Sample| &sample.block);
        let are_loud = crate::simd::Portable.idct8(blocks, [0; 2], &divisors, &mut samples, 16);
        assert_eq!(are_loud, [false; 2]);
        let farthest = farthest(&pair, &quantiser);
        assert!(farthest < 0.7, "{farthest}");
    }
}

/// Louder ones, one of a pair or both, are as right: up to coefficients and divisors that no picture has.
#[test]
fn louder_blocks_are_right_too() {
    let mut dice = Dice(3);
    for round in 0..3000 {
        let largest = [2, 30, 255, 300, 65535][round % 5];
        let quantiser = std::array::from_fn(|_| 1 + dice.below(largest) as u16);
        let pair = std::array::from_fn(|_| {
            let (sum, count) = (dice.below(20_000) as u16, 1 + dice.below(63));
            let mean = dice.below(2048) as i16;
            dice.block(sum, count, mean)
        });
        let farthest = farthest(&pair, &quantiser);
        assert!(farthest < 0.7, "{farthest}");
    }
}

#[cfg(target_arch = "x86_64")]
#[test]
#[allow(clippy::print_stderr, reason = "a test that cannot run says so")]
fn both_sets_agree_which_blocks_are_too_loud() {
    let Chosen::Avx2(avx2) = Instructions::Best.chosen() else {
        eprintln!("NOT TRIED: this machine has no AVX2");
        return;
    };
    let mut dice = Dice(4);
    let (mut loud, mut quiet) = (0, 0);
    for round in 0..4000 {
        let largest = [2, 30, 255, 300, 65535][round % 5];
        let quantiser = std::array::from_fn(|_| 1 + dice.below(largest) as u16);
        let pair: [Sample; 2] = std::array::from_fn(|_| {
            let sum = [LOUDEST_SUM / 8, LOUDEST_SUM, LOUDEST_SUM + 1][dice.below(3) as usize];
            let count = 1 + dice.below(63);
            dice.block(sum, count, 0)
        });
        let quantiser = if round % 2 == 0 { [1; 64] } else { quantiser };
        let blocks = pair.each_ref().map(|sample| &sample.block);
        let mut samples = [0; 128];
        for scale in [Scale::Half, Scale::Full] {
            let divisors = &Divisors::new(&quantiser, scale);
            let found = match scale {
                Scale::Half => [
                    avx2.idct4(blocks, [0; 2], divisors, &mut samples, 16),
                    crate::simd::Portable.idct4(blocks, [0; 2], divisors, &mut samples, 16),
                ],
                _ => [
                    avx2.idct8(blocks, [0; 2], divisors, &mut samples, 16),
                    crate::simd::Portable.idct8(blocks, [0; 2], divisors, &mut samples, 16),
                ],
            };
            assert_eq!(found[0], found[1], "{scale:?}");
            loud += found[0].iter().filter(|&&is_loud| is_loud).count();
            quiet += found[0].iter().filter(|&&is_loud| !is_loud).count();
        }
    }
    assert!(loud > 1000 && quiet > 1000, "{loud} loud, {quiet} quiet");
}
