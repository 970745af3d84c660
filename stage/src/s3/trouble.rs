//! What goes wrong between a function and its bucket, when it is told to.

use super::deed::Deed;
use super::refusal::refused;
use super::wire::{BoxError, Sent};
use bytes::Bytes;
use futures_util::{StreamExt, future, stream};
use http::Response;
use http::header::LAST_MODIFIED;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;
use std::time::Duration;

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It is refused with this status and this code, and nothing is done: `Refused(503, "SlowDown")`.
    Refused(u16, &'static str),
    /// The connection is cut before there is an answer, and nothing is done.
    Dropped,
    /// It is done, and then the connection is cut.
    Lost,
    /// Nothing is done, and there is no answer.
    Stalled,
    /// It is done, and there is no answer.
    Silent,
    /// The connection is cut in the middle of the body.
    Torn,
    /// The body stops in its middle, and the connection stays.
    Stuck,
    /// It takes so much longer.
    Late(Duration),
    /// It is done, and what was there is said to be so much older.
    Aged(Duration),
}

/// So long a server takes to send what it has before it goes on.
const A_WHILE: Duration = Duration::from_millis(50);

impl Trouble {
    pub(super) async fn befall(
        self,
        deed: &Deed,
        work: impl Future<Output = Result<Response<Sent>, BoxError>>,
    ) -> Result<Response<Sent>, BoxError> {
        match self {
            Self::Refused(status, code) => Ok(refused(status, code, "as the test wants it", deed)),
            Self::Dropped => Err("dropped".into()),
            Self::Stalled => future::pending().await,
            Self::Late(late) => {
                tokio::time::sleep(late).await;
                work.await
            }
            Self::Aged(by) => Ok(aged(work.await?, by)),
            Self::Lost => {
                work.await?;
                Err("lost".into())
            }
            Self::Silent => {
                work.await?;
                future::pending().await
            }
            Self::Torn => half(work.await?, stream::once(torn())).await,
            Self::Stuck => half(work.await?, stream::pending()).await,
        }
    }
}

fn aged(mut answer: Response<Sent>, by: Duration) -> Response<Sent> {
    let modified = answer.headers().get(LAST_MODIFIED).and_then(|value| value.to_str().ok());
    if let Some(modified) = modified.and_then(|text| httpdate::parse_http_date(text).ok()) {
        let text = httpdate::fmt_http_date(modified - by);
        answer.headers_mut().insert(LAST_MODIFIED, text.parse().unwrap());
    }
    answer
}

async fn torn() -> Result<Bytes, BoxError> {
    tokio::time::sleep(A_WHILE).await;
    Err("torn".into())
}

/// The first half of an answer's body, and then something else.
async fn half(
    answer: Response<Sent>,
    then: impl futures_util::Stream<Item = Result<Bytes, BoxError>> + Send + 'static,
) -> Result<Response<Sent>, BoxError> {
    let (mut head, whole) = answer.into_parts();
    let bytes = whole.collect().await?.to_bytes();
    if !head.headers.contains_key("transfer-encoding") {
        head.headers.insert("content-length", bytes.len().into());
    }
    let first = stream::once(future::ready(Ok(bytes.slice(..bytes.len() / 2))));
    let frames = first.chain(then).map(|bytes| bytes.map(Frame::data));
    Ok(Response::from_parts(head, StreamBody::new(frames).boxed_unsync()))
}

/// What is to go wrong.
#[derive(Default)]
pub(super) struct Troubles {
    waiting: Vec<(Such, Trouble, Times)>,
}

pub(super) type Such = Box<dyn Fn(&Deed) -> bool + Send + Sync>;

#[derive(PartialEq)]
enum Times {
    Once,
    Always,
}

impl Troubles {
    pub(super) fn once(&mut self, such: Such, trouble: Trouble) {
        self.waiting.push((such, trouble, Times::Once));
    }

    pub(super) fn always(&mut self, such: Such, trouble: Trouble) {
        self.waiting.push((such, trouble, Times::Always));
    }

    /// What befalls this one. It is the first that was told.
    pub(super) fn of(&mut self, deed: &Deed) -> Option<Trouble> {
        let place = self.waiting.iter().position(|(such, ..)| such(deed))?;
        let (_, trouble, times) = &self.waiting[place];
        let trouble = *trouble;
        if *times == Times::Once {
            drop(self.waiting.remove(place));
        }
        Some(trouble)
    }
}
