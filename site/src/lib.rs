//! The site: requests come in, answers go out. A request is decided on, then looked up in memory, among the variants
//! that are kept, and is fulfilled at last, in that order; around that is all of HTTP. Every host stands before a site
//! and only carries: the server from its sockets, the Function URL from the Lambda Runtime API, origin-response from
//! CloudFront's events.
//!
//! The modules stand in the order in which a request meets them.

mod inside;
mod explanation;
mod memory;
mod passing;
mod conditional;
mod reply;
mod problem;
mod cors;
mod story;
mod metrics;

pub use explanation::{Explanation, as_sent};
pub use problem::Problem;
pub use story::{Outcome, Story};

use axum::body::Body;
use cors::Cors;
use http::{HeaderName, HeaderValue, Method, Request, Response};
use memory::{Memory, Remembered};
use metrics::Metrics;
use reply::Reply;
use sizewise::{Address, Key, Query};
use sizewise_fulfil::{CACHE_TAG_HEADER, House, Keeping, cache_tag};
use sizewise_viewer_request::{Decision, decide, decide_again};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Answers requests for pictures.
#[derive(Debug)]
pub struct Site {
    house: Arc<House>,
    memory: Memory,
    metrics: Metrics,
    cors: Cors,
    front: Front,
    /// As much of a file as is read at once.
    part: u64,
    /// For how long one goes by memory before one looks whether the variant is still kept.
    recall: Duration,
    is_closing: AtomicBool,
}

/// What a request has come through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    /// Nothing: all of it is judged here, and a variant may be kept already.
    Open,
    /// A CDN, which has judged it, and has looked for the variant in vain.
    Cdn(Originals),
}

/// Where a CDN could have found originals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Originals {
    /// Where it has looked: one that is there all the same is one that it may not read.
    Looked,
    /// Elsewhere.
    Elsewhere,
}

/// Whether `/_/metrics` and `/_/explain` are answered, or only what anybody may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// They are.
    Inner,
    /// They are not.
    Outer,
}

const CACHE_TAG: HeaderName = HeaderName::from_static(CACHE_TAG_HEADER);

impl Site {
    /// A site before a house, with so many bytes to remember pictures in.
    pub fn new(house: Arc<House>, memory: u64) -> Self {
        let policy = house.policy();
        let cors = Cors::new(&policy.answers);
        let recall = Duration::from_secs(policy.stores.fresh_for.into());
        let (memory, metrics) = (Memory::new(memory), Metrics::default());
        let (front, is_closing) = (Front::Open, AtomicBool::new(false));
        Self { house, memory, metrics, cors, front, part: passing::PART, recall, is_closing }
    }

    /// The same behind a CDN, which judges every request before it comes here, and comes only for what is not kept.
    /// Nothing but pictures is handed out to it: whatever else it was refused, it may not have.
    pub fn behind_cdn(self, originals: Originals) -> Self {
        Self { front: Front::Cdn(originals), ..self }
    }

    /// The same, reading so many bytes of a file at once.
    pub fn reading(self, part: u64) -> Self {
        Self { part, ..self }
    }

    /// The house behind it.
    pub fn house(&self) -> &Arc<House> {
        &self.house
    }

