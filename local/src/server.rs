//! The server: connections come in, each with its requests one after the other, until it is told to close. Then nobody
//! is let in any more, and those who are inside get their answers.

use crate::wire::Wire;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use sizewise_site::{Door, Site};
use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

/// Answers whoever connects.
#[derive(Debug)]
pub struct Server {
    site: Arc<Site>,
    /// How long those who are inside may take when the server closes.
    drain: Duration,
}

/// How a server came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drained {
    /// Everybody got an answer.
    Whole,
    /// Some did not in time.
    Late,
}

/// As many connections at once through one door; each costs some ten kilobytes. Others wait in the system's queue.
const CONNECTIONS: usize = 8192;

/// How long a connection may take to send the head of a request, or be idle before it. Load balancers keep theirs for a
/// minute and expect that nobody hangs up on them before that.
const HEAD: Duration = Duration::from_secs(75);

/// How long a client may take none of the bytes that are ready for it.
const STUCK: Duration = Duration::from_secs(60);

/// The most bytes of a request's head: a path may have a kilobyte, a signature and cookies stand beside it.
const MOST_HEAD: usize = 32 * 1024;

impl Server {
    /// A server of this site.
    pub fn new(site: Arc<Site>, drain: Duration) -> Self {
        Self { site, drain }
    }

    /// Answers whoever connects to these listeners until `close` comes to its end.
    pub async fn run(
        self,
        listeners: Vec<(TcpListener, Door)>,
        close: impl Future<Output = ()>,
    ) -> Drained {
        let graceful = Arc::new(GracefulShutdown::new());
        let doors = listeners.into_iter().map(|(listener, door)| {
            let doorman = Doorman {
                site: Arc::clone(&self.site),
                door,
                graceful: Arc::clone(&graceful),
                // Where the outer door is full, one can still look inside.
                connections: Arc::new(Semaphore::new(CONNECTIONS)),
            };
            tokio::spawn(doorman.let_in(listener))
        });
        let doors = doors.collect::<Vec<_>>();
        close.await;
        self.site.close();
        for door in doors {
            door.abort();
            // When it has ended, nobody else holds who is inside.
            let _ = door.await;
        }
        let Some(graceful) = Arc::into_inner(graceful) else { return Drained::Late };
        match timeout(self.drain, graceful.shutdown()).await {
            Ok(()) => Drained::Whole,
            Err(_) => Drained::Late,
        }
    }
}

/// Lets in who connects to one listener.
struct Doorman {
    site: Arc<Site>,
    door: Door,
    graceful: Arc<GracefulShutdown>,
    connections: Arc<Semaphore>,
}

impl Doorman {
    async fn let_in(self, listener: TcpListener) {
        loop {
            let Ok(place) = Arc::clone(&self.connections).acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, _)) => self.serve(stream, place),
                Err(error) => refused(&error).await,
            }
        }
    }

    fn serve(&self, stream: TcpStream, place: OwnedSemaphorePermit) {
        // Small answers should not wait for more to say.
        let _ = stream.set_nodelay(true);
        let (site, door) = (Arc::clone(&self.site), self.door);
        // Everything is one function's: a path is a picture's, or what the site says of itself. There is nothing to
        // route, and a router takes half a dozen allocations to find that out.
        let service = service_fn(move |request: Request<Incoming>| {
            let site = Arc::clone(&site);
            // Nobody needs to send anything to get a picture, so what is sent is not read.
            let request = request.map(drop);
            async move { Ok::<_, Infallible>(site.answer(&request, door).await) }
        });
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(MOST_HEAD);
        let wire = TokioIo::new(Wire::new(stream, STUCK));
        let connection = http.serve_connection(wire, service);
        let connection = self.graceful.watch(connection);
        tokio::spawn(async move {
            // Who hangs up in the middle has his reasons.
            let _ = connection.await;
            drop(place);
        });
    }
}

/// A connection could not be accepted. Where the system has no more of something, it may have again soon.
async fn refused(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        return;
    }
    tracing::warn!(%error, "a connection cannot be accepted");
    sleep(Duration::from_millis(100)).await;
}
