//! Events as CloudFront sends them to viewer-request, and what is decided: `events/*.json` holds each event, named by its
//! twist, and beside it stands the decision.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::disallowed_methods,
    reason = "the words know no files, but their tests are in some"
)]

use http::Request;
use serde::Deserialize;
use serde_json::Value;
use sizewise::Policy;
use sizewise_viewer_request::{Decision, decide};
use std::fs;
use std::path::Path;

/// What is decided, by which policy and when.
#[derive(Deserialize, Debug, Default, PartialEq)]
#[serde(default, deny_unknown_fields)]
struct Decided {
    policy: String,
    now: u64,
    passes: bool,
    original: Option<String>,
    rewrite: Option<String>,
    refuse: Option<String>,
    status: Option<u16>,
}

impl Decided {
    fn of(decision: Decision) -> Self {
        let plain = Self::default();
        match decision {
            Decision::Pass => Self { passes: true, ..plain },
            Decision::Original(key) => Self { original: Some(key.to_string()), ..plain },
            Decision::Rewrite(address) => Self { rewrite: Some(address.to_string()), ..plain },
            Decision::Refuse(refusal) => {
                let (sentence, status) = (refusal.to_string(), refusal.status());
                Self { refuse: Some(sentence), status: Some(status), ..plain }
            }
        }
    }
}

/// The request that an event is about.
fn request(event: &Value) -> Request<()> {
    let cf = &event["Records"][0]["cf"];
    assert_eq!(cf["config"]["eventType"], "viewer-request");
    let text = |name: &str| cf["request"][name].as_str().unwrap();
    let gap = if text("querystring").is_empty() { "" } else { "?" };
    let target = [text("uri"), gap, text("querystring")].concat();
    let mut request = Request::builder().method(text("method")).uri(target);
    for (name, lines) in cf["request"]["headers"].as_object().unwrap() {
        for line in lines.as_array().unwrap() {
            request = request.header(name, line["value"].as_str().unwrap());
        }
    }
    request.body(()).unwrap()
}

#[test]
fn every_event_is_decided_as_it_should_be() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events");
    let mut tried = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let Some(twist) = name.strip_suffix(".json").filter(|name| !name.contains('.')) else {
            continue;
        };
        let beside = path.with_file_name(format!("{twist}.decision.json"));
        let expected = serde_json::from_str::<Decided>(&fs::read_to_string(beside).unwrap());
        let Decided { policy, now, .. } = &expected.as_ref().unwrap();
        let read = Policy::read(twist, policy, |_| Err(String::new())).unwrap();
        let event = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let decided = Decided::of(decide(&read, &request(&event), *now));
        let decided = Decided { policy: policy.clone(), now: *now, ..decided };
        assert_eq!(decided, expected.unwrap(), "{twist}");
        tried += 1;
    }
    assert!(tried > 20, "only {tried} events");
}
