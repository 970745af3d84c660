//! CloudFront's own rules, as a list that any answer can be held against. Who breaks one is not
//! told so in a test: viewers get a 502, and the reason stands in a log. They are collected from
//! the pages "Restrictions on all edge functions", "Restrictions on Lambda@Edge", "Quotas" and
//! "Work with requests and responses" of the developer guide.

mod headers;
mod request;
mod response;

pub(crate) use headers::{is_disallowed, is_read_only};

use crate::event::{Event, Trigger};
use serde_json::{Map, Value};

/// One of CloudFront's rules.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What it claims of every answer.
    pub claim: &'static str,
    fault: fn(&Answer<'_>) -> Option<String>,
}

/// A rule that an answer breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// What the rule claims.
    pub claim: &'static str,
    /// What was found instead.
    pub found: String,
}

/// An answer, and what it takes the place of.
struct Answer<'a> {
    trigger: Trigger,
    carried: &'a Map<String, Value>,
    fields: &'a Map<String, Value>,
}

const IS_OBJECT: &str = "an answer is the object of a request or of a response";
const IS_RESPONSE: &str = "a response trigger answers with a response";

/// Every rule there is.
pub const RULES: &[Rule] = &[
    Rule { claim: IS_OBJECT, fault: shape },
    Rule { claim: IS_RESPONSE, fault: kind },
    Rule { claim: "a status is a string of three digits, 200 to 599", fault: response::status },
    Rule { claim: "a viewer-response keeps its status", fault: response::kept_status },
    Rule { claim: "a status description is one line of text", fault: response::description },
    Rule { claim: "a response has only fields that CloudFront knows", fault: response::fields },
    Rule { claim: "a body is a text", fault: response::body },
    Rule { claim: "a body is encoded as text or base64", fault: response::encoding },
    Rule { claim: "a body in base64 can be decoded", fault: response::base64 },
    Rule { claim: "a response of our own fits its trigger", fault: response::size },
    Rule { claim: "a response without content has no body", fault: response::content },
    Rule { claim: "a content-length is that of the body", fault: response::length },
    Rule { claim: "headers are lists by name", fault: headers::shape },
    Rule { claim: "headers are listed by lower-case names", fault: headers::names },
    Rule { claim: "a header's key is its name, in any case", fault: headers::keys },
    Rule { claim: "a header's value is one line of text", fault: headers::values },
    Rule { claim: "no disallowed header is added", fault: headers::disallowed },
    Rule { claim: "read-only headers stay as they came", fault: headers::read_only },
    Rule { claim: "a viewer-request makes up no viewer's country", fault: headers::country },
    Rule { claim: "a path begins with a slash", fault: request::slash },
    Rule { claim: "a new path is nothing but a path", fault: request::path },
    Rule { claim: "a new query has no space, no control and no fragment", fault: request::query },
    Rule { claim: "path and query are shorter than 8,192 characters", fault: request::length },
    Rule { claim: "a request's method and viewer stay as they came", fault: request::read_only },
    Rule { claim: "only origin-request chooses an origin", fault: request::origin },
];

/// Which rules an answer to this event breaks.
pub fn broken(event: &Event, answer: &Value) -> Vec<Broken> {
    let Some(fields) = answer.as_object() else {
        return vec![Broken { claim: IS_OBJECT, found: answer.to_string() }];
    };
    let answer = Answer { trigger: event.trigger, carried: event.carried(), fields };
    let broken = RULES
        .iter()
        .filter_map(|rule| Some(Broken { claim: rule.claim, found: (rule.fault)(&answer)? }));
    let mut broken = broken.collect::<Vec<_>>();
    // What is of no kind or of the wrong one is held to nothing else.
    if broken.first().is_some_and(|first| [IS_OBJECT, IS_RESPONSE].contains(&first.claim)) {
        broken.truncate(1);
    }
    broken
}

fn shape(answer: &Answer<'_>) -> Option<String> {
    let is_either = answer.is_response() || answer.is_request();
    (!is_either).then(|| "neither `status` nor `uri`".to_owned())
}

fn kind(answer: &Answer<'_>) -> Option<String> {
    (answer.is_request() && !answer.trigger.is_of_requests()).then(|| "a request".to_owned())
}

impl<'a> Answer<'a> {
    fn is_response(&self) -> bool {
        self.fields.contains_key("status")
    }

    fn is_request(&self) -> bool {
        !self.is_response() && self.fields.contains_key("uri")
    }

    /// Whether nothing of a kind was there before: a response to a request is all our own.
    fn is_generated(&self) -> bool {
        self.is_response() && self.trigger.is_of_requests()
    }

    fn field(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name)
    }

    fn text(&self, name: &str) -> &'a str {
        self.field(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// What stood there before, where the answer is of the same kind.
    fn before(&self, name: &str) -> Option<&'a Value> {
        if self.is_generated() { None } else { self.carried.get(name) }
    }

    fn has_changed(&self, name: &str) -> bool {
        self.field(name) != self.before(name)
    }
}

/// Whether it is something that would end a line of a header or worse.
fn is_control(c: char) -> bool {
    c.is_ascii_control() && c != '\t'
}
