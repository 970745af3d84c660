//! A profile that says sRGB, as cameras write it: version 2, a matrix and one curve. ICC.1:2001-04.

/// The primaries of sRGB as they are under D50, and the white that is D50 itself.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
const RED: [f64; 3] = [0.43607, 0.22249, 0.01392];
const GREEN: [f64; 3] = [0.38515, 0.71687, 0.09708];
const BLUE: [f64; 3] = [0.14307, 0.06061, 0.7141];

/// As many samples as most profiles of cameras have.
const SAMPLES: u32 = 1024;

const HEAD: usize = 128;
const ENTRY: usize = 12;

pub(super) fn srgb() -> Vec<u8> {
    let tags = [
        (b"desc", description("sRGB, drawn")),
        (b"cprt", [b"text\0\0\0\0".as_slice(), b"No rights reserved\0"].concat()),
        (b"wtpt", xyz(WHITE)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve()),
        (b"gTRC", curve()),
        (b"bTRC", curve()),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut bodies: Vec<u8> = Vec::new();
    let start = HEAD + table.len() + ENTRY * tags.len();
    for (name, body) in tags {
        table.extend(name);
        table.extend(((start + bodies.len()) as u32).to_be_bytes());
        table.extend((body.len() as u32).to_be_bytes());
        bodies.extend(body);
        // Each begins at a multiple of four.
        bodies.resize(bodies.len().next_multiple_of(4), 0);
    }
    [header(start + bodies.len()), table, bodies].concat()
}

fn header(length: usize) -> Vec<u8> {
    let mut header = vec![0; HEAD];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &(length as u32).to_be_bytes());
    put(8, &[2, 0x10, 0, 0]);
    put(12, b"mntrRGB XYZ ");
    // Some day, for a profile must have one.
    put(24, &[7, 0xd0, 0, 1, 0, 1]);
    put(36, b"acsp");
    put(68, &fixed(WHITE));
    header
}

/// The text, without its two other spellings, whose lengths are 0.
fn description(text: &str) -> Vec<u8> {
    let mut body = b"desc\0\0\0\0".to_vec();
    body.extend((text.len() as u32 + 1).to_be_bytes());
    body.extend(text.as_bytes());
    body.extend([0; 1 + 8 + 3 + 67]);
    body
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    [b"XYZ \0\0\0\0".to_vec(), fixed(values)].concat()
}

fn fixed(values: [f64; 3]) -> Vec<u8> {
    values.map(|value| ((value * 65536.0).round() as i32).to_be_bytes()).concat()
}

fn curve() -> Vec<u8> {
    let sample = |at: u32| (light(f64::from(at) / f64::from(SAMPLES - 1)) * 65535.0).round() as u16;
    let mut body = b"curv\0\0\0\0".to_vec();
    body.extend(SAMPLES.to_be_bytes());
    body.extend((0..SAMPLES).flat_map(|at| sample(at).to_be_bytes()));
    body
}

/// IEC 61966-2-1: the light of a number.
fn light(number: f64) -> f64 {
    if number <= 0.04045 { number / 12.92 } else { ((number + 0.055) / 1.055).powf(2.4) }
}
