//! Rubbish: what is answered to events that nobody should send, and that somebody will.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use proptest::prelude::*;
use serde_json::{Value, json};
use sizewise::Policy;
use sizewise_edge::{Event, Trigger, broken};
use sizewise_viewer_request::{Answered, answered};

/// An event about a request with these fields in it.
fn event(fields: Value) -> String {
    event_for("viewer-request", fields)
}

fn event_for(trigger: &str, fields: Value) -> String {
    let mut request = json!({
        "clientIp": "203.0.113.178", "method": "GET", "uri": "/01.jpg", "querystring": "",
        "headers": { "host": [{ "key": "Host", "value": "d111111abcdef8.cloudfront.net" }] },
    });
    for (name, field) in fields.as_object().unwrap() {
        request[name] = field.clone();
    }
    let response = json!({ "status": "404", "headers": {} });
    let config = json!({ "eventType": trigger });
    let cf = json!({ "config": config, "request": request, "response": response });
    json!({ "Records": [{ "cf": cf }] }).to_string()
}

fn answer(event: &str) -> Answered {
    let answered = answered(&Policy::standard(), event, 1_764_000_000);
    if let Ok(read) = Event::read(event) {
        assert_eq!(broken(&read, &answered.answer), [], "{}", answered.answer);
    }
    answered
}

/// Checks the status of a refusal and the beginning of its sentence, which the log has as well.
fn check_refused(event: &str, status: u16, sentence: &str) {
    let Answered { answer, told } = answer(event);
    assert_eq!(answer["status"], status.to_string(), "{answer}");
    let body = serde_json::from_str::<Value>(answer["body"].as_str().unwrap()).unwrap();
    let detail = body["detail"].as_str().unwrap();
    assert!(detail.starts_with(sentence), "{detail}");
    let line = serde_json::from_str::<Value>(&told.unwrap().line(1)).unwrap();
    assert_eq!((&line["sentence"], &line["status"]), (&json!(detail), &json!(status)));
}

fn check_passed(event: &str) {
    let Answered { answer, told } = answer(event);
    assert_eq!((answer, told), (Event::read(event).unwrap().passed(), None));
}

fn check_rewritten(event: &str, path: &str) {
    let Answered { answer, told } = answer(event);
    assert_eq!((&answer["uri"], &answer["querystring"], told), (&json!(path), &json!(""), None));
}

