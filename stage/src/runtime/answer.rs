//! What a Function URL makes of a program's answer.

use crate::client::Answer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;
use std::time::Duration;

/// What a caller gets.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Whether it was streamed, and not sent as one piece of JSON.
    pub is_streamed: bool,
    /// What the program said instead: its kind, and the words.
    pub error: Option<(String, String)>,
    /// From when the program had the event until the first byte of its answer,
    pub first: Duration,
    /// and until the last.
    pub took: Duration,
    /// The bytes that went from the program to Lambda.
    pub sent: usize,
}

impl From<Answered> for Answer {
    fn from(answered: Answered) -> Self {
        let Answered { status, headers, body, .. } = answered;
        Self { status, headers, body }
    }
}

/// The most bytes of a buffered answer, JSON and base64 and all.
const MOST: usize = 6_291_556;

/// Between the head of a streamed answer, which is JSON, and its body.
const BETWEEN: [u8; 8] = [0; 8];

impl Answered {
    pub(super) fn failed(kind: &str, words: &str) -> Self {
        let error = Some((kind.to_owned(), words.to_owned()));
        Self { status: StatusCode::BAD_GATEWAY, error, ..Self::default() }
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A buffered answer: JSON with the body in it. Where it has no status, it is the body itself.
    pub(super) fn buffered(bytes: Bytes) -> Self {
        if bytes.len() > MOST {
            let words = format!("expected {MOST} bytes at most, found {}", bytes.len());
            return Self::failed("Function.ResponseSizeTooLarge", &words);
        }
        let read = serde_json::from_slice::<Value>(&bytes);
        let Some(told) = read.ok().filter(|told| told.get("statusCode").is_some()) else {
            return Self { body: bytes, ..Self::default() };
        };
        let text = told["body"].as_str().unwrap_or_default();
        let body = match told["isBase64Encoded"].as_bool() {
            Some(true) => STANDARD.decode(text).map(Bytes::from),
            _ => Ok(Bytes::from(text.to_owned())),
        };
        match (head(&told), body) {
            (Ok((status, headers)), Ok(body)) => Self { status, headers, body, ..Self::default() },
            (Err(why), _) => Self::failed("Runtime.InvalidResponse", &why),
            (_, Err(why)) => Self::failed("Runtime.InvalidResponse", &why.to_string()),
        }
    }

    /// A streamed answer: its head, eight zeros, its body.
    pub(super) fn streamed(bytes: &Bytes) -> Self {
        let is_between = |window: &[u8]| window == BETWEEN;
        let Some(end) = bytes.windows(BETWEEN.len()).position(is_between) else {
            return Self::failed("Runtime.InvalidResponse", "expected eight zeros, found none");
        };
        let told = serde_json::from_slice::<Value>(&bytes[..end]).map_err(|why| why.to_string());
        match told.and_then(|told| head(&told)) {
            Ok((status, headers)) => {
                let body = bytes.slice(end + BETWEEN.len()..);
                Self { status, headers, body, is_streamed: true, ..Self::default() }
            }
            Err(why) => Self::failed("Runtime.InvalidResponse", &why),
        }
    }
}

fn head(told: &Value) -> Result<(StatusCode, HeaderMap), String> {
    let status = told["statusCode"].as_u64().and_then(|status| u16::try_from(status).ok());
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status =
        status.ok_or_else(|| format!("expected a status, found {}", told["statusCode"]))?;
    let mut headers = HeaderMap::new();
    for (name, value) in told["headers"].as_object().into_iter().flatten() {
        append(&mut headers, name, value)?;
    }
    for cookie in told["cookies"].as_array().into_iter().flatten() {
        append(&mut headers, "set-cookie", cookie)?;
    }
    Ok((status, headers))
}

/// Values may be numbers and flags, too.
fn append(headers: &mut HeaderMap, name: &str, value: &Value) -> Result<(), String> {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let wrong = |_| format!("expected a header, found {name:?}: {text:?}");
    let name = name.parse::<HeaderName>().map_err(|_| format!("not a header: {name:?}"))?;
    let value = HeaderValue::from_str(&text).map_err(|_| wrong(()))?;
    headers.append(name, value);
    Ok(())
}
