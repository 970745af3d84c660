//! Passing: originals that nobody wants changed, and files that are no pictures, as they are. They are read part by
//! part, so that a large one takes no memory.

use super::Site;
use super::conditional::{Current, Part};
use super::problem::Problem;
use super::reply::{self, Reply};
use super::story::{Outcome, Story};
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use http::header::{ETAG, LAST_MODIFIED};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use sizewise::{Key, Path};
use sizewise_fulfil::Error;
use sizewise_store::{self as store, ETag, Meta, Store};
use std::ops::Range;
use std::sync::Arc;

/// As much as is read at once.
const PART: u64 = 1 << 20;

/// What is at `/`.
const ROOT: &str = "index.html";

/// As much as tells what a file is; an SVG may have a comment before it begins.
const HEAD: u64 = 4096;

impl Site {
    /// An original as it is.
    pub(super) async fn original<B>(
        &self,
        request: &Request<B>,
        key: &Key,
        story: &mut Story,
    ) -> Result<Response<Body>, Problem> {
        story.outcome = Outcome::Original;
        self.sent(request, key.as_str()).await
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
        let is_hidden = |segment: &str| segment.starts_with('.');
        if name.split('/').any(is_hidden) || Key::new(name).is_err() {
            return Err(Error::no_original(name).into());
        }
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return Err(Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "expected GET or HEAD, found another",
            ));
        }
        self.sent(request, name).await
    }

    async fn sent<B>(&self, request: &Request<B>, name: &str) -> Result<Response<Body>, Problem> {
        let store = Arc::clone(&self.house.originals().main().store);
        let trouble = |error: store::Error| Problem::from(Error::of_original(&error, name));
        let meta = store.look(name).await.map_err(trouble)?;
        let current =
            Current { etag: meta.etag.as_str(), modified: meta.modified, length: meta.length };
        let part = Part::asked(request.method(), request.headers(), current);
        let (status, range) = reply::sent(&part, meta.length);
        let head = store.part(name, 0..HEAD, &meta.etag).await.map_err(trouble)?;
        let mut response = Response::new(match (&range, request.method()) {
            (Some(range), &Method::GET) => body(store, name, range.clone(), &meta.etag),
            _ => Body::empty(),
        });
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(ETAG, reply::text(&format!("\"{}\"", meta.etag)));
        headers.insert(LAST_MODIFIED, reply::text(&httpdate::fmt_http_date(meta.modified)));
        let media_type = self.media_type(name, &head, &meta);
        let policy = self.house.policy();
        let reply = Reply::new(policy, request, false);
        reply.unmade(&meta.label, policy.stores.fresh_for).describe(headers, &media_type);
        reply::measure(headers, &part, range, meta.length);
        Ok(response)
    }

    /// What a file is: by its bytes, and only if these tell nothing by what was written on it or by its name. What
    /// should be a picture by its name and is none is nothing that a browser should open.
    fn media_type(&self, name: &str, head: &Bytes, meta: &Meta) -> HeaderValue {
        let format = sizewise_render::format(head);
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

/// Some bytes of a file, read as they are sent. If it changes meanwhile, the answer ends before its length says so.
fn body(store: Arc<dyn Store>, name: &str, range: Range<u64>, etag: &ETag) -> Body {
    let (name, etag) = (name.to_owned(), etag.clone());
    Body::from_stream(stream::unfold(Some(range.start), move |at| {
        let (store, name, etag, end) = (Arc::clone(&store), name.clone(), etag.clone(), range.end);
        async move {
            let at = at.filter(|at| *at < end)?;
            let part = store.part(&name, at..end.min(at + PART), &etag).await;
            if let Err(error) = &part {
                tracing::warn!(name, %error, "a file cannot be read to its end");
            }
            let next = part.as_ref().ok().map(|part| at + part.len().max(1) as u64);
            Some((part, next))
        }
    }))
}
