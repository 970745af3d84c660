//! Memory: pictures that were shown lately, as many as a number of bytes can hold.

use super::problem::Problem;
use super::reply;
use bytes::Bytes;
use http::HeaderValue;
use quick_cache::sync::Cache;
use quick_cache::{Weighter, sync};
use sizewise::Address;
use sizewise_fulfil::Picture;
use sizewise_store::ETag;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

/// A picture with its headers, ready to be sent.
#[derive(Debug)]
pub(crate) struct Remembered {
    pub(crate) bytes: Bytes,
    /// Without quotes.
    pub(crate) etag: ETag,
    pub(crate) modified: SystemTime,
    pub(crate) original: ETag,
    pub(crate) media_type: HeaderValue,
    pub(crate) quoted_etag: HeaderValue,
    pub(crate) last_modified: HeaderValue,
    pub(crate) address: HeaderValue,
    /// When it was made or read.
    pub(crate) since: Instant,
}

/// The pictures that were shown lately.
#[derive(Debug)]
pub(crate) struct Memory(Cache<String, Arc<Remembered>, ByBytes>);

#[derive(Debug, Clone)]
struct ByBytes;

/// What a picture costs beside its bytes: its headers and its names.
const COST: u64 = 1024;

impl Weighter<String, Arc<Remembered>> for ByBytes {
    fn weight(&self, _: &String, remembered: &Arc<Remembered>) -> u64 {
        remembered.bytes.len() as u64 + COST
    }
}

impl Memory {
    pub(crate) fn new(most: u64) -> Self {
        // A guess at how many there will be; it may be wrong.
        let items = usize::try_from(most / 32_000).unwrap_or(usize::MAX).clamp(16, 1_000_000);
        Self(sync::Cache::with_weighter(items, most, ByBytes))
    }

    pub(crate) fn get(&self, stored: &str) -> Option<Arc<Remembered>> {
        self.0.get(stored)
    }

    pub(crate) fn insert(&self, stored: String, remembered: Arc<Remembered>) {
        self.0.insert(stored, remembered);
    }

    pub(crate) fn forget(&self, stored: &str) {
        self.0.remove(stored);
    }

    /// How many pictures, and how many bytes.
    pub(crate) fn held(&self) -> (u64, u64) {
        (self.0.len() as u64, self.0.weight())
    }
}

impl Remembered {
    pub(crate) fn new(
        picture: Picture,
        address: &Address,
        since: Instant,
    ) -> Result<Self, Problem> {
        let Picture { bytes, media_type, etag, modified, original } = picture;
        let value = |text: &str| HeaderValue::from_str(text).map_err(|_| Problem::crashed());
        Ok(Self {
            media_type: value(&media_type)?,
            quoted_etag: value(&format!("\"{etag}\""))?,
            last_modified: reply::date(modified),
            address: value(&address.to_string())?,
            bytes,
            etag,
            modified,
            original,
            since,
        })
    }
}
