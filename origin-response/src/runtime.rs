//! The Lambda Runtime API: events are asked for one after the other, and each is answered by a stream.
//!
//! The crate that is made for this sends an answer in pieces over a connection that waits for company: the head, eight
//! zeros and the picture. The second piece then waits until the first is confirmed, which is put off by 40 ms, for each
//! picture. And where a stream tears, it writes so into what is sent, and the answer looks whole.

use crate::url::{Event, Function};
use axum::body::Body;
use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http::header::{CONTENT_TYPE, HeaderName};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// What gives events and takes answers.
#[derive(Debug)]
pub struct Runtime {
    client: Client<HttpConnector, Body>,
    invocation: String,
}

/// Why there is nothing more to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no API.
    #[error("expected the address of the Lambda Runtime API, found {0}")]
    Address(String),
    /// It does not answer.
    #[error("the Lambda Runtime API: {0}")]
    Lost(#[from] hyper_util::client::legacy::Error),
    /// It answers what it should not.
    #[error("the Lambda Runtime API: expected an event, found {0}")]
    NoEvent(StatusCode),
    /// Its answer stops.
    #[error("the Lambda Runtime API: {0}")]
    Torn(#[from] hyper::Error),
}

/// An event, and the name by which it is answered.
struct Invocation {
    id: String,
    event: Bytes,
}

const ID: &str = "lambda-runtime-aws-request-id";
const MODE: HeaderName = HeaderName::from_static("lambda-runtime-function-response-mode");
const KIND: HeaderName = HeaderName::from_static("lambda-runtime-function-error-type");
/// What tells Lambda that the head of an HTTP answer comes first.
const ANSWER: &str = "application/vnd.awslambda.http-integration-response";
/// What stands between that head and the body.
const BETWEEN: [u8; 8] = [0; 8];

impl Runtime {
    /// The one at this address, as Lambda gives it in `AWS_LAMBDA_RUNTIME_API`.
    pub fn at(address: &str) -> Result<Self, Error> {
        let invocation = format!("http://{address}/2018-06-01/runtime/invocation");
        if invocation.parse::<Uri>().is_err() {
            return Err(Error::Address(address.to_owned()));
        }
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client, invocation })
    }

    /// Answers events for as long as there are any.
    pub async fn run(&self, function: Function) -> Result<(), Error> {
        let function = Arc::new(function);
        loop {
            let Invocation { id, event } = self.next().await?;
            let answered = match serde_json::from_slice::<Event>(&event) {
                Ok(event) => answered(&function, event).await,
                Err(error) => Err(format!("expected an event of a Function URL: {error}")),
            };
            match answered {
                Ok(response) => self.respond(&id, response).await,
                Err(sentence) => self.fail(&id, &sentence).await?,
            }
        }
    }

    async fn next(&self) -> Result<Invocation, Error> {
        let uri = format!("{}/next", self.invocation);
        let request = Request::get(uri).body(Body::empty()).expect("the address has been parsed");
        let (head, body) = self.client.request(request).await?.into_parts();
        let id = head.headers.get(ID).and_then(|id| id.to_str().ok());
        match id.filter(|_| head.status.is_success()) {
            Some(id) => {
                Ok(Invocation { id: id.to_owned(), event: body.collect().await?.to_bytes() })
            }
            None => Err(Error::NoEvent(head.status)),
        }
    }

    async fn respond(&self, id: &str, response: Response<Body>) {
        let request = Request::post(format!("{}/{id}/response", self.invocation))
            .header(CONTENT_TYPE, ANSWER)
            .header(MODE, "streaming")
            .body(streamed(response).await);
        let Ok(request) = request else { return };
        // A stream that tears tears the connection, and Lambda knows that the answer is none; the next event comes over
        // another.
        if let Err(error) = self.client.request(request).await {
            tracing::error!(%error, "an answer cannot be sent to its end");
        }
    }

    async fn fail(&self, id: &str, sentence: &str) -> Result<(), Error> {
        tracing::error!(sentence, "an event cannot be answered");
        let told = json!({ "errorMessage": sentence, "errorType": "Event", "stackTrace": [] });
        let request = Request::post(format!("{}/{id}/error", self.invocation))
            .header(CONTENT_TYPE, "application/json")
            .header(KIND, "Event")
            .body(Body::from(told.to_string()));
        let Ok(request) = request else { return Ok(()) };
        self.client.request(request).await?;
        Ok(())
    }
}

/// The answer to an event. A fault of ours costs this one, and not the process.
async fn answered(function: &Arc<Function>, event: Event) -> Result<Response<Body>, String> {
    let function = Arc::clone(function);
    let answer = tokio::spawn(async move { function.answer(&event).await });
    answer.await.map_err(|error| error.to_string())
}

/// An answer as Lambda streams it. Its head goes out with the first bytes of its body, in one piece.
async fn streamed(response: Response<Body>) -> Body {
    let (parts, body) = response.into_parts();
    let headers = parts
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), Value::from(value.to_str().ok()?))));
    let head = json!({
        "statusCode": parts.status.as_u16(),
        "headers": headers.collect::<Map<_, _>>(),
    });
    let mut rest = body.into_data_stream();
    let mut first = BytesMut::from(head.to_string().as_bytes());
    first.put_slice(&BETWEEN);
    let torn = match rest.next().await {
        Some(Ok(bytes)) => {
            first.put_slice(&bytes);
            None
        }
        Some(Err(error)) => Some(error),
        None => None,
    };
    let first = stream::iter([Ok(first.freeze())].into_iter().chain(torn.map(Err)));
    Body::from_stream(first.chain(rest))
}
