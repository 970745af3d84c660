//! x86-64 with AVX2, BMI2 and their company: every Intel since 2013, every AMD since 2015.
#![allow(unsafe_code, reason = "intrinsics; each block says why it holds")]

use std::arch::x86_64::*;

use super::{Kernels, Lanes, Work, fifteen_bits};

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
}

impl Kernels for Avx2 {
    #[inline(always)]
    fn run<W: Work>(self, work: W) -> W::Output {
        #[inline(never)]
        #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
        fn inside<W: Work>(avx2: Avx2, work: W) -> W::Output {
            work.with(avx2)
        }
        // SAFETY: `self` exists only where these instructions have been detected.
        unsafe { inside(self, work) }
    }

    #[inline(always)]
    fn deposit(self, bits: u64, mask: u64) -> u64 {
        // SAFETY: `self` proves the instruction.
        unsafe { _pdep_u64(bits, mask) }
    }
}

/// Eight floats. Made only by functions that carry the target feature, so one of them proves that the
/// machine has AVX2.
#[derive(Clone, Copy)]
pub(crate) struct Ymm(__m256);

impl Ymm {
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(crate) fn of(register: __m256) -> Self {
        Self(register)
    }

    #[inline(always)]
    pub(crate) fn register(self) -> __m256 {
        self.0
    }
}

impl Lanes for Ymm {
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
    fn scaled(self, factor: f32) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_mul_ps(self.0, _mm256_set1_ps(factor)) })
    }
}

/// Sixteen whole numbers of 16 bits. As with [`Ymm`], one of them proves that the machine has AVX2.
#[derive(Clone, Copy)]
pub(crate) struct Words(__m256i);

impl Words {
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(crate) fn of(register: __m256i) -> Self {
        Self(register)
    }

    #[inline(always)]
    pub(crate) fn register(self) -> __m256i {
        self.0
    }
}

impl Lanes for Words {
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        // SAFETY: a `Words` exists only where there is AVX2.
        Self(unsafe { _mm256_add_epi16(self.0, other.0) })
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_sub_epi16(self.0, other.0) })
    }

    #[inline(always)]
    fn scaled(self, factor: f32) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_mulhrs_epi16(self.0, _mm256_set1_epi16(fifteen_bits(factor))) })
    }
}

/// Eight of them.
#[derive(Clone, Copy)]
pub(crate) struct HalfWords(__m128i);

impl HalfWords {
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(crate) fn of(register: __m128i) -> Self {
        Self(register)
    }

    #[inline(always)]
    pub(crate) fn register(self) -> __m128i {
        self.0
    }
}

impl Lanes for HalfWords {
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        // SAFETY: a `HalfWords` exists only where there is AVX2.
        Self(unsafe { _mm_add_epi16(self.0, other.0) })
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_sub_epi16(self.0, other.0) })
    }

    #[inline(always)]
    fn scaled(self, factor: f32) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm_mulhrs_epi16(self.0, _mm_set1_epi16(fifteen_bits(factor))) })
    }
}

/// Rows become columns.
#[inline]
#[target_feature(enable = "avx2")]
pub(crate) fn turned_over(rows: [Ymm; 8]) -> [Ymm; 8] {
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
        Ymm::of(_mm256_permute2f128_ps::<0x20>(low[0], high[0])),
        Ymm::of(_mm256_permute2f128_ps::<0x20>(low[1], high[1])),
        Ymm::of(_mm256_permute2f128_ps::<0x20>(low[2], high[2])),
        Ymm::of(_mm256_permute2f128_ps::<0x20>(low[3], high[3])),
        Ymm::of(_mm256_permute2f128_ps::<0x31>(low[0], high[0])),
        Ymm::of(_mm256_permute2f128_ps::<0x31>(low[1], high[1])),
        Ymm::of(_mm256_permute2f128_ps::<0x31>(low[2], high[2])),
        Ymm::of(_mm256_permute2f128_ps::<0x31>(low[3], high[3])),
    ]
}
