//! Errors: why a store did not do what it was asked, by what that means for who asked.

use std::fmt::Display;

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such object.
    #[error("expected an object, found none")]
    Missing,
    /// It may not be done. Of a missing object S3 says the same to those who may not list the bucket.
    #[error("expected a permission, found none: {0}")]
    Denied(String),
    /// There is another object than the condition says.
    #[error("expected the object as it was, found another")]
    Changed,
    /// The object has more bytes than wanted.
    #[error("expected at most {most} bytes, found {found}")]
    TooLarge {
        /// As many as wanted.
        most: u64,
        /// As many as there are.
        found: u64,
    },
    /// No object can have this name here.
    #[error("expected a name that this store can hold, found {0}")]
    Name(&'static str),
    /// The store has too much to do.
    #[error("expected a store with time, found a busy one: {0}")]
    Busy(String),
    /// The store did not answer in time.
    #[error("expected an answer in time, found none: {0}")]
    Late(String),
    /// Anything else.
    #[error("expected a store that works, found a fault: {0}")]
    Fault(String),
}

impl Error {
    /// Whether it says that there is nothing to be had, be it for want of a permission.
    pub fn is_missing(&self) -> bool {
        matches!(self, Error::Missing | Error::Denied(_) | Error::Name(_))
    }

    pub(crate) fn fault(error: impl Display) -> Self {
        Error::Fault(error.to_string())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            // A folder where a file was expected, or the other way round, is no such object either.
            ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory => {
                Error::Missing
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Error::Denied(error.to_string())
            }
            ErrorKind::InvalidFilename => Error::Name("one that is too long for a file"),
            ErrorKind::TimedOut => Error::Late(error.to_string()),
            _ => Error::fault(error),
        }
    }
}
