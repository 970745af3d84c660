//! The runtime API, version 2018-06-01, on a port of this machine.

use super::answer::Answered;
use super::state::State;
use crate::client::MOST;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

const VERSION: &str = "/2018-06-01/runtime/";
const FUNCTION: &str = "arn:aws:lambda:eu-west-1:123456789012:function:sizewise";
const TRACE: &str = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0";

/// Listens, and says where; its connections end with it.
pub(super) async fn open(state: Arc<State>) -> (String, AbortHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let api = tokio::spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(stream, Arc::clone(&state)));
        }
    });
    (address, api.abort_handle())
}

async fn serve(stream: TcpStream, state: Arc<State>) {
    // Otherwise, each answer waits 40 ms for company.
    stream.set_nodelay(true).unwrap();
    let service = service_fn(|request| answer(&state, request));
    let http = hyper::server::conn::http1::Builder::new();
    // What goes wrong here is seen on the other side.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    state: &State,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let path = request.uri().path().to_owned();
    let words = path.strip_prefix(VERSION).unwrap_or_default().split('/').collect::<Vec<_>>();
    Ok(match (request.method(), words.as_slice()) {
        (&Method::GET, ["invocation", "next"]) => next(state).await,
        (&Method::POST, ["invocation", id, "response"]) => {
            let Some(since) = state.since(id) else { return Ok(unknown(&path)) };
            state.answered(id, response(request, since).await);
            accepted()
        }
        (&Method::POST, ["invocation", id, "error"]) => {
            state.answered(id, error(request).await);
            accepted()
        }
        (&Method::POST, ["init", "error"]) => {
            state.unfit(error(request).await);
            accepted()
        }
        _ => unknown(&path),
    })
}

async fn next(state: &State) -> Response<Full<Bytes>> {
    let (id, event, deadline) = state.next().await;
    let answer = Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", id)
        .header("lambda-runtime-deadline-ms", deadline.to_string())
        .header("lambda-runtime-invoked-function-arn", FUNCTION)
        .header("lambda-runtime-trace-id", TRACE);
    answer.body(event.into()).expect("all of these are valid")
}

async fn response(request: Request<Incoming>, since: Instant) -> Answered {
    let (head, body) = request.into_parts();
    let read = match Read::of(body, since).await {
        Ok(read) => read,
        Err(why) => return Answered::failed("Runtime.TruncatedResponse", &why),
    };
    let is = |name: &str, value: &str| told(&head.headers, name).eq_ignore_ascii_case(value);
    let answered = match read.trailers.get("lambda-runtime-function-error-type") {
        Some(kind) => Answered::failed(&String::from_utf8_lossy(kind.as_bytes()), TRAILED),
        None if is("content-type", "application/vnd.awslambda.http-integration-response") => {
            Answered::streamed(&read.bytes)
        }
        None => Answered::buffered(read.bytes.clone()),
    };
    let is_streamed = is("lambda-runtime-function-response-mode", "streaming");
    let (first, took) = (read.first, since.elapsed());
    Answered { is_streamed, first, took, sent: read.bytes.len(), ..answered }
}

const TRAILED: &str = "the answer broke off";

/// A body as it came.
struct Read {
    bytes: Bytes,
    first: std::time::Duration,
    trailers: HeaderMap,
}

impl Read {
    async fn of(body: Incoming, since: Instant) -> Result<Self, String> {
        let mut body = Limited::new(body, MOST);
        let (mut bytes, mut trailers, mut first) = (BytesMut::new(), HeaderMap::new(), None);
        while let Some(frame) = body.frame().await {
            first.get_or_insert_with(|| since.elapsed());
            match frame.map_err(|error| error.to_string())?.into_data() {
                Ok(data) => bytes.extend_from_slice(&data),
                Err(frame) => trailers = frame.into_trailers().unwrap_or_default(),
            }
        }
        let first = first.unwrap_or_else(|| since.elapsed());
        Ok(Self { bytes: bytes.freeze(), first, trailers })
    }
}

/// `{"errorType": …, "errorMessage": …}`, or a header where that cannot be read.
async fn error(request: Request<Incoming>) -> Answered {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, MOST).collect().await;
    let bytes = body.map(|body| body.to_bytes()).unwrap_or_default();
    let said = serde_json::from_slice::<Value>(&bytes).unwrap_or_default();
    let kind = said["errorType"].as_str();
    let kind = kind.unwrap_or_else(|| told(&head.headers, "lambda-runtime-function-error-type"));
    let words = said["errorMessage"].as_str().map(ToOwned::to_owned);
    Answered::failed(kind, &words.unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()))
}

fn told<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn accepted() -> Response<Full<Bytes>> {
    told_as_json(StatusCode::ACCEPTED, "{\"status\":\"OK\"}".to_owned())
}

fn unknown(path: &str) -> Response<Full<Bytes>> {
    told_as_json(StatusCode::NOT_FOUND, format!("{{\"errorMessage\":{path:?}}}"))
}

fn told_as_json(status: StatusCode, text: String) -> Response<Full<Bytes>> {
    let answer = Response::builder().status(status).header("content-type", "application/json");
    answer.body(text.into()).expect("all of these are valid")
}
