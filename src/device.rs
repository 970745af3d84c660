//! The device: a word for how wide a screen is.

use crate::word::Word;

/// A class of screens. How wide each is, the policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Device {
    /// A telephone.
    Mobile,
    /// A tablet.
    Tablet,
    /// A screen on a desk.
    Desktop,
}

impl Word for Device {
    const SPELLINGS: &'static [(&'static str, Self)] =
        &[("mobile", Device::Mobile), ("tablet", Device::Tablet), ("desktop", Device::Desktop)];
}
