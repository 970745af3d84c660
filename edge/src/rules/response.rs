//! Rules about responses.

use super::{Answer, is_control};
use crate::event::Trigger;
use crate::headers::{first, lines};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) fn status(answer: &Answer<'_>) -> Option<String> {
    let status = answer.field("status")?;
    let number = status.as_str().filter(|text| text.len() == 3).map(str::parse::<u16>);
    let is_status = matches!(number, Some(Ok(200..=599)));
    (!is_status).then(|| status.to_string())
}

pub(super) fn kept_status(answer: &Answer<'_>) -> Option<String> {
    let is_kept = answer.trigger != Trigger::ViewerResponse || !answer.has_changed("status");
    (answer.is_response() && !is_kept).then(|| answer.text("status").to_owned())
}

pub(super) fn description(answer: &Answer<'_>) -> Option<String> {
    let description = answer.field("statusDescription")?;
    let is_line = description.as_str().is_some_and(|text| !text.contains(is_control));
    (!is_line).then(|| description.to_string())
}

pub(super) fn fields(answer: &Answer<'_>) -> Option<String> {
    const KNOWN: [&str; 5] = ["status", "statusDescription", "headers", "body", "bodyEncoding"];
    if !answer.is_response() {
        return None;
    }
    let is_known = |name: &str| KNOWN.contains(&name) || answer.before(name).is_some();
    answer.fields.keys().find(|name| !is_known(name)).cloned()
}

pub(super) fn body(answer: &Answer<'_>) -> Option<String> {
    let body = answer.field("body").filter(|_| answer.is_response())?;
    (!body.is_string()).then(|| body.to_string())
}

pub(super) fn encoding(answer: &Answer<'_>) -> Option<String> {
    let encoding = answer.field("bodyEncoding").filter(|_| answer.is_response())?;
    let is_known = matches!(encoding.as_str(), Some("text" | "base64"));
    (!is_known).then(|| encoding.to_string())
}

pub(super) fn base64(answer: &Answer<'_>) -> Option<String> {
    if !answer.is_response() || answer.text("bodyEncoding") != "base64" {
        return None;
    }
    STANDARD.decode(answer.text("body")).err().map(|error| error.to_string())
}

/// Counted is what is sent: a body in base64 as it stands here, and of each header its name, its
/// value and four more.
pub(super) fn size(answer: &Answer<'_>) -> Option<String> {
    let headers = lines(answer.field("headers")).map(|(name, value)| name.len() + value.len() + 4);
    let size = headers.sum::<usize>() + answer.text("body").len();
    let most = answer.trigger.most_response();
    let is_ours = answer.is_response() && answer.field("body").is_some();
    (is_ours && size > most).then(|| format!("{size} of {most} bytes"))
}

/// An origin's own body is taken away by an empty one, so an empty one is none. In a request
/// trigger there is nothing to take away, and CloudFront looks whether the field is there.
pub(super) fn content(answer: &Answer<'_>) -> Option<String> {
    let body = answer.field("body").filter(|_| matches!(answer.text("status"), "204" | "304"))?;
    let is_empty = body.as_str() == Some("") && !answer.is_generated();
    (!is_empty).then(|| body.to_string())
}

pub(super) fn length(answer: &Answer<'_>) -> Option<String> {
    let said = first(answer.field("headers"), "content-length").filter(|_| answer.is_response())?;
    let body = answer.text("body");
    let length = match answer.field("body") {
        // Nothing was put in the place of the origin's own.
        None => first(answer.before("headers"), "content-length")?.to_owned(),
        Some(_) if answer.text("bodyEncoding") == "base64" => {
            STANDARD.decode(body).ok()?.len().to_string()
        }
        Some(_) => body.len().to_string(),
    };
    (said != length).then(|| format!("{said} for {length}"))
}
