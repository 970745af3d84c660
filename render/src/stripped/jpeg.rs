//! JPEG: what is needed to decode it, and nothing behind its end.

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COM: u8 = 0xfe;

/// What JFIF says without its thumbnail, of which the last two bytes are the sides.
const JFIF: usize = 12;

pub(super) fn stripped(bytes: &[u8], exif: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&[0xff, SOI])?;
    let mut file = vec![0xff, SOI];
    let mut exif = (!exif.is_empty()).then_some(exif);
    loop {
        let (marker, behind) = marker(rest)?;
        if marker == EOI {
            file.extend([0xff, EOI]);
            return Some(file);
        }
        let length = usize::from(u16::from_be_bytes(*behind.first_chunk()?));
        let body = behind.get(2..length)?;
        rest = &behind[length..];
        match marker {
            APP0 if body.starts_with(b"JFIF\0") => {
                let kept = [body.get(..JFIF)?, &[0, 0]].concat();
                segment(&mut file, marker, &kept);
                continue;
            }
            // What the first three components mean.
            APP14 if body.starts_with(b"Adobe") => {}
            APP0..=APP15 | COM => continue,
            _ => {}
        }
        if let Some(exif) = exif.take() {
            segment(&mut file, APP1, &[b"Exif\0\0", exif].concat());
        }
        segment(&mut file, marker, body);
        if marker == SOS {
            let end = end_of_scan(rest)?;
            file.extend(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

/// The next marker and what is behind it. In front of it may stand any number of fill bytes.
fn marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let bytes = bytes.strip_prefix(&[0xff])?;
    let fill = bytes.iter().take_while(|&&byte| byte == 0xff).count();
    let (&marker, behind) = bytes[fill..].split_first()?;
    Some((marker, behind))
}

fn segment(file: &mut Vec<u8>, marker: u8, body: &[u8]) {
    file.extend([0xff, marker]);
    file.extend((body.len() as u16 + 2).to_be_bytes());
    file.extend(body);
}

/// Where the data of a scan end: at a marker that is neither a stuffed byte nor one to restart at.
fn end_of_scan(data: &[u8]) -> Option<usize> {
    data.windows(2).position(|two| matches!(two, [0xff, 0x01..=0xcf | 0xd8..=0xfe]))
}
