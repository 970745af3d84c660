//! A bucket: objects in S3, or in a server that speaks as S3 does.
//!
//! Every request that is ever sent is one of the five here, so what a role must be allowed is read off this file:
//! `HeadObject` and `GetObject` want `s3:GetObject`; `PutObject` wants `s3:PutObject` and, with tags,
//! `s3:PutObjectTagging`; `DeleteObject` wants `s3:DeleteObject`; `ListObjectsV2` wants `s3:ListBucket`, without which
//! a missing object is answered as one that may not be read.

mod buckets;
mod patience;
mod label;
mod escape;
mod attempts;
mod asked;
mod body;
mod page;

pub use buckets::Buckets;
pub use patience::Patience;

use crate::object::{ETag, Label, Meta, Object, Only, Page};
use crate::{Error, PAGE, Store, tag};
use asked::Asked;
use async_trait::async_trait;
use attempts::Attempts;
use aws_sdk_s3::Client;
use aws_sdk_s3::operation::put_object::builders::PutObjectFluentBuilder;
use aws_sdk_s3::types::EncodingType;
use body::{Promised, Unread};
use bytes::Bytes;
use label::Headers;
use std::ops::Range;

/// Objects in a bucket, below a prefix that nobody who asks gets to see.
#[derive(Debug, Clone)]
pub struct Bucket {
    client: Client,
    patience: Patience,
    bucket: String,
    /// Empty, or it ends with a slash.
    prefix: String,
}

/// The longest key that S3 takes, in bytes.
const LONGEST: usize = 1024;

impl Bucket {
    fn key(&self, name: &str) -> Result<String, Error> {
        if name.is_empty() {
            return Err(Error::Name("an empty one"));
        }
        // To S3 these are names as any other. To servers that keep files they lead out of the prefix.
        if name.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(Error::Name("one that leads elsewhere"));
        }
        let key = format!("{}{name}", self.prefix);
        if key.len() > LONGEST {
            return Err(Error::Name("one of more than 1,024 bytes"));
        }
        Ok(key)
    }

    fn asked(&self, action: &'static str) -> Asked<'_> {
        Asked { action, bucket: &self.bucket }
    }

    /// Waits for an answer and all of its bytes, but not for ever.
    async fn in_time<T>(
        &self,
        asked: Asked<'_>,
        work: impl Future<Output = Result<T, Error>> + Send,
    ) -> Result<T, Error> {
        let late = |_| Error::Late(format!("{asked}: more than {:?}", self.patience.whole));
        tokio::time::timeout(self.patience.whole, work).await.map_err(late)?
    }

    async fn whole(&self, key: &str, most: u64) -> Result<Object, Unread> {
        let asked = self.asked("GetObject");
        let request = self.client.get_object().bucket(&self.bucket).key(key);
        let answer = request.send().await.map_err(|error| asked.refused(error))?;
        let meta = Headers::from(&answer).meta(asked)?;
        let length = answer.content_length.and_then(|length| u64::try_from(length).ok());
        let body = Promised { length, most, silence: self.patience.silence };
        let bytes = body.read(asked, answer.body).await?;
        Ok(Object { meta: Meta { length: bytes.len() as u64, ..meta }, bytes })
    }

    async fn some(&self, key: &str, range: &Range<u64>, etag: &ETag) -> Result<Bytes, Unread> {
        let asked = self.asked("GetObject");
        let request = self.client.get_object().bucket(&self.bucket).key(key);
        let last = range.end.saturating_sub(1);
        let request = request.range(format!("bytes={}-{last}", range.start)).if_match(quoted(etag));
        let answer = match request.send().await {
            // Beyond the end, there is nothing.
            Err(error) if asked::status(&error) == Some(416) => return Ok(Bytes::new()),
            answer => answer.map_err(|error| asked.refused(error))?,
        };
        let length = asked.told(body::part(answer.content_range(), range), "Content-Range")?;
        let body = Promised { length: Some(length), most: length, silence: self.patience.silence };
        body.read(asked, answer.body).await
    }

    fn request(&self, key: &str, label: &Label, only: &Only) -> PutObjectFluentBuilder {
        let request = self.client.put_object().bucket(&self.bucket).key(key);
        let request = request
            .set_content_type(label.media_type.clone())
            .set_cache_control(label.cache_control.clone())
            .set_metadata(label::metadata(&label.notes))
            .set_tagging(label::tagging(&label.tags));
        match only {
            Only::Always => request,
            Only::Absent => request.if_none_match("*"),
            Only::Is(etag) => request.if_match(quoted(etag)),
        }
    }

    /// Who tries again because an answer was lost finds the own object in the way. It is known by its bytes, and only
    /// where there was another attempt: otherwise, somebody else kept the same bytes before. Where the tag is not the
    /// MD5 of the bytes, as with keys of KMS, it cannot be known and counts as somebody else's.
    async fn own(&self, name: &str, etag: ETag) -> Result<ETag, Error> {
        match self.look(name).await {
            Ok(meta) if meta.etag == etag => Ok(etag),
            _ => Err(Error::Changed),
        }
    }
}

