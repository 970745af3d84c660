//! What the server says of itself.

use crate::client::Client;
use crate::scene::{Setting, memory};
use serde_json::json;
use sizewise_fulfil::Patience;
use sizewise_store::{Deed, Fault, Faulty, Schedule};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn it_is_alive_and_ready_until_it_closes() {
    let scene = Setting::default().open().await;
    assert_eq!(scene.get("/_/health").await.json(), json!({ "status": "alive" }));
    let ready = scene.get("/_/ready").await;
    assert_eq!((ready.status, ready.json()), (200, json!({ "status": "ready" })));
    assert_eq!(ready.told("cache-control"), "no-store");
    scene.site.close();
    let closing = scene.get("/_/ready").await;
    assert_eq!(closing.status, 503);
    assert_eq!(closing.problem(), "expected a server that goes on, found one that is closing");
    assert_eq!(closing.told("cache-control"), "no-store");
    assert_eq!(scene.get("/_/health").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_not_ready_where_a_store_does_not_answer() {
    let patience = Patience { kept: Duration::from_millis(200), ..Patience::default() };
    for is_original in [true, false] {
        for (fault, status) in [
            (Fault::Down, 503),
            (Fault::Busy, 503),
            (Fault::Stall, 503),
            // Some may not look for what is not there.
            (Fault::Denied, 200),
        ] {
            let store = Arc::new(Faulty::new(Arc::new(memory([])), Schedule::never()));
            let setting = Setting { patience, ..Setting::default() };
            let setting = match is_original {
                true => Setting { originals: Arc::clone(&store) as _, ..setting },
                false => Setting { variants: Arc::clone(&store) as _, ..setting },
            };
            let scene = setting.open().await;
            assert_eq!(scene.get("/_/ready").await.status, 200);
            store.follow(Schedule::always(fault, &[Deed::Look]));
            assert_eq!(scene.get("/_/ready").await.status, status, "{fault:?}");
            store.follow(Schedule::never());
            assert_eq!(scene.get("/_/ready").await.status, 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_below_its_own_path_is_a_picture() {
    let scene = Setting::default().open().await;
    for target in ["/_/", "/_/a.jpg", "/_/health/", "/_/nothing?w=20", "/_/.env"] {
        let answer = scene.get(target).await;
        assert_eq!(answer.status, 404, "{target}");
        assert!(answer.problem().starts_with("expected health, ready, metrics or explain "));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_url_is_explained_from_its_query_to_its_plan() {
    let scene = Setting::default().open().await;
    let url = "/photos/a.jpg?width=20&height=40&style=bw";
    let escaped = "%2Fphotos%2Fa.jpg%3Fwidth%3D20%26height%3D40%26style%3Dbw";
    let expected = json!({
        "address": "/40h20w/bw/photos/a.jpg",
        "key": "photos/a.jpg",
        "stored": "40h20w/bw/photos/a.jpg",
        "refused": null,
        "status": 200,
        "variant": { "height": 40, "style": "bw", "width": 20 },
        "source": {
            "format": "jpeg", "width": 160, "height": 120, "alpha": false, "frames": 1,
            "bytes": scene.get("/photos/a.jpg").await.body.len(), "srgb": true,
        },
        "plan": {
            "makes": "picture", "format": "jpeg", "width": 20, "height": 15,
            "from": [0, 0, 160, 120], "frames": 1, "quality": 80,
        },
    });
    for url in [url, escaped, &format!("https://cdn.example.com{url}")] {
        let answer = scene.get(&format!("/_/explain?url={url}")).await;
        assert_eq!((answer.status, answer.json()), (200, expected.clone()), "{url}");
        assert_eq!(answer.told("content-type"), "application/json");
    }
    for (url, refused, status) in [
        ("/a.jpg?w=abc", "expected a whole number of at least 1 for `width`, found `abc`", 400),
        ("/no.jpg?w=20", "expected an original, found none at `no.jpg`", 404),
        ("/text.jpg?w=20", "expected a picture, found other bytes", 415),
    ] {
        let told = scene.get(&format!("/_/explain?url={url}")).await.json();
        assert_eq!((&told["refused"], &told["status"]), (&json!(refused), &json!(status)));
    }
    let accept = [("Accept", "image/webp")];
    let told = scene.ask("GET", "/_/explain?url=/a.jpg?w=20&f=auto", &accept).await.json();
    assert_eq!(told["address"], "/20w,format.webp/default/a.jpg");
    for target in ["/_/explain", "/_/explain?w=20", "/_/explain?uri=/a.jpg"] {
        let answer = scene.get(target).await;
        assert_eq!(answer.status, 400, "{target}");
        assert_eq!(answer.problem(), "expected a URL as `url`, found none");
    }
    assert_eq!(scene.made(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_inside_is_not_told_outside() {
    let scene = Setting { has_inside: true, ..Setting::default() }.open().await;
    let mut inside = Client::connect(scene.inside).await;
    for (target, outside) in [
        ("/_/health", 200),
        ("/_/ready", 200),
        ("/_/metrics", 404),
        ("/_/explain?url=/a.jpg?w=20", 404),
        ("/a.jpg?w=20", 200),
    ] {
        assert_eq!(scene.get(target).await.status, outside, "{target}");
        assert_eq!(inside.get(target).await.status, 200, "{target}");
    }
}
