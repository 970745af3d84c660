//! Events of Function URLs, payload 2.0, as Lambda writes them.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const DOMAIN: &str = "abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws";
const CLIENT: &str = "203.0.113.178";

/// The event of a request that comes without a signature; `target` is its path and its query, as they were sent.
///
/// The path stays encoded, other than at the gateways for APIs. Of the query it is told that a plus comes as a bare
/// space (aws-lambda-web-adapter, issue 491), so here it does.
pub fn url_event(method: &str, target: &str, headers: &[(&str, &str)]) -> Value {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let raw_query = query.replace('+', " ");
    let agent = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("user-agent"));
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": raw_query,
        "headers": sent(headers),
        "requestContext": {
            "accountId": "anonymous",
            "apiId": &DOMAIN[..32],
            "domainName": DOMAIN,
            "domainPrefix": &DOMAIN[..32],
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": CLIENT,
                "userAgent": agent.map_or("", |(_, value)| value),
            },
            "requestId": "e1506fd5-9e7b-434f-bd42-4f8fa224b599",
            "routeKey": "$default",
            "stage": "$default",
            "time": "01/Jan/2026:00:00:00 +0000",
            "timeEpoch": 1_767_225_600_000_u64,
        },
        "isBase64Encoded": false,
    });
    let parameters = parameters(&raw_query);
    if !parameters.is_empty() {
        event["queryStringParameters"] = parameters.into();
    }
    let cookies = cookies(headers);
    if !cookies.is_empty() {
        event["cookies"] = cookies.into();
    }
    event
}

/// Names in lower case, several values in one, and what Lambda adds.
fn sent(headers: &[(&str, &str)]) -> BTreeMap<String, String> {
    let added = [
        ("host", DOMAIN),
        ("x-amzn-tls-cipher-suite", "TLS_AES_128_GCM_SHA256"),
        ("x-amzn-tls-version", "TLSv1.3"),
        ("x-amzn-trace-id", "Root=1-62ecd163-5f302e550dcde3b12402207d"),
        ("x-forwarded-for", CLIENT),
        ("x-forwarded-port", "443"),
        ("x-forwarded-proto", "https"),
    ];
    let mut all = BTreeMap::<String, String>::new();
    let is_other = |(name, _): &&(&str, &str)| !name.eq_ignore_ascii_case("cookie");
    for (name, value) in added.iter().chain(headers.iter().filter(is_other)) {
        let values = all.entry(name.to_ascii_lowercase()).or_default();
        let comma = if values.is_empty() { "" } else { "," };
        *values = format!("{values}{comma}{value}");
    }
    all
}

fn cookies(headers: &[(&str, &str)]) -> Vec<String> {
    let cookies = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("cookie"));
    cookies.flat_map(|(_, value)| value.split("; ")).map(ToOwned::to_owned).collect()
}

/// Decoded; the values of a name that is repeated are joined by commas.
fn parameters(query: &str) -> Map<String, Value> {
    let mut all = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let [name, value] = [name, value].map(|text| percent_decode_str(text).decode_utf8_lossy());
        let before =
            all.get(name.as_ref()).and_then(Value::as_str).map(|before| format!("{before},"));
        let value = format!("{}{value}", before.unwrap_or_default());
        all.insert(name.into_owned(), value.into());
    }
    all
}
