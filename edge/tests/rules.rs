//! CloudFront's rules: each is broken by an answer that breaks no other, and good answers break
//! none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::{Value, json};
use sizewise_edge::{Event, RULES, broken};
use std::collections::BTreeSet;

const VIEWER_REQUEST: &str = include_str!("events/viewer-request.json");
const ORIGIN_RESPONSE: &str = include_str!("events/origin-response.json");

const OBJECT: &str = "an answer is the object of a request or of a response";
const STATUS: &str = "a status is a string of three digits, 200 to 599";
const NO_CONTENT: &str = "a response without content has no body";
const DISALLOWED: &str = "no disallowed header is added";
const READ_ONLY: &str = "read-only headers stay as they came";
const VALUES: &str = "a header's value is one line of text";
const NEW_PATH: &str = "a new path is nothing but a path";
const NEW_QUERY: &str = "a new query has no space, no control and no fragment";
const SHORT: &str = "path and query are shorter than 8,192 characters";
const FITS: &str = "a response of our own fits its trigger";
const LENGTH: &str = "a content-length is that of the body";
const DESCRIPTION: &str = "a status description is one line of text";
const BASE64: &str = "a body in base64 can be decoded";
const LISTS: &str = "headers are lists by name";
const NAMES: &str = "headers are listed by lower-case names";
const KEYS: &str = "a header's key is its name, in any case";
const SLASH: &str = "a path begins with a slash";
const KEPT: &str = "a request's method and viewer stay as they came";

fn event(trigger: &str) -> Event {
    let text = match trigger {
        "viewer-request" => VIEWER_REQUEST.to_owned(),
        "origin-request" => VIEWER_REQUEST.replace("viewer-request", trigger),
        "origin-response" => ORIGIN_RESPONSE.to_owned(),
        "viewer-response" => ORIGIN_RESPONSE.replace("origin-response", trigger),
        other => panic!("no event for {other}"),
    };
    Event::read(&text).unwrap()
}

/// What the event carries, with this put into it. A null takes away.
fn changed(trigger: &str, changes: Value) -> Value {
    let mut answer = event(trigger).passed();
    merge(&mut answer, changes);
    answer
}

fn merge(into: &mut Value, changes: Value) {
    let Value::Object(changes) = changes else {
        *into = changes;
        return;
    };
    if !into.is_object() {
        *into = json!({});
    }
    let fields = into.as_object_mut().unwrap();
    for (name, change) in changes {
        match change {
            Value::Null => drop(fields.remove(&name)),
            change => merge(fields.entry(name).or_insert(Value::Null), change),
        }
    }
}

fn ours(changes: Value) -> Value {
    let mut answer = json!({
        "status": "403", "statusDescription": "Forbidden", "bodyEncoding": "text", "body": "no",
        "headers": { "cache-control": [{ "key": "Cache-Control", "value": "no-store" }] },
    });
    merge(&mut answer, changes);
    answer
}

/// What a rule claims, for which trigger an answer is, and the answer, which breaks that rule.
type Bad = (&'static str, &'static str, Value);

fn header(name: &str, value: &str) -> Value {
    json!({ "headers": { name: [{ "value": value }] } })
}

fn lines(lines: Value) -> Value {
    json!({ "headers": { "x-a": lines } })
}

fn viewer(claim: &'static str, changes: Value) -> Bad {
    (claim, "viewer-request", changed("viewer-request", changes))
}

fn origin(claim: &'static str, changes: Value) -> Bad {
    (claim, "origin-response", changed("origin-response", changes))
}

fn own(claim: &'static str, changes: Value) -> Bad {
    (claim, "viewer-request", ours(changes))
}

