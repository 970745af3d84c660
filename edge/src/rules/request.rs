//! Rules about requests.

use super::Answer;
use crate::event::Trigger;
use serde_json::Value;

pub(super) fn slash(answer: &Answer<'_>) -> Option<String> {
    let uri = answer.field("uri").filter(|_| answer.is_request())?;
    let is_path = uri.as_str().is_some_and(|uri| uri.starts_with('/'));
    (!is_path).then(|| uri.to_string())
}

/// What came is handed on as it came, whatever is in it.
pub(super) fn path(answer: &Answer<'_>) -> Option<String> {
    let is_new = answer.is_request() && answer.has_changed("uri");
    let uri = answer.text("uri");
    let is_path = !uri.contains(|c: char| is_no_target(c) || c == '?');
    (is_new && !is_path).then(|| uri.to_owned())
}

pub(super) fn query(answer: &Answer<'_>) -> Option<String> {
    let is_new = answer.is_request() && answer.has_changed("querystring");
    let query = answer.field("querystring").filter(|_| is_new)?;
    let is_query = query.as_str().is_some_and(|query| !query.contains(is_no_target));
    (!is_query).then(|| query.to_string())
}

fn is_no_target(c: char) -> bool {
    c == ' ' || c == '#' || c.is_control()
}

pub(super) fn length(answer: &Answer<'_>) -> Option<String> {
    const MOST: usize = 8_191;
    if !answer.is_request() {
        return None;
    }
    let count = |name| answer.text(name).chars().count();
    let query = count("querystring");
    let found = count("uri") + query + usize::from(query > 0);
    let is_new = answer.has_changed("uri") || answer.has_changed("querystring");
    (is_new && found > MOST).then(|| format!("{found} characters"))
}

pub(super) fn read_only(answer: &Answer<'_>) -> Option<String> {
    let mut changed = ["method", "clientIp"].into_iter().filter(|name| answer.has_changed(name));
    let changed = changed.next().filter(|_| answer.is_request())?;
    Some(format!("{changed}: {}", answer.field(changed).unwrap_or(&Value::Null)))
}

pub(super) fn origin(answer: &Answer<'_>) -> Option<String> {
    let is_changed = answer.is_request() && answer.has_changed("origin");
    let origin = || answer.field("origin").unwrap_or(&Value::Null).to_string();
    (is_changed && answer.trigger != Trigger::OriginRequest).then(origin)
}
