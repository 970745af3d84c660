//! What is too large for CloudFront to take from a function.

use crate::pictures::{noise, photograph};
use crate::scene::{BUCKET, OPEN, Scene};
use http::Method;
use sizewise_stage::Viewer;
use sizewise_stage::cloudfront::By;
use sizewise_stage::s3::{Action, CDN, Trouble};
use std::time::Duration;

const MB: usize = 1_000_000;

pub(crate) async fn a_large_variant_is_kept_and_had_from_the_bucket(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("large/a.png", noise((1100, 1000))).await;
    let asked = Viewer::get("/large/a.png?w=1090");
    let replies = edge.distribution.follow(&asked).await;
    let [first, second] = &replies[..] else { panic!("{replies:#?}") };
    assert_eq!((first.status.as_u16(), first.header("cache-control")), (302, "no-store"));
    assert_eq!(first.header("location"), "/1090w/default/large/a.png");
    assert!(first.body.is_empty());
    assert_eq!((second.status.as_u16(), &second.by), (200, &By::Origin));
    assert!(second.body.len() > 3 * MB, "{} bytes", second.body.len());
    assert_eq!(edge.distribution.ask(&asked).await.by, By::Origin);
    // Of the headers alone, none is too large.
    let head = edge.distribution.ask(&Viewer::head("/large/a.png?w=1040")).await;
    assert_eq!((head.status.as_u16(), head.header("content-type")), (200, "image/png"));
}

pub(crate) async fn a_large_variant_that_could_not_be_kept_leads_nowhere(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("unkept/a.png", noise((700, 700))).await;
    let is_put = |deed: &sizewise_stage::s3::Deed| deed.method == Method::PUT;
    for trouble in [Trouble::Refused(500, "InternalError"), Trouble::Refused(403, "AccessDenied")] {
        scene.s3.always(is_put, trouble);
        let reply = edge.distribution.get("/unkept/a.png?w=650").await;
        assert_eq!(reply.status, 502, "{trouble:?}");
        assert!(reply.header("location").is_empty());
        assert!(reply.text().contains("found a store that did not take it"), "{}", reply.text());
        assert!(scene.s3.kept(BUCKET, "650w/default/unkept/a.png").await.is_none());
        scene.clear();
    }
    let replies = edge.distribution.follow(&Viewer::get("/unkept/a.png?w=650")).await;
    assert_eq!(replies.last().unwrap().status, 200);
}

pub(crate) async fn who_is_sent_back_to_a_bucket_that_cannot_be_read_is_sent_no_more(
    scene: &Scene,
) {
    let edge = scene.edge(OPEN).await;
    scene.upload("unread/a.png", noise((700, 700))).await;
    scene.s3.permit(CDN, &[]);
    let first = edge.distribution.get("/unread/a.png?w=650").await;
    assert_eq!(first.status, 302);
    // It may have been kept just now, by another function.
    assert_eq!(edge.distribution.get("/unread/a.png?w=650").await.status, 302);
    let is_look = |deed: &sizewise_stage::s3::Deed| deed.method == Method::HEAD;
    scene.s3.always(is_look, Trouble::Aged(Duration::from_secs(90)));
    let later = edge.distribution.get("/unread/a.png?w=650").await;
    assert_eq!(later.status, 502, "{later:#?}");
    assert!(later.text().contains("expected a CDN that reads what is kept"), "{}", later.text());
    edge.node.child.said("the CDN cannot read what is kept").await;
    edge.node.child.said("\"Unread\":1").await;
}

pub(crate) async fn a_small_variant_is_sent_though_nothing_can_be_kept(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("poor/a.jpg", photograph((160, 120))).await;
    let rights = [Action::GetObject, Action::ListBucket, Action::PutObject];
    for (width, rights) in [(40, &rights[..]), (41, &rights[..2]), (42, &rights[..1])] {
        scene.s3.permit(crate::scene::EDGE, rights);
        let reply = edge.distribution.get(&format!("/poor/a.jpg?w={width}")).await;
        assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::OriginResponse), "{rights:?}");
        let stored = format!("{width}w/default/poor/a.jpg");
        assert!(scene.s3.kept(BUCKET, &stored).await.is_none(), "{rights:?}");
    }
    edge.node.child.said("a variant cannot be kept").await;
    edge.node.child.said("\"NotKept\":1").await;
}
