//! Files of text, read with a bound and with a sentence for all that can be wrong with one.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Why a file is no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: expected {expected}, found {found}")]
pub struct TextError {
    /// The file and, if it is one line's fault, the line, counted from 1.
    pub place: String,
    /// What the file should be.
    pub expected: String,
    /// What it is.
    pub found: String,
}

/// The text of a file, or nothing where nothing lies.
pub(crate) fn read(file: &Path, most: u64) -> Result<Option<String>, TextError> {
    let bytes = match bytes(file, most) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // To a link that leads nowhere there should have been something.
            return match fs::symlink_metadata(file) {
                Ok(_) => Err(wrong(file, "a file", "a link to nothing")),
                Err(_) => Ok(None),
            };
        }
        Err(error) if error.kind() == ErrorKind::IsADirectory => {
            return Err(wrong(file, "a file", "a folder"));
        }
        Err(error) => return Err(wrong(file, "a readable file", &error.to_string())),
    };
    if bytes.len() as u64 > most {
        return Err(wrong(file, &format!("at most {most} bytes"), "more"));
    }
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        TextError {
            place: format!("{}:{line}", file.display()),
            ..wrong(file, "UTF-8", "a byte that is none")
        }
    })
}

/// No more bytes than are wanted and one, by which it shows that there are more.
fn bytes(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn wrong(file: &Path, expected: &str, found: &str) -> TextError {
    TextError {
        place: file.display().to_string(),
        expected: expected.to_owned(),
        found: found.to_owned(),
    }
}
