//! A distribution's origin: a bucket, reached by the name that AWS gives it, with origin access control.

use super::event::VIA;
use super::viewer::Viewer;
use crate::runtime::url_event;
use crate::s3::{CDN, claimed};
use bytes::Bytes;
use http::{Request, Uri};
use serde_json::Value;

/// A bucket as an origin.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Where it really listens, with the bucket's name.
    bucket: String,
    /// What the distribution calls it. Default: `{bucket}.s3.eu-west-1.amazonaws.com`.
    pub domain: String,
    /// What is put before every path. Default: nothing.
    pub path: String,
    /// The region in events. Default: `eu-west-1`. Without an origin access identity there may be none.
    pub region: Option<String>,
    /// Default: `none`, which is what origin access control looks like in what is documented.
    pub auth_method: String,
    /// Headers that the distribution adds to every request to it; names as they were written there.
    pub headers: Vec<(String, String)>,
}

impl Origin {
    pub(super) fn new(endpoint: &str, bucket: &str) -> Self {
        Self {
            bucket: format!("{endpoint}/{bucket}"),
            domain: format!("{bucket}.s3.eu-west-1.amazonaws.com"),
            path: String::new(),
            region: Some("eu-west-1".to_owned()),
            auth_method: "none".to_owned(),
            headers: Vec::new(),
        }
    }

    /// The path goes as it is: CloudFront neither decodes nor encodes.
    pub(super) fn request(
        &self,
        viewer: &Viewer,
        path: &str,
        hands_on: &[&'static str],
    ) -> Request<Bytes> {
        let target = format!("{}{}{path}", self.bucket, self.path);
        let uri = target.parse::<Uri>();
        let uri =
            uri.unwrap_or_else(|error| panic!("a path that nobody can send, {path:?}: {error}"));
        let mut request = Request::builder()
            .method(viewer.method.clone())
            .uri(uri)
            .header("user-agent", "Amazon CloudFront")
            .header("authorization", claimed(CDN));
        for name in ["range", "if-none-match", "if-modified-since"].iter().chain(hands_on) {
            if let Some(value) = viewer.header(name) {
                request = request.header(*name, value);
            }
        }
        request.body(Bytes::new()).unwrap()
    }
}

/// What a Function URL is told as the second origin: the same path, and nothing of what the first one said. There is no
/// query, since the path is the whole key.
pub(super) fn second(viewer: &Viewer, path: &str, hands_on: &[&'static str]) -> Value {
    let own = [
        ("user-agent", "Amazon CloudFront"),
        ("via", VIA),
        ("x-amz-cf-id", "4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ=="),
    ];
    let handed = hands_on.iter().filter_map(|name| Some((*name, viewer.header(name)?)));
    let headers = own.into_iter().chain(handed).collect::<Vec<_>>();
    url_event(viewer.method.as_str(), path, &headers)
}
