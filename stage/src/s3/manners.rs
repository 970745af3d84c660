//! How S3 answers, where SeaweedFS answers otherwise.

use super::refusal::{HOST, REQUEST};
use super::wire::Sent;
use http::header::{CONTENT_LENGTH, SERVER, TRANSFER_ENCODING, VARY};
use http::{HeaderName, HeaderValue, Response};

/// What S3 does not say: notes of SeaweedFS, and how many tags there are, to which a role needs a further permission.
const UNSAID: [&str; 2] = ["seaweed-", "x-amz-tagging-"];

/// An answer as S3 gives it.
pub(super) fn polite(answer: Response<Sent>) -> Response<Sent> {
    let (mut head, body) = answer.into_parts();
    let is_unsaid =
        |name: &&HeaderName| UNSAID.iter().any(|start| name.as_str().starts_with(start));
    let unsaid = head.headers.keys().filter(is_unsaid).cloned().collect::<Vec<_>>();
    for name in unsaid.into_iter().chain([VARY]) {
        head.headers.remove(name);
    }
    head.headers.insert(SERVER, HeaderValue::from_static("AmazonS3"));
    head.headers.insert("x-amz-request-id", HeaderValue::from_static(REQUEST));
    head.headers.insert("x-amz-id-2", HeaderValue::from_static(HOST));
    if head.status.is_client_error() || head.status.is_server_error() {
        head.headers.remove("accept-ranges");
        // S3 does not say how long its refusals are, and CloudFront shows this to its functions.
        head.headers.remove(CONTENT_LENGTH);
        head.headers.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    } else if head.headers.contains_key("etag") {
        let encryption = HeaderName::from_static("x-amz-server-side-encryption");
        head.headers.insert(encryption, HeaderValue::from_static("AES256"));
    }
    Response::from_parts(head, body)
}
