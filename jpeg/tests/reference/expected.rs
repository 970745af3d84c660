//! What coefficients must look like.

use std::f64::consts::PI;

use sizewise_jpeg::Scale;

use super::Picture;

/// Samples row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Samples {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) samples: Vec<u8>,
}

/// T.81, figure A.6: the place of each coefficient as it comes, found by walking the diagonals.
fn zigzag() -> [(usize, usize); 64] {
    let mut places: Vec<(usize, usize)> = (0..64).map(|k| (k % 8, k / 8)).collect();
    let along = |&(x, y): &(usize, usize)| (x + y, if (x + y) % 2 == 0 { x } else { y });
    places.sort_by_key(along);
    places.try_into().unwrap()
}

/// The plane of component `index` at a scale, from the coefficients: T.81, A.3.3, and of scaled blocks
/// the same with fewer points.
pub(crate) fn expected(picture: &Picture, index: usize, scale: Scale) -> Samples {
    let n = scale.eighths();
    let of = |length: usize| (length * n).div_ceil(8);
    let (width, height) = (of(picture.size(index).0), of(picture.size(index).1));
    let (columns, _) = picture.unit_blocks(index);
    let component = &picture.components[index];
    let (places, basis) = (zigzag(), basis(n));
    let mut samples = vec![0; width * height];
    for (at, block) in component.blocks.iter().enumerate() {
        let (left, top) = (at % columns * n, at / columns * n);
        if left >= width || top >= height {
            continue;
        }
        let mut coefficients = [[0.0; 8]; 8];
        for ((x, y), (value, divisor)) in places.iter().zip(block.iter().zip(component.quantiser)) {
            coefficients[*y][*x] = f64::from(*value) * f64::from(divisor);
        }
        let drawn = transformed(&coefficients, &basis, n);
        for (y, x) in (0..n).flat_map(|y| (0..n).map(move |x| (y, x))) {
            if left + x < width && top + y < height {
                // Halves go up, as in T.81; what is computed in whole numbers has exact ones.
                let sample = (drawn[y][x] + 128.5 + 1e-9).floor().clamp(0.0, 255.0);
                samples[(top + y) * width + left + x] = sample as u8;
            }
        }
    }
    Samples { width, height, samples }
}

/// What frequency `k` adds to point `x` of `n`, where the full block has eight.
fn basis(n: usize) -> [[f64; 8]; 8] {
    let mut basis = [[0.0; 8]; 8];
    for (k, row) in basis.iter_mut().enumerate().take(n) {
        let norm = if k == 0 { 1.0 } else { 2.0 } / n as f64;
        for (x, weight) in row.iter_mut().enumerate().take(n) {
            let angle = (2 * x + 1) as f64 * k as f64 * PI / (2 * n) as f64;
            *weight = norm.sqrt() * angle.cos() * (n as f64 / 8.0).sqrt();
        }
    }
    basis
}

fn transformed(block: &[[f64; 8]; 8], basis: &[[f64; 8]; 8], n: usize) -> [[f64; 8]; 8] {
    let (mut half, mut whole) = ([[0.0; 8]; 8], [[0.0; 8]; 8]);
    for (y, x, k) in triples(n) {
        half[y][x] += block[y][k] * basis[k][x];
    }
    for (y, x, k) in triples(n) {
        whole[y][x] += half[k][x] * basis[k][y];
    }
    whole
}

fn triples(n: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..n).flat_map(move |y| (0..n).flat_map(move |x| (0..n).map(move |k| (y, x, k))))
}
