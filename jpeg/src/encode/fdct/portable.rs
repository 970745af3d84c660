//! The forward transform for every machine.

use super::super::token::bits;
use super::{Divisors, Found, LEVEL, Quantise, Samples, transformed};
use crate::simd::Portable;
use crate::simd::portable::{Row, turned_over};
use crate::zigzag::{Block, PLACE};

/// The floats from here to its next power of two are whole numbers: an addition rounds to the nearest
/// and to even, like the processor's conversion, and leaves the number in the lowest bits.
const WHOLE: f32 = 1.5 * (1 << 23) as f32;

impl Quantise for Portable {
    #[inline(always)]
    fn quantised(self, samples: Samples<'_>, divisors: &Divisors, block: &mut Block) -> Found {
        let rows = samples.map(|row| Row(row.map(f32::from)));
        let mut columns = transformed(turned_over(transformed(rows)));
        columns[0].0[0] -= LEVEL;

        let (reciprocals, _) = divisors.reciprocals.0.as_chunks();
        let (places, _) = block.0.as_chunks_mut();
        let (mut nonzero, mut small) = (0, 0);
        for (x, (column, places)) in columns.into_iter().zip(places).enumerate() {
            let values = column.times(Row(reciprocals[x])).0;
            *places = values.map(|value| (value + WHOLE).to_bits() as i16);
            nonzero |= flags(places.map(|value| value != 0)) << (8 * x);
            small |= flags(values.map(|value| value.abs() < divisors.weak)) << (8 * x);
        }
        zigzag(nonzero, small)
    }
}

/// Eight flags as bits.
#[inline(always)]
fn flags(flags: [bool; 8]) -> u64 {
    // The multiplication gathers the lowest bits of the bytes in the highest byte.
    u64::from_le_bytes(flags.map(u8::from)).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Brings bits from the order of places into zigzag order. Few coefficients are not zero.
#[inline(always)]
fn zigzag(nonzero: u64, small: u64) -> Found {
    let mut found = Found { nonzero: 0, weak: 0 };
    for place in bits(nonzero) {
        let k = ZIGZAG[place as usize % 64];
        found.nonzero |= 1 << k;
        found.weak |= (small >> place & 1) << k;
    }
    found
}

/// Place in a block → zigzag index.
const ZIGZAG: [u8; 64] = {
    let mut indices = [0; 64];
    let mut k = 0;
    while k < 64 {
        indices[PLACE[k as usize] as usize] = k;
        k += 1;
    }
    indices
};
