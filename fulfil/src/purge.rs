//! Purging: forgetting variants, by the index.

use crate::house::House;
use crate::index;
use crate::label::{ORIGINAL, RECIPE};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use sizewise::{Address, Key};
use sizewise_store::{self as store, ETag, Label};

/// What became of the variants that were looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Those that were looked at.
    pub looked_at: u64,
    /// Of these, those that were deleted.
    pub deleted: u64,
}

/// Which variants are forgotten.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// All of an original.
    Of(&'a Key),
    /// All that would be made differently today: their recipe is another, their original is another or gone, or they
    /// are gone themselves.
    Stale,
}

/// So many are forgotten at once: each waits for a store thrice.
const AT_ONCE: usize = 16;

impl House {
    /// Forgets variants; each is told by its name.
    pub async fn purge(
        &self,
        which: Which<'_>,
        mut told: impl FnMut(&str),
    ) -> Result<Purged, store::Error> {
        let mut purged = Purged::default();
        let prefix = match which {
            Which::Of(key) => index::prefix(key),
            Which::Stale => index::ROOT.to_owned(),
        };
        let mut after = None;
        loop {
            let page = self.variants.list(&prefix, after.as_deref()).await?;
            let marked = page.names.iter().filter_map(|name| Some((name, index::marked(name)?)));
            let marked = marked.filter(|(_, variant)| match which {
                Which::Of(key) => index::is_of(variant, key),
                Which::Stale => true,
            });
            let deeds = marked.map(|(marker, variant)| self.purge_one(which, marker, variant));
            let mut deeds = stream::iter(deeds).buffer_unordered(AT_ONCE);
            while let Some((variant, is_deleted)) = deeds.try_next().await? {
                purged.looked_at += 1;
                if is_deleted {
                    purged.deleted += 1;
                    told(&variant);
                }
            }
            after = page.after;
            if after.is_none() {
                return Ok(purged);
            }
        }
    }

    /// A variant, and whether it was forgotten.
    async fn purge_one(
        &self,
        which: Which<'_>,
        marker: &str,
        variant: String,
    ) -> Result<(String, bool), store::Error> {
        if matches!(which, Which::Stale) && !self.is_stale(&variant).await? {
            return Ok((variant, false));
        }
        // The variant goes first: a marker without one harms nobody.
        self.variants.delete(&variant).await?;
        self.variants.delete(marker).await?;
        Ok((variant, true))
    }

    async fn is_stale(&self, variant: &str) -> Result<bool, store::Error> {
        let Label { notes, .. } = match self.variants.look(variant).await {
            Ok(meta) => meta.label,
            Err(store::Error::Missing | store::Error::Name(_)) => return Ok(true),
            Err(error) => return Err(error),
        };
        if notes.get(RECIPE) != Some(&self.recipe) {
            return Ok(true);
        }
        let Ok(address) = Address::of_stored(variant) else { return Ok(true) };
        match self.originals.current(&address).await {
            Ok(etag) => Ok(notes.get(ORIGINAL).map(|tag| ETag::new(tag)) != Some(etag)),
            Err(store::Error::Missing | store::Error::Name(_)) => Ok(true),
            Err(error) => Err(error),
        }
    }
}
