//! Problems: refusals as RFC 9457 has them, for whoever answers CloudFront.

use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Method, Response, StatusCode};

/// The answer to a request of this method that tells why there is no picture. How long it is,
/// CloudFront says itself.
pub fn problem(
    status: StatusCode,
    sentence: &str,
    method: &Method,
    cache_control: &str,
) -> Response<Bytes> {
    let title = status.canonical_reason().unwrap_or("Problem");
    let text = match *method {
        Method::HEAD => String::new(),
        _ => sizewise::problem(status.as_u16(), title, sentence),
    };
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(cache_control) = HeaderValue::from_str(cache_control) {
        headers.insert(CACHE_CONTROL, cache_control);
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_tells_its_sentence_and_how_long_it_may_be_kept() {
        let response = problem(StatusCode::FORBIDDEN, "no", &Method::GET, "public, max-age=10");
        let text = str::from_utf8(response.body()).unwrap();
        assert_eq!(text, sizewise::problem(403, "Forbidden", "no"));
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
        assert_eq!(response.headers()[CACHE_CONTROL], "public, max-age=10");
        assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(!response.headers().contains_key(ALLOW));
    }

    #[test]
    fn a_method_that_is_not_taken_is_told_which_are() {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        let response = problem(status, "no", &Method::PUT, "no-store");
        assert_eq!(response.headers()[ALLOW], "GET, HEAD, OPTIONS");
    }

    #[test]
    fn a_head_gets_no_body() {
        let response = problem(StatusCode::BAD_REQUEST, "no", &Method::HEAD, "no-store");
        assert!(response.body().is_empty());
    }
}