#[test]
fn what_cannot_be_read_is_answered_with_a_problem_that_nobody_keeps() {
    let huge = "x".repeat(2_000_000);
    let surrogate = event(json!({})).replace("/01.jpg", r"/\ud800.jpg");
    let number = event(json!({ "ttl": 1 })).replace(r#""ttl":1"#, r#""ttl":1e999"#);
    for text in
        ["", "\0", "GET / HTTP/1.1", "{", "[", &huge, &"[".repeat(200_000), &surrogate, &number]
    {
        check_refused(text, 500, "expected the JSON of an event, found other text: ");
    }
    for text in ["{}", "[]", "null", "1", r#"{"Records":[]}"#, r#"{"Records":[{"s3":{}}]}"#] {
        check_refused(text, 500, "expected `Records[0].cf` in an event of CloudFront, found none");
    }
    let of_tomorrow = event_for("viewer-request-2", json!({}));
    check_refused(
        &of_tomorrow,
        500,
        "expected an event for a trigger such as `viewer-request`, found",
    );
    let Answered { answer, .. } = answer("{}");
    assert_eq!(answer["headers"]["cache-control"][0]["value"], "no-store");
}

#[test]
fn an_event_for_another_trigger_passes_as_it_came_and_is_told() {
    for trigger in ["origin-request", "origin-response", "viewer-response"] {
        let event = event_for(trigger, json!({ "querystring": "w=abc" }));
        let Answered { answer, told } = answer(&event);
        assert_eq!(answer, Event::read(&event).unwrap().passed());
        let line = serde_json::from_str::<Value>(&told.unwrap().line(1)).unwrap();
        let sentence = format!("expected an event for `viewer-request`, found one for `{trigger}`");
        assert_eq!((&line["Unreadable"], &line["sentence"]), (&json!(1), &json!(sentence)));
    }
}

#[test]
fn a_request_that_cannot_be_judged_goes_nowhere() {
    let no_slash = "expected a path that begins with a slash, found ";
    for path in [json!("01.jpg"), json!(""), json!("*"), json!(1), json!(null)] {
        check_refused(&event(json!({ "uri": path })), 400, no_slash);
    }
    for method in [json!("GET /"), json!(""), json!(1), json!("\r\n")] {
        check_refused(
            &event(json!({ "method": method })),
            400,
            "expected a method such as GET, found ",
        );
    }
    let long = event(json!({ "querystring": "a".repeat(100_000) }));
    check_refused(&long, 414, "expected a path and a query of at most 65534 bytes, found 100008");
}

#[test]
fn paths_that_no_browser_sends_are_judged_by_what_they_mean() {
    let w = |path: &str| event(json!({ "uri": path, "querystring": "w=200" }));
    check_rewritten(&w("/a b.jpg"), "/200w/default/a%20b.jpg");
    check_rewritten(&w("/\"a\".jpg"), "/200w/default/%22a%22.jpg");
    check_rewritten(&w("/caf\u{e9}/\u{1f600}.jpg"), "/200w/default/caf%C3%A9/%F0%9F%98%80.jpg");
    check_rewritten(&w("/a?b#c.jpg"), "/200w/default/a%3Fb%23c.jpg");
    check_rewritten(&w("/{a}|\\^`.jpg"), "/200w/default/%7Ba%7D%7C%5C%5E%60.jpg");
    check_refused(&w("/%00.jpg"), 400, "expected no control character in the path, found U+0000");
    check_refused(&w("/\0.jpg"), 400, "expected no control character in the path, found U+0000");
    check_refused(
        &w("/a\r\nb.jpg"),
        400,
        "expected no control character in the path, found U+000D",
    );
    check_refused(
        &w("/\u{85}.jpg"),
        400,
        "expected no control character in the path, found U+0085",
    );
    check_refused(&w("/%FF.jpg"), 400, "expected UTF-8 in the path, found other bytes");
    check_refused(&w("/..\\../%2e%2e/a.jpg"), 400, "expected no `.` or `..` as a segment");
    let long = format!("/{}.jpg", "a".repeat(10_000));
    check_refused(&w(&long), 414, "expected a stored key of at most 1024 bytes, found 10004");
}

#[test]
fn paths_of_no_picture_pass_whatever_is_in_them() {
    for path in
        ["/", "/a b.html", "/%zz", "/\0", "/a?b", "/01.jpg#", "/caf\u{e9}.css", "/%FF", "//"]
    {
        check_passed(&event(json!({ "uri": path, "querystring": "a b#c" })));
    }
    check_passed(&event(json!({ "uri": format!("/{}", "a".repeat(10_000)) })));
}

#[test]
fn queries_that_no_browser_sends_are_read_as_far_as_they_can_be() {
    let query = |query: &str| event(json!({ "querystring": query }));
    check_rewritten(&query("w=200&\u{0}=\"<a b>\"#c"), "/200w/default/01.jpg");
    check_rewritten(&query("w=200&%zz=%&===&&"), "/200w/default/01.jpg");
    check_refused(
        &query("w=200#"),
        400,
        "expected a whole number of at least 1 for `width`, found `200#`",
    );
    check_refused(
        &query("w=%00"),
        400,
        "expected a whole number of at least 1 for `width`, found `\\u{0}`",
    );
    check_rewritten(&query(&"w=200&".repeat(1_300)), "/200w/default/01.jpg");
}

#[test]
fn headers_that_http_cannot_hold_are_handed_on_and_decide_nothing() {
    let accept = |lines: Value| {
        let headers =
            json!({ "accept": lines, "x y": [{ "value": "z" }], "latin": [{ "value": "\u{e9}" }] });
        event(json!({ "uri": "/01.jpg", "querystring": "w=200&format=auto", "headers": headers }))
    };
    for lines in [
        json!([{ "value": "image/webp\r\nx: y" }]),
        json!([{ "value": "image/webp\0" }]),
        json!([{ "value": 1 }]),
        json!(["image/webp"]),
        json!("image/webp"),
    ] {
        let event = accept(lines);
        let read = Event::read(&event).unwrap();
        let Answered { answer, .. } = answered(&Policy::standard(), &event, 0);
        assert_eq!(answer, read.rewritten("/200w/default/01.jpg".to_owned()));
    }
    let one_whole = accept(json!([{ "value": "\n" }, {}, { "value": "image/webp" }]));
    let Answered { answer, .. } = answered(&Policy::standard(), &one_whole, 0);
    assert_eq!(answer["uri"], "/200w,format.webp/default/01.jpg");
    for headers in [json!(null), json!([]), json!("accept: */*"), json!({ "accept": null })] {
        let event = event(json!({ "headers": headers, "querystring": "w=200" }));
        let Answered { answer, .. } = answered(&Policy::standard(), &event, 0);
        assert_eq!(
            (&answer["uri"], &answer["headers"]),
            (&json!("/200w/default/01.jpg"), &headers)
        );
    }
}

#[test]
fn a_refusal_says_how_long_it_holds_and_what_else_would_be_taken() {
    let Answered { answer, .. } = answer(&event(json!({ "method": "DELETE" })));
    let header = |name: &str| answer["headers"][name][0]["value"].as_str();
    assert_eq!(header("allow"), Some("GET, HEAD, OPTIONS"));
    assert_eq!(header("cache-control"), Some("public, max-age=10"));
    assert_eq!(header("content-type"), Some("application/problem+json"));
    assert_eq!(header("x-content-type-options"), Some("nosniff"));
    assert_eq!(
        answer["body"].as_str().unwrap(),
        sizewise::problem(405, "Method Not Allowed", "expected GET or HEAD, found `DELETE`")
    );
}

#[test]
fn a_refusal_of_a_head_has_no_body() {
    let event = event(json!({ "method": "HEAD", "querystring": "w=abc" }));
    let Answered { answer, .. } = answer(&event);
    assert_eq!((answer["status"].as_str(), answer.get("body")), (Some("400"), None));
}

#[test]
fn no_line_of_the_log_has_a_query_or_more_of_a_path_than_tells_which_it_is() {
    let path = format!("/{}.jpg", "\u{e9}".repeat(5_000));
    let event = event(json!({ "uri": path, "querystring": "w=200&signature=secret" }));
    let line = answer(&event).told.unwrap().line(1);
    assert!(!line.contains("secret"));
    assert!(line.len() < 3_000, "{} bytes", line.len());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_answering_panic(text in ".*") {
        answer(&text);
    }

    #[test]
    fn no_request_makes_answering_panic(
        method in prop_oneof!["GET", "HEAD", ".*"],
        uri in prop_oneof!["/.*", "/[0-9hw]{1,6}/(bw|default)/[a-z%.]{1,12}", "/.*\\.(jpg|png)", ".*"],
        query in prop_oneof![".*", "(w|h|q|fit|format|crop)=[a-z0-9%_.-]{0,8}(&[a-z]{1,5}=.{0,5}){0,3}"],
        accept in ".*",
    ) {
        let headers = json!({ "accept": [{ "key": "Accept", "value": accept }] });
        let event = event(json!({ "method": method, "uri": uri, "querystring": query, "headers": headers }));
        let read = Event::read(&event).unwrap();
        let Answered { answer, .. } = answered(&Policy::standard(), &event, 0);
        let faults = broken(&read, &answer);
        // A header that came with a control character in it is handed on as it came.
        prop_assert!(faults.iter().all(|fault| fault.claim.contains("header's value")), "{faults:?}");
        prop_assert_eq!(read.trigger(), Trigger::ViewerRequest);
    }
}
