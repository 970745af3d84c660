//! Limits: what one file may cost.

use crate::error::Error;

/// What one file may cost. All of it is checked before it is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of memory for samples and coefficients. Default: 1 GiB. What a decoder takes for itself,
    /// whatever the file, comes on top: less than half a mebibyte.
    pub memory: u64,
    /// Scans in a file. Default: 256. Every scan may cost a walk over all blocks, whatever its length.
    pub scans: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: 1 << 30, scans: 256 }
    }
}

impl Limits {
    pub(crate) fn afford(&self, needed: u64) -> Result<(), Error> {
        let limit = self.memory;
        if needed > limit { Err(Error::TooLarge { needed, limit }) } else { Ok(()) }
    }
}
