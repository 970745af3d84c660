//! The house: where originals are, where variants are kept, and what is done between the two.

use crate::error::Error;
use crate::flight::Flights;
use crate::index;
use crate::keeping::{KEPT_AT_ONCE, Keeping};
use crate::label::{self, Picture};
use crate::making::{self, Known, Stages};
use crate::originals::Originals;
use crate::patience::Patience;
use crate::queue::{Crowd, Queue, Room, Seat};
use sizewise::{Address, Policy};
use sizewise_store::{self as store, ETag, Object, Store};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;
use tokio::sync::Semaphore;
use tokio::time::{timeout, timeout_at};

/// Everything that makes and keeps variants.
#[derive(Debug)]
pub struct House {
    pub(crate) policy: Arc<Policy>,
    pub(crate) originals: Originals,
    pub(crate) variants: Arc<dyn Store>,
    pub(crate) recipe: String,
    pub(crate) patience: Patience,
    queue: Queue,
    pub(crate) keepers: Arc<Semaphore>,
    flights: Arc<Flights<Result<Fulfilled, Arc<Error>>>>,
    tally: Mutex<Tally>,
}

/// A variant.
#[derive(Debug, Clone)]
pub struct Fulfilled {
    /// The picture.
    pub picture: Picture,
    /// What became of it.
    pub keeping: Keeping,
    /// What it took.
    pub stages: Stages,
}

/// What has happened so far. It is counted where something is made, for many may wait for one variant, and who waited
/// may have gone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Variants that were made.
    pub made: u64,
    /// Of these, those that could not be kept.
    pub not_kept: u64,
    /// What they took, all of them together.
    pub stages: Stages,
}

/// The most bytes of a variant that is read back. The largest that can be made, a PNG of the most pixels, is larger than
/// any that somebody would want; what is larger is made again.
const MOST_KEPT: u64 = 500_000_000;

impl House {
    /// A house with these stores.
    pub fn new(
        policy: Arc<Policy>,
        originals: Originals,
        variants: Arc<dyn Store>,
        room: Room,
        patience: Patience,
    ) -> Self {
        let recipe = label::recipe(&policy);
        let (queue, flights) = (Queue::new(room), Arc::default());
        let (keepers, tally) = (Arc::new(Semaphore::new(KEPT_AT_ONCE)), Mutex::default());
        Self { policy, originals, variants, recipe, patience, queue, keepers, flights, tally }
    }

    /// A variant that is kept, if it is of the original as it is now. Where the store cannot tell, it is as if nothing
    /// were kept.
    pub async fn kept(&self, address: &Address) -> Result<Option<Picture>, Error> {
        let stored = address.stored();
        let object = match timeout(self.patience.kept, self.variants.get(&stored, MOST_KEPT)).await
        {
            Ok(Ok(object)) => object,
            Ok(Err(error)) if error.is_missing() => return Ok(None),
            Ok(Err(error)) => {
                tracing::warn!(variant = stored, %error, "a kept variant cannot be read");
                return Ok(None);
            }
            Err(_) => {
                tracing::warn!(variant = stored, "a kept variant cannot be read in time");
                return Ok(None);
            }
        };
        let Some(picture) = Picture::kept(object) else { return Ok(None) };
        let is_fresh = self.is_fresh(address, &picture.original).await?;
        Ok(is_fresh.then_some(picture))
    }

    /// Whether an original is still the one with this tag. Where that cannot be found out, it is.
    pub async fn is_fresh(&self, address: &Address, original: &ETag) -> Result<bool, Error> {
        match timeout(self.patience.kept, self.originals.current(address)).await {
            Ok(Ok(etag)) => Ok(etag == *original),
            Ok(Err(error)) if error.is_missing() => {
                Err(Error::of_original(&error, address.key().as_str()))
            }
            Ok(Err(_)) | Err(_) => Ok(true),
        }
    }

    /// A variant, kept or made and kept. Whoever asks for one that is being made waits for that.
    pub async fn variant(self: &Arc<Self>, address: &Address) -> Result<Fulfilled, Arc<Error>> {
        self.joined(address, |house, address| async move {
            match house.kept(&address).await? {
                Some(picture) => Ok(Fulfilled::found(picture)),
                None => house.fulfilled(address).await,
            }
        })
        .await
    }

