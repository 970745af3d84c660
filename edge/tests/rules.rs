//! CloudFront's rules: each is broken by an answer that breaks no other, and good answers break none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::{Value, json};
use sizewise_edge::{Event, RULES, broken};
use std::collections::BTreeSet;

const VIEWER_REQUEST: &str = include_str!("events/viewer-request.json");
const ORIGIN_RESPONSE: &str = include_str!("events/origin-response.json");

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

/// Answers that break one rule, by what it claims.
fn bad() -> Vec<(&'static str, &'static str, Value)> {
    let header = |name: &str, value: &str| json!({ "headers": { name: [{ "value": value }] } });
    let lines = |lines: Value| json!({ "headers": { "x-a": lines } });
    let of = |claim, trigger, answer| (claim, trigger, answer);
    let viewer = |claim, changes| (claim, "viewer-request", changed("viewer-request", changes));
    let origin = |claim, changes| (claim, "origin-response", changed("origin-response", changes));
    let own = |claim, changes| (claim, "viewer-request", ours(changes));
    let an_object = "an answer is the object of a request or of a response";
    let a_status = "a status is a string of three digits, 200 to 599";
    let no_content = "a response without content has no body";
    let disallowed = "no disallowed header is added";
    let read_only = "read-only headers stay as they came";
    let values = "a header's value is one line of text";
    let new_path = "a new path is nothing but a path";
    let new_query = "a new query has no space, no control and no fragment";
    let short = "path and query are shorter than 8,192 characters";
    let fits = "a response of our own fits its trigger";
    let length = "a content-length is that of the body";
    vec![
        of(an_object, "viewer-request", json!(null)),
        of(an_object, "viewer-request", json!("GET /")),
        of(an_object, "viewer-request", json!([])),
        of(an_object, "viewer-request", json!({})),
        of("a response trigger answers with a response", "viewer-response", {
            json!({ "method": "GET", "clientIp": "203.0.113.178", "uri": "/", "querystring": "" })
        }),
        own(a_status, json!({ "status": 403 })),
        own(a_status, json!({ "status": "199" })),
        own(a_status, json!({ "status": "600" })),
        own(a_status, json!({ "status": "+20" })),
        own(a_status, json!({ "status": "0200" })),
        own(a_status, json!({ "status": "OK" })),
        of("a viewer-response keeps its status", "viewer-response", {
            changed("viewer-response", json!({ "status": "200" }))
        }),
        own("a status description is one line of text", json!({ "statusDescription": "a\r\nb" })),
        own("a status description is one line of text", json!({ "statusDescription": 1 })),
        own("a response has only fields that CloudFront knows", json!({ "statusCode": "200" })),
        own("a body is a text", json!({ "body": { "data": "" } })),
        own("a body is encoded as text or base64", json!({ "bodyEncoding": "gzip" })),
        own("a body in base64 can be decoded", json!({ "bodyEncoding": "base64", "body": "n=o" })),
        own("a body in base64 can be decoded", json!({ "bodyEncoding": "base64", "body": "aGk" })),
        own(fits, json!({ "body": "x".repeat(39_980) })),
        own(fits, header("x-long", &"x".repeat(39_980))),
        origin(
            fits,
            json!({ "bodyEncoding": "base64", "body": "aaaa".repeat(250_000), "headers": { "content-length": null } }),
        ),
        own(no_content, json!({ "status": "204" })),
        own(no_content, json!({ "status": "304", "body": "" })),
        origin(
            no_content,
            json!({ "status": "304", "body": "<xml/>", "headers": { "content-length": null } }),
        ),
        origin(length, json!({ "body": "hello" })),
        origin(
            length,
            json!({ "body": "aGk=", "bodyEncoding": "base64", "headers": { "content-length": [{ "value": "4" }] } }),
        ),
        origin(length, header("content-length", "286")),
        own("headers are lists by name", json!({ "headers": [] })),
        own("headers are lists by name", lines(json!("one"))),
        own("headers are lists by name", lines(json!(["one"]))),
        own("headers are listed by lower-case names", header("X-Upper", "one")),
        own("headers are listed by lower-case names", header("x a", "one")),
        own("headers are listed by lower-case names", header("", "one")),
        own(
            "a header's key is its name, in any case",
            lines(json!([{ "key": "X-B", "value": "" }])),
        ),
        own("a header's key is its name, in any case", lines(json!([{ "key": 1, "value": "" }]))),
        own(values, header("x-a", "one\r\nset-cookie: two")),
        own(values, header("x-a", "nul\0")),
        own(values, lines(json!([{ "value": 1 }]))),
        own(values, lines(json!([{}]))),
        own(disallowed, header("connection", "close")),
        own(disallowed, header("x-amz-cf-id", "x")),
        own(disallowed, header("x-edge-location", "x")),
        origin(disallowed, header("x-cache", "Hit")),
        viewer(disallowed, header("x-real-ip", "203.0.113.1")),
        viewer(read_only, json!({ "headers": { "host": null } })),
        viewer(read_only, header("host", "other.example")),
        viewer(read_only, header("transfer-encoding", "chunked")),
        own(read_only, header("via", "1.1 sizewise")),
        own(read_only, header("content-length", "2")),
        origin(read_only, json!({ "headers": { "transfer-encoding": null } })),
        origin(read_only, header("via", "1.1 other")),
        viewer(
            "a viewer-request makes up no viewer's country",
            header("cloudfront-viewer-country", "CH"),
        ),
        viewer("a path begins with a slash", json!({ "uri": "01.jpg" })),
        viewer("a path begins with a slash", json!({ "uri": 1 })),
        viewer(new_path, json!({ "uri": "/01.jpg?w=200" })),
        viewer(new_path, json!({ "uri": "/01.jpg#top" })),
        viewer(new_path, json!({ "uri": "/a b.jpg" })),
        viewer(new_path, json!({ "uri": "/a\nb.jpg" })),
        viewer(new_query, json!({ "querystring": "a b" })),
        viewer(new_query, json!({ "querystring": "a#b" })),
        viewer(new_query, json!({ "querystring": 1 })),
        viewer(short, json!({ "uri": format!("/{}", "a".repeat(8_191)), "querystring": "" })),
        viewer(
            short,
            json!({ "uri": format!("/{}", "a".repeat(4_095)), "querystring": "b".repeat(4_095) }),
        ),
        viewer("a request's method and viewer stay as they came", json!({ "method": "PUT" })),
        viewer("a request's method and viewer stay as they came", json!({ "clientIp": null })),
        viewer("only origin-request chooses an origin", json!({ "origin": { "custom": {} } })),
    ]
}

fn shown(answer: &Value) -> String {
    answer.to_string().chars().take(300).collect()
}

#[test]
fn every_rule_is_broken_by_an_answer_that_breaks_no_other() {
    let mut tried = BTreeSet::new();
    for (claim, trigger, answer) in bad() {
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
