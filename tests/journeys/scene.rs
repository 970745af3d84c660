//! The scene of a journey: originals, stores and a server on a port of its own.

use crate::client::{Answer, Client};
use bytes::Bytes;
use sizewise::Policy;
use sizewise_drawn::{quarters, whole};
use sizewise_fulfil::{House, Originals, Patience, Place, Room};
use sizewise_jpeg::Sampling;
use sizewise_local::{Drained, Server};
use sizewise_site::{Door, Site};
use sizewise_store::{Label, Memory, Only, Store};
use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Everything is open, so that a journey is about the way and not about permissions.
pub(crate) const OPEN: &str = "sizes = \"any\"\nmax = 2400\nunsigned = \"all\"\n";

/// What is set up.
pub(crate) struct Setting {
    pub(crate) policy: String,
    pub(crate) originals: Arc<dyn Store>,
    pub(crate) variants: Arc<dyn Store>,
    pub(crate) room: Room,
    pub(crate) patience: Patience,
    pub(crate) drain: Duration,
    pub(crate) memory: u64,
    pub(crate) has_inside: bool,
}

/// A server that runs.
pub(crate) struct Scene {
    pub(crate) at: SocketAddr,
    pub(crate) inside: SocketAddr,
    pub(crate) site: Arc<Site>,
    close: oneshot::Sender<()>,
    server: JoinHandle<Drained>,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            policy: OPEN.to_owned(),
            originals: Arc::new(originals()),
            variants: Arc::new(Memory::default()),
            room: Room::for_cores(2),
            patience: Patience::default(),
            drain: Duration::from_secs(20),
            memory: 10_000_000,
            has_inside: false,
        }
    }
}

impl Setting {
    /// The same with more policy behind what is open.
    pub(crate) fn with(policy: &str) -> Self {
        Self { policy: format!("{OPEN}{policy}"), ..Self::default() }
    }

    pub(crate) async fn open(self) -> Scene {
        let policy = Policy::read("test", &self.policy, |_| Err(String::new())).unwrap();
        let main = Place { store: self.originals, fresh_for: Duration::ZERO };
        let originals = Originals::new(main, BTreeMap::new());
        let house =
            House::new(Arc::new(policy), originals, self.variants, self.room, self.patience);
        let site = Arc::new(Site::new(Arc::new(house), self.memory));
        let door = if self.has_inside { Door::Outer } else { Door::Inner };
        let mut listeners = Vec::new();
        for door in [door, Door::Inner] {
            listeners.push((TcpListener::bind("127.0.0.1:0").await.unwrap(), door));
        }
        let [at, inside] = [0, 1].map(|index: usize| listeners[index].0.local_addr().unwrap());
        let (close, closed) = oneshot::channel::<()>();
        let server = Server::new(Arc::clone(&site), self.drain);
        let server = tokio::spawn(server.run(listeners, async {
            let _ = closed.await;
        }));
        Scene { at, inside, site, close, server }
    }
}

impl Scene {
    pub(crate) async fn connect(&self) -> Client {
        Client::connect(self.at).await
    }

    pub(crate) async fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.connect().await.ask(method, target, headers).await
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[]).await
    }

    /// How many variants were made.
    pub(crate) fn made(&self) -> u64 {
        self.site.house().tally().made
    }

    pub(crate) async fn close(self) -> Drained {
        self.close.send(()).unwrap();
        self.server.await.unwrap()
    }
}

/// A photograph of four colours.
pub(crate) fn photograph(size: (u32, u32)) -> Bytes {
    quarters(size, 1).jpeg(Sampling::S444, 1).into()
}

/// Like photographs, five million bytes long.
pub(crate) fn large() -> Bytes {
    static LARGE: LazyLock<Bytes> = LazyLock::new(|| {
        let mut file = photograph((160, 120)).to_vec();
        file.extend((0..5_000_000 - file.len()).map(|n| ((n / 251) ^ n) as u8));
        file.into()
    });
    LARGE.clone()
}

pub(crate) const DRAWN: Duration = Duration::from_millis(1_790_000_000_250);

/// What there is to see.
fn originals() -> Memory {
    let alpha = whole::png_with_alpha((60, 40), |x, y| [x as u8, y as u8, 9, (4 * x) as u8]);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><circle r='3'/></svg>";
    let mut broken = photograph((160, 120)).to_vec();
    broken.truncate(700);
    memory([
        ("a.jpg", photograph((160, 120))),
        ("photos/a.jpg", photograph((160, 120))),
        ("large.jpg", large()),
        ("alpha.png", alpha.clone().into()),
        ("png.jpg", alpha.into()),
        ("fallback.png", whole::png_of(&quarters((32, 24), 1)).into()),
        ("drawing.svg", svg.into()),
        ("drawing.jpg", svg.into()),
        ("page.jpg", "<!doctype html><script>alert(1)</script>".into()),
        ("text.jpg", "no picture".into()),
        ("photo.heic", "\0\0\0\x18ftypheic\0\0\0\0mif1heic".into()),
        ("broken.jpg", broken.into()),
        ("index.html", "<!doctype html><title>pictures</title>".into()),
        ("style.css", "a { color: red }".into()),
        (".env", "SECRET=1".into()),
        ("a/.git/config", "[core]".into()),
    ])
}

pub(crate) fn memory<'a>(files: impl IntoIterator<Item = (&'a str, Bytes)>) -> Memory {
    let files = files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes));
    Memory::of(files, UNIX_EPOCH + DRAWN)
}

pub(crate) async fn upload(store: &dyn Store, name: &str, bytes: Bytes) {
    store.put(name, bytes, &Label::default(), &Only::Always).await.unwrap();
}

/// An empty folder of a test's own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("journeys").join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// The size of a JPEG.
pub(crate) fn size_of(jpeg: &[u8]) -> (usize, usize) {
    let header = sizewise_jpeg::Header::read(jpeg).unwrap();
    (header.width(), header.height())
}
