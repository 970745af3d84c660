//! A distribution: what CloudFront does between a viewer and a bucket, with a function before the cache and one behind
//! the origin, wired as a template says.
//!
//! What it does not do: keep errors for a while, let what it keeps grow old, compress. Where it has a second origin, the
//! function behind the origin is asked about the second one's answer alone.

mod event;
mod origin;
mod cache;
mod reply;
mod viewer;
mod wiring;

pub use origin::Origin;
pub use reply::{By, Called, Reply};
pub use viewer::Viewer;
pub use wiring::{Behaviour, Wiring, environment};

use crate::client::Client;
use crate::function::Function;
use crate::runtime::Runtime;
use crate::s3::S3;
use cache::Cache;
use http::header::{HeaderValue, TRANSFER_ENCODING};
use http::{Method, StatusCode};
use reply::{generated, replaced, strip};
use serde_json::Value;
use std::sync::Arc;

/// The name that viewers know it by.
pub const DOMAIN: &str = "d111111abcdef8.cloudfront.net";

/// What says which rules of CloudFront's the answer to an event breaks.
pub type Rules = dyn Fn(&Value, &Value) -> Vec<String> + Send + Sync;

/// A distribution.
pub struct Distribution {
    pub origin: Origin,
    client: Client,
    viewer_request: Option<Arc<dyn Function>>,
    origin_response: Option<Arc<dyn Function>>,
    rules: Box<Rules>,
    cache: Option<Cache>,
    wiring: Wiring,
    second: Option<Arc<Runtime>>,
}

/// Which of the two functions is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    ViewerRequest,
    OriginResponse,
}

fn is_read(method: &Method) -> bool {
    [Method::GET, Method::HEAD].contains(method)
}

/// No test follows more than that.
const STEPS: usize = 5;

