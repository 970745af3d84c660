//! Problems: refusals as RFC 9457 has them, with a sentence that a person can act on.

use super::reply::{self, Reply};
use super::story::Story;
use super::{Front, Site};
use axum::body::Body;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use sizewise::{Address, Refusal, Variant};
use sizewise_fulfil::Error;
use std::time::Duration;

/// Why there is no picture.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    sentence: String,
    retry_after: Option<Duration>,
}

/// The sentence, where a picture stands in for it.
const PROBLEM: HeaderName = HeaderName::from_static("x-sizewise-problem");

impl Problem {
    /// A status, and a sentence for a person.
    pub fn new(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into(), retry_after: None }
    }

    pub(crate) fn crashed() -> Self {
        (&Error::Crashed).into()
    }

    /// What a person is told.
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// The answer that tells it.
    pub fn response(&self, method: &Method, cache_control: &str) -> Response<Body> {
        let title = self.status.canonical_reason().unwrap_or("Problem");
        let text = sizewise::problem(self.status.as_u16(), title, &self.sentence);
        let length = text.len();
        let is_head = *method == Method::HEAD;
        let mut response = Response::new(if is_head { Body::empty() } else { Body::from(text) });
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        self.mark(&mut response, cache_control);
        response
    }

    /// What an answer says of it beside its body.
    fn mark(&self, response: &mut Response<Body>, cache_control: &str) {
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, reply::text(cache_control));
        if let Some(wait) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        (&Error::from(refusal)).into()
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        (&error).into()
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let status = StatusCode::from_u16(error.status());
        let retry_after = match error {
            Error::Busy(wait) => Some(*wait),
            Error::Late(_) | Error::StoreBusy => Some(Duration::from_secs(1)),
            _ => None,
        };
        Self {
            status: status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            sentence: error.to_string(),
            retry_after,
        }
    }
}

impl Site {
    /// The answer to a request that is refused: the sentence, or the picture that stands in for all of them.
    pub(super) async fn refused<B>(
        &self,
        request: &Request<B>,
        problem: Problem,
        story: &mut Story,
    ) -> Response<Body> {
        let answers = &self.house.policy().answers;
        let cache_control = answers.error_cache_control.as_str();
        let response = match self.stand_in(request, story).await {
            Some(mut response) => {
                problem.mark(&mut response, cache_control);
                // A header takes ASCII alone.
                let shown = |c: char| if matches!(c, ' '..='~') { c } else { '?' };
                let sentence = problem.sentence.chars().map(shown).collect::<String>();
                let sentence = HeaderValue::from_str(&sentence).ok();
                sentence.and_then(|sentence| response.headers_mut().insert(PROBLEM, sentence));
                response
            }
            None => problem.response(request.method(), cache_control),
        };
        story.refuse(&problem);
        response
    }

    /// The picture that the policy has for refusals, in the size that was asked if that could be understood.
    async fn stand_in<B>(&self, request: &Request<B>, story: &Story) -> Option<Response<Body>> {
        let key = self.house.policy().answers.fallback.clone()?;
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return None;
        }
        let variant = story.address().map(|address| address.variant().clone());
        let variant = Variant { from: None, crop: None, ..variant.unwrap_or_default() };
        let address = Address::new(variant, key).ok()?;
        let mut own = Story::begin();
        // What somebody has already, or a part of it, is said of another picture.
        let mut plain = Request::new(());
        *plain.method_mut() = request.method().clone();
        if address.variant().is_original() {
            return self.original(&plain, address.key(), &mut own).await.ok();
        }
        let shown = self.shown(&address, Front::Open, &mut own).await.ok()?;
        Some(Reply::new(self.house.policy(), &plain, false).of(shown))
    }
}
