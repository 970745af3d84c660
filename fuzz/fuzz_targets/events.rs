//! Any event: nothing panics, and what viewer-request answers to a request CloudFront takes.
//!
//! The input is a request: its path, its query, and headers, each on a line of its own. It is an event's text as well, so
//! that what is no event comes too.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};
use sizewise::Policy;
use sizewise_edge::{Event, broken};
use sizewise_viewer_request::{Answered, answered};
use std::sync::LazyLock;

static POLICIES: LazyLock<[Policy; 2]> = LazyLock::new(|| {
    [
        "unsigned = \"all\"",
        "[answers]\nothers = \"refuse\"\n[signing]\nkeys = [{ inline = \"fuzz\" }]",
    ]
    .map(|text| Policy::read("fuzz", text, |_| Err(String::new())).expect("this is a policy"))
});

fn event(input: &str) -> Value {
    let mut lines = input.lines();
    let mut line = || lines.next().unwrap_or_default();
    let (uri, query) = (format!("/{}", line()), line());
    let headers = lines.filter_map(|line| line.split_once(": "));
    // CloudFront writes names in lower case.
    let headers = headers.map(|(name, value)| (name.to_lowercase(), json!([{ "value": value }])));
    let request = json!({
        "clientIp": "203.0.113.1",
        "method": "GET",
        "uri": uri,
        "querystring": query,
        "headers": headers.collect::<Map<_, _>>(),
    });
    json!({ "Records": [{ "cf": { "config": { "eventType": "viewer-request" }, "request": request } }] })
}

fuzz_target!(|input: &str| {
    for policy in POLICIES.iter() {
        answered(policy, input, 1_000);
        let event = event(input);
        let Answered { answer, .. } = answered(policy, &event.to_string(), 1_000);
        if answer == event["Records"][0]["cf"]["request"] {
            continue;
        }
        let event = Event::read(&event.to_string()).expect("it has all that an event has");
        // What came in the headers goes on as it came.
        let own = |claim: &str| {
            !answer["headers"].is_object()
                || answer.get("status").is_some()
                || !claim.contains("header")
        };
        let broken = broken(&event, &answer).into_iter().filter(|broken| own(broken.claim));
        let broken = broken.collect::<Vec<_>>();
        assert!(broken.is_empty(), "{broken:#?}\n{answer:#}");
    }
});
