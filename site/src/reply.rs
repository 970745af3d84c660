//! Replies: a picture as an HTTP answer.

use super::conditional::{Current, Part};
use super::memory::Remembered;
use axum::body::Body;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, LAST_MODIFIED, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use sizewise::Policy;
use sizewise_store::Label;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The canonical path of what is in the answer.
pub(crate) const ADDRESS: HeaderName = HeaderName::from_static("x-sizewise-address");

/// An SVG that is opened by itself is a page of this site, and should be able to do nothing.
const SANDBOX: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
);

/// What becomes of a picture on its way to who asked for it.
pub(crate) struct Reply<'r> {
    method: &'r Method,
    headers: &'r HeaderMap,
    cache_control: HeaderValue,
    is_negotiated: bool,
}

impl<'r> Reply<'r> {
    /// `is_negotiated` says whether another one who accepts other formats may get another picture.
    pub(crate) fn new<B>(policy: &Policy, request: &'r Request<B>, is_negotiated: bool) -> Self {
        let cache_control = text(policy.answers.cache_control.as_str());
        let (method, headers) = (request.method(), request.headers());
        Self { method, headers, cache_control, is_negotiated }
    }

    /// The same for what is no variant: what is written on it holds, or else that it is taken to be unchanged for as
    /// long as the policy says of originals.
    pub(crate) fn unmade(self, label: &Label, fresh_for: u32) -> Self {
        let own = label.cache_control.as_deref().and_then(|own| HeaderValue::from_str(own).ok());
        let cache_control = own.unwrap_or_else(|| text(&format!("public, max-age={fresh_for}")));
        Self { cache_control, ..self }
    }

    /// The same for what must not be kept by anybody.
    pub(crate) fn once(self) -> Self {
        Self { cache_control: HeaderValue::from_static("no-store"), ..self }
    }

    pub(crate) fn of(self, shown: Arc<Remembered>) -> Response<Body> {
        let length = shown.bytes.len() as u64;
        let current = Current { etag: shown.etag.as_str(), modified: shown.modified, length };
        let part = Part::asked(self.method, self.headers, current);
        let (status, sent) = sent(&part, length);
        let mut response = Response::new(match (&sent, self.method) {
            (Some(range), &Method::GET) => Body::from(shown.bytes.slice(whole(range))),
            _ => Body::empty(),
        });
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(ETAG, shown.quoted_etag.clone());
        headers.insert(LAST_MODIFIED, shown.last_modified.clone());
        headers.insert(ADDRESS, shown.address.clone());
        self.describe(headers, &shown.media_type);
        measure(headers, &part, sent, length);
        response
    }

    /// What is said of every file.
    pub(crate) fn describe(&self, headers: &mut HeaderMap, media_type: &HeaderValue) {
        headers.insert(CONTENT_TYPE, media_type.clone());
        headers.insert(CACHE_CONTROL, self.cache_control.clone());
        headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self.is_negotiated {
            headers.append(VARY, HeaderValue::from_static("Accept"));
        }
        if media_type.as_bytes().starts_with(b"image/svg") {
            headers.insert(CONTENT_SECURITY_POLICY, SANDBOX);
        }
    }
}

/// The status that says which part is sent, and its bytes; nothing where none are.
pub(crate) fn sent(part: &Part, length: u64) -> (StatusCode, Option<Range<u64>>) {
    match part {
        Part::Whole => (StatusCode::OK, Some(0..length)),
        Part::Some(range) => (StatusCode::PARTIAL_CONTENT, Some(range.clone())),
        Part::NotModified => (StatusCode::NOT_MODIFIED, None),
        Part::PreconditionFailed => (StatusCode::PRECONDITION_FAILED, None),
        Part::Unsatisfiable => (StatusCode::RANGE_NOT_SATISFIABLE, None),
    }
}

/// How many bytes there are, and which of them are sent. It is said to who asks for the headers alone as well.
pub(crate) fn measure(headers: &mut HeaderMap, part: &Part, sent: Option<Range<u64>>, length: u64) {
    if let Some(range) = &sent {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    }
    match part {
        Part::Some(range) => {
            let last = range.end - 1;
            headers.insert(CONTENT_RANGE, text(&format!("bytes {}-{last}/{length}", range.start)));
        }
        Part::Unsatisfiable => {
            headers.insert(CONTENT_RANGE, text(&format!("bytes */{length}")));
        }
        Part::Whole | Part::NotModified | Part::PreconditionFailed => {}
    }
    if matches!(part, Part::Unsatisfiable | Part::PreconditionFailed) {
        // What one asked who wants too much or something else must not be kept and shown to others.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.remove(CONTENT_TYPE);
    }
}

/// A point in time as headers have it. Files may claim to be from before 1970 or after 9999, which no header can say.
pub(crate) fn date(time: SystemTime) -> HeaderValue {
    const LAST: u64 = 253_402_300_799;
    let since = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    text(&httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(since.min(LAST))))
}

/// A header of text that is known to fit into one.
pub(crate) fn text(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("visible ASCII, as its reader has seen to")
}

fn whole(range: &Range<u64>) -> Range<usize> {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    place(range.start)..place(range.end)
}
