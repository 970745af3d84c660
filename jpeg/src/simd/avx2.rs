//! x86-64 with AVX2, BMI2 and their company: every Intel since 2013, every AMD since 2015.
#![allow(unsafe_code, reason = "intrinsics; each block says why it holds")]

use std::arch::x86_64::*;

use super::{Kernels, Lanes, Work};
use crate::idct::{LEVEL, eight_points, four_points};
use crate::zigzag::{Block, Factors};

/// Proof that the machine has the instructions: [`Avx2::detected`] is the only way to one.
#[derive(Clone, Copy)]
pub(crate) struct Avx2(());

impl Avx2 {
    pub(crate) fn detected() -> Option<Self> {
        let all = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("lzcnt")
            && is_x86_feature_detected!("popcnt");
        all.then_some(Self(()))
    }

    /// Does `work`, compiled for these instructions.
    pub(super) fn run<W: Work>(self, work: W) -> W::Output {
        #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
        fn inside<W: Work>(avx2: Avx2, work: W) -> W::Output {
            work.with(avx2)
        }
        // SAFETY: `self` exists only where these instructions have been detected.
        unsafe { inside(self, work) }
    }
}

impl Kernels for Avx2 {
    #[inline(always)]
    fn idct8(self, block: &Block, factors: &Factors, samples: &mut [u8], stride: usize) {
        assert!(samples.len() >= 7 * stride + 8);
        // SAFETY: `self` proves the instructions; there is room for eight rows of eight samples.
        unsafe { idct8(block, factors, samples.as_mut_ptr(), stride) }
    }

    #[inline(always)]
    fn idct4(self, block: &Block, factors: &Factors, samples: &mut [u8], stride: usize) {
        assert!(samples.len() >= 3 * stride + 4);
        // SAFETY: `self` proves the instructions; there is room for four rows of four samples.
        unsafe { idct4(block, factors, samples.as_mut_ptr(), stride) }
    }

    #[inline(always)]
    fn deposit(self, bits: u64, mask: u64) -> u64 {
        // SAFETY: `self` proves the instruction.
        unsafe { _pdep_u64(bits, mask) }
    }
}

/// Eight floats. The field is filled only where the machine has been found to have AVX2.
#[derive(Clone, Copy)]
struct Ymm(__m256);

impl Lanes for Ymm {
    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: the kernels of this module alone do this, and only run with AVX2.
        Self(unsafe { _mm256_set1_ps(value) })
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        // SAFETY: a `Ymm` exists only where there is AVX2.
        Self(unsafe { _mm256_add_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_sub_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn times(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_mul_ps(self.0, other.0) })
    }
}

/// Four floats: SSE, which every x86-64 has.
#[derive(Clone, Copy)]
struct Xmm(__m128);

impl Lanes for Xmm {
    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: SSE is part of every x86-64.
        Self(unsafe { _mm_set1_ps(value) })
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_add_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_sub_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn times(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_mul_ps(self.0, other.0) })
    }
}

/// # Safety
/// `samples` must have room for eight rows of eight bytes, `stride` apart.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn idct8(block: &Block, factors: &Factors, samples: *mut u8, stride: usize) {
    let column = |k: usize| {
        // SAFETY: both have 64 elements, aligned to 64 bytes, and k is below 8.
        let (coefficients, factors) = unsafe {
            (
                _mm_load_si128(block.0.as_ptr().add(8 * k).cast()),
                _mm256_load_ps(factors.0.as_ptr().add(8 * k)),
            )
        };
        _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(coefficients)), factors)
    };
    let mut columns = std::array::from_fn(|k| Ymm(column(k)));
    columns[0].0 = _mm256_add_ps(columns[0].0, _mm256_set_ps(0., 0., 0., 0., 0., 0., 0., LEVEL));
    let rows = eight_points(turned_over(eight_points(columns)));
    let rows = rows.map(|row| rounded(row.0));
    for pair in 0..4 {
        let words = _mm256_packs_epi32(rows[2 * pair], rows[2 * pair + 1]);
        let bytes = _mm256_packus_epi16(words, words);
        // Each half of the register holds the first and the second half of both rows.
        let bytes = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 0, 4, 1, 5));
        let both = _mm256_castsi256_si128(bytes);
        // SAFETY: the caller vouches for eight bytes in each of the eight rows.
        unsafe {
            _mm_storel_epi64(samples.add(2 * pair * stride).cast(), both);
            _mm_storeh_pd(samples.add((2 * pair + 1) * stride).cast(), _mm_castsi128_pd(both));
        }
    }
}

