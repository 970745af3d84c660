//! CORS: whose pages may read the pixels.

use axum::body::Body;
use http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE, ALLOW, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use sizewise::Answers;

/// Whose pages may read the pixels.
#[derive(Debug)]
pub(crate) enum Cors {
    /// Nobody's but our own.
    None,
    /// Everybody's.
    All,
    /// Those of these origins.
    Some(Vec<String>),
}

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
const EXPOSED: HeaderValue =
    HeaderValue::from_static("ETag, Content-Length, Server-Timing, X-Sizewise-Address");
const TIMING_ALLOW_ORIGIN: HeaderName = HeaderName::from_static("timing-allow-origin");

impl Cors {
    pub(crate) fn new(answers: &Answers) -> Self {
        let origins = answers.cors_origins.iter().map(|origin| origin.as_str().to_owned());
        let origins = origins.collect::<Vec<_>>();
        match origins.iter().any(|origin| origin == "*") {
            true => Cors::All,
            false if origins.is_empty() => Cors::None,
            false => Cors::Some(origins),
        }
    }

    /// Says on an answer whose pages may read it.
    pub(crate) fn add(&self, request: &HeaderMap, answer: &mut HeaderMap) {
        let allowed = match self {
            Cors::None => return,
            Cors::All => HeaderValue::from_static("*"),
            Cors::Some(origins) => {
                // Also who may not: what is kept of the answer must not be shown to who may.
                answer.append(VARY, HeaderValue::from_static("Origin"));
                let is_known = |origin: &&HeaderValue| {
                    origins.iter().any(|known| known.as_bytes() == origin.as_bytes())
                };
                match request.get(ORIGIN).filter(is_known) {
                    Some(origin) => origin.clone(),
                    None => return,
                }
            }
        };
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, allowed.clone());
        answer.insert(TIMING_ALLOW_ORIGIN, allowed);
        answer.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }

    /// The answer to who asks what he may.
    pub(crate) fn preflight(&self, request: &HeaderMap) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(ALLOW, METHODS);
        if !matches!(self, Cors::None) && request.contains_key(ORIGIN) {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
        }
        response
    }
}
