//! Files in parts, so that tests can take them apart and put them together wrongly.

use super::entropy::Interval;

#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// A marker that carries nothing.
    Marker(u8),
    /// A marker and its segment, without the length.
    Segment(u8, Vec<u8>),
    /// An interval of a scan's data.
    Data(Interval),
    /// Anything else.
    Junk(Vec<u8>),
}

impl Part {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Marker(marker) => vec![0xff, *marker],
            Self::Segment(marker, body) => {
                let length = (body.len() as u16 + 2).to_be_bytes();
                [&[0xff, *marker], &length[..], body].concat()
            }
            Self::Data(interval) => interval.bytes.clone(),
            Self::Junk(bytes) => bytes.clone(),
        }
    }

    pub(crate) fn is_data(&self) -> bool {
        matches!(self, Self::Data(_))
    }

    pub(crate) fn is_restart(&self) -> bool {
        matches!(self, Self::Marker(0xd0..=0xd7))
    }
}

/// The whole file.
pub(crate) fn bytes(parts: &[Part]) -> Vec<u8> {
    parts.iter().flat_map(Part::bytes).collect()
}

/// A file of a header's segments: what stands between the start of an image and its first scan's data.
pub(crate) fn segments(list: &[(u8, &[u8])]) -> Vec<u8> {
    let segment = |&(marker, body): &(u8, &[u8])| Part::Segment(marker, body.to_vec()).bytes();
    [vec![0xff, 0xd8], list.iter().flat_map(segment).collect()].concat()
}
