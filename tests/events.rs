//! Events as CloudFront sends them to viewer-request, and what is decided: `events/*.json` holds each event, named by its
//! twist, and beside it stands the decision. What CloudFront is answered is held against its own rules.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::disallowed_methods,
    reason = "the words know no files, but their tests are in some"
)]

use serde::Deserialize;
use serde_json::{Value, json};
use sizewise::Policy;
use sizewise_edge::{Event, broken};
use sizewise_viewer_request::{Answered, Decision, answered, decide};
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

/// Whether what CloudFront is answered says what was decided.
fn check(twist: &str, event: &Event, decided: &Decided, answered: Answered) {
    let Answered { answer, told } = answered;
    assert_eq!(broken(event, &answer), [], "{twist}");
    assert_eq!(told.is_some(), decided.refuse.is_some(), "{twist}");
    if let Some(sentence) = &decided.refuse {
        let status = decided.status.unwrap();
        assert_eq!(answer["status"], status.to_string(), "{twist}");
        let told = serde_json::from_str::<Value>(answer["body"].as_str().unwrap()).unwrap();
        assert_eq!(
            (&told["detail"], &told["status"]),
            (&json!(sentence), &json!(status)),
            "{twist}"
        );
    } else if let Some(path) = &decided.rewrite {
        assert_eq!(answer, event.clone().rewritten(path.clone()), "{twist}");
        assert_eq!((&answer["uri"], &answer["querystring"]), (&json!(path), &json!("")), "{twist}");
    } else if decided.original.is_some() {
        // Its query is judged, and no business of the origin's.
        let path = event.uri().to_owned();
        assert_eq!(answer, event.clone().rewritten(path), "{twist}");
    } else {
        assert_eq!(answer, event.clone().passed(), "{twist}");
    }
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
        let text = fs::read_to_string(&path).unwrap();
        let event = Event::read(&text).unwrap();
        let decided = Decided::of(decide(&read, &event.request().unwrap(), *now));
        let decided = Decided { policy: policy.clone(), now: *now, ..decided };
        check(twist, &event, &decided, answered(&read, &text, *now));
        assert_eq!(decided, expected.unwrap(), "{twist}");
        tried += 1;
    }
    assert!(tried > 20, "only {tried} events");
}
