//! Flights: who wants what is being made already waits for it, so that nothing is made twice at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::watch;

/// What is being made, by names.
#[derive(Debug)]
pub(crate) struct Flights<T> {
    flying: Mutex<HashMap<String, watch::Receiver<Option<T>>>>,
}

impl<T> Default for Flights<T> {
    fn default() -> Self {
        Self { flying: Mutex::default() }
    }
}

impl<T: Clone + Send + Sync + 'static> Flights<T> {
    /// What comes of the flight of that name, which is begun if there is none. It goes on when nobody waits for it any
    /// more, for it has cost something already. Nothing, where it has crashed.
    pub(crate) async fn join<F>(
        self: &Arc<Self>,
        name: String,
        begin: impl FnOnce() -> F,
    ) -> Option<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let mut flight = self.flight(name, begin);
        let landed = flight.wait_for(Option::is_some).await.ok()?;
        landed.clone()
    }

    fn flight<F>(
        self: &Arc<Self>,
        name: String,
        begin: impl FnOnce() -> F,
    ) -> watch::Receiver<Option<T>>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let mut flying = self.flying();
        if let Some(flight) = flying.get(&name) {
            return flight.clone();
        }
        let (teller, flight) = watch::channel(None);
        flying.insert(name.clone(), flight.clone());
        // A runtime that ends drops what it should begin, and so its landing, here and now.
        drop(flying);
        let landing = Landing { flights: Arc::clone(self), name };
        let work = begin();
        tokio::spawn(async move {
            let made = work.await;
            drop(landing);
            teller.send_replace(Some(made));
        });
        flight
    }

    fn flying(&self) -> MutexGuard<'_, HashMap<String, watch::Receiver<Option<T>>>> {
        self.flying.lock().expect("nobody panics with the flights in hand")
    }
}

/// Takes a flight off the list, also where it crashes.
struct Landing<T: Clone + Send + Sync + 'static> {
    flights: Arc<Flights<T>>,
    name: String,
}

impl<T: Clone + Send + Sync + 'static> Drop for Landing<T> {
    fn drop(&mut self) {
        self.flights.flying().remove(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn who_comes_while_it_is_made_waits_for_it_and_who_comes_later_begins_anew() {
        let flights = Arc::new(Flights::default());
        let made = Arc::new(AtomicU32::new(0));
        let begin = || {
            let made = Arc::clone(&made);
            async move {
                tokio::task::yield_now().await;
                made.fetch_add(1, Ordering::Relaxed)
            }
        };
        for round in 0..2 {
            let joined = (0..100).map(|_| flights.join("a".to_owned(), begin));
            let joined = futures_util::future::join_all(joined).await;
            assert_eq!(joined, vec![Some(round); 100]);
        }
        assert_eq!(flights.join("b".to_owned(), begin).await, Some(2));
    }

    #[tokio::test]
    async fn a_flight_that_crashes_leaves_nobody_waiting() {
        let flights = Arc::new(Flights::<u32>::default());
        let crash = || async { std::panic::panic_any("meant") };
        assert_eq!(flights.join("a".to_owned(), crash).await, None);
        assert_eq!(flights.join("a".to_owned(), || async { 1 }).await, Some(1));
    }

    #[test]
    fn where_the_runtime_has_ended_nobody_waits_for_a_flight_or_for_the_list_of_them() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let handle = runtime.handle().clone();
        runtime.shutdown_background();
        let _entered = handle.enter();
        let flights = Arc::new(Flights::<u32>::default());
        let joined = flights.join("a".to_owned(), || async { 1 });
        assert_eq!(joined.now_or_never(), Some(None));
        assert!(flights.flying().is_empty());
    }

    #[tokio::test]
    async fn a_flight_that_nobody_waits_for_lands_and_leaves_nothing() {
        let flights = Arc::new(Flights::default());
        let (open, gate) = tokio::sync::oneshot::channel();
        let first = flights.join("a".to_owned(), || async { gate.await.is_ok() });
        assert_eq!(first.now_or_never(), None);
        let second = flights.join("a".to_owned(), || async { false });
        open.send(()).unwrap();
        assert_eq!(second.await, Some(true));
        assert!(flights.flying().is_empty());
    }
}
