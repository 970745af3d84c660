//! The units that AV1 comes in, and the bits of their headers.

use super::broken;
use crate::error::Error;

/// The units of an item: their kinds and their bodies. AV1 bitstream specification, 5.3.
pub(super) struct Units<'i>(&'i [u8]);

impl<'i> Units<'i> {
    pub(super) fn of(item: &'i [u8]) -> Self {
        Self(item)
    }
}

impl<'i> Iterator for Units<'i> {
    type Item = Result<(u8, &'i [u8]), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let unit = unit(&mut self.0).ok_or_else(|| broken("a picture that ends within a unit"));
        if unit.is_err() {
            self.0 = &[];
        }
        Some(unit)
    }
}

fn unit<'i>(rest: &mut &'i [u8]) -> Option<(u8, &'i [u8])> {
    let (&header, behind) = rest.split_first()?;
    *rest = behind;
    if header & 4 != 0 {
        *rest = rest.get(1..)?;
    }
    let has_length = header & 2 != 0;
    let length = if has_length { length(rest)? } else { rest.len() };
    let (body, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some((header >> 3 & 15, body))
}

/// Seven bits of each byte, the lowest first, of at most eight bytes.
fn length(rest: &mut &[u8]) -> Option<usize> {
    let mut length = 0;
    for place in 0..8 {
        let (&byte, behind) = rest.split_first()?;
        *rest = behind;
        length |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return usize::try_from(length).ok();
        }
    }
    None
}

/// Bits, the highest first.
pub(super) struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Bits<'b> {
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// So many of them, at most 32.
    pub(super) fn take(&mut self, count: u32) -> Option<u32> {
        let mut taken = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            taken = taken << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(taken)
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        Some(self.take(1)? == 1)
    }

    /// A number that has as many bits behind its first one as there are zeros in front of it.
    pub(super) fn pass_number(&mut self) -> Option<()> {
        let mut zeros = 0;
        while !self.flag()? {
            zeros += 1;
        }
        if zeros < 32 {
            self.take(zeros)?;
        }
        Some(())
    }
}
