//! The front: it listens, notes, judges, hands on, and fails as it is told.

use super::action::Condition;
use super::deed::{Deed, plain};
use super::manners::polite;
use super::refusal::{preflight, refused};
use super::state::{State, denied};
use super::wire::{BoxError, Sent, whole};
use crate::client::{Answer, Client, MOST};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONNECTION, HOST, TRANSFER_ENCODING};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// What stands before SeaweedFS.
pub(super) struct Front {
    /// Where SeaweedFS listens.
    behind: String,
    client: Client,
    state: Mutex<State>,
    door: Mutex<Option<AbortHandle>>,
    connections: Mutex<Vec<AbortHandle>>,
}

impl Front {
    pub(super) fn new(behind: String, client: Client) -> Self {
        let (state, door, connections) = Default::default();
        Self { behind, client, state, door, connections }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        held(&self.state)
    }

    /// Lets in whoever comes, and says where.
    pub(super) async fn open(self: &Arc<Self>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let front = Arc::clone(self);
        let door = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let served = tokio::spawn(Arc::clone(&front).serve(stream));
                let mut connections = held(&front.connections);
                connections.retain(|served| !served.is_finished());
                connections.push(served.abort_handle());
            }
        });
        *held(&self.door) = Some(door.abort_handle());
        endpoint
    }

    pub(super) fn hang_up(&self) {
        held(&self.connections).drain(..).for_each(|served| served.abort());
    }

    pub(super) fn close(&self) {
        held(&self.door).take().iter().for_each(AbortHandle::abort);
        self.hang_up();
    }

    async fn serve(self: Arc<Self>, stream: TcpStream) {
        // Otherwise, each answer waits 40 ms for company.
        stream.set_nodelay(true).unwrap();
        let idle = self.state().idle;
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(idle);
        let service = service_fn(|request| self.answer(request));
        // What goes wrong here is seen on the other side.
        let _ = http.serve_connection(TokioIo::new(stream), service).await;
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Sent>, BoxError> {
        let (head, body) = request.into_parts();
        let deed = Deed::of(&head);
        if deed.method == Method::OPTIONS {
            // For that one needs no permission, so it is noted nowhere.
            return Ok(polite(preflight(&head.headers, &deed)));
        }
        let (place, trouble, latency) = {
            let mut state = self.state();
            state.record.deeds.push(deed.clone());
            let place = state.record.deeds.len() - 1;
            (place, state.troubles.of(&deed), state.latency)
        };
        tokio::time::sleep(latency).await;
        let bytes = Limited::new(body, MOST).collect().await?.to_bytes();
        let work = self.done(&deed, head, bytes);
        let answer = match trouble {
            None => work.await,
            Some(trouble) => trouble.befall(&deed, work).await,
        };
        let answer = polite(answer?);
        // Meanwhile, a test may have begun a new record.
        let mut state = self.state();
        let noted = state.record.deeds.get_mut(place);
        if let Some(noted) = noted.filter(|noted| noted.line == deed.line) {
            noted.status = Some(answer.status());
        }
        drop(state);
        Ok(answer)
    }

    async fn done(
        &self,
        deed: &Deed,
        head: Parts,
        body: Bytes,
    ) -> Result<Response<Sent>, BoxError> {
        let refusal = self.state().refusal(deed);
        if let Some(refusal) = refusal {
            return Ok(refusal);
        }
        let answer = self.client.send(self.handed_on(head, body)).await?;
        if answer.status == StatusCode::NOT_FOUND
            && !is_of_bucket(&answer)
            && !self.state().may_know(&deed.who)
        {
            return Ok(denied(deed));
        }
        // To put in the place of what is not there fails otherwise than to put in the place of something else.
        if answer.status == StatusCode::PRECONDITION_FAILED
            && (&deed.method, deed.condition) == (&Method::PUT, Condition::Is)
            && !self.is_there(deed).await?
        {
            return Ok(refused(404, "NoSuchKey", "The specified key does not exist.", deed));
        }
        let mut told = Response::new(whole(answer.body));
        (*told.status_mut(), *told.headers_mut()) = (answer.status, answer.headers);
        Ok(told)
    }

    /// The same request from nobody.
    fn handed_on(&self, head: Parts, body: Bytes) -> Request<Bytes> {
        let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let uri = format!("{}{}{query}", self.behind, plain(head.uri.path()));
        let mut request = Request::builder().method(head.method).uri(uri).body(body).unwrap();
        *request.headers_mut() = head.headers;
        for name in [AUTHORIZATION, CONNECTION, HOST, TRANSFER_ENCODING] {
            request.headers_mut().remove(name);
        }
        for name in ["x-amz-date", "x-amz-security-token"] {
            request.headers_mut().remove(name);
        }
        request
    }

    async fn is_there(&self, deed: &Deed) -> Result<bool, BoxError> {
        let uri = super::kept::uri(&self.behind, &deed.bucket, &deed.key);
        let request = Request::builder().method(Method::HEAD).uri(uri).body(Bytes::new())?;
        Ok(self.client.send(request).await?.status.is_success())
    }
}

/// A missing bucket is no secret.
fn is_of_bucket(answer: &Answer) -> bool {
    answer.text().contains("<Code>NoSuchBucket</Code>")
}

/// A scene that failed leaves the stage to the next one.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
