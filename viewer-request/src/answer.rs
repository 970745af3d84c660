//! What CloudFront is answered: a decision, in CloudFront's tongue.

use crate::{Decision, decide};
use http::{Method, StatusCode};
use serde_json::Value;
use sizewise::{Policy, Refusal};
use sizewise_edge::{Event, Told, Trigger, Unit, problem};

/// An answer to CloudFront, and a line for the log if something is to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// What is given back to CloudFront.
    pub answer: Value,
    /// What the operator is told. A request that goes on costs no line.
    pub told: Option<Told>,
}

/// Answers the text of an event, at `now` in unix seconds.
///
/// An event that is for another trigger passes as it came: the function hangs at the wrong place,
/// and there it would judge what has been judged, or what is no request. An event that cannot be
/// read has nothing in it that could be handed on, and a request that cannot be judged is not
/// handed on, since nobody behind this trigger judges signatures: both are answered by a problem of
/// our own. An error thrown at CloudFront would cost that viewer the same and tell nobody why.
pub fn answered(policy: &Policy, event: &str, now: u64) -> Answered {
    let event = match Event::read(event) {
        Ok(event) => event,
        Err(error) => return unreadable(&error.to_string()),
    };
    if event.trigger() != Trigger::ViewerRequest {
        let sentence = format!(
            "expected an event for `viewer-request`, found one for `{}`",
            event.trigger().name()
        );
        let told = told("Unreadable", event.uri()).with("sentence", sentence);
        return Answered { answer: event.passed(), told: Some(told) };
    }
    let decision = match event.request() {
        Ok(request) => decide(policy, &request, now),
        Err(unfit) => return refused(policy, &event, unfit.status(), &unfit.to_string()),
    };
    let answer = match decision {
        Decision::Pass => event.passed(),
        // Its query has been judged, and the origin should not see it: to S3, some of it would mean something.
        Decision::Original(_) => {
            let path = event.uri().to_owned();
            event.rewritten(path)
        }
        Decision::Rewrite(address) => event.rewritten(address.to_string()),
        Decision::Refuse(refusal) => return refused_by(policy, &event, &refusal),
    };
    Answered { answer, told: None }
}

fn refused_by(policy: &Policy, event: &Event, refusal: &Refusal) -> Answered {
    refused(policy, event, refusal.status(), &refusal.to_string())
}

fn refused(policy: &Policy, event: &Event, status: u16, sentence: &str) -> Answered {
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let cache_control = policy.answers.error_cache_control.as_str();
    let answer = event.responded(&problem(code, sentence, &event.method(), cache_control));
    let told = told("Refused", event.uri()).with("status", status).with("sentence", sentence);
    Answered { answer, told: Some(told) }
}

/// What is neither JSON nor an event is answered as a request would be.
fn unreadable(sentence: &str) -> Answered {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    let response = problem(status, sentence, &Method::GET, "no-store");
    let answer = Trigger::ViewerRequest.responded(&response);
    let told = told("Unreadable", "").with("status", 500).with("sentence", sentence);
    Answered { answer, told: Some(told) }
}

fn told(metric: &'static str, path: &str) -> Told {
    /// As much of a path as tells which it is.
    const MOST: usize = 1_024;
    let path = path.chars().take(MOST).collect::<String>();
    Told::by(Trigger::ViewerRequest.name()).counted(metric, Unit::Count, 1.0).with("path", path)
}
