//! Memory: a map, for tests, for pictures that are part of the program, and for who wants to keep nothing.

use crate::object::{ETag, Label, Meta, Object, Only, Page};
use crate::{Error, PAGE, Store, tag};
use async_trait::async_trait;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::ops::{Bound, Range};
use std::sync::{Mutex, MutexGuard};
use std::time::SystemTime;

/// Objects in memory.
#[derive(Debug)]
pub struct Memory {
    kept: Mutex<Kept>,
    /// The bytes that it may hold.
    most: u64,
}

#[derive(Debug, Default)]
struct Kept {
    objects: BTreeMap<String, Held>,
    /// The names in the order in which they were put first.
    order: BTreeMap<u64, String>,
    /// The number of the next one.
    next: u64,
    bytes: u64,
}

#[derive(Debug)]
struct Held {
    number: u64,
    object: Object,
}

/// What an object costs beside its bytes: its names, its label, its places in map and queue.
const COST: u64 = 512;

impl Memory {
    /// A store that forgets what was put first when it has more than so many bytes.
    pub fn bounded(most: u64) -> Self {
        Self { kept: Mutex::default(), most }
    }

    /// A store that holds these objects.
    pub fn of(objects: impl IntoIterator<Item = (String, Bytes)>, modified: SystemTime) -> Self {
        let store = Self::bounded(u64::MAX);
        for (name, bytes) in objects {
            store.kept().insert(name, object(bytes, Label::default(), modified));
        }
        store
    }

    /// No panic can happen while it is held, so it is never poisoned.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("nobody panics with the map in hand")
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::bounded(u64::MAX)
    }
}

fn object(bytes: Bytes, label: Label, modified: SystemTime) -> Object {
    let meta = Meta { etag: tag(&bytes), modified, length: bytes.len() as u64, label };
    Object { bytes, meta }
}

impl Kept {
    fn get(&self, name: &str) -> Result<&Object, Error> {
        self.objects.get(name).map(|held| &held.object).ok_or(Error::Missing)
    }

    fn insert(&mut self, name: String, object: Object) {
        self.bytes += object.meta.length + COST;
        if let Some(held) = self.objects.get_mut(&name) {
            self.bytes -= held.object.meta.length + COST;
            held.object = object;
            return;
        }
        self.order.insert(self.next, name.clone());
        self.objects.insert(name, Held { number: self.next, object });
        self.next += 1;
    }

    fn remove(&mut self, name: &str) {
        if let Some(Held { number, object }) = self.objects.remove(name) {
            self.order.remove(&number);
            self.bytes -= object.meta.length + COST;
        }
    }

    fn forget_down_to(&mut self, most: u64) {
        while self.bytes > most {
            let Some((_, name)) = self.order.pop_first() else { return };
            self.remove(&name);
        }
    }
}

#[async_trait]
impl Store for Memory {
    async fn look(&self, name: &str) -> Result<Meta, Error> {
        Ok(self.kept().get(name)?.meta.clone())
    }

    async fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        let object = self.kept().get(name)?.clone();
        match object.meta.length {
            found if found > most => Err(Error::TooLarge { most, found }),
            _ => Ok(object),
        }
    }

    async fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        let kept = self.kept();
        let object = kept.get(name)?;
        if object.meta.etag != *etag {
            return Err(Error::Changed);
        }
        let place = |at: u64| usize::try_from(at.min(object.meta.length)).unwrap_or(usize::MAX);
        Ok(object.bytes.slice(place(range.start)..place(range.end.max(range.start))))
    }

    async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        label: &Label,
        only: &Only,
    ) -> Result<ETag, Error> {
        let label = Label { tags: BTreeMap::new(), ..label.clone() };
        let object = object(bytes, label, SystemTime::now());
        let etag = object.meta.etag.clone();
        let mut kept = self.kept();
        if !only.permits(kept.get(name).ok().map(|object| &object.meta.etag)) {
            return Err(Error::Changed);
        }
        kept.insert(name.to_owned(), object);
        kept.forget_down_to(self.most);
        Ok(etag)
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        self.kept().remove(name);
        Ok(())
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
        let kept = self.kept();
        let from = match after {
            Some(after) => Bound::Excluded(after),
            None => Bound::Included(prefix),
        };
        let mut below = kept.objects.range::<str, _>((from, Bound::Unbounded));
        let below =
            below.by_ref().map(|(name, _)| name).take_while(|name| name.starts_with(prefix));
        let mut names = below.take(PAGE + 1).cloned().collect::<Vec<_>>();
        let after = (names.len() > PAGE).then(|| {
            names.truncate(PAGE);
            names[PAGE - 1].clone()
        });
        Ok(Page { names, after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_put_first_is_forgotten_first() {
        let store = Memory::bounded(3 * (1000 + COST));
        for name in ["a", "b", "c", "a", "d"] {
            let bytes = Bytes::from(vec![0; 1000]);
            store.put(name, bytes, &Label::default(), &Only::Always).await.unwrap();
        }
        let page = store.list("", None).await.unwrap();
        assert_eq!(page, Page { names: ["b", "c", "d"].map(String::from).to_vec(), after: None });
    }

    #[tokio::test]
    async fn what_is_deleted_leaves_nothing_and_stands_at_the_end_when_it_is_put_again() {
        let store = Memory::bounded(2 * (1000 + COST));
        for name in ["a", "b", "a", "c"] {
            if name == "a" {
                store.delete("a").await.unwrap();
            }
            let bytes = Bytes::from(vec![0; 1000]);
            store.put(name, bytes, &Label::default(), &Only::Always).await.unwrap();
        }
        assert_eq!(store.list("", None).await.unwrap().names, ["a", "c"]);
        let held = || {
            let kept = store.kept();
            (kept.order.len(), kept.bytes)
        };
        assert_eq!(held(), (2, 2 * (1000 + COST)));
        for name in ["a", "c"] {
            store.delete(name).await.unwrap();
        }
        assert_eq!(held(), (0, 0));
    }
}
