//! Passing: originals that nobody wants changed, and files that are no pictures, as they are. They are read part by
//! part, so that a large one takes no memory.

use super::conditional::{Current, Part};
use super::problem::Problem;
use super::reply::{self, Reply};
use super::story::{Outcome, Story};
use super::{Front, Site};
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use http::header::{ETAG, LAST_MODIFIED};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use sizewise::{Address, Found, Key, Path, Refusal, SourceFormat, Variant};
use sizewise_fulfil::Error;
use sizewise_store::{self as store, ETag, Meta, Store};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// As much as is read at once. It is also what each viewer holds who takes it slowly: a thousand of them hold 256 MB.
pub(super) const PART: u64 = 256 * 1024;

/// What is at `/`.
const ROOT: &str = "index.html";

/// As much as tells what a file is; an SVG may have a comment before it begins.
const HEAD: u64 = 4096;

/// As often as a file that changes all the time is begun.
const TRIES: u32 = 3;

impl Site {
    /// An original as it is.
    pub(super) async fn original<B>(
        &self,
        request: &Request<B>,
        key: &Key,
        story: &mut Story,
    ) -> Result<Response<Body>, Problem> {
        story.outcome = Outcome::Original;
        story.of(Address::new(Variant::default(), key.clone())?);
        let reply = Reply::new(self.house.policy(), request, self.is_negotiated(request));
        self.sent(request, key.as_str(), reply).await
    }

    /// An original that a CDN was refused, and may not have from us either; what it is told is whether there is one.
    pub(super) async fn closed(&self, key: &Key, story: &mut Story) -> Problem {
        story.outcome = Outcome::Original;
        let Ok(address) = Address::new(Variant::default(), key.clone()) else {
            return Problem::crashed();
        };
        story.of(address);
        let store = &self.house.originals().main().store;
        let looked = timeout(self.house.patience().original, store.look(key.as_str())).await;
        match looked.unwrap_or_else(|_| Err(late())) {
            Ok(_) => Problem::new(
                StatusCode::FORBIDDEN,
                "expected an original that the CDN may read, found one that it may not",
            ),
            Err(error) => Error::of_original(&error, key.as_str()).into(),
        }
    }

    /// A file that is no picture by its name. Names that begin with a dot are no business of anybody's.
    pub(super) async fn passed<B>(
        &self,
        request: &Request<B>,
        story: &mut Story,
    ) -> Result<Response<Body>, Problem> {
        story.outcome = Outcome::Passed;
        let path = Path::read(request.uri().path())?;
        let name = if path.as_str().is_empty() { ROOT } else { path.as_str() };
        if self.front != Front::Open || is_hidden(name) || Key::new(name).is_err() {
            return Err(Error::no_original(name).into());
        }
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return Err(Refusal::Method(Found::new(request.method().as_str())).into());
        }
        self.sent(request, name, Reply::new(self.house.policy(), request, false)).await
    }

    async fn sent<B>(
        &self,
        request: &Request<B>,
        name: &str,
        reply: Reply<'_>,
    ) -> Result<Response<Body>, Problem> {
        let store = Arc::clone(&self.house.originals().main().store);
        let patience = self.house.patience().original;
        let begun = timeout(patience, begun(&*store, name)).await;
        let (meta, head) = begun.unwrap_or_else(|_| Err(late())).map_err(|error| {
            if !matches!(error, store::Error::Missing | store::Error::Name(_)) {
                tracing::warn!(name, %error, "a file cannot be read");
            }
            Problem::from(Error::of_original(&error, name))
        })?;
        let format = sizewise_render::format(&head);
        // Where every name is a picture's, those of secrets are as well.
        if is_hidden(name) && format.is_none() {
            return Err(Error::no_original(name).into());
        }
        let etag = HeaderValue::from_str(&format!("\"{}\"", meta.etag));
        let etag = etag.map_err(|_| Problem::crashed())?;
        let current =
            Current { etag: meta.etag.as_str(), modified: meta.modified, length: meta.length };
        let part = Part::asked(request.method(), request.headers(), current);
        let (status, range) = reply::sent(&part, meta.length);
        let mut response = Response::new(match (&range, request.method()) {
            (Some(range), &Method::GET) => {
                body(store, name, range.clone(), &meta.etag, patience, self.part)
            }
            _ => Body::empty(),
        });
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(ETAG, etag);
        headers.insert(LAST_MODIFIED, reply::date(meta.modified));
        let media_type = self.media_type(name, format, &meta);
        let fresh_for = self.house.policy().stores.fresh_for;
        reply.unmade(&meta.label, fresh_for).describe(headers, &media_type);
        reply::measure(headers, &part, range, meta.length);
        Ok(response)
    }

    /// What a file is: by its bytes, and only if these tell nothing by what was written on it or by its name. What
    /// should be a picture by its name and is none is nothing that a browser should open.
    fn media_type(&self, name: &str, format: Option<SourceFormat>, meta: &Meta) -> HeaderValue {
        let is_named_picture = self.house.policy().touches(name);
        let media_type = match (format, &meta.label.media_type) {
            (Some(format), _) if is_named_picture => format.media_type().to_owned(),
            (None, _) if is_named_picture => "application/octet-stream".to_owned(),
            (_, Some(media_type)) => media_type.clone(),
            (_, None) => mime_guess::from_path(name).first_or_octet_stream().to_string(),
        };
        HeaderValue::from_str(&media_type)
            .unwrap_or(HeaderValue::from_static("application/octet-stream"))
    }
}

/// What is known of a file, and its first bytes. If it changes between the two, it is begun again.
async fn begun(store: &dyn Store, name: &str) -> Result<(Meta, Bytes), store::Error> {
    for _ in 1..TRIES {
        match looked(store, name).await {
            Err(store::Error::Changed) => {}
            begun => return begun,
        }
    }
    looked(store, name).await
}

async fn looked(store: &dyn Store, name: &str) -> Result<(Meta, Bytes), store::Error> {
    let meta = store.look(name).await?;
    let head = store.part(name, 0..HEAD, &meta.etag).await?;
    Ok((meta, head))
}

/// Some bytes of a file, read as they are sent. If it changes meanwhile, or its store says no more, the answer ends
/// before its length says so.
fn body(
    store: Arc<dyn Store>,
    name: &str,
    range: Range<u64>,
    etag: &ETag,
    patience: Duration,
    most: u64,
) -> Body {
    let (name, etag) = (name.to_owned(), etag.clone());
    Body::from_stream(stream::unfold(Some(range.start), move |at| {
        let (store, name, etag, end) = (Arc::clone(&store), name.clone(), etag.clone(), range.end);
        async move {
            let at = at.filter(|at| *at < end)?;
            let read = store.part(&name, at..end.min(at + most), &etag);
            let part = timeout(patience, read).await;
            let part = part.unwrap_or_else(|_| Err(late()));
            if let Err(error) = &part {
                tracing::warn!(name, %error, "a file cannot be read to its end");
            }
            let next = part.as_ref().ok().map(|part| at + part.len().max(1) as u64);
            Some((part, next))
        }
    }))
}

fn late() -> store::Error {
    store::Error::Late("a store that is too slow".to_owned())
}

/// Whether it, or a folder that it is in, has a name that begins with a dot.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|segment| segment.starts_with('.'))
}
