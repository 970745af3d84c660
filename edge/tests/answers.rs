//! Answers: what is made of an event, held against CloudFront's rules.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VIA};
use http::{Method, Response, StatusCode};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use sizewise_edge::{Event, Trigger, broken, problem};

const VIEWER_REQUEST: &str = include_str!("events/viewer-request.json");
const ORIGIN_RESPONSE: &str = include_str!("events/origin-response.json");

fn cf(text: &str) -> Value {
    serde_json::from_str::<Value>(text).unwrap()["Records"][0]["cf"].take()
}

fn picture(bytes: usize) -> Response<Bytes> {
    Response::builder()
        .header(CONTENT_TYPE, "image/jpeg")
        .header(CACHE_CONTROL, "public, max-age=86400")
        .header(CONTENT_LENGTH, bytes)
        .header(ETAG, "\"of-the-picture\"")
        .header(CONNECTION, "close")
        .header(VIA, "1.1 sizewise")
        .header("server-timing", "render;dur=12")
        .body(Bytes::from(vec![0xff; bytes]))
        .unwrap()
}

/// The first value of each header of an answer.
fn values(answer: &Value) -> Vec<(&str, &str)> {
    let headers = answer["headers"].as_object().unwrap();
    headers.iter().map(|(name, lines)| (&**name, lines[0]["value"].as_str().unwrap())).collect()
}

#[test]
fn a_request_that_passes_is_the_events_own_with_all_that_nobody_knows() {
    let event = Event::read(VIEWER_REQUEST).unwrap();
    assert_eq!(event.passed(), cf(VIEWER_REQUEST)["request"]);
}

