//! The site: a small CloudFront. A request is decided on, then looked up in memory, among the variants that are kept,
//! and is fulfilled at last, in that order and by the same functions that run at the edge.
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

use axum::body::Body;
use cors::Cors;
use http::{Method, Request, Response};
use memory::{Memory, Remembered};
use metrics::Metrics;
use problem::Problem;
use reply::Reply;
use sizewise::{Address, Query};
use sizewise_fulfil::{House, Keeping};
use sizewise_viewer_request::{Decision, decide};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use story::{Outcome, Story};

/// Answers requests for pictures.
#[derive(Debug)]
pub struct Site {
    house: Arc<House>,
    memory: Memory,
    metrics: Metrics,
    cors: Cors,
    /// For how long one goes by memory before one looks whether the variant is still kept.
    recall: Duration,
    is_closing: AtomicBool,
}

/// Whether `/_/metrics` and `/_/explain` are answered, or only what anybody may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// They are.
    Inner,
    /// They are not.
    Outer,
}

impl Site {
    /// A site before a house, with so many bytes to remember pictures in.
    pub fn new(house: Arc<House>, memory: u64) -> Self {
        let policy = house.policy();
        let cors = Cors::new(&policy.answers);
        let recall = Duration::from_secs(policy.stores.fresh_for.into());
        let (memory, metrics) = (Memory::new(memory), Metrics::default());
        Self { house, memory, metrics, cors, recall, is_closing: AtomicBool::new(false) }
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

    /// The answer to a request, whatever it is.
    pub async fn answer<B>(&self, request: &Request<B>, door: Door) -> Response<Body> {
        let mut story = Story::begin();
        let mut response = match request.uri().path().strip_prefix(inside::PREFIX) {
            Some(inside) => self.answer_inside(request, inside, door, &mut story).await,
            None => self.answer_for_picture(request, &mut story).await,
        };
        story.end(request.method(), &mut response);
        self.metrics.count(&story, &response);
        story.log(request, &response);
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
        response
    }

    async fn journey<B>(
        &self,
        request: &Request<B>,
        story: &mut Story,
    ) -> Result<Response<Body>, Problem> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let decision = decide(self.house.policy(), request, now);
        story.decided();
        match decision {
            Decision::Refuse(refusal) => Err(refusal.into()),
            _ if *request.method() == Method::OPTIONS => Ok(self.cors.preflight(request.headers())),
            Decision::Pass => self.passed(request, story).await,
            Decision::Original(key) => self.original(request, &key, story).await,
            Decision::Rewrite(address) if address.variant().is_original() => {
                self.original(request, address.key(), story).await
            }
            Decision::Rewrite(address) => {
                let shown = self.shown(&address, story).await;
                story.of(address);
                let reply = Reply::new(self.house.policy(), request, self.is_negotiated(request));
                let reply = if story.outcome == Outcome::Outdated { reply.once() } else { reply };
                Ok(reply.of(shown?))
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
        let found = match (self.house.variant(address).await, remembered) {
            (Ok(found), _) => found,
            // What was right a minute ago is better than nothing.
            (Err(error), Some(remembered)) if error.status() >= 500 => {
                story.outcome = Outcome::Remembered;
                return Ok(remembered);
            }
            (Err(error), _) => return Err((&*error).into()),
        };
        story.stages = found.stages;
        story.outcome = match found.keeping {
            Keeping::Found => Outcome::Kept,
            Keeping::Outdated => Outcome::Outdated,
            Keeping::Kept | Keeping::KeptAlready | Keeping::NotKept | Keeping::Slow => {
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