    /// Makes a variant that is known to be missing, and keeps it.
    pub async fn fulfil(self: &Arc<Self>, address: &Address) -> Result<Fulfilled, Arc<Error>> {
        self.joined(address, Self::fulfilled).await
    }

    /// What comes of the work for a variant, which is begun if nobody has begun it.
    async fn joined<F>(
        self: &Arc<Self>,
        address: &Address,
        work: impl FnOnce(Arc<Self>, Address) -> F,
    ) -> Result<Fulfilled, Arc<Error>>
    where
        F: Future<Output = Result<Fulfilled, Error>> + Send + 'static,
    {
        let begin = || {
            let work = work(Arc::clone(self), address.clone());
            async move { work.await.map_err(Arc::new) }
        };
        let landed = self.flights.join(address.stored(), begin).await;
        landed.unwrap_or_else(|| Err(Arc::new(Error::Crashed)))
    }

    async fn fulfilled(self: Arc<Self>, address: Address) -> Result<Fulfilled, Error> {
        let mut stages = Stages::default();
        let (seat, object) = self.original(&address, &mut stages).await?;
        let (policy, asked) = (Arc::clone(&self.policy), address.clone());
        let made = self.queue.work(move || making::made(&object, &asked, &policy)).await?;
        let (picture, render) = made?;
        drop(seat);
        self.counted().made += 1;
        stages.render = render;
        let start = Instant::now();
        let keeping = self.keep_patiently(address, picture.clone()).await;
        stages.keep = start.elapsed();
        self.counted().stages.add(&stages);
        Ok(Fulfilled { picture, keeping, stages })
    }

    /// An original, and the seat of who holds it.
    async fn original(
        &self,
        address: &Address,
        stages: &mut Stages,
    ) -> Result<(Seat, Object), Error> {
        let start = Instant::now();
        let until = tokio::time::Instant::now() + self.patience.original;
        let seat = timeout_at(until, self.queue.seat()).await;
        let seat = seat.map_err(|_| Error::Late(self.patience.original))??;
        stages.queue = start.elapsed();
        let most = self.policy.limits.source_bytes.get();
        let object = timeout_at(until, self.originals.get(address, most)).await;
        let object = object.map_err(|_| Error::StoreLate)??;
        stages.read = start.elapsed() - stages.queue;
        Ok((seat, object))
    }

    /// What is known of an original and of what would be made of it.
    pub async fn known(&self, address: &Address) -> Result<Known, Error> {
        let (seat, object) = self.original(address, &mut Stages::default()).await?;
        let (policy, asked) = (Arc::clone(&self.policy), address.clone());
        let known = self.queue.work(move || making::known(&object, &asked, &policy)).await?;
        drop(seat);
        known
    }

    /// The policy that holds.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// How long one waits for what.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// Where originals are.
    pub fn originals(&self) -> &Originals {
        &self.originals
    }

    /// Where variants are kept.
    pub fn variants(&self) -> &dyn Store {
        &*self.variants
    }

    /// Whether all stores answer, or what one says instead.
    pub async fn answers(&self) -> Result<(), store::Error> {
        let stores = self.originals.places().map(|place| &place.store).chain([&self.variants]);
        for store in stores {
            match timeout(self.patience.kept, store.look(index::ROOT_ITSELF)).await {
                Ok(Err(error)) if !error.is_missing() => return Err(error),
                Ok(_) => {}
                Err(_) => return Err(store::Error::Late("nothing".to_owned())),
            }
        }
        Ok(())
    }

    /// How many wait, sit and work.
    pub fn crowd(&self) -> Crowd {
        self.queue.crowd()
    }

    /// Whether the next one would be sent away.
    pub fn is_full(&self) -> bool {
        self.queue.is_full()
    }

    /// What has happened so far.
    pub fn tally(&self) -> Tally {
        *self.counted()
    }

    pub(crate) fn counted(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(|held| held.into_inner())
    }
}

impl Fulfilled {
    fn found(picture: Picture) -> Self {
        Self { picture, keeping: Keeping::Found, stages: Stages::default() }
    }
}
