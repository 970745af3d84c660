//! The inverse transform with AVX2: two blocks in eight registers, or in four halves of them.
#![allow(unsafe_code, reason = "intrinsics; each block says why it holds")]

use std::arch::x86_64::*;

use super::{Divisors, FRACTION, Inverse, LOUDEST_SUM, eight_points, four_points};
use crate::simd::Avx2;
use crate::simd::avx2::{HalfWords, Words};
use crate::zigzag::Block;

impl Inverse for Avx2 {
    #[inline(always)]
    fn idct8(
        self,
        blocks: [&Block; 2],
        levels: [i16; 2],
        divisors: &Divisors,
        samples: &mut [u8],
        stride: usize,
    ) -> [bool; 2] {
        assert!(samples.len() >= 7 * stride + 16);
        // SAFETY: `self` proves the instructions; there is room for eight rows of 16 samples.
        unsafe { idct8(blocks, levels, divisors, samples.as_mut_ptr(), stride) }
    }

    #[inline(always)]
    fn idct4(
        self,
        blocks: [&Block; 2],
        levels: [i16; 2],
        divisors: &Divisors,
        samples: &mut [u8],
        stride: usize,
    ) -> [bool; 2] {
        assert!(samples.len() >= 3 * stride + 8);
        // SAFETY: `self` proves the instructions; there is room for four rows of eight samples.
        unsafe { idct4(blocks, levels, divisors, samples.as_mut_ptr(), stride) }
    }
}

/// # Safety
/// `samples` must have room for eight rows of 16 bytes, `stride` apart.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn idct8(
    [left, right]: [&Block; 2],
    levels: [i16; 2],
    divisors: &Divisors,
    samples: *mut u8,
    stride: usize,
) -> [bool; 2] {
    let mut all = _mm256_setzero_si256();
    let mut sum = _mm256_setzero_si256();
    let mut column = |k: usize| {
        // SAFETY: blocks have 64 elements, divisors 128, all aligned to 64 bytes, and k is below 8.
        let (left, right, divisors, shifted) = unsafe {
            (
                _mm_load_si128(left.0.as_ptr().add(8 * k).cast()),
                _mm_load_si128(right.0.as_ptr().add(8 * k).cast()),
                _mm256_load_si256(divisors.twice.as_ptr().add(16 * k).cast()),
                _mm256_load_si256(divisors.shifted.as_ptr().add(16 * k).cast()),
            )
        };
        let column = _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(left), right);
        let size = _mm256_abs_epi16(column);
        all = _mm256_or_si256(all, size);
        sum = _mm256_adds_epu16(sum, _mm256_mullo_epi16(size, divisors));
        _mm256_mullo_epi16(column, shifted)
    };
    let mut columns = std::array::from_fn(&mut column);
    let [left, right] = levels.map(|level| _mm_cvtsi32_si128((level as u16).into()));
    let levels = _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(left), right);
    columns[0] = _mm256_add_epi16(columns[0], levels);
    let rows = eight_points(turned_over(eight_points(columns.map(|register| Words::of(register)))));
    let rows = rows.map(|row| _mm256_srai_epi16::<{ FRACTION as i32 }>(row.register()));
    for pair in 0..4 {
        let bytes = _mm256_packus_epi16(rows[2 * pair], rows[2 * pair + 1]);
        // Each half of the register holds the samples of one block.
        let bytes = _mm256_permute4x64_epi64::<0b11_01_10_00>(bytes);
        // SAFETY: the caller vouches for 16 bytes in each of the eight rows.
        unsafe {
            _mm_storeu_si128(samples.add(2 * pair * stride).cast(), _mm256_castsi256_si128(bytes));
            _mm_storeu_si128(
                samples.add((2 * pair + 1) * stride).cast(),
                _mm256_extracti128_si256::<1>(bytes),
            );
        }
    }
    let sum = _mm256_adds_epu16(sum, _mm256_shuffle_epi32::<0b01_00_11_10>(sum));
    let sum = _mm256_adds_epu16(sum, _mm256_shuffle_epi32::<0b10_11_00_01>(sum));
    let sum = _mm256_adds_epu16(sum, _mm256_srli_epi32::<16>(sum));
    let excess = _mm256_subs_epu16(sum, _mm256_set1_epi32(LOUDEST_SUM.into()));
    let excess = _mm256_and_si256(excess, _mm256_set1_epi32(0xffff));
    let large = _mm256_and_si256(all, _mm256_set1_epi16(divisors.too_large as i16));
    let excess = _mm256_or_si256(excess, large);
    if _mm256_testz_si256(excess, excess) == 1 {
        return [false; 2];
    }
    let is_loud = |half: __m128i| _mm_testz_si128(half, half) == 0;
    [is_loud(_mm256_castsi256_si128(excess)), is_loud(_mm256_extracti128_si256::<1>(excess))]
}

