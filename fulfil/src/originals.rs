//! Originals: where each is, and which of its states is the present one.

use crate::error::Error;
use quick_cache::sync::Cache;
use sizewise::{Address, Key};
use sizewise_store::{self as store, ETag, Object, Store};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A store of originals.
#[derive(Debug, Clone)]
pub struct Place {
    /// Where they are.
    pub store: Arc<dyn Store>,
    /// For how long one is taken to be unchanged. A folder can be asked each time, a bucket cannot.
    pub fresh_for: Duration,
}

/// All stores of originals.
#[derive(Debug)]
pub struct Originals {
    main: Place,
    /// Others, by the names that paths give them.
    named: BTreeMap<String, Place>,
    looks: Cache<Where, Look>,
}

/// Which original.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Where {
    from: Option<Box<str>>,
    key: Key,
}

/// What was seen when it was last looked at.
#[derive(Debug, Clone)]
struct Look {
    etag: ETag,
    at: Instant,
}

/// As many originals as are remembered; each takes some 200 bytes.
const LOOKS: usize = 100_000;

impl Originals {
    /// The store of those that come from no other, and the others.
    pub fn new(main: Place, named: BTreeMap<String, Place>) -> Self {
        Self { main, named, looks: Cache::new(LOOKS) }
    }

    /// The store of those that come from no other.
    pub fn main(&self) -> &Place {
        &self.main
    }

    /// All stores.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        std::iter::once(&self.main).chain(self.named.values())
    }

    /// An original whole.
    pub(crate) async fn get(&self, address: &Address, most: u64) -> Result<Object, Error> {
        let key = address.key().as_str();
        let object = self.place(address)?.store.get(key, most).await;
        let object = object.map_err(|error| {
            self.forget_if_missing(address, &error);
            of_original(&error, key)
        })?;
        self.remember(address, &object.meta.etag);
        Ok(object)
    }

    /// The tag that an original has now, looked up.
    pub(crate) async fn look(&self, address: &Address) -> Result<ETag, store::Error> {
        let place = self.place(address).map_err(|_| store::Error::Missing)?;
        let looked = place.store.look(address.key().as_str()).await;
        let etag = looked.inspect_err(|error| self.forget_if_missing(address, error))?.etag;
        self.remember(address, &etag);
        Ok(etag)
    }

    /// The tag that an original has now, or had not long ago.
    pub(crate) async fn current(&self, address: &Address) -> Result<ETag, store::Error> {
        let fresh_for = self.fresh_for(address);
        if fresh_for.is_zero() {
            return self.look(address).await;
        }
        let seen = self.looks.get(&place_of(address));
        match seen {
            Some(seen) if seen.at.elapsed() < fresh_for => Ok(seen.etag),
            Some(seen) => {
                // While one looks, the others go by what was seen before.
                self.remember(address, &seen.etag);
                match self.look(address).await {
                    Err(error) if !error.is_missing() => {
                        tracing::warn!(key = %address.key(), %error, "an original is taken to be unchanged");
                        Ok(seen.etag)
                    }
                    looked => looked,
                }
            }
            None => self.look(address).await,
        }
    }

    fn fresh_for(&self, address: &Address) -> Duration {
        self.place(address).map_or(Duration::ZERO, |place| place.fresh_for)
    }

    fn place(&self, address: &Address) -> Result<&Place, Error> {
        match &address.variant().from {
            None => Ok(&self.main),
            Some(name) => self
                .named
                .get(&**name)
                .ok_or_else(|| Error::no_original(&format!("{name}: {}", address.key()))),
        }
    }

    /// Where an original is looked at each time, nobody would go by it.
    fn remember(&self, address: &Address, etag: &ETag) {
        if self.fresh_for(address).is_zero() {
            return;
        }
        let look = Look { etag: etag.clone(), at: Instant::now() };
        self.looks.insert(place_of(address), look);
    }

    fn forget_if_missing(&self, address: &Address, error: &store::Error) {
        if error.is_missing() {
            self.looks.remove(&place_of(address));
        }
    }
}

fn place_of(address: &Address) -> Where {
    Where { from: address.variant().from.clone(), key: address.key().clone() }
}

/// The operator learns what the store said, the viewer what it means.
fn of_original(error: &store::Error, key: &str) -> Error {
    if !matches!(error, store::Error::Missing | store::Error::TooLarge { .. }) {
        tracing::warn!(key, %error, "an original cannot be read");
    }
    Error::of_original(error, key)
}
