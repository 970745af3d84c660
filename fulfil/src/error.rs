//! Errors: why there is no picture, by what that means for who asked.

use sizewise::{Found, Refusal};
use sizewise_store as store;
use std::time::Duration;

/// Why there is no picture. Displayed, it is a sentence that a person can act on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such original, or none that may be read.
    #[error("expected an original, found none at {0}")]
    NoOriginal(Found),
    /// More is asked than is permitted or possible.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The original cannot be read, or the variant not be written.
    #[error(transparent)]
    Picture(sizewise_render::Error),
    /// Too many wait already.
    #[error("expected a place in the queue, found it full: try again in {} s", .0.as_secs())]
    Busy(Duration),
    /// Nobody had the time before the request's own was up.
    #[error("expected to come to its turn in time, found {} s too short", .0.as_secs())]
    Late(Duration),
    /// The store of originals did not answer in time.
    #[error("expected the original in time, found a store that does not answer")]
    StoreLate,
    /// The store of originals has too much to do.
    #[error("expected the original, found a store that is busy")]
    StoreBusy,
    /// The store of originals does not work.
    #[error("expected the original, found a store that does not work")]
    Store,
    /// What should not happen.
    #[error("expected a picture, found a fault of this program")]
    Crashed,
}

impl Error {
    /// The status code that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Error::NoOriginal(_) => 404,
            Error::Refused(refusal) => refusal.status(),
            Error::Picture(error) => error.status(),
            Error::Busy(_) | Error::Late(_) | Error::StoreBusy => 503,
            Error::StoreLate => 504,
            Error::Store => 502,
            Error::Crashed => 500,
        }
    }

    /// There is no original of that name.
    pub fn no_original(key: &str) -> Self {
        Error::NoOriginal(Found::new(key))
    }

    /// What a store says of an original. The rest of it is the operator's business and stands in the log.
    pub fn of_original(error: &store::Error, key: &str) -> Self {
        match error {
            error if error.is_missing() => Error::no_original(key),
            store::Error::TooLarge { most, found } => {
                let (most, found) = (*most, *found);
                Refusal::TooMuch { of: "bytes of a picture", most, found }.into()
            }
            store::Error::Late(_) => Error::StoreLate,
            // Where somebody is writing it, it can be read in a moment.
            store::Error::Busy(_) | store::Error::Changed => Error::StoreBusy,
            _ => Error::Store,
        }
    }
}

impl From<sizewise_render::Error> for Error {
    fn from(error: sizewise_render::Error) -> Self {
        match error {
            sizewise_render::Error::Refused(refusal) => Error::Refused(refusal),
            error => Error::Picture(error),
        }
    }
}
