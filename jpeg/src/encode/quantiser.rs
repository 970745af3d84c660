//! Quantisers: by how much each frequency is made coarser.

/// The number from 1 to 100 that everybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quality(u8);

impl Quality {
    /// A quality. Nothing, if it is not within 1 to 100.
    pub fn new(value: u8) -> Option<Self> {
        (1..=100).contains(&value).then_some(Self(value))
    }

    /// The number.
    pub fn value(self) -> u8 {
        self.0
    }

    /// A table for quality 50, scaled by the law of libjpeg, which all programs share.
    fn scaled(self, table: [u16; 64]) -> [u8; 64] {
        let quality = u32::from(self.0);
        let percent = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
        table.map(|step| {
            let step = (u32::from(step) * percent + 50) / 100;
            // Baseline files have a byte for each step.
            step.clamp(1, 255) as u8
        })
    }
}

impl Default for Quality {
    fn default() -> Self {
        Self(80)
    }
}

/// How what is lost is spread over the frequencies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quantiser {
    /// Between what Klein, Silverstein and Carney measured of the eye ("Relevance of human vision to
    /// JPEG-DCT compression", 1992) and what a search for the best MS-SSIM found, and the same for luma
    /// and chroma. The number keeps its meaning: SSIMULACRA2 scores are within 0.3 of annex K's on the
    /// mean, and files are 8 to 12 % smaller than annex K's of the same score.
    #[default]
    Balanced,
    /// By T.81, annex K.1, as most programs do.
    AnnexK,
}

impl Quantiser {
    /// The steps of luma and of chroma, row by row.
    pub(crate) fn steps(self, quality: Quality) -> [[u8; 64]; 2] {
        let tables = match self {
            Self::Balanced => [BALANCED; 2],
            Self::AnnexK => [ANNEX_K_LUMA, ANNEX_K_CHROMA],
        };
        tables.map(|table| quality.scaled(table))
    }
}

/// 0.95 of the geometric mean of Klein's table and of the one for MS-SSIM: so much makes up for the bytes
/// that a number would otherwise lose against annex K's. Confirmed by SSIMULACRA2, Butteraugli and DSSIM
/// on pictures that had no part in finding it.
#[rustfmt::skip]
const BALANCED: [u16; 64] = [
    10, 14,  16,  19,  27,  34,  54,  70,
    14, 18,  19,  26,  30,  43,  55,  61,
    15, 19,  22,  27,  36,  57,  76,  82,
    21, 26,  27,  33,  47,  77,  91,  97,
    27, 32,  38,  44,  54,  91, 109, 112,
    37, 36,  51,  65,  83, 106, 130, 140,
    49, 57,  79,  91, 110, 136, 157, 169,
    73, 79, 105, 117, 139, 148, 172, 197,
];

#[rustfmt::skip]
const ANNEX_K_LUMA: [u16; 64] = [
    16, 11, 10, 16,  24,  40,  51,  61,
    12, 12, 14, 19,  26,  58,  60,  55,
    14, 13, 16, 24,  40,  57,  69,  56,
    14, 17, 22, 29,  51,  87,  80,  62,
    18, 22, 37, 56,  68, 109, 103,  77,
    24, 35, 55, 64,  81, 104, 113,  92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103,  99,
];

#[rustfmt::skip]
const ANNEX_K_CHROMA: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99,
    18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quality_is_one_to_a_hundred() {
        for (value, is_quality) in [(0, false), (1, true), (100, true), (101, false), (255, false)]
        {
            let quality = Quality::new(value);
            assert_eq!(quality.map(Quality::value), is_quality.then_some(value));
        }
    }

    #[test]
    fn fifty_is_the_table_itself_and_a_hundred_loses_nothing() {
        let [luma, chroma] = Quantiser::AnnexK.steps(Quality(50));
        assert_eq!(luma.map(u16::from), ANNEX_K_LUMA);
        assert_eq!(chroma.map(u16::from), ANNEX_K_CHROMA);
        for quantiser in [Quantiser::Balanced, Quantiser::AnnexK] {
            assert_eq!(quantiser.steps(Quality(100)), [[1; 64]; 2]);
        }
    }

    #[test]
    fn the_worst_quality_still_fits_into_bytes() {
        assert_eq!(Quality(1).scaled(BALANCED), [255; 64]);
        assert_eq!(Quality(30).scaled(BALANCED)[63], 255);
    }
}
