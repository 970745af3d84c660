//! What is sent back, in one type, whether it is whole or breaks off.

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};

pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
pub(super) type Sent = UnsyncBoxBody<Bytes, BoxError>;

/// All of these bytes.
pub(super) fn whole(bytes: impl Into<Bytes>) -> Sent {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}