fn bad_responses() -> Vec<Bad> {
    vec![
        (OBJECT, "viewer-request", json!(null)),
        (OBJECT, "viewer-request", json!("GET /")),
        (OBJECT, "viewer-request", json!([])),
        (OBJECT, "viewer-request", json!({})),
        ("a response trigger answers with a response", "viewer-response", {
            json!({ "method": "GET", "clientIp": "203.0.113.178", "uri": "/", "querystring": "" })
        }),
        own(STATUS, json!({ "status": 403 })),
        own(STATUS, json!({ "status": "199" })),
        own(STATUS, json!({ "status": "600" })),
        own(STATUS, json!({ "status": "+20" })),
        own(STATUS, json!({ "status": "0200" })),
        own(STATUS, json!({ "status": "OK" })),
        ("a viewer-response keeps its status", "viewer-response", {
            changed("viewer-response", json!({ "status": "200" }))
        }),
        own(DESCRIPTION, json!({ "statusDescription": "a\r\nb" })),
        own(DESCRIPTION, json!({ "statusDescription": 1 })),
        own("a response has only fields that CloudFront knows", json!({ "statusCode": "200" })),
        own("a body is a text", json!({ "body": { "data": "" } })),
        own("a body is encoded as text or base64", json!({ "bodyEncoding": "gzip" })),
        own(BASE64, json!({ "bodyEncoding": "base64", "body": "n=o" })),
        own(BASE64, json!({ "bodyEncoding": "base64", "body": "aGk" })),
        own(FITS, json!({ "body": "x".repeat(39_980) })),
        own(FITS, header("x-long", &"x".repeat(39_980))),
        origin(
            FITS,
            json!({ "bodyEncoding": "base64", "body": "aaaa".repeat(250_000), "headers": { "content-length": null } }),
        ),
        own(NO_CONTENT, json!({ "status": "204" })),
        own(NO_CONTENT, json!({ "status": "304", "body": "" })),
        origin(
            NO_CONTENT,
            json!({ "status": "304", "body": "<xml/>", "headers": { "content-length": null } }),
        ),
        origin(LENGTH, json!({ "body": "hello" })),
        origin(
            LENGTH,
            json!({ "body": "aGk=", "bodyEncoding": "base64", "headers": { "content-length": [{ "value": "4" }] } }),
        ),
        origin(LENGTH, header("content-length", "286")),
    ]
}

fn bad_headers() -> Vec<Bad> {
    vec![
        own(LISTS, json!({ "headers": [] })),
        own(LISTS, lines(json!("one"))),
        own(LISTS, lines(json!(["one"]))),
        own(NAMES, header("X-Upper", "one")),
        own(NAMES, header("x a", "one")),
        own(NAMES, header("", "one")),
        own(KEYS, lines(json!([{ "key": "X-B", "value": "" }]))),
        own(KEYS, lines(json!([{ "key": 1, "value": "" }]))),
        own(VALUES, header("x-a", "one\r\nset-cookie: two")),
        own(VALUES, header("x-a", "nul\0")),
        own(VALUES, lines(json!([{ "value": 1 }]))),
        own(VALUES, lines(json!([{}]))),
        own(DISALLOWED, header("connection", "close")),
        own(DISALLOWED, header("x-amz-cf-id", "x")),
        own(DISALLOWED, header("x-edge-location", "x")),
        origin(DISALLOWED, header("x-cache", "Hit")),
        viewer(DISALLOWED, header("x-real-ip", "203.0.113.1")),
        viewer(READ_ONLY, json!({ "headers": { "host": null } })),
        viewer(READ_ONLY, header("host", "other.example")),
        viewer(READ_ONLY, header("transfer-encoding", "chunked")),
        own(READ_ONLY, header("via", "1.1 sizewise")),
        own(READ_ONLY, header("content-length", "2")),
        origin(READ_ONLY, json!({ "headers": { "transfer-encoding": null } })),
        origin(READ_ONLY, header("via", "1.1 other")),
        viewer(
            "a viewer-request makes up no viewer's country",
            header("cloudfront-viewer-country", "CH"),
        ),
    ]
}

