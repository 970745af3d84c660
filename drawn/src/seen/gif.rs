//! GIF as the standard describes it, in the plainest way: GIF89a, and its appendix F for the codes.

use super::Seen;

type Rgba = [u8; 4];

/// The size of the canvas, and what is seen on it.
pub(super) fn seen(file: &[u8]) -> ((usize, usize), Seen) {
    assert!(file.starts_with(b"GIF89a"));
    let word = |at: usize| usize::from(u16::from_le_bytes([file[at], file[at + 1]]));
    let (width, height) = (word(6), word(8));
    let (common, mut at) = colours(file, 13, file[10]);
    let mut canvas = vec![[0; 4]; width * height];
    let mut film = Seen { frames: Vec::new(), plays: 1 };
    let mut control = [0; 8];
    loop {
        match file[at] {
            0x3b => {
                assert_eq!(at, file.len() - 1, "nothing is behind the end");
                return ((width, height), film);
            }
            0x21 => {
                let end = parts(file, at + 2).1;
                match file[at + 1] {
                    0xf9 => control.copy_from_slice(&file[at..at + 8]),
                    0xff => {
                        let repeats = word(at + 16) as u32;
                        film.plays = if repeats == 0 { 0 } else { repeats + 1 };
                    }
                    // A comment.
                    0xfe => {}
                    other => panic!("extension {other}"),
                }
                at = end;
            }
            0x2c => {
                let [x, y, w, h] = [1, 3, 5, 7].map(|off| word(at + off));
                assert!(x + w <= width && y + h <= height, "a frame lies on its canvas");
                let (own, data) = colours(file, at + 10, file[at + 9]);
                assert_eq!(file[at + 9] & 0x40, 0, "not interlaced");
                let palette = if own.is_empty() { &common } else { &own };
                let (codes, end) = parts(file, data + 1);
                let numbers = decoded(&codes, file[data].into());
                assert_eq!(numbers.len(), w * h);
                let before = canvas.clone();
                for (index, &number) in numbers.iter().enumerate() {
                    let is_hidden = control[3] & 1 == 1 && control[6] == number;
                    if !is_hidden {
                        let [r, g, b] = palette[usize::from(number)];
                        canvas[(y + index / w) * width + x + index % w] = [r, g, b, 255];
                    }
                }
                let delay = u32::from(u16::from_le_bytes([control[4], control[5]]));
                film.frames.push((canvas.clone(), delay * 10));
                match control[3] >> 2 & 7 {
                    2 => clear(&mut canvas, width, [x, y, w, h]),
                    3 => canvas = before,
                    _ => {}
                }
                at = end;
            }
            other => panic!("block {other}"),
        }
    }
}

fn clear(canvas: &mut [Rgba], width: usize, [x, y, w, h]: [usize; 4]) {
    for row in canvas.chunks_exact_mut(width).skip(y).take(h) {
        row[x..x + w].fill([0; 4]);
    }
}

/// A table, and what is behind it.
fn colours(file: &[u8], at: usize, flags: u8) -> (Vec<[u8; 3]>, usize) {
    let count = if flags & 0x80 == 0 { 0 } else { 2 << (flags & 7) };
    let end = at + 3 * count;
    (file[at..end].as_chunks().0.to_vec(), end)
}

/// Parts that tell their length, put together, and what is behind them.
fn parts(file: &[u8], mut at: usize) -> (Vec<u8>, usize) {
    let mut bytes = Vec::new();
    while file[at] > 0 {
        let end = at + 1 + usize::from(file[at]);
        bytes.extend(&file[at + 1..end]);
        at = end;
    }
    (bytes, at + 1)
}

fn decoded(bytes: &[u8], code_size: u32) -> Vec<u8> {
    let (clear, end) = (1 << code_size, (1 << code_size) + 1);
    let mut bits = bytes.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1));
    let mut code = |length: u32| {
        (0..length).fold(0, |code, place| code | usize::from(bits.next().unwrap()) << place)
    };
    let fresh = || -> Vec<Vec<u8>> {
        (0..clear + 2)
            .map(|number| if number < clear { vec![number as u8] } else { vec![] })
            .collect()
    };
    let (mut table, mut length, mut last) = (fresh(), code_size + 1, Vec::new());
    let mut numbers = Vec::new();
    loop {
        let found = code(length);
        if found == clear {
            (table, length, last) = (fresh(), code_size + 1, Vec::new());
            continue;
        }
        if found == end {
            return numbers;
        }
        let run = match table.get(found) {
            Some(run) => run.clone(),
            None => [&last[..], &last[..1]].concat(),
        };
        if !last.is_empty() && table.len() < 4096 {
            table.push([&last[..], &run[..1]].concat());
        }
        if table.len() == 1 << length && length < 12 {
            length += 1;
        }
        numbers.extend(&run);
        last = run;
    }
}
