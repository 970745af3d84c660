//! Stores: where originals are and where variants are kept, as the policy names them.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::{self, Display};

/// Where bytes live.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stores {
    /// Where originals are. Default: the host's choice, which at the edge is the event's origin.
    pub originals: Option<Location>,
    /// Where variants are kept. Default: the host's choice, which on AWS is where originals are.
    pub variants: Option<Location>,
    /// Other places for originals, by the names that `from` gives them. Default: none.
    pub sources: BTreeMap<String, Location>,
    /// For how many seconds an original in S3 is taken to be unchanged. Default: 60.
    pub fresh_for: u32,
}

impl Default for Stores {
    fn default() -> Self {
        Stores { originals: None, variants: None, sources: BTreeMap::new(), fresh_for: 60 }
    }
}

/// A place for objects.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Location {
    /// `s3://bucket/prefix`; the prefix may be empty.
    S3 {
        /// The bucket.
        bucket: String,
        /// What stands before every key, without slashes at its ends.
        prefix: String,
    },
    /// `folder:PATH`.
    Folder(String),
    /// `memory:`.
    Memory,
}

impl TryFrom<String> for Location {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let location = if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let (bucket, prefix) = (bucket.to_owned(), prefix.trim_matches('/').to_owned());
            (!bucket.is_empty()).then_some(Location::S3 { bucket, prefix })
        } else if let Some(path) = text.strip_prefix("folder:") {
            (!path.is_empty()).then(|| Location::Folder(path.to_owned()))
        } else {
            (text == "memory:").then_some(Location::Memory)
        };
        location.ok_or_else(|| {
            format!("expected `s3://bucket/prefix`, `folder:PATH` or `memory:`, found `{text}`")
        })
    }
}

impl Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::S3 { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Location::S3 { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
            Location::Folder(path) => write!(f, "folder:{path}"),
            Location::Memory => f.write_str("memory:"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_has_one_spelling() {
        for (text, expected) in [
            ("s3://pictures", "s3://pictures"),
            ("s3://pictures/", "s3://pictures"),
            ("s3://pictures/a/b/", "s3://pictures/a/b"),
            ("folder:/srv/pictures", "folder:/srv/pictures"),
            ("memory:", "memory:"),
        ] {
            assert_eq!(Location::try_from(text.to_owned()).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn other_spellings_are_no_locations() {
        for text in
            ["", "s3://", "s3:///prefix", "folder:", "memory:x", "/srv/pictures", "http://x"]
        {
            let sentence = Location::try_from(text.to_owned()).unwrap_err();
            assert!(sentence.ends_with(&format!("found `{text}`")), "{sentence}");
        }
    }
}
