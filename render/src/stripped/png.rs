//! PNG: the chunks that pixels are made of.

use crate::encode::png;

pub(super) fn stripped(bytes: &[u8], exif: &[u8]) -> Option<Vec<u8>> {
    let (signature, mut rest) = bytes.split_at_checked(8)?;
    let mut file = signature.to_vec();
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let (chunk, behind) = rest.split_at_checked(length.checked_add(12)?)?;
        rest = behind;
        match &chunk[4..8] {
            b"IHDR" => {
                file.extend(chunk);
                if !exif.is_empty() {
                    png::chunk(&mut file, b"eXIf", exif);
                }
            }
            b"PLTE" | b"tRNS" | b"IDAT" => file.extend(chunk),
            b"IEND" => {
                file.extend(chunk);
                return Some(file);
            }
            _ => {}
        }
    }
}
