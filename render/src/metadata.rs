//! What is kept of an original's metadata: whose it is, and who made it. Nothing else, so no place and no
//! camera leaks through a variant.

use sizewise_jpeg::Header;

const ARTIST: u16 = 0x013b;
const COPYRIGHT: u16 = 0x8298;
const ASCII: u16 = 2;

/// An EXIF block with the artist and the copyright, from its TIFF header on. Nothing if there are neither.
pub(crate) fn exif(artist: Option<&str>, copyright: Option<&str>) -> Vec<u8> {
    let texts = [(ARTIST, artist), (COPYRIGHT, copyright)];
    let texts: Vec<_> = texts.into_iter().filter_map(|(tag, text)| Some((tag, text?))).collect();
    if texts.is_empty() {
        return Vec::new();
    }
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    block.extend((texts.len() as u16).to_le_bytes());
    let mut place = block.len() + 12 * texts.len() + 4;
    let mut values = Vec::new();
    for (tag, text) in texts {
        let value: Vec<u8> = text.bytes().chain([0]).collect();
        block.extend(tag.to_le_bytes());
        block.extend(ASCII.to_le_bytes());
        block.extend((value.len() as u32).to_le_bytes());
        // What fits into four bytes stands where its place would.
        if value.len() <= 4 {
            block.extend([0, 1, 2, 3].map(|at| value.get(at).copied().unwrap_or(0)));
        } else {
            block.extend((place as u32).to_le_bytes());
            place += value.len();
            values.extend(value);
        }
    }
    block.extend([0; 4]);
    block.extend(values);
    block
}

/// The same of a JPEG.
pub(crate) fn of_jpeg(header: &Header<'_>) -> Vec<u8> {
    exif(header.artist().as_deref(), header.copyright().as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sizewise_jpeg::Exif;

    #[test]
    fn what_is_written_can_be_read() {
        for (artist, copyright) in [
            (Some("A"), None),
            (None, Some("© somebody, 2026")),
            (Some("somebody"), Some("abc")),
            (Some("abcd"), Some("none of it is free")),
        ] {
            let block = exif(artist, copyright);
            let found = Exif::read(&block).unwrap();
            assert_eq!(found.artist, artist.map(str::as_bytes));
            assert_eq!(found.copyright, copyright.map(str::as_bytes));
            assert_eq!(found.orientation, None);
        }
        assert_eq!(exif(None, None), []);
    }
}
