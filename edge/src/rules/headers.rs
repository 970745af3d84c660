//! Rules about headers, of requests and responses alike.

use super::{Answer, is_control};
use crate::event::Trigger;
use crate::headers::lines;
use http::HeaderName;
use serde_json::Value;

/// What CloudFront shows to no function, and takes from none.
const DISALLOWED: [&str; 25] = [
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "trailer",
    "upgrade",
    "x-accel-buffering",
    "x-accel-charset",
    "x-accel-limit-rate",
    "x-accel-redirect",
    "x-amzn-auth",
    "x-amzn-cf-billing",
    "x-amzn-cf-id",
    "x-amzn-cf-xff",
    "x-amzn-errortype",
    "x-amzn-fle-profile",
    "x-amzn-header-count",
    "x-amzn-header-order",
    "x-amzn-lambda-integration-tag",
    "x-amzn-requestid",
    "x-cache",
    "x-forwarded-proto",
    "x-real-ip",
];

/// Beginnings of more of them.
const DISALLOWED_PREFIXES: [&str; 2] = ["x-amz-cf-", "x-edge-"];

/// Whether a function may not add this header, in lower case.
pub(crate) fn is_disallowed(name: &str) -> bool {
    DISALLOWED.contains(&name) || DISALLOWED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether a function may neither add nor change nor delete this header, in lower case. A response
/// to a request trigger is held to the list for its request: with a content-length of its own it is
/// a 502.
pub(crate) fn is_read_only(trigger: Trigger, name: &str) -> bool {
    let names: &[&str] = match trigger {
        Trigger::ViewerRequest => &["content-length", "host", "transfer-encoding", "via"],
        Trigger::OriginRequest => &[
            "accept-encoding",
            "content-length",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "transfer-encoding",
            "via",
        ],
        Trigger::OriginResponse => &["transfer-encoding", "via"],
        Trigger::ViewerResponse => &["via", "warning"],
    };
    names.contains(&name)
}

pub(super) fn shape(answer: &Answer<'_>) -> Option<String> {
    let headers = answer.field("headers")?;
    let Some(headers) = headers.as_object() else { return Some(headers.to_string()) };
    let is_list =
        |lines: &Value| lines.as_array().is_some_and(|lines| lines.iter().all(Value::is_object));
    headers
        .iter()
        .find(|(_, lines)| !is_list(lines))
        .map(|(name, lines)| format!("{name}: {lines}"))
}

pub(super) fn names(answer: &Answer<'_>) -> Option<String> {
    let mut names = answer.field("headers")?.as_object()?.keys();
    // A type of names that takes every case gives it back in lower case.
    let is_name = |name: &str| HeaderName::try_from(name).is_ok_and(|read| read.as_str() == name);
    names.find(|name| !is_name(name)).cloned()
}

pub(super) fn keys(answer: &Answer<'_>) -> Option<String> {
    let headers = answer.field("headers")?.as_object()?;
    headers.iter().find_map(|(name, lines)| {
        let mut keys = lines.as_array()?.iter().filter_map(|line| line.get("key"));
        let is_name = |key: &Value| key.as_str().is_some_and(|key| key.eq_ignore_ascii_case(name));
        keys.find(|key| !is_name(key)).map(|key| format!("{key} for {name}"))
    })
}

pub(super) fn values(answer: &Answer<'_>) -> Option<String> {
    let headers = answer.field("headers")?.as_object()?;
    headers.iter().find_map(|(name, lines)| {
        let mut values = lines.as_array()?.iter().filter(|line| line.is_object());
        let is_line = |line: &Value| {
            line.get("value").and_then(Value::as_str).is_some_and(|text| !text.contains(is_control))
        };
        values.find(|line| !is_line(line)).map(|line| format!("{line} for {name}"))
    })
}

pub(super) fn disallowed(answer: &Answer<'_>) -> Option<String> {
    let before = answer.before("headers");
    let headers = answer.field("headers")?.as_object()?;
    let is_added = |name: &str| before.and_then(|before| before.get(name)).is_none();
    headers.keys().find(|name| is_disallowed(&name.to_ascii_lowercase()) && is_added(name)).cloned()
}

pub(super) fn read_only(answer: &Answer<'_>) -> Option<String> {
    let protected = |headers| {
        let lines = lines(headers);
        let lines = lines.map(|(name, value)| (name.to_ascii_lowercase(), value));
        let mut lines =
            lines.filter(|(name, _)| is_read_only(answer.trigger, name)).collect::<Vec<_>>();
        lines.sort();
        lines
    };
    let (before, after) = (protected(answer.before("headers")), protected(answer.field("headers")));
    (before != after).then(|| format!("{after:?} for {before:?}"))
}

pub(super) fn country(answer: &Answer<'_>) -> Option<String> {
    const COUNTRY: &str = "cloudfront-viewer-country";
    let is_made_up = answer.trigger == Trigger::ViewerRequest && answer.is_request();
    let of = |headers: Option<&Value>| headers.and_then(|headers| headers.get(COUNTRY)).cloned();
    let after = of(answer.field("headers"))?;
    (is_made_up && of(answer.before("headers")).is_none()).then(|| after.to_string())
}
