//! SeaweedFS keeps objects as files, so two slashes are one to it, where S3 has two. This is the only difference to S3
//! that the laws know of. What stands between them here hides it, so that the server is held to all others.

use async_trait::async_trait;
use bytes::Bytes;
use sizewise_store::{Bucket, ETag, Error, Label, Meta, Object, Only, Page, Store};
use std::ops::Range;

/// A bucket in which something stands between any two slashes.
#[derive(Debug)]
pub(crate) struct Filled(pub(crate) Bucket);

fn filled(name: &str) -> String {
    name.replace("//", "/(nothing)/")
}

#[async_trait]
impl Store for Filled {
    async fn look(&self, name: &str) -> Result<Meta, Error> {
        self.0.look(&filled(name)).await
    }

    async fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        self.0.get(&filled(name), most).await
    }

    async fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        self.0.part(&filled(name), range, etag).await
    }

    async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        label: &Label,
        only: &Only,
    ) -> Result<ETag, Error> {
        self.0.put(&filled(name), bytes, label, only).await
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        self.0.delete(&filled(name)).await
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
        let page = self.0.list(&filled(prefix), after).await?;
        let names = page.names.iter().map(|name| name.replace("/(nothing)/", "//"));
        Ok(Page { names: names.collect(), after: page.after })
    }
}
