//! Who asks. Their secrets are their names.

use super::action::Action;
use http::HeaderMap;
use http::header::AUTHORIZATION;

/// The role of a function, which may do whatever the house needs.
pub const FUNCTION: &str = "function";
/// CloudFront, with origin access control. It may read and no more, so it is not told that an object is missing.
pub const CDN: &str = "cdn";
/// One who is told that an object is missing, since he may list.
pub const LISTER: &str = "lister";
/// A role that was given too little.
pub const READER: &str = "reader";

/// What each may do at first.
pub(super) const IDENTITIES: [(&str, &[Action]); 4] = [
    (FUNCTION, &Action::ALL),
    (CDN, &[Action::GetObject]),
    (LISTER, &[Action::GetObject, Action::ListBucket]),
    (READER, &[Action::GetObject]),
];

/// Who says nothing of himself.
pub(super) const NOBODY: &str = "nobody";

/// The access key that a request is signed with.
pub(super) fn asking(headers: &HeaderMap) -> &str {
    let signed = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let credential = signed.and_then(|signed| signed.split_once("Credential="));
    let key = credential.and_then(|(_, credential)| credential.split_once('/'));
    key.map_or(NOBODY, |(key, _)| key)
}

/// A header by which the front knows an identity, though nobody could verify it.
pub(crate) fn claimed(who: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={who}/20260101/eu-west-1/s3/aws4_request, \
         SignedHeaders=host, Signature=0"
    )
}
