//! Uploads: an original that becomes another one.

use crate::scene::{Setting, folder, memory, photograph, size_of, upload};
use async_trait::async_trait;
use bytes::Bytes;
use sizewise_store::{ETag, Error, Folder, Label, Memory, Meta, Object, Only, Page, Store};
use std::fs;
use std::ops::Range;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn the_request_after_an_upload_shows_the_new_picture() {
    let (path, variants) = (folder("upload"), folder("upload-variants"));
    fs::write(path.join("a.jpg"), photograph((160, 120))).unwrap();
    let originals = Arc::new(Folder::open(&path).unwrap());
    let variants = Arc::new(Folder::bounded(&variants, 10_000_000).unwrap());
    let scene = Setting { originals, variants, ..Setting::default() }.open().await;
    for (made, (size, expected)) in
        [((160, 120), (40, 30)), ((120, 160), (40, 53)), ((100, 100), (40, 40))].iter().enumerate()
    {
        fs::write(path.join("a.jpg"), photograph(*size)).unwrap();
        for _ in 0..3 {
            let answer = scene.get("/a.jpg?w=40").await;
            assert_eq!(size_of(&answer.body), *expected);
            assert!(answer.told("cache-control").contains("s-maxage"));
        }
        assert_eq!(size_of(&scene.get("/a.jpg").await.body), (size.0 as usize, size.1 as usize));
        assert_eq!(scene.made(), made as u64 + 1);
    }
    fs::remove_file(path.join("a.jpg")).unwrap();
    for target in ["/a.jpg?w=40", "/a.jpg", "/40w/default/a.jpg"] {
        assert_eq!(scene.get(target).await.status, 404, "{target}");
    }
}

/// A store in which somebody uploads another picture whenever one has been read whole.
#[derive(Debug)]
struct Restless(Memory);

#[async_trait]
impl Store for Restless {
    async fn look(&self, name: &str) -> Result<Meta, Error> {
        self.0.look(name).await
    }

    async fn get(&self, name: &str, most: u64) -> Result<Object, Error> {
        let object = self.0.get(name, most).await?;
        let next = object.bytes.len() as u32 % 50 + 60;
        upload(&self.0, name, photograph((next, object.bytes.len() as u32 % 70 + 60))).await;
        Ok(object)
    }

    async fn part(&self, name: &str, range: Range<u64>, etag: &ETag) -> Result<Bytes, Error> {
        self.0.part(name, range, etag).await
    }

    async fn put(&self, _: &str, _: Bytes, _: &Label, _: &Only) -> Result<ETag, Error> {
        unreachable!("nobody puts an original")
    }

    async fn delete(&self, _: &str) -> Result<(), Error> {
        unreachable!("nobody deletes an original")
    }

    async fn list(&self, prefix: &str, after: Option<&str>) -> Result<Page, Error> {
        self.0.list(prefix, after).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_was_outdated_when_it_was_made_is_shown_once_and_kept_by_nobody() {
    let originals = Arc::new(Restless(memory([("a.jpg", photograph((160, 120)))])));
    let variants = Arc::new(Memory::default());
    let scene = Setting { originals, variants: Arc::clone(&variants) as _, ..Setting::default() };
    let scene = scene.open().await;
    for _ in 0..3 {
        let answer = scene.get("/a.jpg?w=40").await;
        assert_eq!((answer.status, answer.told("cache-control")), (200, "no-store".to_owned()));
        assert!(answer.told("server-timing").starts_with("outdated;dur="));
        assert!(variants.look("40w/default/a.jpg").await.is_err());
    }
    assert_eq!(scene.made(), 3);
}
