//! WebP: the chunks that pixels are made of.

use crate::probe::webp::{Chunks, HAS_ALPHA, HAS_EXIF, probe};

pub(crate) fn stripped(bytes: &[u8], exif: &[u8]) -> Option<Vec<u8>> {
    let source = probe(bytes).ok()?;
    let mut alpha = None;
    let (kind, picture) = Chunks::of(bytes).ok()?.find(|(kind, body)| {
        if *kind == b"ALPH" {
            alpha = Some(*body);
        }
        matches!(*kind, b"VP8 " | b"VP8L")
    })?;
    let mut body = b"WEBP".to_vec();
    if alpha.is_some() || !exif.is_empty() {
        let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
        let flags = flag(source.has_alpha, HAS_ALPHA) | flag(!exif.is_empty(), HAS_EXIF);
        let sides = [source.width, source.height].map(|side| (side.get() - 1).to_le_bytes());
        let sides = sides.iter().flat_map(|side| &side[..3]);
        let header: Vec<u8> = [flags, 0, 0, 0].iter().chain(sides).copied().collect();
        chunk(&mut body, b"VP8X", &header);
    }
    if let Some(alpha) = alpha {
        chunk(&mut body, b"ALPH", alpha);
    }
    chunk(&mut body, kind, picture);
    if !exif.is_empty() {
        chunk(&mut body, b"EXIF", exif);
    }
    Some([b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat())
}

/// A chunk, of an even number of bytes: RFC 9649, 2.3.
fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], body: &[u8]) {
    file.extend(kind);
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(body);
    file.extend(&[0][..body.len() % 2]);
}
