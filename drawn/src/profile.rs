//! Profiles, and how far colours are from each other.

use crate::Rgb;

/// The columns of a profile's matrix, lit by D50, and its gamma.
pub struct Primaries(pub [[f64; 3]; 3], pub f64);

impl Primaries {
    /// An ICC profile of version 2 that says so.
    pub fn icc(&self) -> Vec<u8> {
        let xyz = |values: [f64; 3]| {
            let fixed = |value: f64| ((value * 65536.0).round() as i32).to_be_bytes();
            [b"XYZ \0\0\0\0".to_vec(), values.map(fixed).concat()].concat()
        };
        let gamma = ((self.1 * 256.0).round() as u16).to_be_bytes();
        let curve = [&b"curv\0\0\0\0\0\0\0\x01"[..], &gamma, &[0; 2]].concat();
        let names = [b"rXYZ", b"gXYZ", b"bXYZ"].into_iter().zip(self.0.map(xyz));
        let curves = [b"rTRC", b"gTRC", b"bTRC"].into_iter().map(|name| (name, curve.clone()));
        let white = (b"wtpt", xyz(D50));
        let tags: Vec<(&[u8; 4], Vec<u8>)> = names.chain(curves).chain([white]).collect();
        let mut icc = vec![0; 128];
        icc[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
        icc[12..24].copy_from_slice(b"mntrRGB XYZ ");
        icc[36..40].copy_from_slice(b"acsp");
        icc[68..80].copy_from_slice(&xyz(D50)[8..]);
        icc.extend((tags.len() as u32).to_be_bytes());
        let mut at = icc.len() + 12 * tags.len();
        for (name, body) in &tags {
            icc.extend(*name);
            icc.extend((at as u32).to_be_bytes());
            icc.extend((body.len() as u32).to_be_bytes());
            at += body.len();
        }
        tags.iter().for_each(|(_, body)| icc.extend(body));
        let length = icc.len() as u32;
        icc[..4].copy_from_slice(&length.to_be_bytes());
        icc
    }

    /// What a colour of this profile is in CIE Lab, lit by D50.
    pub fn lab(&self, colour: Rgb) -> [f64; 3] {
        let light = colour.map(|value| (f64::from(value) / 255.0).powf(self.1));
        lab(self.0, light)
    }
}

const D50: [f64; 3] = [0.9642, 1.0, 0.8249];
const SRGB: [[f64; 3]; 3] =
    [[0.43607, 0.22249, 0.01392], [0.38515, 0.71687, 0.09708], [0.14307, 0.06061, 0.7141]];

/// What a colour of sRGB is in CIE Lab, lit by D50.
pub fn lab_of_srgb(colour: Rgb) -> [f64; 3] {
    lab(
        SRGB,
        colour.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        }),
    )
}

fn lab(columns: [[f64; 3]; 3], light: [f64; 3]) -> [f64; 3] {
    let xyz = [0, 1, 2].map(|row| (0..3).map(|c| columns[c][row] * light[c]).sum::<f64>());
    let [x, y, z] = [0, 1, 2].map(|axis| {
        let share = xyz[axis] / D50[axis];
        if share > 216.0 / 24389.0 { share.cbrt() } else { (24389.0 / 27.0 * share + 16.0) / 116.0 }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// How far two colours are from each other: CIE 1976.
pub fn delta_e(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}
