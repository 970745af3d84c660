//! What is kept of an original's metadata: whose it is, and who made it. Nothing else, so no place and no
//! camera leaks through a variant.

use sizewise_jpeg::Exif;
use std::borrow::Cow;

const ARTIST: u16 = 0x013b;
const COPYRIGHT: u16 = 0x8298;
const ASCII: u16 = 2;

/// More than a name and a notice have; a segment of a JPEG has room for 65,533 bytes.
const LONGEST: usize = 4096;

/// Whose a picture is.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Notice<'b> {
    pub(crate) artist: Option<Cow<'b, str>>,
    pub(crate) copyright: Option<Cow<'b, str>>,
}

impl<'b> Notice<'b> {
    /// What EXIF says of it.
    pub(crate) fn of_exif(exif: &Exif<'b>) -> Self {
        Self {
            artist: exif.artist.map(String::from_utf8_lossy),
            copyright: exif.copyright.map(String::from_utf8_lossy),
        }
    }

    /// An EXIF block that says the same, from its TIFF header on. Nothing if there is nothing to say.
    pub(crate) fn exif(&self) -> Vec<u8> {
        let texts = [(ARTIST, &self.artist), (COPYRIGHT, &self.copyright)];
        let texts = texts.into_iter().filter_map(|(tag, text)| Some((tag, text.as_deref()?)));
        exif(&texts.map(|(tag, text)| (tag, shortened(text))).collect::<Vec<_>>())
    }
}

fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

fn exif(texts: &[(u16, &str)]) -> Vec<u8> {
    if texts.is_empty() {
        return Vec::new();
    }
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    block.extend((texts.len() as u16).to_le_bytes());
    let mut place = block.len() + 12 * texts.len() + 4;
    let mut values = Vec::new();
    for &(tag, text) in texts {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        for (artist, copyright) in [
            (Some("A"), None),
            (None, Some("© somebody, 2026")),
            (Some("somebody"), Some("abc")),
            (Some("abcd"), Some("none of it is free")),
        ] {
            let notice = Notice {
                artist: artist.map(Cow::Borrowed),
                copyright: copyright.map(Cow::Borrowed),
            };
            let block = notice.exif();
            let found = Exif::read(&block).unwrap();
            assert_eq!(Notice::of_exif(&found), notice);
            assert_eq!(found.orientation, None);
        }
        assert!(Notice::default().exif().is_empty());
    }

    #[test]
    fn a_text_without_end_is_cut_off() {
        let artist = Some(Cow::Owned("é".repeat(100_000)));
        let block = Notice { artist, copyright: None }.exif();
        let found = Exif::read(&block).unwrap();
        assert_eq!(found.artist, Some("é".repeat(LONGEST / 2).as_bytes()));
    }
}
