//! What is refused, and what is left to the origin.

use crate::pictures::{noise, photograph};
use crate::scene::{BUCKET, EDGE, OPEN, Scene};
use http::Method;
use serde_json::Value;
use sizewise::{Query, SigningKey};
use sizewise_stage::Viewer;
use sizewise_stage::cloudfront::{By, Reply};
use sizewise_stage::s3::{Action, CDN, Deed, Trouble};

fn problem(reply: &Reply) -> Value {
    assert_eq!(reply.header("content-type"), "application/problem+json", "{reply:#?}");
    serde_json::from_slice(&reply.body).unwrap()
}

pub(crate) async fn what_needs_a_signature_needs_it_all_the_way(scene: &Scene) {
    scene.clear();
    let policy = format!("{OPEN}[signing]\nrequired = true\nkeys = [{{ env = \"KEY\" }}]\n");
    let secret = "0123456789abcdef0123456789abcdef";
    let edge = scene.edge_with(&policy, &[("KEY", secret)]).await;
    scene.upload("signed/a.jpg", photograph((160, 120))).await;
    scene.upload("signed/a.png", noise((700, 700))).await;
    let key = SigningKey::new(secret).unwrap();
    let signed = |path: &str, query: &str| {
        format!("{path}?{query}&signature={}", key.sign(path, Query(query)))
    };
    for target in [
        "/signed/a.jpg?w=40",
        "/40w/default/signed/a.jpg",
        &signed("/signed/a.jpg", "w=40").replace("w=40", "w=41"),
    ] {
        let reply = edge.distribution.get(target).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (403, &By::ViewerRequest), "{target}");
        assert_eq!(problem(&reply)["status"], 403);
    }
    let reply = edge.distribution.get(&signed("/signed/a.jpg", "w=40")).await;
    assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::OriginResponse));
    // Who is sent on needs a signature there as well, and gets one that does not last.
    let replies = edge.distribution.follow(&Viewer::get(&signed("/signed/a.png", "w=650"))).await;
    let [first, second] = &replies[..] else { panic!("{replies:#?}") };
    let location = first.header("location");
    assert!(location.starts_with("/650w/default/signed/a.png?expires="), "{location}");
    assert_eq!((second.status.as_u16(), &second.by), (200, &By::Origin));
    let stripped = location.split_once('?').unwrap().0;
    assert_eq!(edge.distribution.get(stripped).await.status, 403);
    // The original itself is what it always was.
    assert_eq!(edge.distribution.get("/signed/a.jpg").await.by, By::Origin);
}

pub(crate) async fn an_original_that_is_missing_is_told_so(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    for target in ["/gone/a.jpg?w=40", "/40w/default/gone/a.jpg", "/gone/a.jpg"] {
        let reply = edge.distribution.get(target).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (404, &By::OriginResponse), "{target}");
        let sentence = "expected an original, found none at `gone/a.jpg`";
        assert_eq!(problem(&reply)["detail"], sentence);
        assert_eq!(reply.header("cache-control"), "public, max-age=10");
        // When it is uploaded, nobody should be told so any more.
        assert_eq!(reply.header("x-amz-meta-cache-tag").len(), 64);
    }
}

pub(crate) async fn what_is_no_picture_by_its_name_is_left_alone(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    for target in ["/style.css", "/40w/default/page.html", "/folder/"] {
        let reply = edge.distribution.get(target).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (403, &By::Origin), "{target}");
    }
    assert!(scene.s3.record().deeds.iter().all(|deed| deed.who != EDGE));
}

pub(crate) async fn what_is_no_picture_by_its_bytes_is_told_so(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    let mut cut = photograph((160, 120));
    cut.truncate(700);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'/>";
    for (key, bytes, status) in [
        ("bytes/text.jpg", b"no picture".to_vec(), 415),
        ("bytes/empty.jpg", Vec::new(), 415),
        ("bytes/page.png", b"<!doctype html><script>alert(1)</script>".to_vec(), 415),
        ("bytes/drawing.jpg", svg.as_bytes().to_vec(), 415),
        ("bytes/cut.jpg", cut, 422),
    ] {
        scene.upload(key, bytes).await;
        let reply = edge.distribution.get(&format!("/{key}?w=40")).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (status, &By::OriginResponse), "{key}");
        assert_eq!(problem(&reply)["status"], status);
        assert!(scene.s3.kept(BUCKET, &format!("40w/default/{key}")).await.is_none());
    }
}

pub(crate) async fn an_original_that_the_cdn_may_not_read_stays_unread(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("closed/a.jpg", photograph((160, 120))).await;
    scene.s3.permit(CDN, &[]);
    let reply = edge.distribution.get("/closed/a.jpg").await;
    assert_eq!((reply.status.as_u16(), &reply.by), (403, &By::Origin), "{reply:#?}");
}

pub(crate) async fn an_origin_in_trouble_is_left_alone(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("trouble/a.jpg", photograph((160, 120))).await;
    for (status, code) in [(500, "InternalError"), (503, "SlowDown")] {
        scene.s3.when(|deed: &Deed| deed.who == "cdn", Trouble::Refused(status, code));
        let reply = edge.distribution.get("/trouble/a.jpg?w=40").await;
        assert_eq!((reply.status.as_u16(), &reply.by), (status, &By::Origin));
    }
    assert!(scene.s3.record().deeds.iter().all(|deed| deed.who != EDGE));
}

pub(crate) async fn a_picture_stands_in_for_what_is_refused(scene: &Scene) {
    let policy = format!("{OPEN}[answers]\nfallback = \"fallback/none.png\"\n");
    let edge = scene.edge(&policy).await;
    scene.upload("fallback/none.png", noise((64, 64))).await;
    for _ in 0..2 {
        let reply = edge.distribution.get("/fallback/gone.jpg?w=32").await;
        assert_eq!((reply.status.as_u16(), reply.header("content-type")), (404, "image/png"));
        assert!(reply.header("x-sizewise-problem").contains("found none at"));
    }
    // It was made once, and kept.
    assert!(scene.s3.kept(BUCKET, "32w/default/fallback/none.png").await.is_some());
    assert_eq!(scene.s3.record().count(Method::GET, "fallback/none.png"), 1);
}

pub(crate) async fn a_store_that_does_not_answer_is_a_gateway_that_waited(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("late/a.jpg", photograph((160, 120))).await;
    scene.s3.always(|deed: &Deed| deed.key == "late/a.jpg", Trouble::Stalled);
    let reply = edge.distribution.get("/late/a.jpg?w=40").await;
    assert_eq!(problem(&reply)["status"], 504);
    scene.clear();
    // It comes back, and so do the pictures; a put that stalls costs nobody the picture.
    let is_put = |deed: &Deed| deed.method == Method::PUT;
    scene.s3.when(is_put, Trouble::Silent);
    let reply = edge.distribution.get("/late/a.jpg?w=40").await;
    assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::OriginResponse));
    scene.s3.permit(EDGE, &Action::ALL);
    assert_eq!(edge.distribution.get("/late/a.jpg?w=40").await.status, 200);
}
