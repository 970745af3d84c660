//! Where originals are and where variants are kept, as an event says it.

use crate::pictures::photograph;
use crate::scene::{ARCHIVE, BUCKET, EDGE, OPEN, Scene};
use http::Method;
use sizewise_stage::cloudfront::By;

pub(crate) async fn variants_below_a_path_of_the_origin_are_kept_below_it(scene: &Scene) {
    let mut edge = scene.edge(OPEN).await;
    edge.distribution.origin.path = "/below/%C3%A9".to_owned();
    scene.upload("below/é/a.jpg", photograph((160, 120))).await;
    let first = edge.distribution.get("/a.jpg?w=40").await;
    assert_eq!((first.status.as_u16(), &first.by), (200, &By::OriginResponse), "{first:#?}");
    assert_eq!(edge.distribution.get("/a.jpg?w=40").await.by, By::Origin);
    for name in ["below/é/40w/default/a.jpg", "below/é/_sizewise/a.jpg/40w/default"] {
        assert!(scene.s3.kept(BUCKET, name).await.is_some(), "{name}");
    }
}

pub(crate) async fn originals_of_another_bucket_are_read_there(scene: &Scene) {
    let mut edge = scene.edge(OPEN).await;
    scene.s3.upload(ARCHIVE, "old/other/a.jpg", photograph((160, 120)), "image/jpeg").await;
    let header = format!("s3://{ARCHIVE}/old?region=us-east-2");
    edge.distribution.origin.headers = vec![("X-Sizewise-Originals".to_owned(), header)];
    let first = edge.distribution.get("/other/a.jpg?w=40").await;
    assert_eq!((first.status.as_u16(), &first.by), (200, &By::OriginResponse), "{first:#?}");
    assert!(scene.s3.kept(BUCKET, "40w/default/other/a.jpg").await.is_some());
    assert_eq!(scene.s3.record().count(Method::GET, "old/other/a.jpg"), 1);
    // A named source of the policy is another way to the same.
    let policy = format!("{OPEN}[stores.sources]\nold = \"s3://{ARCHIVE}/old?region=us-east-2\"\n");
    let edge = scene.edge(&policy).await;
    let named = edge.distribution.get("/40w,from.old/default/other/a.jpg").await;
    assert_eq!((named.status.as_u16(), &named.body), (200, &first.body), "{named:#?}");
}

pub(crate) async fn a_custom_origin_says_in_a_header_where_variants_are(scene: &Scene) {
    let mut edge = scene.edge(OPEN).await;
    scene.upload("custom/a.jpg", photograph((160, 120))).await;
    edge.distribution.origin.domain = "images.example.com".to_owned();
    let header = format!("s3://{BUCKET}");
    edge.distribution.origin.headers = vec![("x-sizewise-variants".to_owned(), header)];
    let first = edge.distribution.get("/custom/a.jpg?w=40").await;
    assert_eq!((first.status.as_u16(), &first.by), (200, &By::OriginResponse), "{first:#?}");
    assert!(scene.s3.kept(BUCKET, "40w/default/custom/a.jpg").await.is_some());
}

pub(crate) async fn an_origin_that_names_no_bucket_is_told_so(scene: &Scene) {
    let mut edge = scene.edge(OPEN).await;
    edge.distribution.origin.domain = "images.example.com".to_owned();
    let reply = edge.distribution.get("/custom/b.jpg?w=40").await;
    assert_eq!(reply.status, 502);
    assert!(reply.text().contains("expected stores, found none"), "{}", reply.text());
    edge.node.child.said("x-sizewise-variants").await;
    assert!(scene.s3.record().deeds.iter().all(|deed| deed.who != EDGE));
}
