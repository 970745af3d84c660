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
    /// `s3://bucket/prefix?region=eu-west-1`; the prefix may be empty, and without a region it is the host's own.
    S3 {
        /// The bucket.
        bucket: String,
        /// What stands before every key, without slashes at its ends.
        prefix: String,
        /// Where the bucket is.
        region: Option<String>,
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
            in_s3(rest)
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

/// What stands behind `s3://`.
fn in_s3(text: &str) -> Option<Location> {
    let (path, region) = match text.split_once("?region=") {
        Some((path, region)) => (path, Some(region)),
        None => (text, None),
    };
    let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
    let is_region = |text: &str| {
        let is_part_of_one = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
        !text.is_empty() && text.chars().all(is_part_of_one)
    };
    if bucket.is_empty() || path.contains('?') || !region.is_none_or(is_region) {
        return None;
    }
    let (bucket, prefix) = (bucket.to_owned(), prefix.trim_matches('/').to_owned());
    Some(Location::S3 { bucket, prefix, region: region.map(ToOwned::to_owned) })
}

impl Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::S3 { bucket, prefix, region } => {
                write!(f, "s3://{bucket}")?;
                if !prefix.is_empty() {
                    write!(f, "/{prefix}")?;
                }
                region.as_ref().map_or(Ok(()), |region| write!(f, "?region={region}"))
            }
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
            ("s3://pictures?region=eu-west-1", "s3://pictures?region=eu-west-1"),
            ("s3://pictures/a/?region=us-gov-east-1", "s3://pictures/a?region=us-gov-east-1"),
            ("folder:/srv/pictures", "folder:/srv/pictures"),
            ("memory:", "memory:"),
        ] {
            assert_eq!(Location::try_from(text.to_owned()).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn other_spellings_are_no_locations() {
        for text in [
            "",
            "s3://",
            "s3:///prefix",
            "s3://a?region=",
            "s3://a?region=EU west",
            "s3://a?b=c",
            "s3://?region=eu-west-1",
            "folder:",
            "memory:x",
            "/srv/pictures",
            "http://x",
        ] {
            let sentence = Location::try_from(text.to_owned()).unwrap_err();
            assert!(sentence.ends_with(&format!("found `{text}`")), "{sentence}");
        }
    }
}
