//! The inverse transform with AVX2: a block in eight registers, or in four halves of them.
#![allow(unsafe_code, reason = "intrinsics; each block says why it holds")]

use std::arch::x86_64::*;

use super::{Inverse, LEVEL, eight_points, four_points};
use crate::simd::Avx2;
use crate::simd::avx2::{Xmm, Ymm, turned_over};
use crate::zigzag::{Block, Factors};

impl Inverse for Avx2 {
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
    let mut columns = std::array::from_fn(|k| Ymm::of(column(k)));
    let level = _mm256_setr_ps(LEVEL, 0., 0., 0., 0., 0., 0., 0.);
    columns[0] = Ymm::of(_mm256_add_ps(columns[0].register(), level));
    let rows = eight_points(turned_over(eight_points(columns)));
    let rows = rows.map(|row| rounded(row.register()));
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
