//! What a distribution keeps, by keys that begin with the path. Nothing grows old here.

use super::reply::{By, Reply};
use super::viewer::Viewer;
use http::{Method, StatusCode};
use std::collections::HashMap;
use std::sync::Mutex;

#[derive(Debug, Default)]
pub(super) struct Cache {
    kept: Mutex<HashMap<String, Reply>>,
}

/// No test needs more.
const MOST: usize = 10_000;

impl Cache {
    pub(super) fn kept(&self, key: &str) -> Option<Reply> {
        self.kept.lock().unwrap().get(key).cloned()
    }

    pub(super) fn keep(&self, viewer: &Viewer, key: &str, reply: &Reply) {
        let mut kept = self.kept.lock().unwrap();
        if viewer.method == Method::GET && may_keep(reply) && kept.len() < MOST {
            kept.insert(key.to_owned(), Reply { by: By::Cache, ..reply.clone() });
        }
    }

    pub(super) fn invalidate(&self, path: &str) {
        let mut kept = self.kept.lock().unwrap();
        match path.strip_suffix('*') {
            Some(start) => kept.retain(|_, reply| !reply.path.starts_with(start)),
            None => kept.retain(|_, reply| reply.path != path),
        }
    }
}

/// Without a word about it, CloudFront keeps for a day, so a redirect is kept too.
fn may_keep(reply: &Reply) -> bool {
    let is_told = reply.status == StatusCode::OK || reply.status.is_redirection();
    let control = reply.header("cache-control").to_ascii_lowercase();
    let forbids = ["no-store", "private", "no-cache", "s-maxage=0"];
    is_told && !forbids.iter().any(|word| control.contains(word))
}
