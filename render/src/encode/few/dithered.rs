//! Dithering: what a colour lacks when it becomes the nearest of few goes to its neighbours, by the shares of Floyd
//! and Steinberg.

use super::Rgba;
use super::nearest::Nearest;
use crate::encode::palette::Palette;

/// How much of what is lacking is passed on, of 256. All of it makes noise that can be seen, and files larger.
const PASSED_ON: i32 = 240;
/// No more than this is passed on, of 255: what no palette can show must not run through the picture.
const MOST: i32 = 48;

/// The numbers of a row of pixels after the other, each `width` long. Those for which `is_drawn` is false are not
/// looked at; their number is `other`.
pub(crate) fn dithered(
    pixels: &[Rgba],
    width: usize,
    palette: &Palette,
    nearest: &mut Nearest,
    is_drawn: impl Fn(usize) -> bool,
    other: u8,
) -> Vec<u8> {
    let mut numbers = vec![other; pixels.len()];
    // What is passed on to the row that is on its way, and to the one below; one more at each side.
    let mut lacks = [vec![[0i32; 3]; width + 2], vec![[0i32; 3]; width + 2]];
    for (y, row) in pixels.chunks_exact(width).enumerate() {
        let [own, below] = &mut lacks;
        let is_forth = y % 2 == 0;
        for step in 0..width {
            let x = if is_forth { step } else { width - 1 - step };
            let at = y * width + x;
            if !is_drawn(at) {
                continue;
            }
            let wanted = wanted(row[x], own[x + 1]);
            // What is in the palette is shown as it is, or flat areas would not be flat.
            if let (true, Some(number)) = (wanted == row[x][..3], palette.number(row[x])) {
                numbers[at] = number;
                continue;
            }
            let number = number(wanted, row[x][3], nearest);
            numbers[at] = number;
            let lack = lack(wanted, palette.entries()[usize::from(number)]);
            let (ahead, behind) = if is_forth { (x + 2, x) } else { (x, x + 2) };
            for channel in 0..3 {
                own[ahead][channel] += lack[channel] * 7;
                below[behind][channel] += lack[channel] * 3;
                below[x + 1][channel] += lack[channel] * 5;
                below[ahead][channel] += lack[channel];
            }
        }
        lacks.swap(0, 1);
        lacks[1].fill([0; 3]);
    }
    numbers
}

/// A colour with what its neighbours lack, which they have passed on in parts of 16.
fn wanted([r, g, b, _]: Rgba, lacks: [i32; 3]) -> [u8; 3] {
    let with = |value: u8, lack: i32| (i32::from(value) + ((lack + 8) >> 4)).clamp(0, 255) as u8;
    [with(r, lacks[0]), with(g, lacks[1]), with(b, lacks[2])]
}

fn lack(wanted: [u8; 3], found: Rgba) -> [i32; 3] {
    [0, 1, 2].map(|channel| {
        let lack = (i32::from(wanted[channel]) - i32::from(found[channel])) * PASSED_ON / 256;
        lack.clamp(-MOST, MOST)
    })
}

fn number([r, g, b]: [u8; 3], alpha: u8, nearest: &mut Nearest) -> u8 {
    match alpha {
        255 => nearest.number_of_opaque([r, g, b]),
        _ => nearest.number([r, g, b, alpha].map(f32::from)),
    }
}
