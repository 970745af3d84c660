//! What a request wants to do, and what one must be permitted for it.

use super::action::{Action, Condition};
use super::identity::asking;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;

/// What one request wanted to do.
#[derive(Debug, Clone)]
pub struct Deed {
    pub who: String,
    pub method: Method,
    pub bucket: String,
    /// Empty, where it is about the bucket.
    pub key: String,
    /// What one must be permitted for it. Where nobody knows what it is, nothing.
    pub needs: Vec<Action>,
    pub condition: Condition,
    /// The answer's, as soon as there is one.
    pub status: Option<StatusCode>,
    /// The request's line, for who reads about it.
    pub line: String,
}

/// A kind of request.
struct Kind {
    method: &'static str,
    is_of_bucket: bool,
    /// A parameter that it must have.
    has: Option<&'static str>,
    /// Others that it may have. They change nothing about what is needed.
    may_have: &'static [&'static str],
    needs: Action,
}

/// Whatever is not among these, nobody has thought of.
const KINDS: [Kind; 5] = [
    Kind::object("GET", Action::GetObject),
    Kind::object("HEAD", Action::GetObject),
    Kind::object("PUT", Action::PutObject),
    Kind::object("DELETE", Action::DeleteObject),
    Kind {
        method: "GET",
        is_of_bucket: true,
        has: Some("list-type=2"),
        may_have: &["prefix", "continuation-token", "max-keys", "encoding-type", "start-after"],
        needs: Action::ListBucket,
    },
];

/// Headers that make another request of the same line, for which one needs more.
const STRANGE: [&str; 4] = [
    "x-amz-copy-source",
    "x-amz-acl",
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-object-lock-mode",
];

impl Kind {
    const fn object(method: &'static str, needs: Action) -> Self {
        Self { method, is_of_bucket: false, has: None, may_have: &["x-id"], needs }
    }

    fn is(&self, head: &Parts, key: &str) -> bool {
        let mut pairs = head.uri.query().unwrap_or("").split('&').filter(|pair| !pair.is_empty());
        let is_known = |pair: &str| {
            let name = pair.split('=').next().unwrap_or(pair);
            self.has == Some(pair) || self.may_have.contains(&name)
        };
        let has = self.has.is_none_or(|has| pairs.clone().any(|pair| pair == has));
        head.method == self.method
            && self.is_of_bucket == key.is_empty()
            && has
            && pairs.all(is_known)
    }
}

impl Deed {
    pub(super) fn of(head: &Parts) -> Self {
        let path = plain(head.uri.path());
        let path = percent_decode_str(&path).decode_utf8_lossy();
        let (bucket, key) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
        let condition = condition(&head.headers);
        let is_strange = STRANGE.iter().any(|&name| head.headers.contains_key(name));
        let kind = KINDS.iter().filter(|_| !is_strange).find(|kind| kind.is(head, key));
        let needs = kind.map(|kind| needs(kind.needs, condition, &head.headers));
        Self {
            who: asking(&head.headers).to_owned(),
            method: head.method.clone(),
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            needs: needs.unwrap_or_default(),
            condition,
            status: None,
            line: format!("{} {}", head.method, head.uri),
        }
    }

    pub(super) fn is_known(&self) -> bool {
        !self.needs.is_empty()
    }
}

/// S3 reads a bare plus in a path as a space, SeaweedFS as a plus.
pub(super) fn plain(path: &str) -> String {
    path.replace('+', "%20")
}

fn condition(headers: &HeaderMap) -> Condition {
    match (headers.contains_key("if-none-match"), headers.contains_key("if-match")) {
        (true, _) => Condition::Absent,
        (false, true) => Condition::Is,
        (false, false) => Condition::Always,
    }
}

/// Tags want a permission of their own, and to put something in the place of what has a certain tag, one must be
/// permitted to read what is there.
fn needs(first: Action, condition: Condition, headers: &HeaderMap) -> Vec<Action> {
    let is_put = first == Action::PutObject;
    let tagged =
        (is_put && headers.contains_key("x-amz-tagging")).then_some(Action::PutObjectTagging);
    let looked = (is_put && condition == Condition::Is).then_some(Action::GetObject);
    [Some(first), tagged, looked].into_iter().flatten().collect()
}
