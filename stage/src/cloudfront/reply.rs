//! What a viewer gets in the end, and how it came to be.

use super::{DOMAIN, Trigger, Viewer};
use crate::client::Answer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, LOCATION, TRANSFER_ENCODING};
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

/// A reply.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Who made it.
    pub by: By,
    /// The path that was looked up, in the cache and at the origin. Empty, where it did not come to that.
    pub path: String,
    /// Which functions were called, and what they said.
    pub calls: Vec<Called>,
}

/// Who made a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    ViewerRequest,
    Cache,
    Origin,
    /// The Function URL behind the bucket.
    Second,
    /// The function behind the origin, with the origin's body or another.
    OriginResponse,
    /// CloudFront itself, since something failed.
    Failure(String),
}

/// A function was called.
#[derive(Debug, Clone)]
pub struct Called {
    pub trigger: Trigger,
    pub event: Value,
    pub answer: Result<Value, String>,
}

impl Reply {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, body: Bytes, by: By) -> Self {
        Self { status, headers, body, by, path: String::new(), calls: Vec::new() }
    }

    pub(super) fn failed(status: StatusCode, why: String) -> Self {
        Self::new(status, HeaderMap::new(), Bytes::new(), By::Failure(why))
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The path and the query that it sends one to, if it does.
    pub(super) fn leads_to(&self) -> Option<String> {
        let location = self.headers.get(LOCATION).filter(|_| self.status.is_redirection())?;
        let location = location.to_str().unwrap();
        let own = location.strip_prefix("https://").and_then(|rest| rest.strip_prefix(DOMAIN));
        Some(own.unwrap_or(location).to_owned())
    }
}

/// An answer that a function made, with nothing of an origin.
pub(super) fn generated(answer: &Value, by: By) -> Reply {
    Reply::new(status(answer), headers(answer), body(answer).unwrap_or_default(), by)
}

/// The origin's answer as a function has changed it. Where it says nothing of a body, the origin's stays; it never saw
/// that one.
pub(super) fn replaced(told: &Value, answer: Answer) -> Reply {
    let own = body(told);
    let mut headers = headers(told);
    if own.is_some() {
        headers.remove(CONTENT_LENGTH);
    }
    let is_untouched = own.is_none() && headers == answer.headers && status(told) == answer.status;
    let by = if is_untouched { By::Origin } else { By::OriginResponse };
    Reply::new(status(told), headers, own.unwrap_or(answer.body), by)
}

/// What goes over the last stretch: framing is no viewer's business, and HEAD has no body.
pub(super) fn strip(mut reply: Reply, viewer: &Viewer) -> Reply {
    reply.headers.remove(TRANSFER_ENCODING);
    let told = match reply.by {
        By::ViewerRequest => "LambdaGeneratedResponse from cloudfront",
        By::Cache => "Hit from cloudfront",
        By::Failure(_) => "LambdaExecutionError from cloudfront",
        _ if reply.status.as_u16() >= 400 => "Error from cloudfront",
        _ => "Miss from cloudfront",
    };
    reply.headers.insert("x-cache", HeaderValue::from_static(told));
    if viewer.method == Method::HEAD {
        reply.body = Bytes::new();
    } else if !reply.body.is_empty() {
        reply.headers.insert(CONTENT_LENGTH, reply.body.len().into());
    }
    reply
}

fn status(answer: &Value) -> StatusCode {
    let status = answer["status"].as_str().and_then(|status| status.parse().ok());
    let status = status.and_then(|status: u16| StatusCode::from_u16(status).ok());
    status.unwrap_or_else(|| panic!("expected a status in words, found {answer:#}"))
}

fn headers(answer: &Value) -> HeaderMap {
    let named = answer["headers"].as_object().into_iter().flatten();
    let values = named.flat_map(|(name, values)| {
        values.as_array().into_iter().flatten().map(move |value| (name, &value["value"]))
    });
    let mut headers = HeaderMap::new();
    for (name, value) in values {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        headers.append(name, HeaderValue::from_str(value.as_str().unwrap()).unwrap());
    }
    headers
}

fn body(answer: &Value) -> Option<Bytes> {
    let text = answer.get("body")?.as_str().unwrap();
    match answer["bodyEncoding"].as_str() {
        Some("base64") => Some(STANDARD.decode(text).unwrap().into()),
        _ => Some(text.to_owned().into()),
    }
}
