//! The queue: how many pictures are made at once, how many originals are held for that, and how many may wait.
//!
//! Who waits costs nothing but a place: an original is read by who has one of the few seats, so that a crowd takes no
//! memory. There are more seats than workers, since reading an original takes its time as well.

use crate::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many there may be of each.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Pictures that are made at once.
    pub workers: usize,
    /// Originals that are held at once.
    pub seats: usize,
    /// Requests that wait for a seat.
    pub waiting: usize,
}

/// How many there are of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    /// Pictures that are being made.
    pub working: usize,
    /// Originals that are held.
    pub seated: usize,
    /// Requests that wait for a seat.
    pub waiting: usize,
}

/// Those who wait, those who sit and those who work.
#[derive(Debug)]
pub(crate) struct Queue {
    room: Room,
    waiting: AtomicUsize,
    seats: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    /// How long a picture takes, in microseconds: a mean that forgets.
    mean: AtomicU64,
}

/// A seat: somebody may hold an original.
pub(crate) struct Seat(
    #[expect(dead_code, reason = "it is held, and nothing else")] OwnedSemaphorePermit,
);

impl Room {
    /// What suits a machine with so many cores. A hundred and more may wait on any: that is what one page of a gallery
    /// asks at once.
    pub fn for_cores(cores: usize) -> Self {
        let workers = cores.max(1);
        Room { workers, seats: 4 * workers, waiting: (64 * workers).max(128) }
    }
}

impl Queue {
    pub(crate) fn new(room: Room) -> Self {
        Self {
            room,
            waiting: AtomicUsize::new(0),
            seats: Arc::new(Semaphore::new(room.seats.max(1))),
            workers: Arc::new(Semaphore::new(room.workers.max(1))),
            mean: AtomicU64::new(0),
        }
    }

    /// A seat, unless too many wait for one.
    pub(crate) async fn seat(&self) -> Result<Seat, Error> {
        if let Ok(seat) = Arc::clone(&self.seats).try_acquire_owned() {
            return Ok(Seat(seat));
        }
        let place = Waiting::new(self)?;
        let seat = Arc::clone(&self.seats).acquire_owned().await;
        drop(place);
        seat.map(Seat).map_err(|_| Error::Crashed)
    }

    /// Does what keeps a core busy, where it keeps nobody else waiting.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let worker = Arc::clone(&self.workers).acquire_owned().await.map_err(|_| Error::Crashed)?;
        let start = Instant::now();
        let done = tokio::task::spawn_blocking(move || {
            // The work goes on where nobody waits for it any more, and so does the worker.
            let _worker = worker;
            work()
        });
        let done = done.await.map_err(|error| {
            tracing::error!(%error, "a picture made this program fail");
            Error::Crashed
        });
        self.learn(start.elapsed());
        done
    }

    pub(crate) fn crowd(&self) -> Crowd {
        let free = |semaphore: &Semaphore| semaphore.available_permits();
        Crowd {
            working: self.room.workers.max(1) - free(&self.workers),
            seated: self.room.seats.max(1) - free(&self.seats),
            waiting: self.waiting.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.seats.available_permits() == 0 && self.crowd().waiting >= self.room.waiting
    }

    /// When those who wait now will have had their turn, in whole seconds.
    fn patience(&self) -> Duration {
        let crowd = self.crowd();
        let ahead = (crowd.waiting + crowd.seated) as u64 / self.room.workers.max(1) as u64;
        let seconds = ahead * self.mean.load(Ordering::Relaxed) / 1_000_000;
        Duration::from_secs(seconds.clamp(1, 30))
    }

    /// A tenth of the mean is the last picture's.
    fn learn(&self, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let mean = self.mean.load(Ordering::Relaxed);
        let next = if mean == 0 { took } else { mean - mean / 10 + took / 10 };
        self.mean.store(next, Ordering::Relaxed);
    }
}

/// A place among those who wait, given back also by who goes away.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(queue: &'a Queue) -> Result<Self, Error> {
        let before = queue.waiting.fetch_add(1, Ordering::Relaxed);
        let place = Self(&queue.waiting);
        if before < queue.room.waiting { Ok(place) } else { Err(Error::Busy(queue.patience())) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::poll_immediate;

    #[tokio::test]
    async fn who_finds_no_place_to_wait_is_sent_away_and_who_goes_leaves_a_place() {
        let queue = Queue::new(Room { workers: 1, seats: 1, waiting: 1 });
        let seat = queue.seat().await.unwrap();
        let mut second = Box::pin(queue.seat());
        assert!(poll_immediate(&mut second).await.is_none());
        assert_eq!(queue.crowd(), Crowd { working: 0, seated: 1, waiting: 1 });
        assert!(queue.is_full());
        let third = queue.seat().await.err().unwrap();
        assert_eq!(third.status(), 503);
        drop(second);
        assert_eq!(queue.crowd(), Crowd { working: 0, seated: 1, waiting: 0 });
        let mut fourth = Box::pin(queue.seat());
        assert!(poll_immediate(&mut fourth).await.is_none());
        drop(seat);
        fourth.await.unwrap();
        assert_eq!(queue.crowd(), Crowd { working: 0, seated: 0, waiting: 0 });
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_worker_back() {
        let queue = Queue::new(Room { workers: 1, seats: 1, waiting: 1 });
        let crashed = queue.work(|| std::panic::panic_any("meant")).await;
        assert!(matches!(crashed, Err::<(), _>(Error::Crashed)));
        assert_eq!(crashed.err().unwrap().status(), 500);
        assert_eq!(queue.crowd(), Crowd { working: 0, seated: 0, waiting: 0 });
        assert_eq!(queue.work(|| 7).await.unwrap(), 7);
    }
}
