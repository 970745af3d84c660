//! Events, in the shape in which CloudFront gives them to functions.

use super::DOMAIN;
use super::origin::Origin;
use super::viewer::Viewer;
use crate::client::Answer;
use serde_json::{Map, Value, json};

const REQUEST: &str = "4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==";
const CLIENT: &str = "203.0.113.178";
pub(super) const VIA: &str = "2.0 2afae0d44e2540f472c0635ab62c232b.cloudfront.net (CloudFront)";

/// What a function before the cache is told.
pub(super) fn viewer_request(viewer: &Viewer) -> Value {
    let (path, query) = viewer.path_and_query();
    let own = [("Host", DOMAIN), ("User-Agent", "Mozilla/5.0")];
    let sent = viewer.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    event(json!({
        "config": config("viewer-request"),
        "request": {
            "clientIp": CLIENT,
            "headers": headers(own.into_iter().chain(sent)),
            "method": viewer.method.as_str(),
            "querystring": query,
            "uri": path,
        },
    }))
}

/// What a function behind the origin is told. It sees what the origin was asked, not what the viewer did.
pub(super) fn origin_response(
    viewer: &Viewer,
    path: &str,
    origin: &Origin,
    answer: &Answer,
) -> Value {
    let asked = [
        ("X-Forwarded-For", CLIENT),
        ("User-Agent", "Amazon CloudFront"),
        ("Via", VIA),
        ("Host", origin.domain.as_str()),
    ];
    let custom = origin.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut s3 = json!({
        "authMethod": origin.auth_method,
        "customHeaders": headers(custom),
        "domainName": origin.domain,
        "path": origin.path,
    });
    if let Some(region) = &origin.region {
        s3["region"] = region.as_str().into();
    }
    event(json!({
        "config": config("origin-response"),
        "request": {
            "clientIp": CLIENT,
            "headers": headers(asked),
            "method": viewer.method.as_str(),
            "origin": { "s3": s3 },
            "querystring": "",
            "uri": path,
        },
        "response": response(answer),
    }))
}

fn response(answer: &Answer) -> Value {
    let written = answer.headers.iter().map(|(name, value)| {
        (written(name.as_str()), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let written = written.collect::<Vec<_>>();
    json!({
        "headers": headers(written.iter().map(|(name, value)| (name.as_str(), value.as_str()))),
        "status": answer.status.as_u16().to_string(),
        "statusDescription": answer.status.canonical_reason().unwrap_or_default(),
    })
}

fn event(cf: Value) -> Value {
    json!({ "Records": [{ "cf": cf }] })
}

fn config(kind: &str) -> Value {
    json!({
        "distributionDomainName": DOMAIN,
        "distributionId": "EDFDVBD6EXAMPLE",
        "eventType": kind,
        "requestId": REQUEST,
    })
}

/// By their names in lower case, each with its values in the order in which they came.
fn headers<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Value {
    let mut map = Map::new();
    for (name, value) in pairs {
        let values = map.entry(name.to_ascii_lowercase()).or_insert_with(|| json!([]));
        let values = values.as_array_mut().expect("every value here is an array");
        values.push(json!({ "key": name, "value": value }));
    }
    map.into()
}

/// A name as S3 writes it: its own in lower case, the others as the standard has them.
fn written(name: &str) -> String {
    match name {
        "etag" => "ETag".to_owned(),
        own if own.starts_with("x-amz-") => own.to_owned(),
        name => name.split('-').map(capital).collect::<Vec<_>>().join("-"),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| {
        format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
    })
}
