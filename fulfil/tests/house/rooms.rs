//! A house whose stores fail as they are told, and what a test looks at.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use sizewise::{Address, Policy};
use sizewise_drawn::{Pixels, whole};
use sizewise_fulfil::{Fulfilled, House, Originals, Patience, Place, Room};
use sizewise_store::{
    Deed, ETag, Error, Faulty, Label, Memory, Meta, Object, Only, Page, Schedule, Store,
};
use std::collections::BTreeMap;
use std::fmt::{self, Debug};
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A house and its stores.
pub(crate) struct Rooms {
    pub(crate) house: Arc<House>,
    /// What the house stands on, and fails.
    pub(crate) originals: Arc<Faulty>,
    pub(crate) variants: Arc<Faulty>,
    /// The same behind the faults.
    pub(crate) given: Arc<Memory>,
    pub(crate) kept: Arc<Memory>,
}

/// How a house is built.
pub(crate) struct Build {
    pub(crate) patience: Patience,
    pub(crate) fresh_for: Duration,
    pub(crate) room: Room,
    pub(crate) policy: &'static str,
}

impl Default for Build {
    /// A machine that is busy with other tests has the time that it needs.
    fn default() -> Self {
        let long = Duration::from_secs(60);
        Self {
            patience: Patience { kept: long, original: long, keep: long },
            fresh_for: Duration::ZERO,
            room: Room::for_cores(2),
            policy: "",
        }
    }
}

impl Build {
    pub(crate) fn house(self, originals: Arc<dyn Store>, variants: Arc<dyn Store>) -> Arc<House> {
        let policy = Policy::read("test", self.policy, |_| Err(String::new())).unwrap();
        let place = Place { store: originals, fresh_for: self.fresh_for };
        let originals = Originals::new(place, BTreeMap::new());
        Arc::new(House::new(Arc::new(policy), originals, variants, self.room, self.patience))
    }

    pub(crate) fn rooms(self) -> Rooms {
        let (given, kept) = (Arc::new(Memory::default()), Arc::new(Memory::default()));
        let originals = Arc::new(Faulty::new(given.clone(), Schedule::never()));
        let variants = Arc::new(Faulty::new(kept.clone(), Schedule::never()));
        let house = self.house(originals.clone(), variants.clone());
        Rooms { house, originals, variants, given, kept }
    }
}

impl Rooms {
    /// With the picture `a.png`.
    pub(crate) async fn new() -> Self {
        let rooms = Build::default().rooms();
        rooms.upload("a.png", picture(1)).await;
        rooms
    }

    pub(crate) async fn upload(&self, key: &str, bytes: Bytes) -> ETag {
        put(&*self.given, key, bytes).await
    }

    pub(crate) async fn ask(&self, path: &str) -> Fulfilled {
        self.house.variant(&address(path)).await.unwrap()
    }

    /// The status and the sentence.
    pub(crate) async fn refused(&self, path: &str) -> (u16, String) {
        let error = self.house.variant(&address(path)).await.unwrap_err();
        (error.status(), error.to_string())
    }

    /// The names of all that is kept.
    pub(crate) async fn names(&self) -> Vec<String> {
        names(&*self.kept).await
    }
}

pub(crate) async fn put(store: &dyn Store, key: &str, bytes: Bytes) -> ETag {
    store.put(key, bytes, &Label::default(), &Only::Always).await.unwrap()
}

pub(crate) async fn names(store: &dyn Store) -> Vec<String> {
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = store.list("", after.as_deref()).await.unwrap();
        names.extend(page.names);
        after = page.after;
        if after.is_none() {
            return names;
        }
    }
}

pub(crate) fn address(path: &str) -> Address {
    path.parse().unwrap()
}

/// A picture unlike those of other numbers.
pub(crate) fn picture(number: u8) -> Bytes {
    let colour = |x: u32, y: u32| [number.wrapping_mul(20), (x * 4) as u8, (y * 6) as u8];
    whole::png_of(&Pixels::draw((40, 30), colour)).into()
}

/// A store behind which something happens once, when it has done the first deed of a kind.
pub(crate) struct Meanwhile {
    store: Arc<dyn Store>,
    deed: Deed,
    event: Mutex<Option<BoxFuture<'static, ()>>>,
}

impl Meanwhile {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        deed: Deed,
        event: impl Future<Output = ()> + Send + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { store, deed, event: Mutex::new(Some(Box::pin(event))) })
    }

    async fn done<T>(&self, deed: Deed, result: T) -> T {
        if deed == self.deed {
            let event = self.event.lock().unwrap().take();
            if let Some(event) = event {
                event.await;
            }
        }
        result
    }
}

impl Debug for Meanwhile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "something after {:?}", self.deed)
    }
}

#[async_trait]
impl Store for Meanwhile {
    async fn look(&self, name: &str) -> Result<Meta, Error> {
        self.done(Deed::Look, self.store.look(name).await).await
    }

    async fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        self.done(Deed::Get, self.store.get(name, most).await).await
    }

    async fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        self.done(Deed::Part, self.store.part(name, range, etag).await).await
    }

    async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        label: &Label,
        only: &Only,
    ) -> Result<ETag, Error> {
        self.done(Deed::Put, self.store.put(name, bytes, label, only).await).await
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        self.done(Deed::Delete, self.store.delete(name).await).await
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
        self.done(Deed::List, self.store.list(prefix, after).await).await
    }
}
