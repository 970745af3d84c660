//! Events: what CloudFront sends to a trigger.

use http::{Method, StatusCode};
use serde_json::{Map, Value};
use sizewise::Found;

/// An event of CloudFront: a request that is on its way, and a response where there is one already.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub(crate) trigger: Trigger,
    pub(crate) request: Map<String, Value>,
    pub(crate) response: Option<Map<String, Value>>,
}

/// Where on the way between a viewer and an origin a function is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A viewer has sent a request, and the cache has not been asked.
    ViewerRequest,
    /// The cache has nothing, and an origin will be asked.
    OriginRequest,
    /// An origin has answered, and nothing is in the cache yet.
    OriginResponse,
    /// The viewer is about to be answered.
    ViewerResponse,
}

/// Why a text is no event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is no JSON.
    #[error("expected the JSON of an event, found other text: {0}")]
    Json(String),
    /// Something is not there that every event has.
    #[error("expected `{0}` in an event of CloudFront, found none")]
    Missing(&'static str),
    /// It is for none of the four triggers.
    #[error("expected an event for a trigger such as `viewer-request`, found one for {0}")]
    Trigger(Found),
}

impl Event {
    /// Reads the text of an event.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let whole = serde_json::from_str(text);
        let mut whole: Value = whole.map_err(|error| Unreadable::Json(error.to_string()))?;
        let record = whole.get_mut("Records").and_then(|records| records.get_mut(0));
        let cf = record.and_then(|record| record.get_mut("cf"));
        let cf = cf.ok_or(Unreadable::Missing("Records[0].cf"))?;
        let trigger = cf.pointer("/config/eventType").and_then(Value::as_str);
        let trigger = trigger.ok_or(Unreadable::Missing("config.eventType"))?;
        let trigger = Trigger::read(trigger)?;
        let mut taken = |name| match cf.get_mut(name).map(Value::take) {
            Some(Value::Object(fields)) => Some(fields),
            _ => None,
        };
        let request = taken("request").ok_or(Unreadable::Missing("request"))?;
        let response = taken("response");
        if response.is_none() && !trigger.is_of_requests() {
            return Err(Unreadable::Missing("response"));
        }
        Ok(Event { trigger, request, response: response.filter(|_| !trigger.is_of_requests()) })
    }

    /// Which trigger it is for.
    pub fn trigger(&self) -> Trigger {
        self.trigger
    }

    /// The path that was sent, as it was sent; nothing, where there is none.
    pub fn uri(&self) -> &str {
        self.text("uri")
    }

    /// The method of the request; GET, where it is none.
    pub fn method(&self) -> Method {
        Method::from_bytes(self.text("method").as_bytes()).unwrap_or(Method::GET)
    }

    /// The status of the response, where there is one that has one.
    pub fn status(&self) -> Option<StatusCode> {
        let status = self.response.as_ref()?.get("status")?;
        // CloudFront writes a string. A test event from the console has been seen with a number.
        let number = status.as_str().and_then(|text| text.parse().ok());
        StatusCode::from_u16(number.or_else(|| status.as_u64()?.try_into().ok())?).ok()
    }

    pub(crate) fn text(&self, field: &str) -> &str {
        self.request.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// What an answer to this event takes the place of: the response, or else the request.
    pub(crate) fn carried(&self) -> &Map<String, Value> {
        self.response.as_ref().unwrap_or(&self.request)
    }
}

impl Trigger {
    /// The name that CloudFront has for it.
    pub fn name(self) -> &'static str {
        match self {
            Trigger::ViewerRequest => "viewer-request",
            Trigger::OriginRequest => "origin-request",
            Trigger::OriginResponse => "origin-response",
            Trigger::ViewerResponse => "viewer-response",
        }
    }

    fn read(name: &str) -> Result<Self, Unreadable> {
        const ALL: [Trigger; 4] = [
            Trigger::ViewerRequest,
            Trigger::OriginRequest,
            Trigger::OriginResponse,
            Trigger::ViewerResponse,
        ];
        let found = ALL.into_iter().find(|trigger| trigger.name() == name);
        found.ok_or_else(|| Unreadable::Trigger(Found::new(name)))
    }

    /// Whether it is asked before there is a response.
    pub fn is_of_requests(self) -> bool {
        matches!(self, Trigger::ViewerRequest | Trigger::OriginRequest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_event_says_what_was_expected() {
        for (text, sentence) in [
            ("{}", "expected `Records[0].cf` in an event of CloudFront, found none"),
            ("[]", "expected `Records[0].cf` in an event of CloudFront, found none"),
            (
                r#"{"Records": [{"cf": 1}]}"#,
                "expected `config.eventType` in an event of CloudFront, found none",
            ),
            (
                r#"{"Records": [{"cf": {"config": {"eventType": "s3"}}}]}"#,
                "expected an event for a trigger such as `viewer-request`, found one for `s3`",
            ),
            (
                r#"{"Records": [{"cf": {"config": {"eventType": "viewer-request"}}}]}"#,
                "expected `request` in an event of CloudFront, found none",
            ),
            (
                r#"{"Records": [{"cf": {"config": {"eventType": "origin-response"}, "request": {}}}]}"#,
                "expected `response` in an event of CloudFront, found none",
            ),
        ] {
            assert_eq!(Event::read(text).unwrap_err().to_string(), sentence);
        }
    }

    #[test]
    fn what_is_no_json_is_no_event() {
        // The last is half of a character, which JSON can write and no text can hold.
        for text in ["", "{", "\u{0}", &"[".repeat(100_000), r#"{"a": "\ud800"}"#] {
            let error = Event::read(text).unwrap_err();
            assert!(matches!(error, Unreadable::Json(_)), "{error}");
        }
    }

    #[test]
    fn a_status_is_read_as_a_string_and_as_a_number() {
        for (status, expected) in [
            (r#""404""#, Some(StatusCode::NOT_FOUND)),
            ("404", Some(StatusCode::NOT_FOUND)),
            (r#""4o4""#, None),
            ("99999999", None),
            ("{}", None),
        ] {
            let text = format!(
                r#"{{"Records": [{{"cf": {{"config": {{"eventType": "origin-response"}},
                    "request": {{}}, "response": {{"status": {status}}}}}}}]}}"#
            );
            assert_eq!(Event::read(&text).unwrap().status(), expected);
        }
    }
}
