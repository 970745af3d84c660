//! The way of a picture that nobody has asked for before.

use crate::pictures::photograph;
use crate::scene::{BUCKET, EDGE, OPEN, Scene};
use http::Method;
use sizewise::{Address, Key};
use sizewise_fulfil::cache_tag;
use sizewise_stage::Viewer;
use sizewise_stage::cloudfront::By;
use sizewise_stage::s3::{Action, CDN};

pub(crate) async fn the_first_viewer_gets_what_the_second_gets_from_the_bucket(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("ways/a.jpg", photograph((160, 120))).await;
    let asked = "/ways/a.jpg?width=40&height=40&style=bw";
    let first = edge.distribution.get(asked).await;
    assert_eq!((first.status.as_u16(), &first.by), (200, &By::OriginResponse), "{first:#?}");
    assert_eq!(first.path, "/40h40w/bw/ways/a.jpg");
    assert_eq!(first.header("content-type"), "image/jpeg");
    assert_eq!(crate::pictures::size_of(&first.body), (40, 30));
    let second = edge.distribution.get(asked).await;
    assert_eq!((second.status.as_u16(), &second.by), (200, &By::Origin));
    assert_eq!(second.body, first.body);
    for header in ["etag", "content-type", "cache-control", "x-amz-meta-cache-tag"] {
        assert!(!first.header(header).is_empty(), "{header}");
        assert_eq!(second.header(header), first.header(header), "{header}");
    }
    let kept = scene.s3.kept(BUCKET, "40h40w/bw/ways/a.jpg").await.unwrap();
    assert_eq!(kept.bytes, first.body);
    assert_eq!(kept.note("sizewise"), "variant");
    let original = scene.s3.kept(BUCKET, "ways/a.jpg").await.unwrap();
    assert_eq!(format!("\"{}\"", kept.note("sizewise-original")), original.header("etag"));
    assert_eq!(kept.note("sizewise-recipe").len(), 16);
    assert_eq!(kept.note("cache-tag"), cache_tag(&Key::new("ways/a.jpg").unwrap()));
    assert_eq!(kept.tags.get("sizewise").map(String::as_str), Some("variant"));
    let marker = scene.s3.kept(BUCKET, "_sizewise/ways/a.jpg/40h40w/bw").await.unwrap();
    assert!(marker.bytes.is_empty());
    assert_eq!(marker.tags.get("sizewise").map(String::as_str), Some("variant"));
    assert_eq!(scene.s3.record().count(Method::GET, "ways/a.jpg"), 1);
}

pub(crate) async fn a_404_is_a_miss_as_a_403_is(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("miss/a.jpg", photograph((160, 120))).await;
    let denied = edge.distribution.get("/miss/a.jpg?w=41").await;
    scene.s3.permit(CDN, &[Action::GetObject, Action::ListBucket]);
    let missing = edge.distribution.get("/miss/a.jpg?w=42").await;
    for (reply, status) in [(denied, "403"), (missing, "404")] {
        let told = &reply.calls[1].event["Records"][0]["cf"]["response"]["status"];
        assert_eq!(told, status);
        assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::OriginResponse));
    }
}

pub(crate) async fn a_head_makes_and_keeps_as_a_get_does(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("head/a.jpg", photograph((160, 120))).await;
    let head = edge.distribution.ask(&Viewer::head("/head/a.jpg?w=40")).await;
    assert_eq!((head.status.as_u16(), head.header("content-type")), (200, "image/jpeg"));
    assert!(head.body.is_empty());
    let kept = scene.s3.kept(BUCKET, "40w/default/head/a.jpg").await.unwrap();
    assert_eq!(kept.header("etag"), head.header("etag"));
}

pub(crate) async fn keys_with_all_that_keys_may_have_come_to_the_same_object(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    for (key, asked) in [
        ("keys/a b.jpg", "/keys/a%20b.jpg"),
        ("keys/a+b.jpg", "/keys/a%2Bb.jpg"),
        ("keys/c+d.jpg", "/keys/c+d.jpg"),
        ("keys/é/ü.jpg", "/keys/%C3%A9/%c3%bc.jpg"),
        ("keys/日本.JPEG", "/keys/%E6%97%A5%E6%9C%AC.JPEG"),
        ("keys/100%.jpg", "/keys/100%25.jpg"),
        ("keys/(a)!'*.jpg", "/keys/(a)!'*.jpg"),
        ("keys/?a#b&c=d.jpg", "/keys/%3Fa%23b&c=d.jpg"),
    ] {
        scene.upload(key, photograph((80, 64))).await;
        let first = edge.distribution.get(&format!("{asked}?w=20")).await;
        assert_eq!((first.status.as_u16(), &first.by), (200, &By::OriginResponse), "{key}");
        let second = edge.distribution.get(&format!("{asked}?w=20")).await;
        assert_eq!((second.status.as_u16(), &second.by), (200, &By::Origin), "{key}");
        assert_eq!(first.body, second.body, "{key}");
        let stored = first.path.parse::<Address>().unwrap().stored();
        assert_eq!(stored, format!("20w/default/{key}"));
        assert!(scene.s3.kept(BUCKET, &stored).await.is_some(), "{key}");
    }
}

pub(crate) async fn who_asks_for_a_part_or_for_news_of_what_is_missing_gets_all_of_it(
    scene: &Scene,
) {
    let edge = scene.edge(OPEN).await;
    scene.upload("news/a.jpg", photograph((160, 120))).await;
    for (header, value, width) in [
        ("Range", "bytes=0-9", 40),
        ("If-None-Match", "\"0123456789abcdef0123456789abcdef\"", 41),
        ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT", 42),
    ] {
        let viewer = Viewer::get(&format!("/news/a.jpg?w={width}")).with(header, value);
        let reply = edge.distribution.ask(&viewer).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::OriginResponse), "{header}");
        let kept = scene.s3.kept(BUCKET, &format!("{width}w/default/news/a.jpg")).await.unwrap();
        assert_eq!(reply.body, kept.bytes);
    }
    let asked = scene.s3.record().deeds.into_iter().filter(|deed| deed.who == EDGE);
    assert_eq!(asked.filter(|deed| deed.method == Method::GET).count(), 3);
}

pub(crate) async fn a_variant_of_an_earlier_original_is_replaced(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("stale/a.jpg", photograph((160, 120))).await;
    edge.distribution.get("/stale/a.jpg?w=40").await;
    scene.upload("stale/a.jpg", photograph((160, 160))).await;
    // So that the function is asked, though there is one.
    scene.s3.permit(CDN, &[]);
    let reply = edge.distribution.get("/stale/a.jpg?w=40").await;
    assert_eq!(crate::pictures::size_of(&reply.body), (40, 40));
    let kept = scene.s3.kept(BUCKET, "40w/default/stale/a.jpg").await.unwrap();
    assert_eq!(kept.bytes, reply.body);
}
