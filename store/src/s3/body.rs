//! Bodies: bytes that come in one after the other, all of them or none.

use super::asked::{Asked, chain};
use crate::Error;
use aws_sdk_s3::primitives::ByteStream;
use bytes::{Bytes, BytesMut};
use std::ops::Range;
use std::time::Duration;

/// A body that has not been read.
pub(super) struct Promised {
    /// How many bytes the answer promises. Some servers do not.
    pub(super) length: Option<u64>,
    /// How many bytes are wanted.
    pub(super) most: u64,
    pub(super) silence: Duration,
}

/// Why a body was not read.
pub(super) enum Unread {
    /// It broke off, and may not if it is asked for again.
    Torn(Error),
    /// It will not be had.
    Refused(Error),
}

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        Unread::Refused(error)
    }
}

impl Promised {
    fn room(&self) -> usize {
        usize::try_from(self.length.unwrap_or(0).min(ROOM)).unwrap_or(0)
    }

    pub(super) async fn read(self, asked: Asked<'_>, body: ByteStream) -> Result<Bytes, Unread> {
        let most = self.most;
        if let Some(found) = self.length.filter(|length| *length > most) {
            return Err(Error::TooLarge { most, found }.into());
        }
        let mut read = BytesMut::with_capacity(self.room());
        let mut body = body;
        loop {
            let stuck = |_| Error::Late(format!("{asked}: no more than {} bytes", read.len()));
            let next = tokio::time::timeout(self.silence, body.try_next()).await.map_err(stuck)?;
            let torn = |error| format!("{asked}: {} bytes, and then {}", read.len(), chain(&error));
            match next.map_err(|error| Unread::Torn(Error::Fault(torn(error))))? {
                None => break,
                // What was promised is not always what comes.
                Some(chunk) if (read.len() + chunk.len()) as u64 > most => {
                    let found = (read.len() + chunk.len()) as u64;
                    return Err(Error::TooLarge { most, found }.into());
                }
                Some(chunk) => read.extend_from_slice(&chunk),
            }
        }
        let found = read.len() as u64;
        match self.length.filter(|length| *length != found) {
            Some(length) => {
                let sentence = format!("{asked}: expected {length} bytes, found {found}");
                Err(Unread::Torn(Error::Fault(sentence)))
            }
            None => Ok(read.freeze()),
        }
    }
}

/// What is taken for a body before it comes. A promise costs a server nothing.
const ROOM: u64 = 16 << 20;

/// Reads once more what broke off. The client tries again by itself only until an answer begins.
pub(super) async fn twice<T, F>(read: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Unread>>,
{
    let read = match read().await {
        Err(Unread::Torn(_)) => read().await,
        read => read,
    };
    read.map_err(|unread| match unread {
        Unread::Torn(error) | Unread::Refused(error) => error,
    })
}

/// How many bytes an answer to a question for some of them has: `bytes 0-2/10`. Who answers with all of them, or with
/// others, has not understood.
pub(super) fn part(header: Option<&str>, range: &Range<u64>) -> Option<u64> {
    let (place, total) = header?.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = place.split_once('-')?;
    let end = range.end.min(total.parse().ok()?);
    let is_asked = first.parse() == Ok(range.start) && last.parse() == Ok(end.checked_sub(1)?);
    is_asked.then(|| end.checked_sub(range.start))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_the_one_that_was_asked() {
        let length = |header| part(Some(header), &(2..6));
        assert_eq!(length("bytes 2-5/10"), Some(4));
        assert_eq!(length("bytes 2-4/5"), Some(3));
        for header in ["bytes 0-3/10", "bytes 2-4/10", "bytes 2-9/10", "bytes 2-5/*", "2-5/10", ""]
        {
            assert_eq!(length(header), None, "{header}");
        }
        assert_eq!(part(None, &(2..6)), None);
    }
}
