//! The style: the second segment of every variant's path.

use crate::word::Word;

/// In colour, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// As the original is.
    #[default]
    Default,
    /// Black and white, which is to say grey.
    Bw,
}

impl Word for Style {
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("default", Style::Default),
        ("bw", Style::Bw),
        ("greyscale", Style::Bw),
        ("grayscale", Style::Bw),
    ];
}
