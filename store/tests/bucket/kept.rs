//! What an S3 in memory keeps, with conditions, ranges, pages and tags.

use super::BUCKET;
use bytes::Bytes;
use futures_util::TryStreamExt;
use s3s::dto::*;
use s3s::{S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, s3_error};
use sizewise_store::tag;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// What is kept, by keys.
#[derive(Clone, Default)]
pub(crate) struct Kept(pub(crate) Arc<Mutex<BTreeMap<String, Thing>>>);

/// An object with all that was said of it.
#[derive(Clone)]
pub(crate) struct Thing {
    pub(crate) bytes: Bytes,
    pub(crate) metadata: Option<Metadata>,
    pub(crate) tagging: Option<String>,
    checksum: Option<String>,
    etag: String,
    modified: SystemTime,
    media_type: Option<String>,
    cache_control: Option<String>,
}

impl Kept {
    fn thing(&self, bucket: &str, key: &str) -> S3Result<Thing> {
        if bucket != BUCKET {
            return Err(s3_error!(NoSuchBucket, "The specified bucket does not exist"));
        }
        self.0.lock().unwrap().get(key).cloned().ok_or_else(|| s3_error!(NoSuchKey))
    }
}

/// Whether what is there now permits a put.
fn permit(input: &PutObjectInput, there: Option<&Thing>) -> S3Result<()> {
    match (&input.if_match, there) {
        (Some(_), None) => return Err(s3_error!(NoSuchKey)),
        (Some(condition), Some(thing)) if !is_met(condition, thing) => {
            return Err(s3_error!(PreconditionFailed));
        }
        _ => {}
    }
    match (&input.if_none_match, there) {
        (Some(_), Some(_)) => Err(s3_error!(PreconditionFailed)),
        _ => Ok(()),
    }
}

fn is_met(condition: &ETagCondition, thing: &Thing) -> bool {
    condition.as_etag().is_none_or(|etag| etag.as_strong() == Some(&thing.etag))
}

#[async_trait::async_trait]
impl S3 for Kept {
    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let thing = self.thing(&request.input.bucket, &request.input.key)?;
        Ok(S3Response::new(HeadObjectOutput {
            cache_control: thing.cache_control,
            content_length: i64::try_from(thing.bytes.len()).ok(),
            content_type: thing.media_type,
            e_tag: Some(ETag::Strong(thing.etag)),
            last_modified: Some(thing.modified.into()),
            metadata: thing.metadata,
            ..Default::default()
        }))
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let thing = self.thing(&request.input.bucket, &request.input.key)?;
        if request.input.if_match.is_some_and(|condition| !is_met(&condition, &thing)) {
            return Err(s3_error!(PreconditionFailed));
        }
        let total = thing.bytes.len();
        let is_whole = request.input.range.is_none();
        let (bytes, place) = match request.input.range {
            None => (thing.bytes, None),
            Some(range) => {
                let range = range.check(total as u64).map_err(|_| s3_error!(InvalidRange))?;
                let place = format!("bytes {}-{}/{total}", range.start, range.end - 1);
                let (start, end) = (range.start as usize, range.end as usize);
                (thing.bytes.slice(start..end), Some(place))
            }
        };
        Ok(S3Response::new(GetObjectOutput {
            cache_control: thing.cache_control,
            checksum_crc32: thing.checksum.filter(|_| is_whole),
            content_length: i64::try_from(bytes.len()).ok(),
            content_range: place,
            content_type: thing.media_type,
            e_tag: Some(ETag::Strong(thing.etag)),
            last_modified: Some(thing.modified.into()),
            metadata: thing.metadata,
            body: Some(s3s::Body::from(bytes).into()),
            ..Default::default()
        }))
    }

    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let mut input = request.input;
        if input.bucket != BUCKET {
            return Err(s3_error!(NoSuchBucket, "The specified bucket does not exist"));
        }
        let body = input.body.take().ok_or_else(|| s3_error!(IncompleteBody))?;
        let broken = |error| S3Error::with_source(S3ErrorCode::IncompleteBody, error);
        let chunks = body.try_collect::<Vec<_>>().await.map_err(broken)?;
        let bytes = Bytes::from(chunks.concat());
        let etag = tag(&bytes).to_string();
        let mut kept = self.0.lock().unwrap();
        permit(&input, kept.get(&input.key))?;
        let thing = Thing {
            bytes,
            etag: etag.clone(),
            modified: SystemTime::now(),
            media_type: input.content_type.or(Some("binary/octet-stream".to_owned())),
            cache_control: input.cache_control,
            metadata: input.metadata,
            tagging: input.tagging,
            checksum: input.checksum_crc32,
        };
        kept.insert(input.key, thing);
        let e_tag = Some(ETag::Strong(etag));
        Ok(S3Response::new(PutObjectOutput { e_tag, ..Default::default() }))
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        self.0.lock().unwrap().remove(&request.input.key);
        Ok(S3Response::new(DeleteObjectOutput::default()))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let input = request.input;
        let prefix = input.prefix.unwrap_or_default();
        let most = usize::try_from(input.max_keys.unwrap_or(1000)).unwrap_or(0);
        let from = match input.continuation_token {
            // Tokens are not keys: whoever takes them for keys is found out.
            Some(token) => Bound::Excluded(token.strip_prefix("behind ").unwrap().to_owned()),
            None => Bound::Included(prefix.clone()),
        };
        let kept = self.0.lock().unwrap();
        let below = kept.range((from, Bound::Unbounded)).map(|(key, _)| key.clone());
        let below = below.take_while(|key| key.starts_with(&prefix));
        let mut keys = below.take(most + 1).collect::<Vec<_>>();
        let is_truncated = keys.len() > most;
        keys.truncate(most);
        let last = keys.last().filter(|_| is_truncated);
        let token = last.map(|key| format!("behind {key}"));
        let is_escaped = input.encoding_type.is_some();
        let object = |key: &String| Object {
            key: Some(if is_escaped { escaped(key) } else { key.clone() }),
            ..Default::default()
        };
        Ok(S3Response::new(ListObjectsV2Output {
            contents: Some(keys.iter().map(object).collect()),
            encoding_type: input.encoding_type,
            is_truncated: Some(is_truncated),
            next_continuation_token: token,
            ..Default::default()
        }))
    }
}

/// As S3 writes keys in lists: like a form, but slashes stay.
fn escaped(key: &str) -> String {
    let escaped = key.bytes().map(|byte| match byte {
        b' ' => "+".to_owned(),
        byte if byte.is_ascii_alphanumeric() || b"-._*/".contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    });
    escaped.collect()
}
