//! A scene: a sky that becomes lighter, hills in front of it, walls with hard edges, leaves, and a sensor's grain over
//! all of it.

use super::Size;

pub(super) fn rgb((width, height): Size) -> Vec<u8> {
    let mut samples = Vec::with_capacity(3 * width * height);
    for y in 0..height {
        for x in 0..width {
            // Everything is drawn as on a canvas of this width, so that a small scene shows the same.
            let scale = 3600.0 / width as f64;
            samples.extend(pixel(x as f64 * scale, y as f64 * scale, grain(x, y)));
        }
    }
    samples
}

fn pixel(x: f64, y: f64, grain: f64) -> [u8; 3] {
    let hills = 900.0 + 500.0 * noise(x, 0.0, 700.0, 1) + 60.0 * noise(x, 0.0, 90.0, 2);
    let colour = if y < hills {
        let light = y / 1500.0 + 0.2 * noise(x, y, 500.0, 3);
        [90.0 + 110.0 * light, 140.0 + 80.0 * light, 205.0 + 35.0 * light]
    } else if (x / 450.0) as u32 % 3 == 1 && y > 1500.0 {
        wall(x, y)
    } else {
        leaves(x, y)
    };
    colour.map(|value| (value + grain).round().clamp(0.0, 255.0) as u8)
}

/// Bricks, which have an edge every few pixels.
fn wall(x: f64, y: f64) -> [f64; 3] {
    let row = (y / 40.0).floor();
    let along = x + 45.0 * (row % 2.0);
    let is_joint = y % 40.0 < 5.0 || along % 90.0 < 5.0;
    let tone = 30.0 * noise((along / 90.0).floor() * 7.0, row * 7.0, 5.0, 4);
    if is_joint { [196.0, 190.0, 180.0] } else { [140.0 + tone, 80.0 + tone, 62.0 + tone] }
}

fn leaves(x: f64, y: f64) -> [f64; 3] {
    let shade = 0.5 * noise(x, y, 60.0, 5) + 0.3 * noise(x, y, 17.0, 6) + 0.2 * noise(x, y, 6.0, 7);
    [20.0 + 120.0 * shade, 45.0 + 150.0 * shade, 15.0 + 70.0 * shade]
}

/// Up to nine levels up or down: with them a JPEG of quality 90 has 1.7 bits a pixel, about as many as cameras' have.
fn grain(x: usize, y: usize) -> f64 {
    f64::from(hash(x as u32, y as u32, 8) % 19) - 9.0
}

/// 0 to 1, smooth between the corners of cells.
fn noise(x: f64, y: f64, cell: f64, seed: u32) -> f64 {
    let (column, row) = ((x / cell).floor(), (y / cell).floor());
    let (across, down) = (eased(x / cell - column), eased(y / cell - row));
    let corner = |dx: u32, dy: u32| {
        f64::from(hash(column as u32 + dx, row as u32 + dy, seed) & 0xffff) / 65535.0
    };
    let top = corner(0, 0) * (1.0 - across) + corner(1, 0) * across;
    let bottom = corner(0, 1) * (1.0 - across) + corner(1, 1) * across;
    top * (1.0 - down) + bottom * down
}

fn eased(share: f64) -> f64 {
    share * share * (3.0 - 2.0 * share)
}

/// Bits that look like chance and are the same on every machine.
fn hash(x: u32, y: u32, seed: u32) -> u32 {
    let mut bits = x
        .wrapping_mul(0x9e37_79b1)
        .wrapping_add(y.wrapping_mul(0x85eb_ca77))
        .wrapping_add(seed.wrapping_mul(0xc2b2_ae3d));
    for (shift, factor) in [(15, 0x2c1b_3c6d), (12, 0x297a_2d39), (15, 1_u32)] {
        bits = (bits ^ (bits >> shift)).wrapping_mul(factor);
    }
    bits
}
