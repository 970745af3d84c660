//! The three tags that we read of EXIF: which way is up, and whose picture it is.

/// What we want to know of EXIF. Other formats have the same block.
#[derive(Clone, Debug, Default)]
pub struct Exif<'a> {
    /// Which way is up: 1 to 8.
    pub orientation: Option<u8>,
    /// Who made the picture.
    pub artist: Option<&'a [u8]>,
    /// Whose it is.
    pub copyright: Option<&'a [u8]>,
}

const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013b;
const COPYRIGHT: u16 = 0x8298;
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;

impl<'a> Exif<'a> {
    /// Reads the first directory of the TIFF structure. A tag that cannot be read is not there:
    /// cameras and editors write broken EXIF into good pictures.
    pub fn read(tiff: &'a [u8]) -> Option<Self> {
        Tiff::new(tiff)?.first_directory()
    }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    order: ByteOrder,
}

#[derive(Clone, Copy)]
enum ByteOrder {
    Little,
    Big,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let order = match bytes.get(..4)? {
            b"II*\0" => ByteOrder::Little,
            b"MM\0*" => ByteOrder::Big,
            _ => return None,
        };
        Some(Self { bytes, order })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(match self.order {
            ByteOrder::Little => u16::from_le_bytes(bytes),
            ByteOrder::Big => u16::from_be_bytes(bytes),
        })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        let value = match self.order {
            ByteOrder::Little => u32::from_le_bytes(bytes),
            ByteOrder::Big => u32::from_be_bytes(bytes),
        };
        usize::try_from(value).ok()
    }

    fn first_directory(&self) -> Option<Exif<'a>> {
        let directory = self.long(4)?;
        let count = usize::from(self.short(directory)?);
        let mut exif = Exif::default();
        for entry in (0..count).map(|n| directory + 2 + 12 * n) {
            match self.short(entry) {
                Some(ORIENTATION) => exif.orientation = self.orientation(entry),
                Some(ARTIST) => exif.artist = self.text(entry),
                Some(COPYRIGHT) => exif.copyright = self.text(entry),
                Some(_) => {}
                None => break,
            }
        }
        Some(exif)
    }

    /// Written as a short by the book, as a long by some.
    fn orientation(&self, entry: usize) -> Option<u8> {
        let value = match self.short(entry + 2)? {
            SHORT => usize::from(self.short(entry + 8)?),
            LONG => self.long(entry + 8)?,
            _ => return None,
        };
        u8::try_from(value).ok().filter(|value| (1..=8).contains(value))
    }

    /// The text up to its first zero, without blanks around it; none if nothing is left.
    fn text(&self, entry: usize) -> Option<&'a [u8]> {
        let (kind, length) = (self.short(entry + 2)?, self.long(entry + 4)?);
        let at = if length <= 4 { entry + 8 } else { self.long(entry + 8)? };
        let bytes = self.bytes.get(at..)?.get(..length)?;
        let text = bytes.split(|&byte| byte == 0).next()?.trim_ascii();
        (kind == ASCII && !text.is_empty()).then_some(text)
    }
}
