//! What depends on who asks: the formats that he accepts, and the page that he asks from.

use crate::scene::{OPEN, Scene, Setting};

async fn accepting(scene: &Scene, target: &str, accept: &str) -> (String, Option<String>) {
    let answer = scene.ask("GET", target, &[("Accept", accept)]).await;
    assert_eq!(answer.status, 200, "{target}");
    (answer.told("content-type"), answer.header("vary"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_best_accepted_format_is_sent_and_caches_are_told_that_there_are_others() {
    let scene = Setting::with("[presets]\nsmall = \"w=20&format=auto\"\n").open().await;
    for (target, best) in [
        ("/a.jpg?w=20&format=auto", "image/avif"),
        ("/a.jpg?preset=small", "image/avif"),
        // It could be large, and an AVIF takes long then.
        ("/a.jpg?format=auto", "image/webp"),
    ] {
        for (accept, media_type) in [
            ("image/avif,image/webp,*/*", best),
            ("image/webp,*/*;q=0.8", "image/webp"),
            ("image/png,*/*", "image/jpeg"),
        ] {
            let found = accepting(&scene, target, accept).await;
            assert_eq!(found, (media_type.to_owned(), Some("Accept".to_owned())), "{target}");
        }
    }
    // Also who is told that he has it already.
    let etag = scene.get("/a.jpg?format=auto").await.told("etag");
    let answer = scene.ask("GET", "/a.jpg?format=auto", &[("If-None-Match", &etag)]).await;
    assert_eq!((answer.status, answer.told("vary")), (304, "Accept".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_everybody_gets_the_same_caches_are_told_nothing() {
    let scene = Setting::default().open().await;
    for target in ["/a.jpg?w=20", "/a.jpg", "/a.jpg?w=20&format=webp", "/20w/default/a.jpg", "/"] {
        let (_, vary) = accepting(&scene, target, "image/avif,image/webp,*/*").await;
        assert_eq!(vary, None, "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_are_listed_may_read_pixels_and_others_may_not() {
    let policy = "[answers]\ncors_origins = [\"https://a.example\", \"https://b.example\"]\n";
    let scene = Setting::with(policy).open().await;
    for target in ["/a.jpg?w=20", "/a.jpg", "/index.html", "/no.jpg"] {
        for (origin, allowed) in [
            (Some("https://a.example"), true),
            (Some("https://b.example"), true),
            (Some("https://c.example"), false),
            (Some("null"), false),
            (None, false),
        ] {
            let headers = origin.map(|origin| ("Origin", origin));
            let answer = scene.ask("GET", target, headers.as_slice()).await;
            let found = answer.header("access-control-allow-origin");
            assert_eq!(found.as_deref(), origin.filter(|_| allowed), "{target}");
            assert_eq!(answer.told("vary"), "Origin", "{target}");
            assert_eq!(answer.header("access-control-expose-headers").is_some(), allowed);
        }
    }
    let headers = [("Origin", "https://a.example"), ("Accept", "image/webp")];
    let both = scene.ask("GET", "/a.jpg?w=20&f=auto", &headers).await;
    assert_eq!(both.told("vary"), "Accept, Origin");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_page_or_none_may_read_pixels_where_the_policy_says_so() {
    let origin = [("Origin", "https://a.example")];
    let scene = Setting::with("[answers]\ncors_origins = [\"*\"]\n").open().await;
    let answer = scene.ask("GET", "/a.jpg?w=20", &origin).await;
    assert_eq!(answer.told("access-control-allow-origin"), "*");
    assert_eq!(answer.header("vary"), None);
    let scene = Setting { policy: OPEN.to_owned(), ..Setting::default() }.open().await;
    let answer = scene.ask("GET", "/a.jpg?w=20", &origin).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    assert_eq!(answer.header("vary"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_what_he_may_is_told() {
    let listed = "[answers]\ncors_origins = [\"https://a.example\"]\n";
    let asked = |origin| [("Origin", origin), ("Access-Control-Request-Method", "GET")];
    for (policy, origin, allowed) in [
        (listed, "https://a.example", Some("https://a.example")),
        (listed, "https://c.example", None),
        ("[answers]\ncors_origins = [\"*\"]\n", "https://c.example", Some("*")),
        ("", "https://a.example", None),
    ] {
        let scene = Setting::with(policy).open().await;
        for target in ["/a.jpg?w=20", "/no.jpg", "/style.css"] {
            let answer = scene.ask("OPTIONS", target, &asked(origin)).await;
            assert_eq!(answer.status, 204, "{target}");
            assert_eq!(answer.told("allow"), "GET, HEAD, OPTIONS");
            assert_eq!(answer.header("content-length"), None);
            assert_eq!(answer.header("access-control-allow-origin").as_deref(), allowed);
        }
        assert_eq!(scene.made(), 0);
    }
}
