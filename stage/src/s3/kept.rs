//! What lies in a bucket, as its owner sees it: past the front, so that nothing of it is noted.

use super::S3;
use super::identity::claimed;
use crate::client::Answer;
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::BTreeMap;

/// An object that is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    pub bytes: Bytes,
    pub answer: Answer,
    pub tags: BTreeMap<String, String>,
}

/// What S3 leaves as it is in a path. Everything else is encoded, a plus too.
const KEY: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

pub(super) fn uri(endpoint: &str, bucket: &str, key: &str) -> String {
    format!("{endpoint}/{bucket}/{}", utf8_percent_encode(key, KEY))
}

impl Kept {
    pub fn header(&self, name: &str) -> &str {
        self.answer.header(name)
    }

    /// What was written on it under this name.
    pub fn note(&self, name: &str) -> &str {
        self.header(&format!("x-amz-meta-{name}"))
    }
}

impl S3 {
    /// Sends a request that an identity may have sent; its path begins with a bucket and goes as it is. This is noted.
    pub async fn ask(
        &self,
        who: &str,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Result<Answer, String> {
        let uri = format!("{}{target}", self.endpoint);
        let request = Request::builder().method(method).uri(uri);
        let request = request.header("authorization", claimed(who));
        let add = |request: http::request::Builder, &(name, value)| request.header(name, value);
        let request = headers.iter().fold(request, add).body(body.into());
        self.client.send(request.unwrap()).await
    }

    /// Puts an object, as someone does who uploads it.
    pub async fn upload(&self, bucket: &str, key: &str, bytes: impl Into<Bytes>, media_type: &str) {
        let uri = uri(&self.seaweed.endpoint, bucket, key);
        let request = Request::put(uri).header("content-type", media_type).body(bytes.into());
        let answer = self.client.send(request.unwrap()).await.unwrap();
        assert!(answer.status.is_success(), "{key}: {answer:?}");
    }

    /// What lies there, if anything does.
    pub async fn kept(&self, bucket: &str, key: &str) -> Option<Kept> {
        let uri = uri(&self.seaweed.endpoint, bucket, key);
        let answer = self.owner(Method::GET, &uri).await;
        if answer.status == StatusCode::NOT_FOUND {
            return None;
        }
        assert!(answer.status.is_success(), "{key}: {answer:?}");
        let page = self.owner(Method::GET, &format!("{uri}?tagging")).await.text();
        let tags = between(&page, "Key").zip(between(&page, "Value")).collect();
        Some(Kept { bytes: answer.body.clone(), answer, tags })
    }

    /// All keys of a bucket, sorted. A page has a thousand; a test has fewer.
    pub async fn keys(&self, bucket: &str) -> Vec<String> {
        let endpoint = &self.seaweed.endpoint;
        let uri = format!("{endpoint}/{bucket}?list-type=2&encoding-type=url");
        let page = self.owner(Method::GET, &uri).await.text();
        assert!(page.contains("<IsTruncated>false<"), "expected up to 1,000 keys: {page}");
        // In this list, a plus is a space.
        let plain = |key: String| {
            percent_decode_str(&key.replace('+', " ")).decode_utf8().unwrap().into_owned()
        };
        let mut keys = between(&page, "Key").map(plain).collect::<Vec<_>>();
        keys.sort();
        keys
    }

    pub async fn remove(&self, bucket: &str, key: &str) {
        let uri = uri(&self.seaweed.endpoint, bucket, key);
        let answer = self.owner(Method::DELETE, &uri).await;
        assert!(answer.status.is_success(), "{key}: {answer:?}");
    }

    /// Removes everything from a bucket.
    pub async fn empty(&self, bucket: &str) {
        for key in self.keys(bucket).await {
            self.remove(bucket, &key).await;
        }
    }

    async fn owner(&self, method: Method, uri: &str) -> Answer {
        let request = Request::builder().method(method).uri(uri).body(Bytes::new()).unwrap();
        self.client.send(request).await.unwrap()
    }
}

/// The texts of all elements of this name.
fn between(page: &str, name: &str) -> impl Iterator<Item = String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let texts = page.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap_or(""));
    texts.map(ToOwned::to_owned).collect::<Vec<_>>().into_iter()
}
