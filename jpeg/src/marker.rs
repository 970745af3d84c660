//! Markers and the segments that they open: T.81, B.1.

use crate::error::{Error, Fault, Part};

pub(crate) const SOI: u8 = 0xd8;
pub(crate) const EOI: u8 = 0xd9;
pub(crate) const SOS: u8 = 0xda;
pub(crate) const DQT: u8 = 0xdb;
pub(crate) const DHT: u8 = 0xc4;
pub(crate) const DRI: u8 = 0xdd;
pub(crate) const DHP: u8 = 0xde;
pub(crate) const SOF0: u8 = 0xc0;
pub(crate) const SOF2: u8 = 0xc2;
pub(crate) const SOF15: u8 = 0xcf;
pub(crate) const RST0: u8 = 0xd0;
pub(crate) const RST7: u8 = 0xd7;
pub(crate) const APP0: u8 = 0xe0;
pub(crate) const APP1: u8 = 0xe1;
pub(crate) const APP2: u8 = 0xe2;
pub(crate) const APP14: u8 = 0xee;
const TEM: u8 = 0x01;

/// A marker and what it carries.
#[derive(Clone, Copy)]
pub(crate) struct Segment<'a> {
    pub(crate) marker: u8,
    /// Where the body begins in the file.
    pub(crate) at: usize,
    pub(crate) body: &'a [u8],
}

impl<'a> Segment<'a> {
    /// The complaint that this segment is broken in `what` way.
    pub(crate) fn damaged(&self, what: Fault) -> Error {
        Error::Damaged { at: self.at, what }
    }

    /// The body, which must have at least `N` bytes, and what follows these.
    pub(crate) fn split<const N: usize>(&self) -> Result<([u8; N], &'a [u8]), Error> {
        let (head, rest) =
            self.body.split_first_chunk().ok_or(self.damaged(Fault::SegmentLength))?;
        Ok((*head, rest))
    }

    pub(crate) fn end(&self) -> usize {
        self.at + self.body.len()
    }
}

/// Walks from segment to segment.
#[derive(Clone)]
pub(crate) struct Segments<'a> {
    file: &'a [u8],
    at: usize,
    has_ended: bool,
}

impl<'a> Segments<'a> {
    /// From the beginning of a file.
    pub(crate) fn of(file: &'a [u8]) -> Result<Self, Error> {
        match file {
            [0xff, SOI, ..] => Ok(Self { file, at: 2, has_ended: false }),
            _ => Err(Error::NotJpeg),
        }
    }

    pub(crate) fn file(&self) -> &'a [u8] {
        self.file
    }

    /// Whether the end of the image has come, rather than that of the file.
    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Goes on at `at`.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The next segment; nothing at the end of the image or of the file. Junk in front of a marker, fill
    /// bytes and markers that carry nothing are passed over.
    pub(crate) fn next(&mut self) -> Result<Option<Segment<'a>>, Error> {
        loop {
            let Some((marker, after)) = next_marker(self.file, self.at) else {
                self.at = self.file.len();
                return Ok(None);
            };
            self.at = after;
            match marker {
                EOI => {
                    self.has_ended = true;
                    return Ok(None);
                }
                TEM | SOI | RST0..=RST7 => {}
                _ => return self.segment(marker).map(Some),
            }
        }
    }

    fn segment(&mut self, marker: u8) -> Result<Segment<'a>, Error> {
        let truncated = Error::Truncated { at: self.file.len(), within: Part::Header };
        let length = self.file.get(self.at..self.at + 2).ok_or(truncated.clone())?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let body = self.at + 2;
        if length < 2 {
            return Err(Error::Damaged { at: self.at, what: Fault::SegmentLength });
        }
        self.at += length;
        let body_bytes = self.file.get(body..self.at).ok_or(truncated)?;
        Ok(Segment { marker, at: body, body: body_bytes })
    }
}

/// The next marker at or behind `at`, and where it ends. Stuffed zeros and fill bytes are no markers.
pub(crate) fn next_marker(file: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += memchr::memchr(0xff, file.get(at..)?)? + 1;
        match *file.get(at)? {
            0 => at += 1,
            0xff => {}
            marker => return Some((marker, at + 1)),
        }
    }
}