/// # Safety
/// `samples` must have room for four rows of eight bytes, `stride` apart.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn idct4(
    [left, right]: [&Block; 2],
    levels: [i16; 2],
    divisors: &Divisors,
    samples: *mut u8,
    stride: usize,
) -> [bool; 2] {
    let mut all = _mm_setzero_si128();
    let mut sum = _mm_setzero_si128();
    let mut column = |k: usize| {
        // SAFETY: blocks have 64 elements, divisors 128, aligned to 64 bytes, and k is below 4.
        let (left, right, divisors, shifted) = unsafe {
            (
                _mm_loadl_epi64(left.0.as_ptr().add(8 * k).cast()),
                _mm_loadl_epi64(right.0.as_ptr().add(8 * k).cast()),
                _mm_load_si128(divisors.twice.as_ptr().add(8 * k).cast()),
                _mm_load_si128(divisors.shifted.as_ptr().add(8 * k).cast()),
            )
        };
        let column = _mm_unpacklo_epi64(left, right);
        let size = _mm_abs_epi16(column);
        all = _mm_or_si128(all, size);
        sum = _mm_adds_epu16(sum, _mm_mullo_epi16(size, divisors));
        _mm_mullo_epi16(column, shifted)
    };
    let mut columns = std::array::from_fn(&mut column);
    let [left, right] = levels.map(|level| _mm_cvtsi32_si128((level as u16).into()));
    columns[0] = _mm_add_epi16(columns[0], _mm_unpacklo_epi64(left, right));
    let [a, b, c, d] =
        four_points(columns.map(|register| HalfWords::of(register))).map(HalfWords::register);
    let (left_ab, right_ab) = (_mm_unpacklo_epi16(a, b), _mm_unpackhi_epi16(a, b));
    let (left_cd, right_cd) = (_mm_unpacklo_epi16(c, d), _mm_unpackhi_epi16(c, d));
    let (left, left2) =
        (_mm_unpacklo_epi32(left_ab, left_cd), _mm_unpackhi_epi32(left_ab, left_cd));
    let (right, right2) =
        (_mm_unpacklo_epi32(right_ab, right_cd), _mm_unpackhi_epi32(right_ab, right_cd));
    let turned = [
        _mm_unpacklo_epi64(left, right),
        _mm_unpackhi_epi64(left, right),
        _mm_unpacklo_epi64(left2, right2),
        _mm_unpackhi_epi64(left2, right2),
    ];
    let rows = four_points(turned.map(|register| HalfWords::of(register)));
    let rows = rows.map(|row| _mm_srai_epi16::<{ FRACTION as i32 }>(row.register()));
    for pair in 0..2 {
        let bytes = _mm_packus_epi16(rows[2 * pair], rows[2 * pair + 1]);
        // SAFETY: the caller vouches for eight bytes in each of the four rows.
        unsafe {
            _mm_storel_epi64(samples.add(2 * pair * stride).cast(), bytes);
            _mm_storeh_pd(samples.add((2 * pair + 1) * stride).cast(), _mm_castsi128_pd(bytes));
        }
    }
    let sum = _mm_adds_epu16(sum, _mm_shuffle_epi32::<0b10_11_00_01>(sum));
    let sum = _mm_adds_epu16(sum, _mm_srli_epi32::<16>(sum));
    let excess = _mm_subs_epu16(sum, _mm_set1_epi32(LOUDEST_SUM.into()));
    let excess = _mm_and_si128(excess, _mm_set1_epi32(0xffff));
    let excess =
        _mm_or_si128(excess, _mm_and_si128(all, _mm_set1_epi16(divisors.too_large as i16)));
    if _mm_testz_si128(excess, excess) == 1 {
        return [false; 2];
    }
    [_mm_cvtsi128_si64(excess) != 0, _mm_extract_epi64::<1>(excess) != 0]
}

/// In both halves rows become columns.
#[inline]
#[target_feature(enable = "avx2")]
fn turned_over(rows: [Words; 8]) -> [Words; 8] {
    let [a, b, c, d, e, f, g, h] = rows.map(Words::register);
    // Neighbouring rows are interleaved, then pairs of rows, then fours.
    let (ab, ab2) = (_mm256_unpacklo_epi16(a, b), _mm256_unpackhi_epi16(a, b));
    let (cd, cd2) = (_mm256_unpacklo_epi16(c, d), _mm256_unpackhi_epi16(c, d));
    let (ef, ef2) = (_mm256_unpacklo_epi16(e, f), _mm256_unpackhi_epi16(e, f));
    let (gh, gh2) = (_mm256_unpacklo_epi16(g, h), _mm256_unpackhi_epi16(g, h));
    let top = [
        _mm256_unpacklo_epi32(ab, cd),
        _mm256_unpackhi_epi32(ab, cd),
        _mm256_unpacklo_epi32(ab2, cd2),
        _mm256_unpackhi_epi32(ab2, cd2),
    ];
    let bottom = [
        _mm256_unpacklo_epi32(ef, gh),
        _mm256_unpackhi_epi32(ef, gh),
        _mm256_unpacklo_epi32(ef2, gh2),
        _mm256_unpackhi_epi32(ef2, gh2),
    ];
    std::array::from_fn(|row| {
        let (top, bottom) = (top[row / 2], bottom[row / 2]);
        Words::of(match row % 2 {
            0 => _mm256_unpacklo_epi64(top, bottom),
            _ => _mm256_unpackhi_epi64(top, bottom),
        })
    })
}
