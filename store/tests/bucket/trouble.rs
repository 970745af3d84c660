//! What can go wrong between a store and its bucket.

use super::BoxError;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http_body_util::{BodyExt, StreamBody};
use hyper::Response;
use hyper::body::Frame;
use hyper::header::{CONTENT_LENGTH, CONTENT_RANGE};
use s3s::Body;
use std::convert::Infallible;
use std::future;
use std::time::Duration;

/// What goes wrong with one request.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    /// It is refused with a status and a code.
    Refused(u16, &'static str),
    /// It is refused by something that is no S3.
    Strange(u16, &'static str),
    /// It is refused since the bucket is in another region.
    Elsewhere,
    /// The connection ends before there is an answer, and nothing is done.
    Dropped,
    /// It is done, and then the connection ends.
    Lost,
    /// It is done, and there is no answer.
    Silent,
    /// The connection ends in the middle of the body.
    Torn,
    /// The body stops in its middle.
    Stuck,
    /// The body comes byte by byte, and takes its time.
    Slow,
    /// The answer does not say how long it is, and is long.
    Endless,
    /// The answer promises more than there can be.
    Boasted,
    /// The answer has other bytes than were asked for.
    Shifted,
    /// The answer has other bytes than were kept.
    Spoiled,
}

impl Trouble {
    pub(crate) async fn befall(
        self,
        work: impl Future<Output = Result<Response<Body>, BoxError>>,
    ) -> Result<Response<Body>, BoxError> {
        match self {
            Trouble::Refused(status, code) => Ok(refused(status, code)),
            Trouble::Strange(status, page) => {
                Ok(Response::builder().status(status).body(Body::from(page.to_owned()))?)
            }
            Trouble::Elsewhere => {
                let mut answer = refused(301, "PermanentRedirect");
                answer.headers_mut().insert("x-amz-bucket-region", "eu-west-1".parse()?);
                Ok(answer)
            }
            Trouble::Dropped => Err("dropped".into()),
            Trouble::Lost => {
                work.await?;
                Err("lost".into())
            }
            Trouble::Silent => {
                work.await?;
                future::pending().await
            }
            spoiled => spoiled.spoil(work.await?).await,
        }
    }

    /// An answer that went wrong on its way.
    async fn spoil(self, answer: Response<Body>) -> Result<Response<Body>, BoxError> {
        let (mut head, body) = answer.into_parts();
        let bytes = BodyExt::collect(body).await?.to_bytes();
        let half = bytes.slice(..bytes.len() / 2);
        let body = match self {
            Trouble::Torn => torn(half),
            Trouble::Stuck => framed(stream::iter([half]).chain(stream::pending())),
            Trouble::Slow => framed(stream::iter(bytes).then(|byte| async move {
                tokio::time::sleep(A_WHILE * 8).await;
                Bytes::copy_from_slice(&[byte])
            })),
            Trouble::Endless => {
                head.headers.remove(CONTENT_LENGTH);
                framed(stream::iter(vec![bytes; 1000]))
            }
            Trouble::Boasted => {
                head.headers.insert(CONTENT_LENGTH, (u64::MAX >> 1).into());
                torn(half)
            }
            Trouble::Shifted => {
                head.headers.insert(CONTENT_RANGE, "bytes 1-3/10".parse()?);
                Body::from(bytes)
            }
            _ => Body::from(bytes.iter().map(|byte| !byte).collect::<Vec<_>>()),
        };
        Ok(Response::from_parts(head, body))
    }
}

/// So long a server takes to send what it has before it goes on.
const A_WHILE: Duration = Duration::from_millis(50);

fn framed(chunks: impl Stream<Item = Bytes> + Send + 'static) -> Body {
    let frames = chunks.map(|chunk| Ok::<_, Infallible>(Frame::data(chunk)));
    Body::http_body_unsync(StreamBody::new(frames))
}

/// These bytes, and then the end of the connection.
fn torn(bytes: Bytes) -> Body {
    let end = stream::once(async {
        tokio::time::sleep(A_WHILE).await;
        Err(BoxError::from("torn"))
    });
    let frames = stream::iter([Ok(Frame::data(bytes))]).chain(end);
    Body::http_body_unsync(StreamBody::new(frames))
}

fn refused(status: u16, code: &str) -> Response<Body> {
    let page = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>as the test \
         wants it</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"
    );
    let answer = Response::builder().status(status).header("x-amz-request-id", "4442587FB7D0A2F9");
    answer.body(Body::from(page)).expect("status and header are valid")
}
