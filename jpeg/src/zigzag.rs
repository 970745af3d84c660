//! The order in which a file lists the 64 coefficients of a block, and the order in which we keep them.

/// Zigzag index → row-major index, as quantisers are understood: T.81, figure 5.
pub(crate) const NATURAL: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// Zigzag index → place in a [`Block`].
pub(crate) const PLACE: [u8; 64] = {
    let mut places = [0; 64];
    let mut k = 0;
    while k < 64 {
        places[k] = (NATURAL[k] & 7) * 8 + (NATURAL[k] >> 3);
        k += 1;
    }
    places
};

/// The 64 coefficients of a block, column by column.
///
/// A transform works down the columns, turns the block over and works down the columns again. Kept
/// turned over, a block needs that once and not twice.
#[derive(Clone)]
#[repr(C, align(64))]
pub(crate) struct Block(pub(crate) [i16; 64]);

impl Block {
    pub(crate) const ZERO: Self = Self([0; 64]);
}

/// One float for each coefficient of a [`Block`], in its order.
#[derive(Clone)]
#[repr(C, align(64))]
pub(crate) struct Factors(pub(crate) [f32; 64]);
