//! A store that fails as it is told, for tests of those who stand on one: by a schedule that is the same for the same
//! seed.

use crate::object::{ETag, Label, Meta, Object, Only, Page};
use crate::{Error, Store};
use async_trait::async_trait;
use bytes::Bytes;
use std::future;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// What can be asked of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// [`Store::look`].
    Look,
    /// [`Store::get`].
    Get,
    /// [`Store::part`].
    Part,
    /// [`Store::put`].
    Put,
    /// [`Store::delete`].
    Delete,
    /// [`Store::list`].
    List,
}

/// What can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// 503, slow down.
    Busy,
    /// 500.
    Down,
    /// 403.
    Denied,
    /// No answer, ever.
    Stall,
    /// It is done, but the answer is lost.
    Lost,
}

/// When something goes wrong.
#[derive(Debug, Clone)]
pub struct Schedule {
    deeds: Vec<Deed>,
    faults: Vec<Fault>,
    /// Of a thousand deeds, so many fail.
    per_thousand: u64,
    seed: u64,
}

/// A store that fails by a schedule, and otherwise does what another one does.
#[derive(Debug)]
pub struct Faulty {
    store: Arc<dyn Store>,
    schedule: Mutex<Schedule>,
    done: [AtomicU64; ALL.len()],
}

const ALL: [Deed; 6] = [Deed::Look, Deed::Get, Deed::Part, Deed::Put, Deed::Delete, Deed::List];

impl Schedule {
    /// Nothing goes wrong.
    pub fn never() -> Self {
        Self { deeds: Vec::new(), faults: Vec::new(), per_thousand: 0, seed: 0 }
    }

    /// These deeds fail whenever they are tried.
    pub fn always(fault: Fault, deeds: &[Deed]) -> Self {
        Self { deeds: deeds.to_vec(), faults: vec![fault], per_thousand: 1000, seed: 0 }
    }

    /// Of a thousand deeds of any kind so many fail, in one of these ways.
    pub fn seeded(seed: u64, per_thousand: u64, faults: &[Fault]) -> Self {
        Self { deeds: ALL.to_vec(), faults: faults.to_vec(), per_thousand, seed }
    }

    fn next(&mut self, deed: Deed) -> Option<Fault> {
        if !self.deeds.contains(&deed) {
            return None;
        }
        let number = self.random();
        let index = usize::try_from(number >> 32).ok()?.checked_rem(self.faults.len())?;
        let fails = number % 1000 < self.per_thousand;
        fails.then(|| self.faults[index])
    }

    /// SplitMix64, which is good enough to fail by.
    fn random(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

impl Faulty {
    /// That store, with faults.
    pub fn new(store: Arc<dyn Store>, schedule: Schedule) -> Self {
        Self { store, schedule: Mutex::new(schedule), done: Default::default() }
    }

    /// From now on, it fails by another schedule.
    pub fn follow(&self, schedule: Schedule) {
        *self.schedule.lock().expect("nobody panics with the schedule in hand") = schedule;
    }

    /// How often that was asked.
    pub fn count(&self, deed: Deed) -> u64 {
        self.done[deed as usize].load(Ordering::Relaxed)
    }

    /// Does it, or fails.
    async fn deed<T>(
        &self,
        deed: Deed,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.done[deed as usize].fetch_add(1, Ordering::Relaxed);
        let fault =
            self.schedule.lock().expect("nobody panics with the schedule in hand").next(deed);
        match fault {
            None => work.await,
            Some(Fault::Busy) => Err(Error::Busy("slow down".to_owned())),
            Some(Fault::Down) => Err(Error::Fault("internal error".to_owned())),
            Some(Fault::Denied) => Err(Error::Denied("access denied".to_owned())),
            Some(Fault::Stall) => future::pending().await,
            Some(Fault::Lost) => {
                work.await?;
                Err(Error::Fault("connection reset".to_owned()))
            }
        }
    }
}

#[async_trait]
impl Store for Faulty {
    async fn look(&self, name: &str) -> Result<Meta, Error> {
        self.deed(Deed::Look, self.store.look(name)).await
    }

    async fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        self.deed(Deed::Get, self.store.get(name, most)).await
    }

    async fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        self.deed(Deed::Part, self.store.part(name, range, etag)).await
    }

    async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        label: &Label,
        only: &Only,
    ) -> Result<ETag, Error> {
        self.deed(Deed::Put, self.store.put(name, bytes, label, only)).await
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        self.deed(Deed::Delete, self.store.delete(name)).await
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
        self.deed(Deed::List, self.store.list(prefix, after)).await
    }
}
