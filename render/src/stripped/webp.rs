//! WebP: the chunks that pixels are made of.

use crate::probe::webp::{Chunks, HAS_ALPHA, HAS_EXIF, IS_ANIMATED, is_animation, probe};

pub(crate) fn stripped(bytes: &[u8], exif: &[u8]) -> Option<Vec<u8>> {
    let source = probe(bytes).ok()?;
    let size = (source.width.get(), source.height.get());
    let chunks = Chunks::of(bytes).ok()?;
    if is_animation(bytes) {
        let of_frames = chunks.filter(|(kind, _)| matches!(*kind, b"ANIM" | b"ANMF"));
        return Some(animation(size, source.has_alpha, of_frames, exif));
    }
    Some(Coded::among(chunks)?.file(size, source.has_alpha, exif))
}

/// A coded picture.
pub(crate) struct Coded<'c> {
    /// The bytes of its alpha, where they are apart from the others.
    pub(crate) alpha: Option<&'c [u8]>,
    /// The name of its chunk, and what is in it.
    pub(crate) picture: (&'c [u8; 4], &'c [u8]),
}

impl<'c> Coded<'c> {
    /// The first one.
    pub(crate) fn among(chunks: Chunks<'c>) -> Option<Self> {
        let mut alpha = None;
        for (kind, body) in chunks {
            match kind {
                b"ALPH" => alpha = Some(body),
                b"VP8 " | b"VP8L" => return Some(Self { alpha, picture: (kind, body) }),
                _ => {}
            }
        }
        None
    }

    /// A file of nothing but it, and of EXIF unless that is empty.
    pub(crate) fn file(&self, size: (u32, u32), has_alpha: bool, exif: &[u8]) -> Vec<u8> {
        let mut body = Vec::new();
        if self.alpha.is_some() || !exif.is_empty() {
            let flags = flag(has_alpha, HAS_ALPHA) | flag(!exif.is_empty(), HAS_EXIF);
            chunk(&mut body, b"VP8X", &extended(flags, size));
        }
        body.extend(self.chunks());
        if !exif.is_empty() {
            chunk(&mut body, b"EXIF", exif);
        }
        riff(&body)
    }

    /// Its chunks.
    pub(crate) fn chunks(&self) -> Vec<u8> {
        let mut chunks = Vec::new();
        if let Some(alpha) = self.alpha {
            chunk(&mut chunks, b"ALPH", alpha);
        }
        chunk(&mut chunks, self.picture.0, self.picture.1);
        chunks
    }
}

/// A file of the chunks of an animation, and of EXIF unless that is empty.
pub(crate) fn animation<'c>(
    size: (u32, u32),
    has_alpha: bool,
    chunks: impl Iterator<Item = (&'c [u8; 4], &'c [u8])>,
    exif: &[u8],
) -> Vec<u8> {
    let flags = IS_ANIMATED | flag(has_alpha, HAS_ALPHA) | flag(!exif.is_empty(), HAS_EXIF);
    let mut body = Vec::new();
    chunk(&mut body, b"VP8X", &extended(flags, size));
    chunks.for_each(|(kind, bytes)| chunk(&mut body, kind, bytes));
    if !exif.is_empty() {
        chunk(&mut body, b"EXIF", exif);
    }
    riff(&body)
}

fn flag(is_set: bool, flag: u8) -> u8 {
    if is_set { flag } else { 0 }
}

/// The header of a file that has more than a picture: RFC 9649, 2.7.
fn extended(flags: u8, (width, height): (u32, u32)) -> Vec<u8> {
    let sides = [width, height].map(|side| (side - 1).to_le_bytes());
    let sides = sides.iter().flat_map(|side| &side[..3]);
    [flags, 0, 0, 0].iter().chain(sides).copied().collect()
}

fn riff(chunks: &[u8]) -> Vec<u8> {
    let length = (chunks.len() as u32 + 4).to_le_bytes();
    [b"RIFF", &length[..], b"WEBP", chunks].concat()
}

/// A chunk, of an even number of bytes: RFC 9649, 2.3.
fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], body: &[u8]) {
    file.extend(kind);
    file.extend((body.len() as u32).to_le_bytes());
    file.extend(body);
    file.extend(&[0][..body.len() % 2]);
}
