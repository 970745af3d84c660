//! Matrices: which luma and colour differences planes are. ITU-T H.273, 8.3.
//!
//! What is stored by that of JPEG stays as it is. Any other becomes red, green and blue when it has its size.

use crate::plane::Plane;
use crate::wide::widely;

/// What luma is made of, and what differs from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matrix {
    /// BT.601, as in JPEG.
    Bt601,
    /// BT.709, of high-definition television.
    Bt709,
    /// BT.2020 with luma of encoded colours.
    Bt2020,
    /// Of the first colour television.
    Fcc,
    /// SMPTE ST 240.
    Smpte240,
    /// Green, and how far orange and violet differ from it, without factors.
    Ycgco,
}

/// What the two differences add to red, to green and to blue.
type Shares = [[f64; 2]; 3];

/// Bits behind the point of the factors below.
const POINT: u32 = 16;
const NEUTRAL: i32 = 128;

impl Matrix {
    fn shares(self) -> Shares {
        let (red, blue) = match self {
            Self::Bt601 => (0.299, 0.114),
            Self::Bt709 => (0.2126, 0.0722),
            Self::Bt2020 => (0.2627, 0.0593),
            Self::Fcc => (0.30, 0.11),
            Self::Smpte240 => (0.212, 0.087),
            Self::Ycgco => return [[-1.0, 1.0], [1.0, 0.0], [-1.0, -1.0]],
        };
        let green = 1.0 - red - blue;
        let reach = |share: f64| 2.0 * (1.0 - share);
        let of_green = |share: f64| -share * reach(share) / green;
        [[0.0, reach(red)], [of_green(blue), of_green(red)], [reach(blue), 0.0]]
    }

    /// Red, green and blue of planes that are all as large.
    pub(crate) fn rgb(self, luma: Plane, [first, second]: [Plane; 2]) -> [Plane; 3] {
        let shares = self.shares();
        shares.map(|shares| {
            let [by_first, by_second] =
                shares.map(|share| (share * f64::from(1 << POINT)).round() as i32);
            let mut colour = luma.clone();
            widely(|| {
                let differences = first.samples.iter().zip(&second.samples);
                for (sample, (&first, &second)) in colour.samples.iter_mut().zip(differences) {
                    let [first, second] = [first, second].map(|off| i32::from(off) - NEUTRAL);
                    let off = by_first * first + by_second * second + (1 << (POINT - 1));
                    *sample = (i32::from(*sample) + (off >> POINT)).clamp(0, 255) as u8;
                }
            });
            colour
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Matrix; 6] = [
        Matrix::Bt601,
        Matrix::Bt709,
        Matrix::Bt2020,
        Matrix::Fcc,
        Matrix::Smpte240,
        Matrix::Ycgco,
    ];

    /// H.273, 8.3, equations 38 to 40 and 45 to 47, the other way round.
    fn stored(matrix: Matrix, [r, g, b]: [f64; 3]) -> [u8; 3] {
        let (red, blue) = match matrix {
            Matrix::Ycgco => {
                let cg = 0.5 * g - 0.25 * (r + b);
                let values = [0.5 * g + 0.25 * (r + b), 128.0 + cg, 128.0 + 0.5 * (r - b)];
                return values.map(|value| value.round() as u8);
            }
            Matrix::Bt601 => (0.299, 0.114),
            Matrix::Bt709 => (0.2126, 0.0722),
            Matrix::Bt2020 => (0.2627, 0.0593),
            Matrix::Fcc => (0.30, 0.11),
            Matrix::Smpte240 => (0.212, 0.087),
        };
        let y = red * r + (1.0 - red - blue) * g + blue * b;
        let (cb, cr) = (0.5 * (b - y) / (1.0 - blue), 0.5 * (r - y) / (1.0 - red));
        [y, 128.0 + cb, 128.0 + cr].map(|value| value.round().min(255.0) as u8)
    }

    #[test]
    fn colours_come_back_by_every_matrix() {
        for matrix in ALL {
            for colour in [[200, 30, 40], [20, 160, 60], [30, 60, 190], [240; 3], [0; 3], [255; 3]]
            {
                let [y, first, second] = stored(matrix, colour.map(f64::from));
                let plane = |value| Plane::filled(1, 1, value);
                let found = matrix.rgb(plane(y), [plane(first), plane(second)]);
                let found = found.map(|plane| plane.samples[0]);
                let is_near = found.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 2);
                assert!(is_near, "{matrix:?}: {found:?}, not {colour:?}");
            }
        }
    }
}
