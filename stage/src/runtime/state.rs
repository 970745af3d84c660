//! Events that wait, answers that are awaited, and what took how long.

use super::Times;
use super::answer::Answered;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::{Notify, oneshot};

#[derive(Default)]
pub(super) struct State {
    queue: Mutex<VecDeque<Invocation>>,
    come: Notify,
    awaited: Mutex<HashMap<String, Awaited>>,
    count: AtomicU64,
    passed: Mutex<Passed>,
    /// Why the program could not begin, in its own words.
    unfit: Mutex<Option<Answered>>,
}

/// An event that waits for the program.
struct Invocation {
    id: String,
    event: String,
    sender: oneshot::Sender<Answered>,
    /// Told, when the program has it.
    handed: oneshot::Sender<()>,
    timeout: Duration,
}

/// When something came for the first time.
#[derive(Default, Clone, Copy)]
struct Passed {
    next: Option<Instant>,
    response: Option<Instant>,
}

struct Awaited {
    sender: oneshot::Sender<Answered>,
    since: Instant,
}

/// How long an event waits for those before it in the queue, and for a program that has not begun.
const QUEUED: Duration = Duration::from_secs(60);

impl State {
    pub(super) fn times(&self, since: Instant) -> Times {
        let passed = *self.passed.lock().unwrap();
        let after = |moment: Option<Instant>| Some(moment?.saturating_duration_since(since));
        Times { next: after(passed.next), response: after(passed.response) }
    }

    pub(super) async fn invoke(&self, event: &Value, timeout: Duration) -> Answered {
        if let Some(unfit) = self.unfit.lock().unwrap().clone() {
            return unfit;
        }
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = oneshot::channel();
        let (handed, taken) = oneshot::channel();
        self.queue.lock().unwrap().push_back(Invocation {
            id: format!("8476a536-e9f4-11e8-9739-{number:012x}"),
            event: event.to_string(),
            sender,
            handed,
            timeout,
        });
        self.come.notify_one();
        // The program's own time begins when it has the event.
        let whole = async {
            let _ = tokio::time::timeout(QUEUED, taken).await;
            tokio::time::timeout(timeout, receiver).await
        };
        match whole.await {
            Ok(Ok(answer)) => answer,
            // Whoever took it was told why.
            Ok(Err(_)) => self.unfit.lock().unwrap().clone().unwrap_or_else(late),
            Err(_) => late(),
        }
    }

    /// The next event, as soon as there is one: its number, its text, and when the program must have answered.
    pub(super) async fn next(&self) -> (String, String, u128) {
        self.passed.lock().unwrap().next.get_or_insert_with(Instant::now);
        loop {
            let waiting = self.queue.lock().unwrap().pop_front();
            if let Some(Invocation { id, event, sender, handed, timeout }) = waiting {
                let deadline = (SystemTime::now() + timeout).duration_since(UNIX_EPOCH);
                let deadline = deadline.unwrap().as_millis();
                let awaited = Awaited { sender, since: Instant::now() };
                self.awaited.lock().unwrap().insert(id.clone(), awaited);
                let _ = handed.send(());
                return (id, event, deadline);
            }
            self.come.notified().await;
        }
    }

    /// When the event with this number was handed out, if somebody waits for it.
    pub(super) fn since(&self, id: &str) -> Option<Instant> {
        self.awaited.lock().unwrap().get(id).map(|awaited| awaited.since)
    }

    /// What became of an event.
    pub(super) fn answered(&self, id: &str, answer: Answered) {
        self.passed.lock().unwrap().response.get_or_insert_with(Instant::now);
        if let Some(awaited) = self.awaited.lock().unwrap().remove(id) {
            // Who waits no longer has said so.
            let _ = awaited.sender.send(answer);
        }
    }

    /// The program cannot begin.
    pub(super) fn unfit(&self, why: Answered) {
        *self.unfit.lock().unwrap() = Some(why);
        self.queue.lock().unwrap().clear();
    }
}

fn late() -> Answered {
    Answered::failed("Sandbox.Timedout", "it took too long")
}
