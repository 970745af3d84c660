//! The life of a function: what it says, frost, and stores in trouble.

use crate::pictures::{noise, photograph};
use crate::scene::{BUCKET, OPEN, Scene, Url};
use http::Method;
use serde_json::Value;
use sizewise_stage::runtime::{Answered, url_event};
use sizewise_stage::s3::{Deed, Trouble};
use std::time::Duration;

const HERE: (&str, &str) = ("SIZEWISE_ORIGINALS", "s3://pictures");

async fn get(url: &Url, target: &str) -> Answered {
    url.runtime.invoke(&url_event("GET", target, &[])).await
}

pub(crate) async fn every_answer_is_a_line_that_is_counted(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/told.jpg", photograph((160, 120))).await;
    let reply = get(&url, "/url/told.jpg?w=40").await;
    get(&url, "/url/told.jpg?w=x").await;
    url.runtime.child.said("found `x`").await;
    let lines = url.runtime.child.log();
    let lines = lines.iter().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let lines = lines.filter(|line| line["_aws"].is_object());
    let [made, refused] = &lines.collect::<Vec<_>>()[..] else { panic!() };
    assert_eq!((&made["Function"], &made["Renders"]), (&"function-url".into(), &1.into()));
    assert_eq!((&made["Kept"], &made["Bytes"]), (&1.into(), &reply.body.len().into()));
    assert_eq!((&refused["Refused"], &refused["Renders"]), (&1.into(), &Value::Null));
    assert_eq!(refused["_aws"]["CloudWatchMetrics"][0]["Namespace"], "Sizewise");
}

pub(crate) async fn a_function_that_was_frozen_goes_on(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/frost.jpg", photograph((160, 120))).await;
    assert_eq!(get(&url, "/url/frost.jpg?w=40").await.status, 200);
    url.runtime.child.freeze();
    tokio::time::sleep(Duration::from_secs(1)).await;
    scene.s3.hang_up();
    url.runtime.child.thaw();
    let reply = get(&url, "/url/frost.jpg?w=41").await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

pub(crate) async fn a_store_that_is_late_costs_one_answer(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/late.jpg", photograph((160, 120))).await;
    scene.s3.always(|deed: &Deed| deed.key == "url/late.jpg", Trouble::Stalled);
    assert_eq!(get(&url, "/url/late.jpg?w=40").await.status, 504);
    scene.s3.reset();
    scene.s3.permit(crate::scene::URL, &sizewise_stage::s3::Action::ALL);
    assert_eq!(get(&url, "/url/late.jpg?w=40").await.status, 200);
}

pub(crate) async fn a_variant_that_cannot_be_marked_is_not_kept(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/mark.jpg", photograph((160, 120))).await;
    scene.s3.always(is_marker, Trouble::Refused(403, "AccessDenied"));
    assert_eq!(get(&url, "/url/mark.jpg?w=40").await.status, 200);
    assert!(scene.s3.kept(BUCKET, "40w/default/url/mark.jpg").await.is_none());
    url.runtime.child.said("\"NotKept\":1").await;
}

fn is_marker(deed: &Deed) -> bool {
    deed.key.starts_with("_sizewise/")
}

pub(crate) async fn an_original_that_tears_is_no_whole_answer(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/torn.png", noise((1500, 1100))).await;
    // Its first bytes are read by a request of their own, and then the rest tears, however often it is tried.
    scene.s3.next(Method::GET, Trouble::Late(Duration::from_millis(1)));
    let is_read = |deed: &Deed| deed.method == Method::GET && deed.key == "url/torn.png";
    scene.s3.always(is_read, Trouble::Torn);
    let reply = get(&url, "/url/torn.png").await;
    assert!(reply.error.is_some(), "{} bytes, {:?}", reply.body.len(), reply.headers);
    assert!(!reply.text().contains("Lambda"), "{reply:?}");
    scene.s3.reset();
    scene.s3.permit(crate::scene::URL, &sizewise_stage::s3::Action::ALL);
    assert_eq!(get(&url, "/url/torn.png?w=40").await.status, 200);
}

pub(crate) async fn what_takes_long_is_still_told_in_time(scene: &Scene) {
    let url = scene.url(OPEN, &[HERE]).await;
    scene.upload("url/slow.jpg", photograph((160, 120))).await;
    scene.s3.always(|deed: &Deed| deed.method == Method::PUT, Trouble::Stalled);
    let is_original = |deed: &Deed| deed.key == "url/slow.jpg";
    scene.s3.always(is_original, Trouble::Late(Duration::from_secs(4)));
    // Reading takes 4 s, keeping is given up after 8, and the picture is sent.
    let reply = get(&url, "/url/slow.jpg?w=40").await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert!(reply.took < Duration::from_secs(20), "{:?}", reply.took);
}
