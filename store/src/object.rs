//! Objects: bytes, and what is written on them.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::time::SystemTime;

/// An object as it was read.
#[derive(Debug, Clone)]
pub struct Object {
    /// All of its bytes.
    pub bytes: Bytes,
    /// What is known of it.
    pub meta: Meta,
}

/// What is known of an object.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Another one as soon as the bytes are others.
    pub etag: ETag,
    /// When it was put.
    pub modified: SystemTime,
    /// How many bytes it has.
    pub length: u64,
    /// What was written on it.
    pub label: Label,
}

/// What a store calls the bytes that an object has now, as a header has it but without quotes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ETag(Box<str>);

/// What is written on an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Label {
    /// Content-Type.
    pub media_type: Option<String>,
    /// Cache-Control.
    pub cache_control: Option<String>,
    /// Anything else, by names in lower case; S3 has them as `x-amz-meta-`.
    pub notes: BTreeMap<String, String>,
    /// What rules of a bucket go by. It is written and never read.
    #[serde(skip)]
    pub tags: BTreeMap<&'static str, &'static str>,
}

/// On which condition an object is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Only {
    /// On none.
    Always,
    /// If there is none of this name.
    Absent,
    /// If it takes the place of this one.
    Is(ETag),
}

/// Some of the names in a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The names.
    pub names: Vec<String>,
    /// Behind which the next page begins, if there is one.
    pub after: Option<String>,
}

impl ETag {
    /// A tag, with or without the quotes that headers have.
    pub fn new(text: &str) -> Self {
        ETag(text.trim_matches('"').into())
    }

    /// The text, without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Label {
    /// Whether there is nothing on it that could be read again.
    pub(crate) fn says_nothing(&self) -> bool {
        self.media_type.is_none() && self.cache_control.is_none() && self.notes.is_empty()
    }
}

impl Only {
    /// Whether what is there now, if anything, permits a put.
    pub(crate) fn permits(&self, there: Option<&ETag>) -> bool {
        match self {
            Only::Always => true,
            Only::Absent => there.is_none(),
            Only::Is(etag) => there == Some(etag),
        }
    }
}