fn bad_requests() -> Vec<Bad> {
    vec![
        viewer(SLASH, json!({ "uri": "01.jpg" })),
        viewer(SLASH, json!({ "uri": 1 })),
        viewer(NEW_PATH, json!({ "uri": "/01.jpg?w=200" })),
        viewer(NEW_PATH, json!({ "uri": "/01.jpg#top" })),
        viewer(NEW_PATH, json!({ "uri": "/a b.jpg" })),
        viewer(NEW_PATH, json!({ "uri": "/a\nb.jpg" })),
        viewer(NEW_QUERY, json!({ "querystring": "a b" })),
        viewer(NEW_QUERY, json!({ "querystring": "a#b" })),
        viewer(NEW_QUERY, json!({ "querystring": 1 })),
        viewer(SHORT, json!({ "uri": format!("/{}", "a".repeat(8_191)), "querystring": "" })),
        viewer(
            SHORT,
            json!({ "uri": format!("/{}", "a".repeat(4_095)), "querystring": "b".repeat(4_095) }),
        ),
        viewer(KEPT, json!({ "method": "PUT" })),
        viewer(KEPT, json!({ "clientIp": null })),
        viewer("only origin-request chooses an origin", json!({ "origin": { "custom": {} } })),
    ]
}

fn shown(answer: &Value) -> String {
    answer.to_string().chars().take(300).collect()
}

#[test]
fn every_rule_is_broken_by_an_answer_that_breaks_no_other() {
    let mut tried = BTreeSet::new();
    for (claim, trigger, answer) in [bad_responses(), bad_headers(), bad_requests()].concat() {
        let broken = broken(&event(trigger), &answer);
        let claims = broken.iter().map(|broken| broken.claim).collect::<Vec<_>>();
        assert_eq!(claims, [claim], "{trigger}: {}: {broken:?}", shown(&answer));
        tried.insert(claim);
    }
    let all = RULES.iter().map(|rule| rule.claim).collect::<BTreeSet<_>>();
    assert_eq!(tried, all);
}

#[test]
fn good_answers_break_no_rule() {
    let viewer = "viewer-request";
    let origin = "origin-response";
    for (trigger, answer) in [
        (viewer, event(viewer).passed()),
        ("origin-request", event("origin-request").passed()),
        (origin, event(origin).passed()),
        ("viewer-response", event("viewer-response").passed()),
        (viewer, event(viewer).rewritten("/200w/default/01.jpg".to_owned())),
        (viewer, changed(viewer, json!({ "uri": "/caf\u{e9}.jpg", "querystring": "" }))),
        (viewer, changed(viewer, json!({ "querystring": "a=%20&b=c?d" }))),
        (
            viewer,
            changed(viewer, json!({ "uri": format!("/{}", "a".repeat(8_190)), "querystring": "" })),
        ),
        (
            viewer,
            changed(viewer, json!({ "headers": { "x-new": [{ "key": "X-New", "value": "" }] } })),
        ),
        (viewer, json!({ "status": "302" })),
        (viewer, json!({ "status": "204", "headers": {} })),
        (viewer, ours(json!({}))),
        (viewer, ours(json!({ "headers": { "x-a": [{ "value": "tab\tand caf\u{e9}" }] } }))),
        (viewer, ours(json!({ "body": "x".repeat(39_900) }))),
        ("origin-request", changed("origin-request", json!({ "origin": { "custom": {} } }))),
        (origin, changed(origin, json!({ "headers": { "server": null, "x-amz-id-2": null } }))),
        (
            origin,
            changed(
                origin,
                json!({
                    "status": "304", "body": "", "headers": { "content-length": null }
                }),
            ),
        ),
        (
            origin,
            changed(
                origin,
                json!({
                    "body": "aGk=", "bodyEncoding": "base64", "headers": { "content-length": [{ "value": "2" }] }
                }),
            ),
        ),
    ] {
        assert_eq!(broken(&event(trigger), &answer), [], "{trigger}: {}", shown(&answer));
    }
}
