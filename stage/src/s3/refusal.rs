//! Refusals, as S3 words them.

use super::deed::Deed;
use super::wire::{Sent, whole};
use http::header::ORIGIN;
use http::{HeaderMap, Method, Response};

/// The number of a request, as S3 has them.
pub(super) const REQUEST: &str = "4442587FB7D0A2F9";
/// And of the machine that answered it.
pub(super) const HOST: &str =
    "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo=";

pub(super) fn refused(status: u16, code: &str, message: &str, deed: &Deed) -> Response<Sent> {
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}\
         </Message><RequestId>{REQUEST}</RequestId><HostId>{HOST}</HostId></Error>"
    );
    // What is asked by HEAD is told without words.
    let page = if deed.method == Method::HEAD { String::new() } else { page };
    let answer = Response::builder().status(status).header("content-type", "application/xml");
    answer.body(whole(page)).expect("status and header are valid")
}

/// What a bucket without rules of CORS says to a preflight.
pub(super) fn preflight(headers: &HeaderMap, deed: &Deed) -> Response<Sent> {
    match headers.contains_key(ORIGIN) {
        true => refused(403, "AccessForbidden", "CORSResponse: CORS is not enabled.", deed),
        false => {
            refused(400, "BadRequest", "Insufficient information. Origin header needed.", deed)
        }
    }
}
