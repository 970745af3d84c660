//! Keeping: a variant is put once, with a marker beside it, and then its original is looked at again. Whoever uploads
//! another one in the meantime finds no variant of the old one afterwards.

use crate::house::House;
use crate::index;
use crate::label::{ORIGINAL, Picture, tags};
use bytes::Bytes;
use sizewise::Address;
use sizewise_store::{ETag, Error, Label, Only};

/// What became of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It was kept before, and nothing was made.
    Found,
    /// It is kept.
    Kept,
    /// Somebody else has kept the same.
    KeptAlready,
    /// It could not be kept, and the log says why.
    NotKept,
    /// It is not known yet; the work goes on.
    Slow,
    /// It is not kept: its original is another one by now, and so it should not be kept by anybody else.
    Outdated,
}

impl House {
    /// Keeps a variant, if it is one of the original as it is now.
    pub(crate) async fn keep(&self, address: &Address, picture: &Picture) -> Keeping {
        let stored = address.stored();
        let marker = index::marker(address);
        let label = picture.label(address.key(), &self.policy, &self.recipe);
        let marks = Label { tags: tags(), ..Label::default() };
        let put = self.put(&stored, picture, &label);
        let mark = self.variants.put(&marker, Bytes::new(), &marks, &Only::Always);
        let (put, marked) = futures_util::future::join(put, mark).await;
        if let Err(error) = &marked {
            tracing::warn!(variant = stored, %error, "a variant cannot be marked, so it is not kept");
        }
        let keeping = put.unwrap_or_else(|error| {
            tracing::warn!(variant = stored, %error, "a variant cannot be kept");
            Keeping::NotKept
        });
        if self.is_outdated(address, &picture.original).await {
            self.forget(&stored).await;
            return Keeping::Outdated;
        }
        if marked.is_err() && keeping == Keeping::Kept {
            self.forget(&stored).await;
            return Keeping::NotKept;
        }
        keeping
    }

    /// Puts a variant where there is none, or in the place of one that is of another state of its original.
    async fn put(&self, stored: &str, picture: &Picture, label: &Label) -> Result<Keeping, Error> {
        let put = |only: Only| {
            let bytes = picture.bytes.clone();
            async move { self.variants.put(stored, bytes, label, &only).await }
        };
        match put(Only::Absent).await {
            Err(Error::Changed) => {}
            put => return put.map(|_| Keeping::Kept),
        }
        let there = self.variants.look(stored).await?;
        let original = there.label.notes.get(ORIGINAL).map(|tag| ETag::new(tag));
        // A file that somebody was interrupted at has no bytes.
        if original.as_ref() == Some(&picture.original) && there.length > 0 {
            return Ok(Keeping::KeptAlready);
        }
        match put(Only::Is(there.etag)).await {
            Err(Error::Changed) => Ok(Keeping::KeptAlready),
            put => put.map(|_| Keeping::Kept),
        }
    }

    /// Whether an original is no more what it was. Where it cannot be looked at, nothing is known against it.
    async fn is_outdated(&self, address: &Address, original: &ETag) -> bool {
        match self.originals.look(address).await {
            Ok(etag) => etag != *original,
            Err(error) => error.is_missing(),
        }
    }

    async fn forget(&self, stored: &str) {
        if let Err(error) = self.variants.delete(stored).await {
            tracing::warn!(variant = stored, %error, "a variant that should be gone cannot be deleted");
        }
    }
}
