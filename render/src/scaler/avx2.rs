//! Both passes with AVX2: sixteen samples in a register.
#![allow(unsafe_code, reason = "calling what is compiled for instructions that have been detected")]

use super::taps::{Tap, Taps};
use super::{BAND, Column, FRACTION};
use bytemuck::must_cast;
use std::arch::x86_64::*;
use std::ops::Range;

/// Proof that the machine has the instructions: [`Avx2::detected`] is the only way to one.
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

impl Avx2 {
    pub(super) fn detected() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    /// Makes the columns of a band.
    pub(super) fn heighten(
        self,
        rows: &[&[u8]],
        taps: &[Tap<'_>],
        used: Range<usize>,
        columns: &mut [Column],
    ) {
        // SAFETY: `self` exists only where the instructions have been detected.
        unsafe { heighten(rows, taps, used, columns) }
    }

    /// Makes the rows of a band.
    pub(super) fn widen(self, columns: &[Column], across: &Taps, height: usize, out: &mut [u8]) {
        // SAFETY: as above.
        unsafe { widen(columns, across, height, out) }
    }

    /// The same with the bits behind the point, and with what is more or less than a byte can be.
    pub(super) fn widen_deep(
        self,
        columns: &[Column],
        across: &Taps,
        height: usize,
        out: &mut [i16],
    ) {
        // SAFETY: as above.
        unsafe { widen_deep(columns, across, height, out) }
    }
}

#[target_feature(enable = "avx2")]
fn heighten(rows: &[&[u8]], taps: &[Tap<'_>], used: Range<usize>, columns: &mut [Column]) {
    // Finding a sample of the next row costs as much as using it, so four registers of each are used.
    const SPAN: usize = 4 * BAND;
    for left in used.clone().step_by(SPAN) {
        let mut lines = [[_mm256_setzero_si256(); BAND]; 4];
        for (y, tap) in taps.iter().enumerate() {
            let mut sums = [_mm256_setzero_si256(); 4];
            for (row, &weight) in rows[tap.first..].iter().zip(tap.weights) {
                let weight = _mm256_set1_epi16(weight);
                let samples: [u8; SPAN] = span(row, left);
                let parts: [__m128i; 4] = must_cast(samples);
                for (sum, part) in sums.iter_mut().zip(parts) {
                    let part = _mm256_slli_epi16::<{ FRACTION as i32 }>(_mm256_cvtepu8_epi16(part));
                    *sum = _mm256_add_epi16(*sum, _mm256_mulhrs_epi16(part, weight));
                }
            }
            for (line, sum) in lines.iter_mut().zip(sums) {
                line[y] = sum;
            }
        }
        let columns = columns[left..used.end].chunks_mut(BAND);
        for (columns, lines) in columns.zip(lines) {
            for (column, line) in columns.iter_mut().zip(turned_over(lines)) {
                *column = must_cast(line);
            }
        }
    }
}

#[target_feature(enable = "avx2")]
fn widen(columns: &[Column], across: &Taps, height: usize, out: &mut [u8]) {
    let width = across.count();
    for left in (0..width).step_by(BAND) {
        let count = BAND.min(width - left);
        let mut lines = [_mm_setzero_si128(); BAND];
        for (x, line) in lines.iter_mut().enumerate().take(count) {
            let half = _mm256_set1_epi16(1 << (FRACTION - 1));
            let sum = summed(columns, &across.of(left + x), half);
            let sum = _mm256_srai_epi16::<{ FRACTION as i32 }>(sum);
            let (low, high) = (_mm256_castsi256_si128(sum), _mm256_extracti128_si256::<1>(sum));
            *line = _mm_packus_epi16(low, high);
        }
        let lines: [[u8; BAND]; BAND] = must_cast(bytes_turned_over(lines));
        put(&lines[..height], left, count, width, out);
    }
}

#[target_feature(enable = "avx2")]
fn widen_deep(columns: &[Column], across: &Taps, height: usize, out: &mut [i16]) {
    let width = across.count();
    for left in (0..width).step_by(BAND) {
        let count = BAND.min(width - left);
        let mut lines = [_mm256_setzero_si256(); BAND];
        for (x, line) in lines.iter_mut().enumerate().take(count) {
            *line = summed(columns, &across.of(left + x), _mm256_setzero_si256());
        }
        let lines: [[i16; BAND]; BAND] = must_cast(turned_over(lines));
        put(&lines[..height], left, count, width, out);
    }
}

/// One column of the result, and what it begins with.
#[inline]
#[target_feature(enable = "avx2")]
fn summed(columns: &[Column], tap: &Tap<'_>, begin: __m256i) -> __m256i {
    let mut sum = begin;
    for (&column, &weight) in columns[tap.first..].iter().zip(tap.weights) {
        let weight = _mm256_set1_epi16(weight);
        sum = _mm256_add_epi16(sum, _mm256_mulhrs_epi16(must_cast(column), weight));
    }
    sum
}

/// Puts the beginnings of lines where they belong in rows.
#[inline(always)]
fn put<S: Copy>(lines: &[[S; BAND]], left: usize, count: usize, width: usize, out: &mut [S]) {
    for (row, line) in out.chunks_exact_mut(width).zip(lines) {
        match row[left..].first_chunk_mut() {
            Some(chunk) => *chunk = *line,
            None => row[left..].copy_from_slice(&line[..count]),
        }
    }
}

/// Samples of a row; behind its end stand zeros.
#[inline(always)]
fn span<const N: usize>(row: &[u8], left: usize) -> [u8; N] {
    match row[left..].first_chunk() {
        Some(samples) => *samples,
        None => std::array::from_fn(|x| row.get(left + x).copied().unwrap_or(0)),
    }
}

/// Rows become columns: four times, each register of the first half is interleaved with the one that
/// stands as far into the second.
#[inline]
#[target_feature(enable = "avx2")]
fn turned_over(mut rows: [__m256i; BAND]) -> [__m256i; BAND] {
    for _ in 0..BAND.ilog2() {
        let before = rows;
        for (half, pair) in rows.chunks_exact_mut(2).enumerate() {
            let (a, b) = (before[half], before[half + BAND / 2]);
            let (low, high) = (_mm256_unpacklo_epi16(a, b), _mm256_unpackhi_epi16(a, b));
            pair[0] = _mm256_permute2x128_si256::<0x20>(low, high);
            pair[1] = _mm256_permute2x128_si256::<0x31>(low, high);
        }
    }
    rows
}

/// The same of bytes.
#[inline]
#[target_feature(enable = "avx2")]
fn bytes_turned_over(mut rows: [__m128i; BAND]) -> [__m128i; BAND] {
    for _ in 0..BAND.ilog2() {
        let before = rows;
        for (half, pair) in rows.chunks_exact_mut(2).enumerate() {
            let (a, b) = (before[half], before[half + BAND / 2]);
            pair[0] = _mm_unpacklo_epi8(a, b);
            pair[1] = _mm_unpackhi_epi8(a, b);
        }
    }
    rows
}
