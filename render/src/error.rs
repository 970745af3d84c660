//! Errors: why no picture comes out.

use sizewise::Refusal;

/// Why a picture cannot be made. Displayed, it is a sentence that a person can act on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are no picture.
    #[error("expected a picture, found {0}")]
    NotAPicture(&'static str),
    /// They are a picture that cannot be read.
    #[error("expected a picture that can be read, found {0}")]
    Unreadable(String),
    /// They are a picture that is broken.
    #[error("broken {format}: {what}")]
    Broken {
        /// What it is, or would be.
        format: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// It is more than the limits allow, or has nothing where it is cropped.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The picture cannot be written in the format that was asked.
    #[error("expected {0}")]
    Unwritable(String),
}

impl Error {
    /// The status code that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Error::NotAPicture(_) | Error::Unreadable(_) => 415,
            Error::Broken { .. } => 422,
            Error::Refused(refusal) => refusal.status(),
            Error::Unwritable(_) => 400,
        }
    }

    /// A broken picture.
    pub(crate) fn broken(format: &'static str, what: impl ToString) -> Self {
        Error::Broken { format, what: what.to_string() }
    }
}

impl From<sizewise_jpeg::Error> for Error {
    fn from(error: sizewise_jpeg::Error) -> Self {
        match error {
            sizewise_jpeg::Error::TooLarge { needed, limit } => {
                Refusal::TooMuch { of: "bytes of memory", most: limit, found: needed }.into()
            }
            // They are counted no further than that.
            sizewise_jpeg::Error::TooManyScans { limit } => {
                let (most, found) = (limit.into(), u64::from(limit) + 1);
                Refusal::TooMuch { of: "scans of a picture", most, found }.into()
            }
            sizewise_jpeg::Error::Unsupported(_) => Error::Unreadable(format!("a JPEG: {error}")),
            _ => Error::broken("JPEG", error),
        }
    }
}
