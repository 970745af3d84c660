//! What is written on an object, as headers.

use super::asked::Asked;
use super::escape;
use crate::Error;
use crate::object::{ETag, Label, Meta};
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::primitives::DateTime;
use std::collections::{BTreeMap, HashMap};
use std::time::SystemTime;

/// What an answer says of its object.
pub(super) struct Headers<'a> {
    etag: Option<&'a str>,
    modified: Option<&'a DateTime>,
    length: Option<i64>,
    media_type: Option<&'a str>,
    cache_control: Option<&'a str>,
    metadata: Option<&'a HashMap<String, String>>,
}

impl<'a> From<&'a GetObjectOutput> for Headers<'a> {
    fn from(answer: &'a GetObjectOutput) -> Self {
        Headers {
            etag: answer.e_tag(),
            modified: answer.last_modified(),
            length: answer.content_length(),
            media_type: answer.content_type(),
            cache_control: answer.cache_control(),
            metadata: answer.metadata(),
        }
    }
}

impl<'a> From<&'a HeadObjectOutput> for Headers<'a> {
    fn from(answer: &'a HeadObjectOutput) -> Self {
        Headers {
            etag: answer.e_tag(),
            modified: answer.last_modified(),
            length: answer.content_length(),
            media_type: answer.content_type(),
            cache_control: answer.cache_control(),
            metadata: answer.metadata(),
        }
    }
}

impl Headers<'_> {
    pub(super) fn meta(self, asked: Asked<'_>) -> Result<Meta, Error> {
        let modified = self.modified.and_then(|time| SystemTime::try_from(*time).ok());
        let notes = self.metadata.into_iter().flatten();
        let label = Label {
            media_type: self.media_type.map(ToOwned::to_owned),
            cache_control: self.cache_control.map(ToOwned::to_owned),
            notes: notes.map(|(name, note)| (name.to_lowercase(), escape::read(note))).collect(),
            tags: BTreeMap::new(),
        };
        Ok(Meta {
            etag: asked.told(self.etag.map(ETag::new), "ETag")?,
            modified: asked.told(modified, "Last-Modified")?,
            // Without a length, a body is read to its end, and then it has one.
            length: self.length.and_then(|length| u64::try_from(length).ok()).unwrap_or(0),
            label,
        })
    }
}

/// Notes as the values of headers, which hold nothing but ASCII.
pub(super) fn metadata(notes: &BTreeMap<String, String>) -> Option<HashMap<String, String>> {
    let written = notes.iter().map(|(name, note)| (name.clone(), escape::header(note)));
    (!notes.is_empty()).then(|| written.collect())
}

/// Tags as one header, which is written as a query is.
pub(super) fn tagging(tags: &BTreeMap<&str, &str>) -> Option<String> {
    let written =
        tags.iter().map(|(tag, value)| [escape::query(tag), escape::query(value)].join("="));
    (!tags.is_empty()).then(|| written.collect::<Vec<_>>().join("&"))
}
