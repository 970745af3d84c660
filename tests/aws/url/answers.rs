//! What a Function URL answers that stands alone.

use crate::pictures::{noise, photograph, size_of};
use crate::scene::{BUCKET, OPEN, Scene, Url};
use http::Method;
use serde_json::{Value, json};
use sizewise_stage::runtime::{Answered, url_event};

/// Where originals are.
const HERE: (&str, &str) = ("SIZEWISE_ORIGINALS", "s3://pictures");

async fn get(url: &Url, target: &str) -> Answered {
    ask(url, "GET", target, &[]).await
}

async fn ask(url: &Url, method: &str, target: &str, headers: &[(&str, &str)]) -> Answered {
    url.runtime.invoke(&url_event(method, target, headers)).await
}

pub(crate) async fn a_picture_is_made_kept_and_found(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/a b+é.jpg", photograph((160, 120))).await;
    let asked = "/url/a%20b%2B%C3%A9.jpg?width=40&style=bw";
    let first = get(&url, asked).await;
    assert_eq!((first.status.as_u16(), first.is_streamed), (200, true), "{first:?}");
    assert_eq!(first.header("content-type"), "image/jpeg");
    assert_eq!(first.header("x-sizewise-address"), "/40w/bw/url/a%20b%2B%C3%A9.jpg");
    assert_eq!(first.header("content-length"), "");
    assert!(first.header("server-timing").starts_with("made;"));
    assert_eq!(size_of(&first.body), (40, 30));
    let kept = scene.s3.kept(BUCKET, "40w/bw/url/a b+é.jpg").await.unwrap();
    assert_eq!((&kept.bytes, kept.header("etag")), (&first.body, first.header("etag")));
    // Another instance finds what the first has kept, and the first remembers it.
    let other = scene.url(OPEN, &[HERE]).await;
    for (url, outcome) in [(&other, "kept;"), (&url, "remembered;")] {
        let again = get(url, asked).await;
        assert_eq!(again.body, first.body);
        assert!(again.header("server-timing").starts_with(outcome), "{again:?}");
    }
    let head = ask(&url, "HEAD", asked, &[]).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header("etag"), first.header("etag"));
}

pub(crate) async fn who_has_it_already_or_wants_a_part_is_answered_so(scene: &Scene) {
    let policy = format!("{OPEN}[answers]\ncors_origins = [\"https://example.com\"]\n");
    let url = scene.url(&policy, &[HERE]).await;
    scene.upload("url/part.jpg", photograph((160, 120))).await;
    let asked = "/url/part.jpg?width=40&format=auto";
    let whole = ask(&url, "GET", asked, &[("Accept", "image/webp")]).await;
    assert_eq!((whole.status.as_u16(), whole.header("content-type")), (200, "image/webp"));
    // Lambda takes one line of each header.
    assert_eq!(whole.header("vary"), "Accept, Origin");
    let etag = whole.header("etag").to_owned();
    let headers = [("Accept", "image/webp"), ("If-None-Match", etag.as_str())];
    let same = ask(&url, "GET", asked, &headers).await;
    assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
    let headers = [("Accept", "image/webp"), ("Range", "bytes=10-19")];
    let part = ask(&url, "GET", asked, &headers).await;
    assert_eq!((part.status.as_u16(), &part.body[..]), (206, &whole.body[10..20]));
    let preflight = ask(&url, "OPTIONS", asked, &[("Origin", "https://example.com")]).await;
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("access-control-allow-origin"), "https://example.com");
}

pub(crate) async fn a_query_with_a_plus_is_a_query(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/plus+a.jpg", photograph((160, 120))).await;
    let reply = get(&url, "/url/plus+a.jpg?w=40&utm=a+b").await;
    assert_eq!(reply.header("x-sizewise-address"), "/40w/default/url/plus%2Ba.jpg", "{reply:?}");
    assert_eq!(reply.status, 200);
}

