//! Lines of JSON to a process and back, each with a number, so that many can be under way.

use crate::client::PATIENCE;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::oneshot;
use tokio::time::timeout;

pub(super) struct Lines {
    out: tokio::sync::Mutex<OwnedWriteHalf>,
    waiting: Waiting,
    next: AtomicU64,
}

/// Who waits for which number. Nobody is let in any more when the other side is gone.
type Waiting = Arc<Mutex<Option<HashMap<u64, Slot>>>>;

/// An answer may be there before somebody waits for it.
enum Slot {
    Come(Value),
    Awaited(oneshot::Sender<Value>),
}

const GONE: &str = "the process has ended";

impl Lines {
    pub(super) fn over(stream: TcpStream) -> Self {
        stream.set_nodelay(true).unwrap();
        let (read, write) = stream.into_split();
        let waiting = Waiting::new(Mutex::new(Some(HashMap::new())));
        tokio::spawn(listen(read, Arc::clone(&waiting)));
        Self { out: tokio::sync::Mutex::new(write), waiting, next: AtomicU64::new(1) }
    }

    /// Sends something, and waits for what is said to it.
    pub(super) async fn ask(&self, mut value: Value) -> Result<Value, String> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        value["id"] = number.into();
        let line = format!("{value}\n");
        let sent = async {
            let mut out = self.out.lock().await;
            out.write_all(line.as_bytes()).await.map_err(|error| format!("{GONE}: {error}"))
        };
        timeout(PATIENCE, sent).await.map_err(|_| late())??;
        self.answer(number).await
    }

    /// Waits for what is said to this number.
    pub(super) async fn answer(&self, number: u64) -> Result<Value, String> {
        let receiver = {
            let mut waiting = self.waiting.lock().unwrap();
            let waiting = waiting.as_mut().ok_or(GONE)?;
            if let Some(Slot::Come(value)) = waiting.remove(&number) {
                return Ok(value);
            }
            let (sender, receiver) = oneshot::channel();
            waiting.insert(number, Slot::Awaited(sender));
            receiver
        };
        let answer = timeout(PATIENCE, receiver).await.map_err(|_| late())?;
        answer.map_err(|_| GONE.to_owned())
    }
}

fn late() -> String {
    format!("no answer within {PATIENCE:?}")
}

async fn listen(read: OwnedReadHalf, waiting: Waiting) {
    let mut lines = BufReader::new(read).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let Ok(value) = serde_json::from_str::<Value>(&line) else { break };
        let number = value["id"].as_u64().unwrap_or_default();
        let mut waiting = waiting.lock().unwrap();
        let Some(waiting) = waiting.as_mut() else { return };
        match waiting.remove(&number) {
            Some(Slot::Awaited(sender)) => drop(sender.send(value)),
            _ => drop(waiting.insert(number, Slot::Come(value))),
        }
    }
    // Who waits is told so.
    waiting.lock().unwrap().take();
}
