//! Keeping: a variant is put once, with a marker beside it, and then its original is looked at again. Whoever uploads
//! another one in the meantime finds no variant of the old one afterwards.

use crate::house::House;
use crate::index;
use crate::label::{ORIGINAL, Picture, tags};
use bytes::Bytes;
use sizewise::Address;
use sizewise_store::{ETag, Error, Label, Only};
use std::sync::Arc;
use std::time::SystemTime;
use tokio::time::timeout;

/// What became of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// It was kept before, and nothing was made.
    Found,
    /// It is kept.
    Kept,
    /// Somebody else has kept the same, at this time.
    KeptAlready(SystemTime),
    /// It could not be kept, and the log says why.
    NotKept,
    /// It is not known yet; the work goes on.
    Slow,
    /// It is not kept: its original is another one by now, and so it should not be kept by anybody else.
    Outdated,
}

/// The most variants that are being kept at once. A store that takes a second for each keeps up with any machine; one
/// that does not answer at all fills no more memory than these take.
pub(crate) const KEPT_AT_ONCE: usize = 256;

/// So many times as long as a viewer waits for a variant to be kept, the work may go on.
const LONGER: u32 = 5;

impl House {
    /// Keeps a variant, but lets nobody wait too long for that.
    pub(crate) async fn keep_patiently(
        self: &Arc<Self>,
        address: Address,
        picture: Picture,
    ) -> Keeping {
        let house = Arc::clone(self);
        let keeper = Arc::clone(&self.keepers).try_acquire_owned();
        let keeping = tokio::spawn(async move {
            let keeping = match keeper {
                Ok(_keeper) => house.keep(&address, &picture).await,
                Err(_) => {
                    tracing::warn!(variant = address.stored(), "too many variants are being kept");
                    Keeping::NotKept
                }
            };
            house.counted().not_kept += u64::from(keeping == Keeping::NotKept);
            keeping
        });
        match timeout(self.patience.keep, keeping).await {
            Ok(keeping) => keeping.unwrap_or(Keeping::NotKept),
            Err(_) => Keeping::Slow,
        }
    }

    /// Keeps a variant, if it is one of the original as it is now.
    async fn keep(&self, address: &Address, picture: &Picture) -> Keeping {
        let stored = address.stored();
        if address.variant().is_original() {
            // Where both are in one bucket, it would be put over itself, and be forgotten when it changes.
            return Keeping::NotKept;
        }
        let label = picture.label(address.key(), &self.policy, &self.recipe);
        let put = self.put(address, &stored, picture, &label);
        let (put, marked) = futures_util::future::join(put, self.mark(address)).await;
        let keeping = put.unwrap_or_else(|error| {
            tracing::warn!(variant = stored, %error, "a variant cannot be kept");
            Keeping::NotKept
        });
        if keeping == Keeping::Outdated {
            return keeping;
        }
        if self.is_outdated(address, &picture.original).await {
            self.forget(&stored).await;
            return Keeping::Outdated;
        }
        // What is said not to be kept may be there: an answer can get lost.
        if let (Err(error), true) = (marked, !matches!(keeping, Keeping::KeptAlready(_))) {
            tracing::warn!(variant = stored, %error, "a variant cannot be marked, so it is not kept");
            self.forget(&stored).await;
            return Keeping::NotKept;
        }
        keeping
    }

    /// Puts a variant where there is none, or in the place of one that is of an earlier state of its original.
    async fn put(
        &self,
        address: &Address,
        stored: &str,
        picture: &Picture,
        label: &Label,
    ) -> Result<Keeping, Error> {
        let put = |only: Only| {
            let bytes = picture.bytes.clone();
            self.in_time(async move { self.variants.put(stored, bytes, label, &only).await })
        };
        match put(Only::Absent).await {
            Err(Error::Changed) => {}
            put => return put.map(|_| Keeping::Kept),
        }
        let there = match self.in_time(self.variants.look(stored)).await {
            // Whoever was putting it has not come to the end.
            Err(Error::Missing) => return put(Only::Absent).await.map(|_| Keeping::Kept),
            there => there?,
        };
        let original = there.label.notes.get(ORIGINAL).map(|tag| ETag::new(tag));
        // A file that somebody was interrupted at has no bytes.
        if original.as_ref() == Some(&picture.original) && there.length > 0 {
            return Ok(Keeping::KeptAlready(there.modified));
        }
        // Which of the two is the earlier one, only the original can tell.
        if self.is_outdated(address, &picture.original).await {
            return Ok(Keeping::Outdated);
        }
        match put(Only::Is(there.etag)).await {
            Err(Error::Changed) => Ok(Keeping::KeptAlready(SystemTime::now())),
            put => put.map(|_| Keeping::Kept),
        }
    }

    async fn mark(&self, address: &Address) -> Result<ETag, Error> {
        let (marker, label) = (index::marker(address), Label { tags: tags(), ..Label::default() });
        self.in_time(self.variants.put(&marker, Bytes::new(), &label, &Only::Always)).await
    }

    /// Whether an original is no more what it was. Where it cannot be looked at, nothing is known against it.
    async fn is_outdated(&self, address: &Address, original: &ETag) -> bool {
        match self.in_time(self.originals.look(address)).await {
            Ok(etag) => etag != *original,
            Err(error) => error.is_missing(),
        }
    }

    async fn forget(&self, stored: &str) {
        if let Err(error) = self.in_time(self.variants.delete(stored)).await {
            tracing::warn!(variant = stored, %error, "a variant that should be gone cannot be deleted");
        }
    }

    /// Nobody waits for it any more, but it holds a picture in memory.
    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let most = self.patience.keep * LONGER;
        let done = timeout(most, work).await;
        done.unwrap_or_else(|_| Err(Error::Late(format!("{most:?} are too short"))))
    }
}
