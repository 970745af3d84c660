//! One request, and its whole answer.

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::time::Duration;

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Connections to servers of this machine.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: hyper_util::client::legacy::Client<HttpConnector, Full<Bytes>>,
}

/// More than any picture of a test has.
pub(crate) const MOST: usize = 256 * 1024 * 1024;

/// Longer than anything here takes, also on a machine that does much else.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

impl Default for Client {
    fn default() -> Self {
        let mut connector = HttpConnector::new();
        // Otherwise, each request waits 40 ms for company.
        connector.set_nodelay(true);
        let builder = hyper_util::client::legacy::Client::builder(TokioExecutor::new());
        Self { http: { builder }.build(connector) }
    }
}

impl Client {
    pub(crate) async fn send(&self, request: Request<Bytes>) -> Result<Answer, String> {
        let whole = async {
            let answer = self.http.request(request.map(Full::new)).await;
            let (head, body) = answer.map_err(|error| format!("{error:?}"))?.into_parts();
            let body = Limited::new(body, MOST).collect().await;
            let body = body.map_err(|error| error.to_string())?.to_bytes();
            Ok(Answer { status: head.status, headers: head.headers, body })
        };
        let late = |_| format!("no answer within {PATIENCE:?}");
        tokio::time::timeout(PATIENCE, whole).await.map_err(late)?
    }
}

impl Answer {
    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
