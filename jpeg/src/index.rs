//! Where the scans of a file stand, found before any of them is read.

use crate::error::{Error, Fault};
use crate::header::Header;
use crate::marker::{RST0, RST7, SOS, Segments, next_marker};
use crate::scan::Scan;
use crate::tables::Tables;

/// A scan that has been found.
pub(crate) struct Found {
    pub(crate) scan: Scan,
    /// Where its data begins and ends.
    pub(crate) at: usize,
    pub(crate) end: usize,
    /// The tables as they stand in front of it.
    pub(crate) tables: Tables,
}

/// All scans of a file, in its order.
pub(crate) struct Index {
    pub(crate) scans: Vec<Found>,
    /// Whether the image ends behind them, rather than the file.
    pub(crate) has_end: bool,
    /// What kept the search from going on, if anything did.
    pub(crate) trouble: Option<Error>,
}

impl Index {
    pub(crate) fn new(file: &[u8], header: &Header<'_>, limit: u32) -> Self {
        let first = header.first_scan();
        let end = end_of_data(file, first.at);
        let mut scans = vec![Found { end, ..first }];
        let end =
            Segments::of(file).and_then(|segments| find_rest(segments, header, limit, &mut scans));
        Self { scans, has_end: end == Ok(true), trouble: end.err() }
    }
}

/// Says whether the end of the image has come.
fn find_rest(
    mut segments: Segments<'_>,
    header: &Header<'_>,
    limit: u32,
    scans: &mut Vec<Found>,
) -> Result<bool, Error> {
    let mut tables = header.tables.clone();
    segments.go_to(scans[0].end);
    while let Some(segment) = segments.next()? {
        if segment.marker == SOS {
            if scans.len() >= limit as usize {
                return Err(Error::TooManyScans { limit });
            }
            let scan = Scan::read(&segment, &header.frame)?;
            let (at, end) = (segment.end(), end_of_data(segments.file(), segment.end()));
            segments.go_to(end);
            scans.push(Found { scan, at, end, tables: tables.clone() });
        } else if crate::frame::Frame::read(&segment)?.is_some() {
            return Err(segment.damaged(Fault::SecondFrame));
        } else {
            tables.read(&segment)?;
        }
    }
    Ok(segments.has_ended())
}

/// Where the data that begins at `at` ends: at the next marker that is not a restart.
fn end_of_data(file: &[u8], mut at: usize) -> usize {
    loop {
        match next_marker(file, at) {
            Some((RST0..=RST7, after)) => at = after,
            Some((_, after)) => return after - 2,
            None => return file.len(),
        }
    }
}
