//! What spoils a file.

/// A file with other bytes at a place.
pub fn with(file: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

/// A file with more bytes at a place.
pub fn with_more(file: &[u8], at: usize, bytes: &[u8]) -> Vec<u8> {
    [&file[..at], bytes, &file[at..]].concat()
}

/// A file with one bit of a byte turned over.
pub fn flipped(file: &[u8], at: usize, bit: u8) -> Vec<u8> {
    with(file, at, &[file[at] ^ 1 << bit])
}
