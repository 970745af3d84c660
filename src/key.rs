//! The key: which original.

use crate::address;
use crate::refusal::{Found, Refusal};
use serde::Deserialize;
use std::fmt::{self, Display};

/// A whole object path, folders and all, percent-decoded once.
///
/// - It is not empty and has no empty segment, so it does not begin or end with a slash.
/// - No segment is `.` or `..`.
/// - It holds no control characters. Other unicode is kept as it came, unnormalised.
/// - It is at most 1,024 bytes long.
/// - It is not itself variant-shaped: what we made is never taken for an original.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Key(Box<str>);

/// What S3 takes: 1,024 bytes of UTF-8.
pub const MOST_KEY_BYTES: usize = 1024;

impl Key {
    /// The key that this decoded path is, without its leading slash.
    pub fn new(path: &str) -> Result<Self, Refusal> {
        if let Some(control) = path.chars().find(|c| c.is_control()) {
            return Err(Refusal::Control(control));
        }
        for segment in path.split('/') {
            match segment {
                "" => return Err(Refusal::EmptySegment),
                "." | ".." => return Err(Refusal::DotSegment(Found::new(segment))),
                _ => {}
            }
        }
        if path.len() > MOST_KEY_BYTES {
            return Err(Refusal::LongKey { most: MOST_KEY_BYTES, found: path.len() });
        }
        if address::is_variant_shaped(path) {
            return Err(Refusal::VariantOfVariant(Found::new(path)));
        }
        Ok(Key(path.into()))
    }

    /// As the store knows it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the last dot of the last segment.
    pub fn extension(&self) -> Option<&str> {
        extension(&self.0)
    }
}

/// What stands behind the last dot of the last segment of a path.
pub(crate) fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    name.rsplit_once('.').map(|(_, extension)| extension)
}

impl TryFrom<String> for Key {
    type Error = Refusal;

    fn try_from(path: String) -> Result<Self, Refusal> {
        Key::new(&path)
    }
}

impl Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