    /// From now on, whoever sends requests should send them elsewhere.
    pub fn close(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::Relaxed)
    }

    /// The answer to a request, whatever it is. Its story is among the answer's extensions.
    pub async fn answer<B>(&self, request: &Request<B>, door: Door) -> Response<Body> {
        let mut story = Story::begin();
        let mut response = match request.uri().path().strip_prefix(inside::PREFIX) {
            Some(inside) => self.answer_inside(request, inside, door, &mut story).await,
            None => self.answer_for_picture(request, &mut story).await,
        };
        story.end(request.method(), &mut response);
        self.metrics.count(&story, &response);
        story.log(request, &response);
        response.extensions_mut().insert(story);
        response
    }

    async fn answer_for_picture<B>(
        &self,
        request: &Request<B>,
        story: &mut Story,
    ) -> Response<Body> {
        let mut response = match self.journey(request, story).await {
            Ok(response) => response,
            Err(problem) => self.refused(request, problem, story).await,
        };
        self.cors.add(request.headers(), response.headers_mut());
        if let (Front::Cdn(_), Some(address)) = (self.front, story.address()) {
            // What it keeps of this, a refusal as well, it forgets with all else that is of this original.
            let tag = HeaderValue::from_str(&cache_tag(address.key())).expect("hex is visible");
            response.headers_mut().insert(CACHE_TAG, tag);
        }
        response
    }

    async fn journey<B>(
        &self,
        request: &Request<B>,
        story: &mut Story,
    ) -> Result<Response<Body>, Problem> {
        let decision = self.decided(request);
        story.decided();
        match decision {
            Decision::Refuse(refusal) => Err(refusal.into()),
            _ if *request.method() == Method::OPTIONS => Ok(self.cors.preflight(request.headers())),
            Decision::Pass => self.passed(request, story).await,
            Decision::Original(key) => self.handed_out(request, &key, story).await,
            Decision::Rewrite(address) if address.variant().is_original() => {
                self.handed_out(request, address.key(), story).await
            }
            Decision::Rewrite(address) => {
                let shown = self.shown(&address, self.front, story).await;
                story.of(address);
                let reply = Reply::new(self.house.policy(), request, self.is_negotiated(request));
                let reply = if story.outcome == Outcome::Outdated { reply.once() } else { reply };
                Ok(reply.of(shown?))
            }
        }
    }

    /// An original, unless a CDN asks for it that has looked for it itself.
    async fn handed_out<B>(
        &self,
        request: &Request<B>,
        key: &Key,
        story: &mut Story,
    ) -> Result<Response<Body>, Problem> {
        match self.front {
            Front::Cdn(Originals::Looked) => Err(self.closed(key, story).await),
            Front::Cdn(Originals::Elsewhere) | Front::Open => {
                self.original(request, key, story).await
            }
        }
    }

    fn decided<B>(&self, request: &Request<B>) -> Decision {
        let policy = self.house.policy();
        match self.front {
            Front::Cdn(_) => decide_again(policy, request),
            Front::Open => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH);
                decide(policy, request, now.map_or(0, |since| since.as_secs()))
            }
        }
    }

    /// Whether somebody who accepts other formats might have got another picture.
    fn is_negotiated<B>(&self, request: &Request<B>) -> bool {
        let Some(query) = request.uri().query() else { return false };
        let wish = self.house.policy().wish(&Query(query).asked());
        wish.is_ok_and(|wish| wish.auto_format)
    }

    /// A variant: remembered, kept, or made.
    async fn shown(
        &self,
        address: &Address,
        front: Front,
        story: &mut Story,
    ) -> Result<Arc<Remembered>, Problem> {
        let stored = address.stored();
        let remembered = self.memory.get(&stored);
        if let Some(remembered) = &remembered
            && remembered.since.elapsed() < self.recall.max(Duration::from_secs(1))
            && self.house.is_fresh(address, &remembered.original).await?
        {
            story.outcome = Outcome::Remembered;
            return Ok(Arc::clone(remembered));
        }
        let found = match front {
            Front::Open => self.house.variant(address).await,
            Front::Cdn(_) => self.house.fulfil(address).await,
        };
        let found = match (found, remembered) {
            (Ok(found), _) => found,
            // What was right a minute ago is better than nothing.
            (Err(error), Some(remembered)) if error.status() >= 500 => {
                story.outcome = Outcome::Remembered;
                return Ok(remembered);
            }
            (Err(error), _) => return Err((&*error).into()),
        };
        story.stages = found.stages;
        story.keeping = Some(found.keeping);
        story.outcome = match found.keeping {
            Keeping::Found => Outcome::Kept,
            Keeping::Outdated => Outcome::Outdated,
            Keeping::Kept | Keeping::KeptAlready(_) | Keeping::NotKept | Keeping::Slow => {
                Outcome::Made
            }
        };
        let shown = Arc::new(Remembered::new(found.picture, address, Instant::now())?);
        if story.outcome == Outcome::Outdated {
            self.memory.forget(&stored);
        } else {
            self.memory.insert(stored, Arc::clone(&shown));
        }
        Ok(shown)
    }
}