#[async_trait]
impl Store for Bucket {
    /// Of a bucket that is missing, this says that the object is: the answer has no body to say more.
    async fn look(&self, name: &str) -> Result<Meta, Error> {
        let (key, asked) = (self.key(name)?, self.asked("HeadObject"));
        self.in_time(asked, async {
            let request = self.client.head_object().bucket(&self.bucket).key(key);
            let answer = request.send().await.map_err(|error| asked.refused(error))?;
            Headers::from(&answer).meta(asked)
        })
        .await
    }

    async fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        let key = self.key(name)?;
        let read = body::twice(|| self.whole(&key, most));
        self.in_time(self.asked("GetObject"), read).await
    }

    async fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        let key = self.key(name)?;
        if range.is_empty() {
            // No header can ask for nothing.
            let is_same = self.look(name).await?.etag == *etag;
            return if is_same { Ok(Bytes::new()) } else { Err(Error::Changed) };
        }
        let read = body::twice(|| self.some(&key, &range, etag));
        self.in_time(self.asked("GetObject"), read).await
    }

    /// An error other than `Changed` does not say that nothing was kept: only the answer may be lost.
    async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        label: &Label,
        only: &Only,
    ) -> Result<ETag, Error> {
        let (key, asked) = (self.key(name)?, self.asked("PutObject"));
        self.in_time(asked, async {
            let attempts = Attempts::default();
            let request = self.request(&key, label, only).body(bytes.clone().into());
            match request.customize().interceptor(attempts.clone()).send().await {
                Ok(answer) => asked.told(answer.e_tag().map(ETag::new), "ETag"),
                Err(error) => match asked.refused(error) {
                    Error::Changed if attempts.are_several() => self.own(name, tag(&bytes)).await,
                    error => Err(error),
                },
            }
        })
        .await
    }

    async fn delete(&self, name: &str) -> Result<(), Error> {
        let (key, asked) = (self.key(name)?, self.asked("DeleteObject"));
        self.in_time(asked, async {
            let request = self.client.delete_object().bucket(&self.bucket).key(key);
            match request.send().await.map_err(|error| asked.refused(error)) {
                Ok(_) | Err(Error::Missing) => Ok(()),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
        let asked = self.asked("ListObjectsV2");
        self.in_time(asked, async {
            let request = self.client.list_objects_v2().bucket(&self.bucket);
            let request = request
                .prefix(format!("{}{prefix}", self.prefix))
                .set_continuation_token(after.map(ToOwned::to_owned))
                .max_keys(i32::try_from(PAGE).unwrap_or(i32::MAX))
                // XML has no words for some of the letters that a key may have.
                .encoding_type(EncodingType::Url);
            let answer = request.send().await.map_err(|error| asked.refused(error))?;
            asked.told(page::page(&answer, &self.prefix, after), "NextContinuationToken")
        })
        .await
    }
}

fn quoted(etag: &ETag) -> String {
    format!("\"{etag}\"")
}
