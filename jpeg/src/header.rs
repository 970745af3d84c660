//! The header: everything that a file says in front of its first scan.

use std::borrow::Cow;
use std::fmt;

use crate::error::{Error, Fault};
use crate::exif::Exif;
use crate::frame::{Coding, Component, Frame};
use crate::index::Found;
use crate::marker::{APP0, APP1, APP2, APP14, SOS, Segment, Segments};
use crate::scan::Scan;
use crate::tables::Tables;

/// What a file says about itself, read without touching a coefficient.
#[derive(Clone)]
pub struct Header<'a> {
    pub(crate) frame: Frame,
    pub(crate) tables: Tables,
    /// The header of the first scan and where its data begins.
    first_scan: (Scan, usize),
    marks: Marks<'a>,
}

/// What the application segments say.
#[derive(Clone, Default)]
struct Marks<'a> {
    is_jfif: bool,
    adobe_transform: Option<u8>,
    exif: Option<Exif<'a>>,
    /// Number, count and bytes of each part of the profile, as they came.
    profile: Vec<(u8, u8, &'a [u8])>,
}

/// What the components mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Luma alone.
    Grey,
    /// Luma and two colour differences: BT.601, full range.
    YCbCr,
    /// Red, green and blue as they are.
    Rgb,
    /// Four inks as they are.
    Cmyk,
    /// Four inks of which the first three are written as luma and colour differences.
    Ycck,
}

impl<'a> Header<'a> {
    /// Reads up to the first scan.
    pub fn read(file: &'a [u8]) -> Result<Self, Error> {
        let mut segments = Segments::of(file)?;
        let mut frame: Option<Frame> = None;
        let mut tables = Tables::default();
        let mut marks = Marks::default();
        while let Some(segment) = segments.next()? {
            if segment.marker == SOS {
                let frame = frame.ok_or(segment.damaged(Fault::NoFrame))?;
                let first_scan = (Scan::read(&segment, &frame)?, segment.end());
                return Ok(Self { frame, tables, first_scan, marks });
            }
            if let Some(found) = Frame::read(&segment)?
                && frame.replace(found).is_some()
            {
                return Err(segment.damaged(Fault::SecondFrame));
            }
            tables.read(&segment)?;
            marks.read(&segment);
        }
        Err(Error::Damaged { at: file.len(), what: Fault::NoScan })
    }

    /// The first scan. Where its data ends is not known without looking.
    pub(crate) fn first_scan(&self) -> Found {
        let (scan, at) = self.first_scan.clone();
        Found { scan, at, end: at, tables: self.tables.clone() }
    }

    /// Columns of the picture.
    pub fn width(&self) -> usize {
        self.frame.width
    }

    /// Rows of the picture.
    pub fn height(&self) -> usize {
        self.frame.height
    }

    /// Bits of a sample: 8 in all that is decoded here.
    pub fn precision(&self) -> u8 {
        self.frame.precision
    }

    /// How the coefficients are written.
    pub fn coding(&self) -> Coding {
        self.frame.coding
    }

    /// The components in the order of the file: 1, 3 or 4 of them.
    pub fn components(&self) -> &[Component] {
        &self.frame.components
    }

    /// Units between restart markers as the first scan has them; 0 where there are none.
    pub fn restart_interval(&self) -> u32 {
        self.tables.restart_interval
    }

    /// What the components mean, by the rules that everybody follows: an Adobe segment says it, a JFIF
    /// segment means YCbCr, and of what is left, components named `RGB` are these.
    pub fn colour(&self) -> Colour {
        let marks = &self.marks;
        match (self.frame.components.len(), marks.adobe_transform) {
            (1, _) => Colour::Grey,
            (4, Some(2)) => Colour::Ycck,
            (4, _) => Colour::Cmyk,
            _ if marks.is_jfif => Colour::YCbCr,
            (_, Some(0)) => Colour::Rgb,
            (_, Some(_)) => Colour::YCbCr,
            _ if self.frame.components.iter().map(Component::id).eq(*b"RGB") => Colour::Rgb,
            _ => Colour::YCbCr,
        }
    }

    /// What Adobe's segment says of the colour transform: 0 none, 1 YCbCr, 2 YCCK. Where there is such
    /// a segment, inks are written inverted: 0 is full ink.
    pub fn adobe_transform(&self) -> Option<u8> {
        self.marks.adobe_transform
    }

    /// Which way is up, as EXIF counts it: 1 to 8.
    pub fn orientation(&self) -> Option<u8> {
        self.marks.exif.as_ref()?.orientation
    }

    /// Who made the picture, as EXIF has it.
    pub fn artist(&self) -> Option<Cow<'a, str>> {
        self.marks.exif.as_ref()?.artist.map(String::from_utf8_lossy)
    }

    /// Whose picture it is, as EXIF has it.
    pub fn copyright(&self) -> Option<Cow<'a, str>> {
        self.marks.exif.as_ref()?.copyright.map(String::from_utf8_lossy)
    }

    /// The colour profile, put together from all its parts. None if one of them is missing.
    pub fn profile(&self) -> Option<Cow<'a, [u8]>> {
        let parts = &self.marks.profile;
        let &(_, count, first) = parts.first()?;
        if count == 1 {
            return Some(Cow::Borrowed(first));
        }
        let part = |number| parts.iter().find(|part| part.0 == number).map(|part| part.2);
        let whole = (1..=count).map(part).collect::<Option<Vec<_>>>()?;
        (!whole.is_empty()).then(|| Cow::Owned(whole.concat()))
    }
}

impl fmt::Debug for Header<'_> {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut header = text.debug_struct("Header");
        header.field("width", &self.width()).field("height", &self.height());
        header.field("coding", &self.coding()).field("components", &self.components());
        header.finish_non_exhaustive()
    }
}

impl<'a> Marks<'a> {
    /// Takes in a segment if it is one of ours. What cannot be read is passed over: it is no part of
    /// the picture.
    fn read(&mut self, segment: &Segment<'a>) {
        let body = segment.body;
        match segment.marker {
            APP0 if body.starts_with(b"JFIF\0") => self.is_jfif = true,
            APP1 => {
                // Of several, the first that can be read.
                if let (None, Some(tiff)) = (&self.exif, body.strip_prefix(b"Exif\0\0")) {
                    self.exif = Exif::read(tiff);
                }
            }
            APP2 => {
                if let Some([number, count, part @ ..]) = body.strip_prefix(b"ICC_PROFILE\0") {
                    self.profile.push((*number, *count, part));
                }
            }
            // Version, two words of flags, the transform.
            APP14 if body.starts_with(b"Adobe") => self.adobe_transform = body.get(11).copied(),
            _ => {}
        }
    }
}
