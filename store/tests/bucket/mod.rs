//! An S3 in this process, which does what the real one does until it is told to fail.

mod kept;
mod trouble;

pub(crate) use kept::Kept;
pub(crate) use trouble::Trouble;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::{Credentials, SharedCredentialsProvider};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use s3s::Body;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use sizewise_store::{Bucket, Buckets, Patience};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// The only bucket there is.
pub(crate) const BUCKET: &str = "pictures";
/// Who may do everything.
pub(crate) const KEY: &str = "AKIDEXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An S3, as long as the test lasts.
pub(crate) struct Server {
    pub(crate) endpoint: String,
    pub(crate) kept: Kept,
    shared: Arc<Shared>,
}

struct Shared {
    s3: S3Service,
    troubles: Mutex<VecDeque<Trouble>>,
    requests: AtomicUsize,
    connections: Mutex<Vec<AbortHandle>>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let kept = Kept::default();
        let mut builder = S3ServiceBuilder::new(kept.clone());
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let shared = Arc::new(Shared {
            s3: builder.build(),
            troubles: Mutex::default(),
            requests: AtomicUsize::new(0),
            connections: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self { endpoint, kept, shared }
    }

    /// What goes wrong next, request by request. After these, nothing does.
    pub(crate) fn next(&self, troubles: impl IntoIterator<Item = Trouble>) {
        self.shared.troubles.lock().unwrap().extend(troubles);
    }

    /// How many requests have come.
    pub(crate) fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::Relaxed)
    }

    /// Ends all connections, without a word, as servers do with those that nobody uses.
    pub(crate) fn hang_up(&self) {
        self.shared.connections.lock().unwrap().drain(..).for_each(|served| served.abort());
    }

    /// The bucket, for who waits as long as is usual.
    pub(crate) fn bucket(&self, prefix: &str) -> Bucket {
        buckets(&config(&self.endpoint, SECRET), Patience::default(), prefix)
    }

    /// The bucket, for who waits hardly at all.
    pub(crate) fn hasty(&self) -> Bucket {
        buckets(&config(&self.endpoint, SECRET), HASTY, "")
    }
}

/// Enough for a machine that is busy, and little enough for a test that waits for all of it.
pub(crate) const HASTY: Patience = Patience {
    connect: Duration::from_millis(500),
    attempt: Duration::from_millis(600),
    silence: Duration::from_millis(500),
    whole: Duration::from_millis(2500),
    idle: Duration::from_secs(1),
};

pub(crate) fn buckets(config: &SdkConfig, patience: Patience, prefix: &str) -> Bucket {
    Buckets::of(config, patience).unwrap().bucket(BUCKET, prefix).unwrap()
}

/// Who asks, and where.
pub(crate) fn config(endpoint: &str, secret: &str) -> SdkConfig {
    let credentials = Credentials::new(KEY, secret, None, None, "test");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("eu-central-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(endpoint)
        .build()
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        // Otherwise, each answer waits 40 ms for company.
        stream.set_nodelay(true).unwrap();
        let served = tokio::spawn(serve(stream, Arc::clone(&shared)));
        shared.connections.lock().unwrap().push(served.abort_handle());
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let service = hyper::service::service_fn(move |request| answer(Arc::clone(&shared), request));
    let served = hyper::server::conn::http1::Builder::new();
    // What goes wrong here is seen on the other side.
    let _ = served.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<Body>, BoxError> {
    shared.requests.fetch_add(1, Ordering::Relaxed);
    let trouble = shared.troubles.lock().unwrap().pop_front();
    let (parts, body) = request.into_parts();
    let body = Body::from(body.collect().await?.to_bytes());
    let work = async { Ok(shared.s3.call(Request::from_parts(parts, body)).await?) };
    match trouble {
        None => work.await,
        Some(trouble) => trouble.befall(work).await,
    }
}
