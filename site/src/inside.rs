//! What this program says of itself, below `/_/`.

use super::explanation::Explanation;
use super::problem::Problem;
use super::story::{Outcome, Story};
use super::{Door, Site};
use axum::body::Body;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use sizewise::Found;

/// Below which nothing is a picture.
pub(super) const PREFIX: &str = "/_/";

impl Site {
    /// The answer to a question about this program.
    pub(super) async fn answer_inside<B>(
        &self,
        request: &Request<B>,
        name: &str,
        door: Door,
        story: &mut Story,
    ) -> Response<Body> {
        story.outcome = Outcome::Inside;
        let said = match (name, door) {
            _ if ![Method::GET, Method::HEAD].contains(request.method()) => {
                let found = Found::new(request.method().as_str());
                Err(Problem::from(sizewise::Refusal::Method(found)))
            }
            ("health", _) => Ok((JSON, "{\"status\":\"alive\"}\n".to_owned())),
            ("ready", _) => self.ready().await,
            ("metrics", Door::Inner) => Ok((METRICS, self.metrics_page())),
            ("explain", Door::Inner) => self.explained(request).await,
            _ => Err(Problem::new(
                StatusCode::NOT_FOUND,
                format!(
                    "expected health, ready, metrics or explain behind `/_/`, found {}",
                    Found::new(name)
                ),
            )),
        };
        match said {
            Ok((media_type, text)) => {
                let mut response = Response::new(Body::from(text));
                let headers = response.headers_mut();
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
                headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
                headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
                response
            }
            Err(problem) => problem.response(request.method(), "no-store"),
        }
    }

    /// Whether it makes sense to send requests here.
    async fn ready(&self) -> Result<(&'static str, String), Problem> {
        let unavailable = |why: String| Problem::new(StatusCode::SERVICE_UNAVAILABLE, why);
        if self.is_closing() {
            return Err(unavailable(
                "expected a server that goes on, found one that is closing".to_owned(),
            ));
        }
        if self.house.is_full() {
            return Err(unavailable("expected a place in the queue, found it full".to_owned()));
        }
        match self.house.answers().await {
            Ok(()) => Ok((JSON, "{\"status\":\"ready\"}\n".to_owned())),
            Err(error) => {
                tracing::warn!(%error, "not ready");
                Err(unavailable("expected stores that answer, found one that does not".to_owned()))
            }
        }
    }

    /// What a URL means, through the whole journey.
    async fn explained<B>(&self, request: &Request<B>) -> Result<(&'static str, String), Problem> {
        let query = request.uri().query().unwrap_or_default();
        let url = form_value(query, "url").ok_or_else(|| {
            Problem::new(StatusCode::BAD_REQUEST, "expected a URL as `url`, found none")
        })?;
        let accept = request.headers().get(http::header::ACCEPT);
        let explanation = Explanation::whole(&self.house, &url, accept).await;
        let explanation =
            explanation.map_err(|sentence| Problem::new(StatusCode::BAD_REQUEST, sentence))?;
        let mut text = serde_json::to_string_pretty(&explanation).unwrap_or_default();
        text.push('\n');
        Ok((JSON, text))
    }
}

const JSON: &str = "application/json";
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// A value of a query as forms have it. What is behind `url=` may also stand as it is: then it is all that follows.
fn form_value(query: &str, name: &str) -> Option<String> {
    let value = query.split_once(&format!("{name}=")).filter(|(before, _)| before.is_empty())?.1;
    if value.starts_with('/') || value.contains("://") {
        return Some(value.to_owned());
    }
    let value = value.split('&').next()?.replace('+', " ");
    let bytes = percent_encoding::percent_decode_str(&value);
    Some(bytes.decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_may_be_escaped_or_not() {
        for (query, expected) in [
            ("url=/a.jpg?w=100&style=bw", "/a.jpg?w=100&style=bw"),
            ("url=%2Fa.jpg%3Fw%3D100%26style%3Dbw&x=1", "/a.jpg?w=100&style=bw"),
            ("url=https://example.com/a.jpg?w=1&h=2", "https://example.com/a.jpg?w=1&h=2"),
            ("url=%2Fa%2520b.jpg", "/a%20b.jpg"),
        ] {
            assert_eq!(form_value(query, "url").as_deref(), Some(expected), "{query}");
        }
        assert_eq!(form_value("w=1&url=/a.jpg", "url"), None);
    }
}
