//! The trigger itself: CloudFront has an origin's answer in hand, and gives the viewer that or ours.

use crate::large::{redirected, unread_for};
use crate::places::{self, Places};
use crate::told::{now, told};
use axum::body::{Body, to_bytes};
use bytes::Bytes;
use http::header::ORIGIN;
use http::{Method, Request, Response, StatusCode};
use serde_json::Value;
use sizewise::Policy;
use sizewise_edge::{Event, Trigger};
use sizewise_site::{Door, Problem, Site, Story};
use sizewise_store::Buckets;
use sizewise_viewer_request::{Decision, decide_again};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tokio::sync::OnceCell;

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

/// The name that this function has in metrics.
const FUNCTION: &str = "origin-response";

/// One distribution has few origins, and nobody but its owner writes them.
const MOST_SITES: usize = 16;

impl Edge {
    /// What answers by this policy.
    pub fn new(policy: Policy) -> Self {
        Self { policy: Arc::new(policy), buckets: OnceCell::new(), sites: Mutex::default() }
    }

    /// The answer to an event: the response that it holds, or ours in its place.
    pub async fn answer(&self, event: Event) -> Value {
        let Some(request) = missing(&event) else { return event.passed() };
        let decision = decide_again(&self.policy, &request);
        if decision == Decision::Pass {
            return event.passed();
        }
        let response = match self.site(&event).await {
            Ok(site) => site.answer(&request, Door::Outer).await,
            Err(error) => {
                tracing::error!(%error, "there are no stores");
                let sentence = "expected stores, found none: the log says why";
                self.told_to_viewer(&request, &Problem::new(StatusCode::BAD_GATEWAY, sentence))
            }
        };
        if response.status().is_success() && is_original(&decision) {
            // We may read it and the CDN may not, which is for its owner to decide.
            return event.passed();
        }
        let story = response.extensions().get::<Story>().cloned();
        let response = self.carried(response, &request, story.as_ref()).await;
        if let Some(story) = &story {
            told(FUNCTION, &request, story, response.status()).tell(now());
        }
        event.responded(&response)
    }

    /// The same answer, if it can be sent, or else where it can be had.
    async fn carried(
        &self,
        response: Response<Body>,
        request: &Request<()>,
        story: Option<&Story>,
    ) -> Response<Bytes> {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let keeping = story.and_then(Story::keeping);
        let now = SystemTime::now();
        if let Some(age) = unread_for(keeping, now) {
            tracing::warn!(path = request.uri().path(), ?age, "the CDN cannot read what is kept");
        }
        if body.len() <= Trigger::OriginResponse.most_picture() {
            return Response::from_parts(parts, body);
        }
        let elsewhere = match story.and_then(Story::address) {
            Some(address) if parts.status.is_success() => {
                redirected(&self.policy, address, keeping, body.len(), now)
            }
            // A picture in the place of a refusal.
            _ => {
                Err(Problem::new(parts.status, story.and_then(Story::refused).unwrap_or_default()))
            }
        };
        match elsewhere {
            Ok(response) => response.map(|()| Bytes::new()),
            Err(problem) => {
                let (parts, body) = self.told_to_viewer(request, &problem).into_parts();
                Response::from_parts(parts, to_bytes(body, usize::MAX).await.unwrap_or_default())
            }
        }
    }

    fn told_to_viewer(&self, request: &Request<()>, problem: &Problem) -> Response<Body> {
        problem.response(request.method(), self.policy.answers.error_cache_control.as_str())
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
        let site = Arc::new(Site::new(Arc::new(house), 0).behind_cdn());
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
    if event.trigger() != Trigger::OriginResponse || !event.status().is_some_and(is_missing) {
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
