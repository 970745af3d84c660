//! The Function URL: the second origin of a distribution, or a server of its own.
//!
//! Answers are streamed, so that nothing limits them but the 200 MB that a Function URL sends; in the mode that is called
//! `BUFFERED` it sends 6 MB as base64, and so its invoke mode must be `RESPONSE_STREAM`.

use crate::places::{self, Places};
use crate::told::{now, told};
use axum::body::{Body, BodyDataStream};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};
use lambda_runtime::{MetadataPrelude, StreamResponse};
use serde::Deserialize;
use sizewise::{Location, Policy};
use sizewise_site::{Door, Problem, Site, Story};
use sizewise_store::Buckets;
use std::collections::BTreeMap;
use std::sync::Arc;

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
        let house = Places { originals, variants }.house(Arc::new(policy), buckets)?;
        let site = match environment(FRONT).as_deref() {
            None | Some("") => Site::new(Arc::new(house), MEMORY),
            Some("cloudfront") => Site::new(Arc::new(house), 0).behind_cdn(),
            Some(other) => return Err(Error::Front(other.to_owned())),
        };
        Ok(Self { site })
    }

    /// The answer to a request as Lambda hands it on.
    pub async fn answer(&self, event: &Event) -> Response<Body> {
        let mut response = match event.request() {
            Some(request) => {
                let response = self.site.answer(&request, Door::Outer).await;
                if let Some(story) = response.extensions().get::<Story>() {
                    told(FUNCTION, &request, story, response.status()).tell(now());
                }
                response
            }
            None => {
                let sentence = "expected a method, a path and a query, found what are none";
                Problem::new(StatusCode::BAD_REQUEST, sentence).response(&Method::GET, "no-store")
            }
        };
        let headers = response.headers_mut();
        // Lambda counts itself; what we say it sends under another name, and some clients wait for two lengths.
        headers.remove(CONTENT_LENGTH);
        join(headers);
        response
    }
}

/// What Lambda says of a request, of which this is all that matters here.
///
/// The crate that is made for this reads more and makes less of it: it sends the path through a parser of URLs, which
/// writes some paths anew, and ends with a panic where a query has a bare space, as that of Lambda has for each `+`.
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

/// A response as Lambda streams it.
pub fn streamed(response: Response<Body>) -> StreamResponse<BodyDataStream> {
    let (parts, body) = response.into_parts();
    let metadata_prelude =
        MetadataPrelude { status_code: parts.status, headers: parts.headers, cookies: Vec::new() };
    StreamResponse { metadata_prelude, stream: body.into_data_stream() }
}

/// Lambda takes one line of each header.
fn join(headers: &mut HeaderMap) {
    let several = |name: &&HeaderName| headers.get_all(*name).iter().nth(1).is_some();
    let several = headers.keys().filter(several).cloned().collect::<Vec<_>>();
    for name in several {
        let lines = headers.get_all(&name).iter().map(HeaderValue::as_bytes).collect::<Vec<_>>();
        if let Ok(line) = HeaderValue::from_bytes(&lines.join(&b", "[..])) {
            headers.insert(name, line);
        }
    }
}