impl Distribution {
    /// One before a bucket, without functions and without a cache. `rules` judges every answer that a function gives;
    /// where one breaks them, the test has failed.
    pub fn new(
        s3: &S3,
        bucket: &str,
        rules: impl Fn(&Value, &Value) -> Vec<String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            origin: Origin::new(&s3.endpoint, bucket),
            client: Client::default(),
            viewer_request: None,
            origin_response: None,
            rules: Box::new(rules),
            cache: None,
            wiring: Wiring::default(),
            second: None,
        }
    }

    pub fn on_viewer_request(self, function: impl Function + 'static) -> Self {
        Self { viewer_request: Some(Arc::new(function)), ..self }
    }

    pub fn on_origin_response(self, function: impl Function + 'static) -> Self {
        Self { origin_response: Some(Arc::new(function)), ..self }
    }

    /// From now on, it keeps what it may keep.
    pub fn caching(self) -> Self {
        Self { cache: Some(Cache::default()), ..self }
    }

    /// Where the bucket refuses or fails, it turns to a Function URL, as an origin group does.
    pub fn second(self, runtime: &Arc<Runtime>) -> Self {
        Self { second: Some(Arc::clone(runtime)), ..self }
    }

    /// From now on, it goes as this says, and no longer asks every function about everything.
    pub fn wired(self, wiring: Wiring) -> Self {
        Self { wiring, ..self }
    }

    /// Forgets what it keeps at these paths; a star at the end stands for anything.
    pub fn invalidate(&self, path: &str) {
        self.cache.iter().for_each(|cache| cache.invalidate(path));
    }

    pub async fn get(&self, target: &str) -> Reply {
        self.ask(&Viewer::get(target)).await
    }

    /// Answers one request.
    pub async fn ask(&self, viewer: &Viewer) -> Reply {
        let mut calls = Vec::new();
        let mut reply = self.answered(viewer, &mut calls).await;
        reply.calls = calls;
        strip(reply, viewer)
    }

    /// Goes where it is sent, as browsers do, and gives all replies. Who is sent on more than five times has failed.
    pub async fn follow(&self, viewer: &Viewer) -> Vec<Reply> {
        let mut viewer = viewer.clone();
        let mut replies = vec![self.ask(&viewer).await];
        while let Some(target) = replies.last().and_then(Reply::leads_to) {
            assert!(replies.len() <= STEPS, "expected an end of redirects, found one to {target}");
            viewer.target = target;
            replies.push(self.ask(&viewer).await);
        }
        replies
    }

    async fn answered(&self, viewer: &Viewer, calls: &mut Vec<Called>) -> Reply {
        let behaviour = self.wiring.behaviour(viewer.path_and_query().0);
        let event = event::viewer_request(viewer);
        let told = self.call(behaviour, Trigger::ViewerRequest, event.clone(), calls);
        let asked = match told.await {
            Ok(None) => event["Records"][0]["cf"]["request"].clone(),
            Ok(Some(answer)) if answer.get("status").is_some() => {
                return generated(&answer, By::ViewerRequest);
            }
            Ok(Some(request)) => request,
            Err(failed) => return failed,
        };
        let path = asked["uri"].as_str().unwrap_or_default().to_owned();
        let query = asked["querystring"].as_str().unwrap_or_default();
        let key = behaviour.key(viewer, &path, query);
        let cache = self.cache.as_ref().filter(|_| is_read(&viewer.method));
        if let Some(kept) = cache.and_then(|cache| cache.kept(&key)) {
            return Reply { path, ..kept };
        }
        let reply = self.of_origin(behaviour, viewer, &path, calls).await;
        let reply = Reply { path, ..reply };
        self.cache.iter().for_each(|cache| cache.keep(viewer, &key, &reply));
        reply
    }

    async fn of_origin(
        &self,
        behaviour: &Behaviour,
        viewer: &Viewer,
        path: &str,
        calls: &mut Vec<Called>,
    ) -> Reply {
        let request = self.origin.request(viewer, path, behaviour.hands_on);
        let mut answer = match self.client.send(request).await {
            Ok(answer) => answer,
            Err(why) => {
                return Reply::failed(StatusCode::BAD_GATEWAY, format!("the origin: {why}"));
            }
        };
        if viewer.method == Method::HEAD && answer.status.as_u16() >= 400 {
            // S3 says so also where no body follows. The server of this stage cannot.
            answer.headers.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        }
        let mut by = By::Origin;
        let turns = behaviour.turns(&viewer.method, answer.status);
        if let Some(second) = self.second.as_ref().filter(|_| turns) {
            let told = second.invoke(&origin::second(viewer, path, behaviour.hands_on)).await;
            if let Some((kind, words)) = told.error {
                return Reply::failed(StatusCode::BAD_GATEWAY, format!("{kind}: {words}"));
            }
            (answer, by) = (told.into(), By::Second);
        }
        let event = event::origin_response(viewer, path, &self.origin, &answer);
        match self.call(behaviour, Trigger::OriginResponse, event, calls).await {
            Ok(None) => Reply::new(answer.status, answer.headers, answer.body, by),
            Ok(Some(told)) => replaced(&told, answer),
            Err(failed) => failed,
        }
    }

    /// What a function says, where there is one and the behaviour asks it.
    async fn call(
        &self,
        behaviour: &Behaviour,
        trigger: Trigger,
        event: Value,
        calls: &mut Vec<Called>,
    ) -> Result<Option<Value>, Reply> {
        let function = match trigger {
            Trigger::ViewerRequest => &self.viewer_request,
            Trigger::OriginResponse => &self.origin_response,
        };
        let Some(function) = function.as_ref().filter(|_| behaviour.asks(trigger)) else {
            return Ok(None);
        };
        let answer = function.call(&event).await;
        calls.push(Called { trigger, event, answer: answer.clone() });
        let event = &calls.last().expect("one was pushed").event;
        let answer = answer.map_err(|why| Reply::failed(StatusCode::INTERNAL_SERVER_ERROR, why))?;
        let broken = (self.rules)(event, &answer);
        // A body may have a megabyte, which nobody wants to read.
        assert!(
            broken.is_empty(),
            "{trigger:?}: expected an answer that CloudFront takes, found {broken:#?}, where {:.4000} was \
             answered {:.4000}",
            format!("{event}"),
            format!("{answer}"),
        );
        Ok(Some(answer))
    }
}