pub(crate) async fn an_original_passes_as_it_is(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    let bytes = noise((900, 900));
    scene.upload("url/original.png", bytes.clone()).await;
    scene.upload("url/style.css", "a {}").await;
    let reply = get(&url, "/url/original.png").await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, "image/png"));
    assert_eq!(reply.body, bytes);
    let css = get(&url, "/url/style.css").await;
    assert_eq!((css.status.as_u16(), css.text()), (200, "a {}".to_owned()));
}

pub(crate) async fn refusals_are_problems(scene: &Scene) {
    let url = scene.url("[answers]\nothers = \"refuse\"", &[HERE]).await;
    scene.upload("url/text.jpg", "no picture").await;
    for (method, target, status) in [
        ("GET", "/url/gone.jpg?w=100", 404),
        ("GET", "/url/gone.jpg", 404),
        ("GET", "/url/a.jpg?w=x", 400),
        ("GET", "/url/a.jpg?blur=3", 403),
        ("GET", "/url/text.jpg?w=100", 415),
        ("GET", "/url/style.css", 415),
        ("GET", "/../a.jpg?w=100", 400),
        ("GET", "/%2e%2e/a.jpg?w=100", 400),
        ("POST", "/url/a.jpg?w=100", 405),
    ] {
        let reply = ask(&url, method, target, &[]).await;
        assert_eq!(reply.status, status, "{method} {target}: {reply:?}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
        let problem = serde_json::from_slice::<Value>(&reply.body).unwrap();
        assert_eq!(problem["status"], status);
    }
    assert_eq!(scene.s3.record().all(Method::PUT), 0);
}

pub(crate) async fn what_is_no_request_is_refused_and_the_next_one_answered(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/next.jpg", photograph((160, 120))).await;
    let http = |path: Value, query: Value| {
        let context = json!({ "http": { "method": "GET" } });
        json!({ "rawPath": path, "rawQueryString": query, "requestContext": context })
    };
    for event in [
        http(json!("no-slash.jpg"), json!("")),
        http(json!("/a b.jpg"), json!("w=40")),
        http(json!("/a.jpg"), json!("w=40\n")),
        http(json!(""), json!("")),
    ] {
        let reply = url.runtime.invoke(&event).await;
        assert_eq!(reply.status, 400, "{event}: {reply:?}");
    }
    for event in [json!({}), json!(null), json!([1]), json!("x"), http(json!(7), json!(null))] {
        let reply = url.runtime.invoke(&event).await;
        assert!(reply.error.is_some(), "{event}: {reply:?}");
    }
    assert_eq!(get(&url, "/url/next.jpg?w=40").await.status, 200);
}

pub(crate) async fn a_picture_of_twenty_megabytes_arrives_whole(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE, ("SIZEWISE_VARIANTS", "s3://pictures/large")]).await;
    scene.upload("url/large.png", noise((2800, 2600))).await;
    let reply = get(&url, "/url/large.png?w=2700").await;
    assert_eq!((reply.status.as_u16(), reply.is_streamed), (200, true));
    assert!(reply.body.len() > 20_000_000, "{} bytes", reply.body.len());
    let kept = scene.s3.kept(BUCKET, "large/2700w/default/url/large.png").await.unwrap();
    assert_eq!(kept.bytes, reply.body);
}

pub(crate) async fn a_variant_of_an_earlier_original_is_replaced(scene: &Scene) {
    let policy = format!("{OPEN}[stores]\nfresh_for = 0\n");
    let url = scene.url(&policy, &[HERE]).await;
    for (height, seen) in [(120, (40, 30)), (160, (40, 40))] {
        scene.upload("url/stale.jpg", photograph((160, height))).await;
        let reply = get(&url, "/url/stale.jpg?w=40").await;
        assert_eq!(size_of(&reply.body), seen);
        let kept = scene.s3.kept(BUCKET, "40w/default/url/stale.jpg").await.unwrap();
        assert_eq!(kept.bytes, reply.body);
    }
}
