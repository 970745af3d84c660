//! The trigger itself: CloudFront has an origin's answer in hand, and gives the viewer that or ours.

use crate::large::{redirected, unread_for};
use crate::places::{self, IN_TIME, Places, late};
use crate::told::{Line, TRIGGER, now, unreadable};
use axum::body::to_bytes;
use bytes::Bytes;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ORIGIN, VARY};
use http::response::Parts;
use http::{HeaderName, Method, Request, Response, StatusCode};
use serde_json::Value;
use sizewise::Policy;
use sizewise_edge::{Event, Trigger};
use sizewise_fulfil::{CACHE_TAG_HEADER, Error};
use sizewise_site::{Door, Originals, Problem, Site, Story};
use sizewise_store::Buckets;
use sizewise_viewer_request::{Decision, decide_again};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio::sync::OnceCell;
use tokio::time::timeout;

/// What answers the events of the trigger: a site for each pair of places that they name, made once.
#[derive(Debug)]
pub struct Edge {
    policy: Arc<Policy>,
    buckets: OnceCell<Buckets>,
    sites: Mutex<Vec<(Places, Arc<Site>)>>,
}

/// Why there is nothing that could answer.
#[derive(Debug, thiserror::Error)]
enum NoSite {
    #[error(transparent)]
    Unplaced(#[from] sizewise_edge::Unplaced),
    #[error("expected an origin in S3, or `x-sizewise-variants` among its custom headers")]
    NoBucket,
    #[error(transparent)]
    Places(#[from] places::Error),
    #[error(transparent)]
    Store(#[from] sizewise_store::Error),
}

/// One distribution has few origins, and nobody but its owner writes them.
const MOST_SITES: usize = 16;

/// As much of a body as is read. No variant is larger; what is larger than CloudFront takes is only counted.
const MOST_BODY: usize = 500_000_000;

/// A response in the place of the origin's, and how it came to be. None, where the origin's goes on.
type Ours = Option<(Response<Bytes>, Option<Story>)>;

/// What is said of an answer beside the picture in it, and is said of whatever takes its place.
const ASIDE: [HeaderName; 5] = [
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    HeaderName::from_static("timing-allow-origin"),
    HeaderName::from_static(CACHE_TAG_HEADER),
    VARY,
];

impl Edge {
    /// What answers by this policy.
    pub fn new(policy: Policy) -> Self {
        Self { policy: Arc::new(policy), buckets: OnceCell::new(), sites: Mutex::default() }
    }

    /// The answer to an event: the response that it holds, or ours in its place.
    pub async fn answer(&self, event: Event) -> Value {
        if event.trigger() != Trigger::OriginResponse {
            let name = event.trigger().name();
            unreadable(&format!("expected an event for `{TRIGGER}`, found one for `{name}`"))
                .tell(now());
            return event.passed();
        }
        let Some(request) = missing(&event) else { return event.passed() };
        let decision = decide_again(&self.policy, &request);
        if decision == Decision::Pass {
            return event.passed();
        }
        let mut line = Line::begin(TRIGGER, &request);
        let answer = self.ours(&event, &request, is_original(&decision));
        let answer = timeout(IN_TIME, answer).await.unwrap_or_else(|_| Err(late()));
        let (response, story) = match answer {
            Ok(None) => return event.passed(),
            Ok(Some(ours)) => ours,
            Err(problem) => {
                line.refused = Some(problem.sentence().to_owned());
                (self.told_to_viewer(&request, &problem).await, None)
            }
        };
        line.story = story.as_ref();
        line.end(response.status(), response.body().len() as u64).tell(now());
        event.responded(&response)
    }

    async fn ours(
        &self,
        event: &Event,
        request: &Request<()>,
        is_original: bool,
    ) -> Result<Ours, Problem> {
        let site = self.site(event).await.map_err(|error| {
            tracing::error!(%error, "there are no stores");
            let sentence = "expected stores, found none: the log says why";
            Problem::new(StatusCode::BAD_GATEWAY, sentence)
        })?;
        let response = site.answer(request, Door::Outer).await;
        if response.status().is_success() && is_original {
            // We may read it and the CDN may not, which is for its owner to decide.
            return Ok(None);
        }
        let story = response.extensions().get::<Story>().cloned();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, MOST_BODY).await.map_err(|_| (&Error::Store).into());
        let aside = parts.headers.clone();
        let mut response = match self.carried(parts, body, request, story.as_ref()) {
            Ok(response) => response,
            Err(problem) => self.told_to_viewer(request, &problem).await,
        };
        for name in ASIDE {
            if let Some(value) = aside.get(&name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        Ok(Some((response, story)))
    }

    /// The same answer, if it can be sent, or else where it can be had.
    fn carried(
        &self,
        parts: Parts,
        body: Result<Bytes, Problem>,
        request: &Request<()>,
        story: Option<&Story>,
    ) -> Result<Response<Bytes>, Problem> {
        let (keeping, now) = (story.and_then(Story::keeping), SystemTime::now());
        if let Some(age) = unread_for(keeping, now) {
            tracing::warn!(path = request.uri().path(), ?age, "the CDN cannot read what is kept");
        }
        match (body, story.and_then(Story::refused), story.and_then(Story::address)) {
            (Ok(body), ..) if body.len() <= Trigger::OriginResponse.most_picture() => {
                Ok(Response::from_parts(parts, body))
            }
            // A picture in the place of a refusal.
            (_, Some(refused), _) => Err(Problem::new(parts.status, refused)),
            (Ok(body), None, Some(address)) => {
                let elsewhere = redirected(&self.policy, address, keeping, body.len(), now)?;
                Ok(elsewhere.map(|()| Bytes::new()))
            }
            (Ok(_), None, None) => Err((&Error::Crashed).into()),
            (Err(problem), None, _) => Err(problem),
        }
    }

    async fn told_to_viewer(&self, request: &Request<()>, problem: &Problem) -> Response<Bytes> {
        let cache_control = self.policy.answers.error_cache_control.as_str();
        let (parts, body) = problem.response(request.method(), cache_control).into_parts();
        let body = to_bytes(body, MOST_BODY).await.expect("it is in memory, and small");
        Response::from_parts(parts, body)
    }

    /// The site over the places of an event.
    async fn site(&self, event: &Event) -> Result<Arc<Site>, NoSite> {
        let places = self.places(event)?;
        let buckets = self.buckets.get_or_try_init(|| Buckets::connect(None)).await?;
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, site)) = sites.iter().find(|(known, _)| *known == places) {
            return Ok(Arc::clone(site));
        }
        let house = places.house(Arc::clone(&self.policy), buckets)?;
        let site = Arc::new(Site::new(Arc::new(house), 0).behind_cdn(Originals::Elsewhere));
        sites.truncate(MOST_SITES - 1);
        sites.insert(0, (places, Arc::clone(&site)));
        Ok(site)
    }

    /// Variants are where CloudFront looks for them. Originals are where the event says, or the policy, or there as well.
    fn places(&self, event: &Event) -> Result<Places, NoSite> {
        let told = event.places()?;
        let variants = told.variants.or_else(|| self.policy.stores.variants.clone());
        let variants = variants.ok_or(NoSite::NoBucket)?;
        let originals = told.originals.or_else(|| self.policy.stores.originals.clone());
        Ok(Places { originals: originals.unwrap_or_else(|| variants.clone()), variants })
    }
}

/// The request that an origin had nothing for. S3 says 403 of what is missing to who may not list the bucket.
fn missing(event: &Event) -> Option<Request<()>> {
    let is_missing = |status| [StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status);
    if !event.status().is_some_and(is_missing) {
        return None;
    }
    // Viewer-request has refused what cannot be read.
    let asked = event.request().ok()?;
    if ![Method::GET, Method::HEAD].contains(asked.method()) {
        return None;
    }
    // What the cache has of it already, or which part it wants, is no matter: it gets all of what there is now.
    let mut request = Request::new(());
    *request.method_mut() = asked.method().clone();
    *request.uri_mut() = asked.uri().clone();
    if let Some(origin) = asked.headers().get(ORIGIN) {
        request.headers_mut().insert(ORIGIN, origin.clone());
    }
    Some(request)
}

fn is_original(decision: &Decision) -> bool {
    match decision {
        Decision::Original(_) => true,
        Decision::Rewrite(address) => address.variant().is_original(),
        Decision::Pass | Decision::Refuse(_) => false,
    }
}
