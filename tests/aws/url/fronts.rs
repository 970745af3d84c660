//! What stands before a Function URL, and what its environment says.

use crate::pictures::photograph;
use crate::scene::{ARCHIVE, BUCKET, OPEN, Scene};
use http::Method;
use sizewise::{Key, Query, SigningKey};
use sizewise_fulfil::cache_tag;
use sizewise_stage::runtime::url_event;

const HERE: (&str, &str) = ("SIZEWISE_ORIGINALS", "s3://pictures");
const CLOUDFRONT: (&str, &str) = ("SIZEWISE_FRONT", "cloudfront");
const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn signed() -> String {
    format!("{OPEN}[signing]\nrequired = true\nkeys = [{{ env = \"SIZEWISE_KEY\" }}]\n")
}

pub(crate) async fn behind_cloudfront_a_path_is_all_there_is(scene: &Scene) {
    let url = scene.url(&signed(), &[HERE, CLOUDFRONT, ("SIZEWISE_KEY", SECRET)]).await;
    scene.upload("front/a.jpg", photograph((160, 120))).await;
    let get = async |target: &str| url.runtime.invoke(&url_event("GET", target, &[])).await;
    // Viewer-request has judged the signature, and taken it off.
    let made = get("/40w/default/front/a.jpg").await;
    assert_eq!(made.status, 200, "{made:?}");
    let tag = cache_tag(&Key::new("front/a.jpg").unwrap());
    assert_eq!(made.header("x-amz-meta-cache-tag"), tag);
    // The bucket was asked before, so it is not asked again whether it has it.
    let record = scene.s3.record();
    assert_eq!(record.count(Method::GET, "40w/default/front/a.jpg"), 0);
    assert_eq!(record.count(Method::GET, "front/a.jpg"), 1);
    // What failed over though it is kept is made once more, and is the same.
    let again = get("/40w/default/front/a.jpg").await;
    assert_eq!((again.status, &again.body), (made.status, &made.body));
    let gone = get("/40w/default/front/gone.jpg").await;
    assert_eq!(gone.status, 404);
    assert_eq!(gone.header("x-amz-meta-cache-tag").len(), 64);
    assert_eq!(get("/40w,blur.x/default/front/a.jpg").await.status, 400);
    // What CloudFront has looked for itself and was refused, it does not get here, nor what is no picture.
    assert_eq!(get("/front/a.jpg").await.status, 403);
    assert_eq!(get("/front/gone.jpg").await.status, 404);
    scene.upload("front/invoice.pdf", "secret").await;
    assert_eq!(get("/front/invoice.pdf").await.status, 404);
    // Where originals are elsewhere, it cannot have looked.
    let environment = [HERE, ("SIZEWISE_VARIANTS", "s3://pictures/kept"), CLOUDFRONT];
    let url = scene.url(OPEN, &environment).await;
    let reply = url.runtime.invoke(&url_event("GET", "/front/a.jpg", &[])).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let reply = url.runtime.invoke(&url_event("GET", "/front/invoice.pdf", &[])).await;
    assert_eq!(reply.status, 404, "{reply:?}");
}

pub(crate) async fn without_a_distribution_a_signature_is_judged(scene: &Scene) {
    let url = scene.url(&signed(), &[HERE, ("SIZEWISE_KEY", SECRET)]).await;
    scene.upload("front/b.jpg", photograph((160, 120))).await;
    let get = async |target: &str| url.runtime.invoke(&url_event("GET", target, &[])).await;
    for target in ["/front/b.jpg?w=40", "/40w/default/front/b.jpg"] {
        assert_eq!(get(target).await.status, 403, "{target}");
    }
    let key = SigningKey::new(SECRET).unwrap();
    let signature = key.sign("/front/b.jpg", Query("w=40&utm=a+b"));
    let target = format!("/front/b.jpg?w=40&utm=a+b&signature={signature}");
    assert_eq!(get(&target).await.status, 200);
    assert_eq!(get(&target.replace("w=40", "w=41")).await.status, 403);
    assert_eq!(scene.s3.record().all(Method::PUT), 2);
}

pub(crate) async fn variants_are_kept_where_the_environment_says(scene: &Scene) {
    let environment = [
        ("SIZEWISE_ORIGINALS", "s3://archive/env?region=us-east-2"),
        ("SIZEWISE_VARIANTS", "s3://pictures/kept"),
    ];
    let policy = format!("{OPEN}[stores]\noriginals = \"s3://elsewhere\"\n");
    let url = scene.url(&policy, &environment).await;
    scene.s3.upload(ARCHIVE, "env/a.jpg", photograph((160, 120)), "image/jpeg").await;
    let reply = url.runtime.invoke(&url_event("GET", "/a.jpg?w=40", &[])).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    for name in ["kept/40w/default/a.jpg", "kept/_sizewise/a.jpg/40w/default"] {
        assert!(scene.s3.kept(BUCKET, name).await.is_some(), "{name}");
    }
}

pub(crate) async fn a_function_without_what_it_needs_says_so_and_ends(scene: &Scene) {
    for (policy, environment, why) in [
        (OPEN, &[][..], "expected a bucket in `SIZEWISE_ORIGINALS`"),
        (OPEN, &[("SIZEWISE_ORIGINALS", "pictures")], "`SIZEWISE_ORIGINALS`: expected `s3://"),
        (OPEN, &[("SIZEWISE_ORIGINALS", "folder:/tmp")], "expected a bucket such as"),
        (OPEN, &[HERE, ("SIZEWISE_FRONT", "nginx")], "expected `cloudfront` or nothing"),
        ("widht = 3", &[HERE], "sizewise.toml:1: `widht`"),
        (&signed(), &[HERE], "SIZEWISE_KEY"),
    ] {
        let url = scene.url(policy, environment).await;
        let reply = url.runtime.invoke(&url_event("GET", "/a.jpg", &[])).await;
        let (kind, words) = reply.error.expect("no error");
        assert_eq!(kind, "Runtime.ExitError");
        assert!(words.contains(why), "{why}: {words}");
    }
}
