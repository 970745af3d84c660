//! The Function URL: the second origin of a distribution, or a server of its own.
//!
//! Answers are streamed, so that nothing limits them but the 200 MB that a Function URL sends; in the mode that is called
//! `BUFFERED` it sends 6 MB as base64, and so its invoke mode must be `RESPONSE_STREAM`.

use crate::places::{self, IN_TIME, Places, late};
use crate::told::{Line, now};
use axum::body::Body;
use http::header::{CONTENT_LENGTH, HeaderName};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use serde::Deserialize;
use sizewise::{Location, Policy};
use sizewise_site::Originals::{Elsewhere, Looked};
use sizewise_site::{Door, Problem, Site, Story};
use sizewise_store::Buckets;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::time::timeout;

/// A function behind a URL.
#[derive(Debug)]
pub struct Function {
    site: Site,
}

/// Why there is no function.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody wrote what is no place.
    #[error("`{0}`: {1}")]
    Location(&'static str, String),
    /// Nobody wrote where originals are.
    #[error("expected a bucket in `{ORIGINALS}` or in the policy's `stores.originals`, found none")]
    NoOriginals,
    /// What stands before it is none that we know.
    #[error("`{FRONT}`: expected `cloudfront` or nothing, found `{0}`")]
    Front(String),
    /// The places cannot be used.
    #[error(transparent)]
    Places(#[from] places::Error),
}

/// Where originals are; goes before the policy.
const ORIGINALS: &str = "SIZEWISE_ORIGINALS";
/// Where variants are kept; goes before the policy.
const VARIANTS: &str = "SIZEWISE_VARIANTS";
/// What stands before the function.
const FRONT: &str = "SIZEWISE_FRONT";

/// The name that this function has in metrics.
const FUNCTION: &str = "function-url";

/// Where no CDN remembers, we do, a little: the memory of a function is mostly for the picture that is being made.
const MEMORY: u64 = 32_000_000;

/// As much of a file as is read at once. One viewer is answered at a time, and each part is a question to S3.
const PART: u64 = 4 * 1024 * 1024;

impl Function {
    /// The function that this environment describes. Unless it says that CloudFront stands before it, whoever asks is
    /// judged as a stranger.
    pub fn new(
        policy: Policy,
        buckets: &Buckets,
        environment: impl Fn(&'static str) -> Option<String>,
    ) -> Result<Self, Error> {
        let said = |name| match environment(name).filter(|text| !text.is_empty()) {
            Some(text) => {
                Location::try_from(text).map(Some).map_err(|error| Error::Location(name, error))
            }
            None => Ok(None),
        };
        let originals = said(ORIGINALS)?.or_else(|| policy.stores.originals.clone());
        let originals = originals.ok_or(Error::NoOriginals)?;
        let variants = said(VARIANTS)?.or_else(|| policy.stores.variants.clone());
        let variants = variants.unwrap_or_else(|| originals.clone());
        let places = Places { originals, variants };
        // What CloudFront has looked for itself, it may not have from us.
        let elsewhere = if places.originals == places.variants { Looked } else { Elsewhere };
        let house = places.house(Arc::new(policy), buckets)?;
        let site = match environment(FRONT).as_deref() {
            None | Some("") => Site::new(Arc::new(house), MEMORY).reading(PART),
            Some("cloudfront") => Site::new(Arc::new(house), 0).reading(PART).behind_cdn(elsewhere),
            Some(other) => return Err(Error::Front(other.to_owned())),
        };
        Ok(Self { site })
    }

    /// The answer to a request as Lambda hands it on.
    pub async fn answer(&self, event: &Event) -> Response<Body> {
        let mut response = match event.request() {
            Some(request) => self.answer_in_time(&request).await,
            None => {
                let sentence = "expected a method, a path and a query, found what are none";
                Problem::new(StatusCode::BAD_REQUEST, sentence).response(&Method::GET, "no-store")
            }
        };
        carry(response.headers_mut());
        response
    }

    async fn answer_in_time(&self, request: &Request<()>) -> Response<Body> {
        let mut line = Line::begin(FUNCTION, request);
        let response = match timeout(IN_TIME, self.site.answer(request, Door::Outer)).await {
            Ok(response) => response,
            Err(_) => {
                let problem = late();
                line.refused = Some(problem.sentence().to_owned());
                problem.response(request.method(), "no-store")
            }
        };
        let story = response.extensions().get::<Story>();
        line.story = story;
        line.end(response.status(), story.map_or(0, Story::bytes)).tell(now());
        response
    }
}

/// What Lambda says of a request, of which this is all that matters here. It has a bare space for each `+` of a query.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// As it was sent.
    #[serde(default)]
    raw_path: String,
    #[serde(default)]
    raw_query_string: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    request_context: Context,
}

#[derive(Debug, Deserialize)]
struct Context {
    http: Http,
}

#[derive(Debug, Deserialize)]
struct Http {
    method: String,
}

impl Event {
    fn request(&self) -> Option<Request<()>> {
        let query = self.raw_query_string.replace(' ', "+");
        let gap = if query.is_empty() { "" } else { "?" };
        let uri = format!("{}{gap}{query}", self.raw_path).parse::<Uri>().ok();
        let mut request = Request::new(());
        *request.method_mut() = self.request_context.http.method.parse().ok()?;
        *request.uri_mut() = uri.filter(|_| self.raw_path.starts_with('/'))?;
        for (name, value) in &self.headers {
            // What is no header is not for us.
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.parse()) {
                request.headers_mut().append(name, value);
            }
        }
        Some(request)
    }
}

/// Headers as Lambda takes them: one line of each, in ASCII, and no length. It counts itself; what we say it sends under
/// another name, and some clients wait for two.
fn carry(headers: &mut HeaderMap) {
    headers.remove(CONTENT_LENGTH);
    for name in headers.keys().cloned().collect::<Vec<_>>() {
        let lines = headers.get_all(&name).iter().filter_map(|line| line.to_str().ok());
        let line = lines.collect::<Vec<_>>().join(", ");
        match HeaderValue::from_str(&line) {
            Ok(line) if !line.is_empty() => drop(headers.insert(name, line)),
            _ => drop(headers.remove(name)),
        }
    }
}
