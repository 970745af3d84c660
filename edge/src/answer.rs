//! Answers: the object that CloudFront is given back. What is handed on is the event's own, with
//! nothing changed but what is meant to change.

use crate::event::{Event, Trigger};
use crate::headers;
use crate::rules;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Response};
use serde_json::{Map, Value, json};

/// What is left for everything but the body: headers, status and description.
const HEADERS: usize = 8_192;

impl Trigger {
    /// The most bytes of a response of our own, headers and body: 40 KB between viewer and cache, 1
    /// MB between cache and origin. Nobody says whether a KB has 1,000 bytes or 1,024: here it has
    /// 1,000.
    pub const fn most_response(self) -> usize {
        match self {
            Trigger::ViewerRequest | Trigger::ViewerResponse => 40_000,
            Trigger::OriginRequest | Trigger::OriginResponse => 1_000_000,
        }
    }

    /// The most bytes of a picture that a response of our own carries. Base64 makes four characters
    /// of every three bytes, and whether the limit is counted before or after is not said; counted
    /// after, an origin trigger carries (1,000,000 - 8,192) / 4 * 3 = 743,856 bytes, and a viewer
    /// trigger (40,000 - 8,192) / 4 * 3 = 23,856.
    pub const fn most_picture(self) -> usize {
        (self.most_response() - HEADERS) / 4 * 3
    }
}

impl Event {
    /// The answer that leaves everything as it came.
    pub fn passed(self) -> Value {
        Value::Object(self.response.unwrap_or(self.request))
    }

    /// The answer that goes on with another path, and without a query: the path alone is the cache
    /// key.
    pub fn rewritten(mut self, path: String) -> Value {
        self.request.insert("uri".to_owned(), Value::String(path));
        self.request.insert("querystring".to_owned(), Value::String(String::new()));
        Value::Object(self.request)
    }

    /// The answer that is a response of our own. Whoever has a large one asks
    /// [`Trigger::most_picture`] first.
    pub fn responded(&self, response: &Response<Bytes>) -> Value {
        let origins = self.response.as_ref().and_then(|response| response.get("headers"));
        responded(self.trigger, origins, response)
    }
}

impl Trigger {
    /// The answer that is a response of our own, where not even the event could be read.
    pub fn responded(self, response: &Response<Bytes>) -> Value {
        responded(self, None, response)
    }
}

fn responded(trigger: Trigger, origins: Option<&Value>, response: &Response<Bytes>) -> Value {
    let status = response.status();
    let headers = own_headers(trigger, origins, response.headers());
    let mut answer = Map::from_iter([
        ("status".to_owned(), json!(status.as_str())),
        ("headers".to_owned(), Value::Object(headers)),
    ]);
    if let Some(reason) = status.canonical_reason() {
        answer.insert("statusDescription".to_owned(), json!(reason));
    }
    // Without a body, an origin's own would be sent on: a picture with the XML of a 404 within.
    if !trigger.is_of_requests() || !response.body().is_empty() {
        let (encoding, body) = encoded(response);
        answer.insert("bodyEncoding".to_owned(), json!(encoding));
        answer.insert("body".to_owned(), Value::String(body));
    }
    Value::Object(answer)
}

/// The headers of a response, less those that CloudFront takes from nobody, and with those of the
/// origin's response that it wants back. All others of the origin tell of what the origin sent: its
/// length, its ETag, its server.
fn own_headers(trigger: Trigger, origins: Option<&Value>, ours: &HeaderMap) -> Map<String, Value> {
    let mut headers = Map::new();
    headers::write(ours, &mut headers);
    let is_read_only = |name: &str| rules::is_read_only(trigger, name);
    headers.retain(|name, _| {
        // CloudFront counts itself; in a request trigger it even refuses to be told.
        name != CONTENT_LENGTH.as_str() && !rules::is_disallowed(name) && !is_read_only(name)
    });
    for (name, lines) in origins.and_then(Value::as_object).into_iter().flatten() {
        // Of the others the date alone is still true, and what is kept is counted from it.
        if is_read_only(name) || name == "date" && !headers.contains_key(name) {
            headers.insert(name.clone(), lines.clone());
        }
    }
    headers
}

/// A body as JSON can hold it.
fn encoded(response: &Response<Bytes>) -> (&'static str, String) {
    let body = response.body();
    let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_text = media_type.is_some_and(|name| name.starts_with("text/") || name.contains("json"));
    match str::from_utf8(body) {
        Ok(text) if is_text || text.is_empty() => ("text", text.to_owned()),
        _ => ("base64", STANDARD.encode(body)),
    }
}
