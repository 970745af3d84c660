//! What may be permitted, in IAM's words.

use std::fmt;

/// An action of S3. These are all that the house needs; who sends anything else is told that nobody knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    DeleteObject,
    GetObject,
    ListBucket,
    PutObject,
    PutObjectTagging,
}

/// On what condition something is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// On none.
    Always,
    /// `If-None-Match: *`.
    Absent,
    /// `If-Match` with a tag.
    Is,
}

impl Action {
    pub const ALL: [Self; 5] = [
        Self::DeleteObject,
        Self::GetObject,
        Self::ListBucket,
        Self::PutObject,
        Self::PutObjectTagging,
    ];
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3:{self:?}")
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Always => "none",
            Self::Absent => "if-none-match",
            Self::Is => "if-match",
        })
    }
}
