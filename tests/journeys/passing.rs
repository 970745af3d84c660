//! Files that are no pictures, or are others than their names say.

use crate::scene::Setting;

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_pictures_pass() {
    let scene = Setting::default().open().await;
    for (target, media_type, length) in [
        ("/", "text/html", 38),
        ("/index.html", "text/html", 38),
        ("/style.css", "text/css", 16),
        ("/style.css?w=20&style=bw", "text/css", 16),
    ] {
        let answer = scene.get(target).await;
        assert_eq!((answer.status, answer.body.len()), (200, length), "{target}");
        assert_eq!(answer.told("content-type"), media_type);
        assert_eq!(answer.told("x-content-type-options"), "nosniff");
        answer.told("etag");
    }
    assert_eq!(scene.made(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_pictures_are_refused_where_the_policy_says_so() {
    let scene = Setting::with("[answers]\nothers = \"refuse\"\n").open().await;
    for (target, found) in [("/", "nothing"), ("/style.css", "`style.css`"), ("/.env", "`.env`")] {
        let answer = scene.get(target).await;
        assert_eq!(answer.status, 415, "{target}");
        assert_eq!(answer.problem(), format!("expected the name of a picture, found {found}"));
    }
    for target in ["/a.jpg", "/a.jpg?w=20", "/_/health"] {
        assert_eq!(scene.get(target).await.status, 200, "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_what_its_bytes_say() {
    let scene = Setting::default().open().await;
    for (target, media_type) in [
        ("/a.jpg", "image/jpeg"),
        ("/png.jpg", "image/png"),
        ("/drawing.svg", "image/svg+xml"),
        ("/drawing.jpg", "image/svg+xml"),
        ("/page.jpg", "application/octet-stream"),
        ("/text.jpg", "application/octet-stream"),
        ("/photo.heic", "application/octet-stream"),
    ] {
        let answer = scene.get(target).await;
        assert_eq!((answer.status, answer.told("content-type")), (200, media_type.into()));
        assert_eq!(answer.told("x-content-type-options"), "nosniff", "{target}");
        // A drawing that is opened by itself is a page, and must not be able to do anything.
        let sandbox = answer.header("content-security-policy");
        let is_drawing = media_type == "image/svg+xml";
        assert_eq!(sandbox.is_some_and(|it| it.contains("sandbox")), is_drawing, "{target}");
    }
    let drawing = scene.get("/drawing.svg?w=20").await;
    assert_eq!(drawing.told("content-type"), "image/svg+xml");
    assert!(drawing.told("content-security-policy").contains("default-src 'none'"));
    assert_eq!(scene.get("/drawing.svg?w=20&format=png").await.told("content-type"), "image/png");
    let disguised = scene.get("/drawing.jpg?w=20").await;
    assert_eq!(disguised.status, 415);
    let sentence = "expected a picture that can be read, found an SVG by another name";
    assert_eq!(disguised.problem(), sentence);
}