#[test]
fn a_response_that_passes_is_the_events_own() {
    let event = Event::read(ORIGIN_RESPONSE).unwrap();
    assert_eq!(event.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(event.passed(), cf(ORIGIN_RESPONSE)["response"]);
}

#[test]
fn a_rewritten_request_has_another_path_and_no_query_and_is_else_the_same() {
    let event = Event::read(VIEWER_REQUEST).unwrap();
    let mut expected = cf(VIEWER_REQUEST)["request"].take();
    expected["uri"] = json!("/200w/default/01.jpg");
    expected["querystring"] = json!("");
    let answer = event.clone().rewritten("/200w/default/01.jpg".to_owned());
    assert_eq!(answer, expected);
    assert_eq!(broken(&event, &answer), []);
}

#[test]
fn a_picture_takes_the_place_of_an_origins_404() {
    let event = Event::read(ORIGIN_RESPONSE).unwrap();
    let answer = event.responded(&picture(5));
    assert_eq!(broken(&event, &answer), []);
    assert_eq!((&answer["status"], &answer["statusDescription"]), (&json!("200"), &json!("OK")));
    assert_eq!((&answer["bodyEncoding"], &answer["body"]), (&json!("base64"), &json!("//////8=")));
    let expected = [
        ("cache-control", "public, max-age=86400"),
        ("content-type", "image/jpeg"),
        ("date", "Sat, 21 Nov 2026 12:00:00 GMT"),
        ("etag", "\"of-the-picture\""),
        ("server-timing", "render;dur=12"),
        ("transfer-encoding", "chunked"),
        ("via", "1.1 origin.example"),
    ];
    assert_eq!(values(&answer), expected);
}

#[test]
fn an_empty_response_takes_away_the_origins_own_body() {
    let event = Event::read(ORIGIN_RESPONSE).unwrap();
    for status in [StatusCode::FOUND, StatusCode::NOT_MODIFIED, StatusCode::NO_CONTENT] {
        let answer =
            event.responded(&Response::builder().status(status).body(Bytes::new()).unwrap());
        assert_eq!(answer["body"], "");
        assert_eq!(broken(&event, &answer), []);
    }
}

#[test]
fn a_problem_is_a_text_that_people_can_read_in_an_answer() {
    for text in [VIEWER_REQUEST, ORIGIN_RESPONSE] {
        let event = Event::read(text).unwrap();
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let answer = event.responded(&problem(status, "a \"b\" é", &Method::PUT, "no-store"));
        assert_eq!(broken(&event, &answer), []);
        assert_eq!(answer["bodyEncoding"], "text");
        let told = serde_json::from_str::<Value>(answer["body"].as_str().unwrap()).unwrap();
        assert_eq!(told["detail"], "a \"b\" é");
    }
}

#[test]
fn the_largest_picture_that_a_trigger_carries_fits_and_one_by_far_larger_does_not() {
    for (text, trigger, most) in [
        (VIEWER_REQUEST, Trigger::ViewerRequest, 23_856),
        (ORIGIN_RESPONSE, Trigger::OriginResponse, 743_856),
    ] {
        let event = Event::read(text).unwrap();
        assert_eq!((event.trigger(), trigger.most_picture()), (trigger, most));
        assert_eq!(broken(&event, &event.responded(&picture(most))), []);
        let claims = broken(&event, &event.responded(&picture(most + 8_192)));
        assert_eq!(claims[0].claim, "a response of our own fits its trigger");
    }
}

#[test]
fn the_request_of_an_event_is_an_http_request() {
    let request = Event::read(VIEWER_REQUEST).unwrap().request().unwrap();
    assert_eq!(
        (request.method(), request.uri()),
        (&Method::GET, &"/01.jpg?w=200".parse().unwrap())
    );
    assert_eq!(request.headers()["user-agent"], "Mozilla/5.0");
}

#[test]
fn the_places_of_an_event_are_its_origin_and_its_custom_headers() {
    let places = Event::read(ORIGIN_RESPONSE).unwrap().places().unwrap();
    let (variants, originals) = (places.variants.unwrap(), places.originals.unwrap());
    assert_eq!(variants.to_string(), "s3://pictures?region=eu-west-1");
    assert!(originals.to_string().starts_with("s3://originals/2026"), "{originals}");
}

/// Answers an event in every way there is.
fn answer(event: &Event) {
    if let Ok(request) = event.request() {
        assert!(request.uri().path().starts_with('/'));
    }
    let _ = (event.places(), event.status(), event.uri());
    let passed = event.clone().passed();
    broken(event, &passed);
    broken(event, &event.clone().rewritten("/01.jpg".to_owned()));
    let answer = event.responded(&picture(10));
    let claims = broken(event, &answer).into_iter().map(|broken| broken.claim).collect::<Vec<_>>();
    // What an origin has said of `transfer-encoding` and `via` is handed on, well formed or not;
    // and nobody answers the last trigger with another status.
    let is_known = |claim: &&str| claim.contains("header") || claim.contains("viewer-response");
    assert!(claims.iter().all(is_known), "{claims:?}");
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
        prop_oneof!["/.*", "https?://.*", "[a-z.-]*amazonaws.com", "[0-9]{3}"]
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let name = prop_oneof!["key", "value", "via", "s3", "path", "customHeaders", "[a-z-]*"];
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((name, inner), 0..4).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    // Nothing is written into the source tree.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_reading_panic(text in ".*") {
        let _ = Event::read(&text).map(|event| answer(&event));
    }

    #[test]
    fn no_event_with_bytes_changed_makes_answering_panic(
        at in 0..VIEWER_REQUEST.len(), piece in ".{0,3}", is_response: bool,
    ) {
        let text = if is_response { ORIGIN_RESPONSE } else { VIEWER_REQUEST };
        let at = at.min(text.len());
        let text = [&text[..at], &piece, &text[at..]].concat();
        let _ = Event::read(&text).map(|event| answer(&event));
    }

    #[test]
    fn no_field_of_any_kind_makes_answering_panic(
        trigger in prop_oneof!["viewer-request", "origin-request", "origin-response", "viewer-response"],
        fields in vec((prop_oneof![
            "uri", "querystring", "method", "headers", "origin", "clientIp", "body"
        ], json_value()), 0..5),
        response in vec((prop_oneof!["status", "headers", "body"], json_value()), 0..3),
    ) {
        let request: Value = Value::Object(fields.into_iter().collect());
        let response: Value = Value::Object(response.into_iter().collect());
        let cf = json!({
            "config": { "eventType": trigger }, "request": request.clone(), "response": response,
        });
        let event = Event::read(&json!({ "Records": [{ "cf": cf }] }).to_string()).unwrap();
        answer(&event);
        let carried = if trigger.ends_with("request") { request } else { response };
        prop_assert_eq!(event.passed(), carried);
    }

    #[test]
    fn every_path_and_query_is_judged_as_it_is_fetched(path in "/.*", query in ".*") {
        let mut event = serde_json::from_str::<Value>(VIEWER_REQUEST).unwrap();
        event["Records"][0]["cf"]["request"]["uri"] = json!(path);
        event["Records"][0]["cf"]["request"]["querystring"] = json!(query);
        let request = Event::read(&event.to_string()).unwrap().request().unwrap();
        let meant = sizewise::Path::read(&path).map(|path| path.as_str().to_owned());
        let judged = sizewise::Path::read(request.uri().path()).map(|path| path.as_str().to_owned());
        // A broken escape is told with what stands around it, which may itself have been escaped.
        prop_assert_eq!(meant.clone().ok(), judged.clone().ok());
        prop_assert_eq!(meant.is_err(), judged.is_err());
    }
}
