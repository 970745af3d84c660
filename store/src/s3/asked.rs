//! What a bucket was asked, and what it means that it refused: one line that an operator can act on.

use crate::Error;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::error::{ErrorMetadata, ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::RequestId;
use std::fmt::{self, Display, Write};

/// A request, as policies name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) action: &'static str,
    pub(super) bucket: &'a str,
}

/// 403 as well, but not for want of a permission: who asks is not who they say, or the object is in an archive. To take
/// these for a missing object would hide them.
const UNKNOWN: [&str; 12] = [
    "AccountProblem",
    "ExpiredToken",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidObjectState",
    "InvalidSecurity",
    "InvalidToken",
    "NotSignedUp",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
];

impl Asked<'_> {
    /// What every answer says, unless the server is none that we know.
    pub(super) fn told<T>(self, found: Option<T>, header: &str) -> Result<T, Error> {
        found.ok_or_else(|| Error::Fault(format!("{self}: expected {header}, found none of use")))
    }

    /// Why there is no answer, or none that was wanted.
    pub(super) fn refused<E>(self, error: SdkError<E, HttpResponse>) -> Error
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        match &error {
            SdkError::ServiceError(answer) => self.meant(answer.raw(), answer.err().meta()),
            SdkError::ResponseError(answer) => {
                let meta = ErrorMetadata::builder().message(chain(&error)).build();
                self.meant(answer.raw(), &meta)
            }
            SdkError::TimeoutError(_) => self.late(&error),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => self.late(&error),
            SdkError::DispatchFailure(failure) => {
                // What lies around it says only that something lies in it.
                let cause = failure.as_connector_error().and_then(std::error::Error::source);
                Error::Fault(line(&format!("{self}: {}", chain(cause.unwrap_or(&error)))))
            }
            _ => Error::Fault(line(&format!("{self}: {}", chain(&error)))),
        }
    }

    fn late(self, error: &dyn std::error::Error) -> Error {
        Error::Late(line(&format!("{self}: {}", chain(error))))
    }

    /// What a status and a code mean. Answers to `HeadObject` have no code.
    fn meant(self, answer: &HttpResponse, meta: &ErrorMetadata) -> Error {
        let code = meta.code().unwrap_or_default();
        let sentence = || self.sentence(answer, meta);
        match (answer.status().as_u16(), code) {
            (_, "NoSuchBucket") => Error::Fault(sentence()),
            (404, _) => Error::Missing,
            (412, _) | (_, "ConditionalRequestConflict") => Error::Changed,
            (409, _) if self.action == "PutObject" => Error::Changed,
            (403, code) if !UNKNOWN.contains(&code) => Error::Denied(sentence()),
            (429 | 503, _) => Error::Busy(sentence()),
            (408 | 504, _) | (_, "RequestTimeout") => Error::Late(sentence()),
            _ => Error::Fault(sentence()),
        }
    }

    fn sentence(self, answer: &HttpResponse, meta: &ErrorMetadata) -> String {
        let mut sentence = format!("{self}: {}", answer.status().as_u16());
        let mut add = |text: fmt::Arguments<'_>| {
            sentence.write_fmt(text).expect("a string takes everything");
        };
        if let Some(code) = meta.code() {
            add(format_args!(" {code}"));
        }
        if let Some(message) = meta.message() {
            add(format_args!(": {message}"));
        }
        // Who asks in the wrong region is told the right one.
        if let Some(region) = answer.headers().get("x-amz-bucket-region") {
            add(format_args!(" (the bucket is in {region})"));
        }
        if let Some(request) = meta.request_id() {
            add(format_args!(" (request {request})"));
        }
        line(&sentence)
    }
}

impl Display for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in bucket `{}`", self.action, self.bucket)
    }
}

/// The status of an answer, if there was one.
pub(super) fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    error.raw_response().map(|answer| answer.status().as_u16())
}

/// An error and what lies behind it. Some repeat what they are caused by.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut sentence = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let text = error.to_string();
        if !sentence.ends_with(&text) {
            write!(sentence, ": {text}").expect("a string takes everything");
        }
        source = error.source();
    }
    sentence
}

/// One line, and not a long one, whatever a server says.
fn line(text: &str) -> String {
    const MOST: usize = 400;
    let plain = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign });
    plain.take(MOST).collect()
}