/// # Safety
/// `samples` must have room for four rows of four bytes, `stride` apart.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn idct4(block: &Block, factors: &Factors, samples: *mut u8, stride: usize) {
    let column = |k: usize| {
        // SAFETY: both have 64 elements, aligned to 64 bytes, and k is below 4.
        let (coefficients, factors) = unsafe {
            (
                _mm_loadl_epi64(block.0.as_ptr().add(8 * k).cast()),
                _mm_load_ps(factors.0.as_ptr().add(8 * k)),
            )
        };
        _mm_mul_ps(_mm_cvtepi32_ps(_mm_cvtepi16_epi32(coefficients)), factors)
    };
    let mut columns = std::array::from_fn(|k| Xmm(column(k)));
    columns[0].0 = _mm_add_ps(columns[0].0, _mm_set_ps(0., 0., 0., LEVEL));
    let [a, b, c, d] = four_points(columns).map(|row| row.0);
    let (ab, ab2) = (_mm_unpacklo_ps(a, b), _mm_unpackhi_ps(a, b));
    let (cd, cd2) = (_mm_unpacklo_ps(c, d), _mm_unpackhi_ps(c, d));
    let turned = [
        _mm_movelh_ps(ab, cd),
        _mm_movehl_ps(cd, ab),
        _mm_movelh_ps(ab2, cd2),
        _mm_movehl_ps(cd2, ab2),
    ];
    let rows = four_points(turned.map(Xmm));
    let [a, b, c, d] = rows.map(|row| _mm_cvtps_epi32(_mm_min_ps(row.0, _mm_set1_ps(255.0))));
    let bytes = _mm_packus_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d));
    let lines = [
        _mm_extract_epi32::<0>(bytes),
        _mm_extract_epi32::<1>(bytes),
        _mm_extract_epi32::<2>(bytes),
        _mm_extract_epi32::<3>(bytes),
    ];
    for (y, line) in lines.into_iter().enumerate() {
        // SAFETY: the caller vouches for four bytes in each of the four rows.
        unsafe { samples.add(y * stride).cast::<i32>().write_unaligned(line) };
    }
}

/// Whole numbers, halves to the even one. What is above 255 becomes 255, so that nothing is too large
/// to be converted; what is far below 0 converts to something below 0, which is all that is needed.
#[inline]
#[target_feature(enable = "avx2")]
fn rounded(row: __m256) -> __m256i {
    _mm256_cvtps_epi32(_mm256_min_ps(row, _mm256_set1_ps(255.0)))
}

/// Rows become columns.
#[inline]
#[target_feature(enable = "avx2")]
fn turned_over(rows: [Ymm; 8]) -> [Ymm; 8] {
    let [a, b, c, d, e, f, g, h] = rows.map(|row| row.0);
    // Neighbouring rows are interleaved, then pairs of rows, then the halves of the registers.
    let (ab, ab2) = (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b));
    let (cd, cd2) = (_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d));
    let (ef, ef2) = (_mm256_unpacklo_ps(e, f), _mm256_unpackhi_ps(e, f));
    let (gh, gh2) = (_mm256_unpacklo_ps(g, h), _mm256_unpackhi_ps(g, h));
    let low = [
        _mm256_shuffle_ps::<0x44>(ab, cd),
        _mm256_shuffle_ps::<0xee>(ab, cd),
        _mm256_shuffle_ps::<0x44>(ab2, cd2),
        _mm256_shuffle_ps::<0xee>(ab2, cd2),
    ];
    let high = [
        _mm256_shuffle_ps::<0x44>(ef, gh),
        _mm256_shuffle_ps::<0xee>(ef, gh),
        _mm256_shuffle_ps::<0x44>(ef2, gh2),
        _mm256_shuffle_ps::<0xee>(ef2, gh2),
    ];
    [
        Ymm(_mm256_permute2f128_ps::<0x20>(low[0], high[0])),
        Ymm(_mm256_permute2f128_ps::<0x20>(low[1], high[1])),
        Ymm(_mm256_permute2f128_ps::<0x20>(low[2], high[2])),
        Ymm(_mm256_permute2f128_ps::<0x20>(low[3], high[3])),
        Ymm(_mm256_permute2f128_ps::<0x31>(low[0], high[0])),
        Ymm(_mm256_permute2f128_ps::<0x31>(low[1], high[1])),
        Ymm(_mm256_permute2f128_ps::<0x31>(low[2], high[2])),
        Ymm(_mm256_permute2f128_ps::<0x31>(low[3], high[3])),
    ]
}
