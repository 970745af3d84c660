//! Keeping: where bytes live. A name and bytes come in and are kept; a name comes in and bytes go out.
//!
//! Whoever holds a [`Store`] need not worry any more whether it is a bucket, a folder or memory: all of them
//! obey the same laws, which `tests/laws` holds them to. In short: what is read is whole, or it is
//! an error; who puts on a condition never puts over somebody else; and what is gone may be deleted again.
//!
//! Nothing here knows what a picture is, or which names mean what.

mod error;
mod object;
mod digest;
mod faulty;
mod folder;
mod memory;
#[cfg(feature = "s3")]
mod s3;

pub use digest::{hex, tag};
pub use error::Error;
pub use faulty::{Deed, Fault, Faulty, Schedule};
pub use folder::Folder;
pub use memory::Memory;
pub use object::{ETag, Label, Meta, Object, Only, Page};
#[cfg(feature = "s3")]
pub use s3::{Bucket, Buckets, Patience};

use async_trait::async_trait;
use bytes::Bytes;
use std::fmt::Debug;
use std::ops::Range;

/// A place for objects.
///
/// Names are UTF-8 with slashes in it, of which no two stand together: S3 would have them, but what speaks as S3 does
/// often takes two for one.
#[async_trait]
pub trait Store: Debug + Send + Sync {
    /// What is known of an object without reading it.
    async fn look(&self, name: &str) -> Result<Meta, Error>;

    /// An object whole, unless it has more than `most` bytes.
    async fn get(&self, name: &str, most: u64) -> Result<Object, Error>;

    /// Some bytes of an object, if it is still the one with this tag.
    async fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error>;

    /// Keeps an object whole or not at all, on a condition.
    async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        label: &Label,
        only: &Only,
    ) -> Result<ETag, Error>;

    /// Forgets an object, which may be forgotten already.
    async fn delete(&self, name: &str) -> Result<(), Error>;

    /// Names that begin with `prefix`, which is empty or ends with a slash, in an order of the store's own. A
    /// page that is not the last says where the next one begins.
    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Page, Error>;
}

/// The most names on a page; so many has S3.
pub const PAGE: usize = 1000;
