//! The forward transform with AVX2: eight floats to a register, a block in eight of them.
#![allow(unsafe_code, reason = "intrinsics; each block says why it holds")]

use super::{Divisors, Found, LEVEL, Quantise, Samples, transformed};
use crate::simd::Avx2;
use crate::simd::avx2::{Ymm, turned_over};
use crate::zigzag::{Block, PLACE};
use std::arch::x86_64::*;

impl Quantise for Avx2 {
    #[inline(always)]
    fn quantised(self, samples: Samples<'_>, divisors: &Divisors, block: &mut Block) -> Found {
        // SAFETY: `self` exists only where AVX2 has been detected.
        unsafe { quantised(samples, divisors, block) }
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn quantised(samples: Samples<'_>, divisors: &Divisors, block: &mut Block) -> Found {
    let columns = spectrum(samples);
    let (reciprocals, _) = divisors.reciprocals.0.as_chunks();
    let (places, _) = block.0.as_chunks_mut();
    let threshold = _mm256_set1_ps(divisors.weak);
    let sign = _mm256_set1_ps(-0.0);

    let (mut values, mut smalls) = ([_mm256_setzero_si256(); 4], [_mm256_setzero_si256(); 4]);
    for pair in 0..4 {
        let divided = |k: usize| _mm256_mul_ps(columns[k].register(), loaded(&reciprocals[k]));
        let is_small = |value: __m256| {
            let size = _mm256_andnot_ps(sign, value);
            _mm256_castps_si256(_mm256_cmp_ps::<_CMP_LT_OQ>(size, threshold))
        };
        let (even, odd) = (divided(2 * pair), divided(2 * pair + 1));
        values[pair] = _mm256_packs_epi32(_mm256_cvtps_epi32(even), _mm256_cvtps_epi32(odd));
        smalls[pair] = _mm256_packs_epi32(is_small(even), is_small(odd));
        // Packing works on the halves of the registers: the two middle quarters come out swapped.
        store(_mm256_permute4x64_epi64::<0b11_01_10_00>(values[pair]), &mut places[pair]);
    }
    found(bytes(values), bytes(smalls))
}

/// The transform, column by column.
#[inline]
#[target_feature(enable = "avx2")]
fn spectrum(samples: Samples<'_>) -> [Ymm; 8] {
    let mut rows = [Ymm::of(_mm256_setzero_ps()); 8];
    for (row, samples) in rows.iter_mut().zip(samples) {
        let bytes = _mm_cvtsi64_si128(i64::from_le_bytes(*samples));
        *row = Ymm::of(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes)));
    }
    let mut columns = transformed(turned_over(transformed(rows)));
    let level = _mm256_setr_ps(LEVEL, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    columns[0] = Ymm::of(_mm256_sub_ps(columns[0].register(), level));
    columns
}

/// 64 numbers as bytes, limited to what those hold, in the order of [`byte`].
#[inline]
#[target_feature(enable = "avx2")]
fn bytes([a, b, c, d]: [__m256i; 4]) -> [__m256i; 2] {
    [_mm256_packs_epi16(a, b), _mm256_packs_epi16(c, d)]
}

/// Bytes that are zero or not, and bytes whose sign says whether they are small, as bits in zigzag
/// order.
#[inline]
#[target_feature(enable = "avx2")]
fn found(values: [__m256i; 2], smalls: [__m256i; 2]) -> Found {
    let (zero_flag, small_flag) = (_mm256_set1_epi8(-0x80), _mm256_set1_epi8(0x40));
    let flags = |k: usize| {
        let is_zero = _mm256_cmpeq_epi8(values[k], _mm256_setzero_si256());
        let is_zero = _mm256_and_si256(is_zero, zero_flag);
        _mm256_or_si256(is_zero, _mm256_and_si256(smalls[k], small_flag))
    };
    let (low, high) = zigzag([flags(0), flags(1)]);
    // Twice a byte has the next of its bits as its sign.
    let (low2, high2) = (_mm256_add_epi8(low, low), _mm256_add_epi8(high, high));
    let nonzero = !signs(low, high);
    Found { nonzero, weak: nonzero & signs(low2, high2) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn signs(low: __m256i, high: __m256i) -> u64 {
    let half = |bytes| u64::from(_mm256_movemask_epi8(bytes).cast_unsigned());
    half(high) << 32 | half(low)
}

/// 64 bytes in the order of [`byte`], put into zigzag order.
#[inline]
#[target_feature(enable = "avx2")]
fn zigzag([a, b]: [__m256i; 2]) -> (__m256i, __m256i) {
    // A shuffle cannot cross the middle of a register, so each is asked as it is and swapped.
    let swapped = |bytes| _mm256_permute2x128_si256::<0x01>(bytes, bytes);
    let sources = [a, swapped(a), b, swapped(b)];
    let half = |controls: &[[u8; 32]; 4]| {
        let picked = |k: usize| _mm256_shuffle_epi8(sources[k], control(&controls[k]));
        let (a, b) = (_mm256_or_si256(picked(0), picked(1)), _mm256_or_si256(picked(2), picked(3)));
        _mm256_or_si256(a, b)
    };
    (half(&CONTROLS[0]), half(&CONTROLS[1]))
}

/// For each half of the zigzag order and each source of [`zigzag`], which byte comes where; 0x80
/// is none.
static CONTROLS: [[[u8; 32]; 4]; 2] = {
    let mut controls = [[[0x80; 32]; 4]; 2];
    let mut k = 0;
    while k < 64 {
        let (byte, to) = (byte(PLACE[k]), k % 32);
        let is_swapped = (byte as usize % 32 / 16 != to / 16) as usize;
        controls[k / 32][byte as usize / 32 * 2 + is_swapped][to] = byte % 16;
        k += 1;
    }
    controls
};

/// Where packing twice, half by half, leaves the coefficient at a place.
const fn byte(place: u8) -> u8 {
    let (column, row) = (place / 8, place % 8);
    column / 4 * 32 + row / 4 * 16 + column % 4 * 4 + row % 4
}

#[inline]
#[target_feature(enable = "avx2")]
fn loaded(floats: &[f32; 8]) -> __m256 {
    // SAFETY: eight floats are what is read, and they need not be aligned.
    unsafe { _mm256_loadu_ps(floats.as_ptr()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn control(bytes: &[u8; 32]) -> __m256i {
    // SAFETY: 32 bytes are what is read, and they need not be aligned.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn store(numbers: __m256i, to: &mut [i16; 16]) {
    // SAFETY: sixteen numbers of 16 bits are what is written, and they need not be aligned.
    unsafe { _mm256_storeu_si256(to.as_mut_ptr().cast(), numbers) }
}
