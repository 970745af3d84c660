//! What the small closed vocabularies have in common.

/// A closed set of words, each with one canonical spelling and perhaps others that are read.
pub trait Word: Copy + PartialEq + 'static {
    /// Every spelling that is read. The first one of a value is the one that is written.
    const SPELLINGS: &'static [(&'static str, Self)];

    /// The value that `text` spells.
    fn read(text: &str) -> Option<Self> {
        Self::SPELLINGS.iter().find(|(spelling, _)| *spelling == text).map(|(_, value)| *value)
    }

    /// The canonical spelling.
    fn spelling(self) -> &'static str {
        let mut spellings = Self::SPELLINGS.iter();
        spellings.find(|(_, value)| *value == self).expect("every value has a spelling").0
    }

    /// Each spelling with the canonical one of the same value, in the order of the vocabulary.
    fn spellings() -> Spellings {
        Self::SPELLINGS.iter().map(|(spelling, value)| (*spelling, value.spelling())).collect()
    }
}

/// Spellings, each with the one that is written.
pub type Spellings = Vec<(&'static str, &'static str)>;
