//! The life of a process that answers events: crowds, frost, faults, and what it says.

use crate::pictures::photograph;
use crate::scene::{OPEN, Scene};
use futures_util::future::join_all;
use http::Method;
use serde_json::Value;
use sizewise_stage::cloudfront::By;
use sizewise_stage::{Node, Package};
use std::time::Duration;

fn line(text: &str) -> Value {
    let line = serde_json::from_str::<Value>(text).unwrap();
    let metrics = line["_aws"]["CloudWatchMetrics"][0]["Metrics"].as_array().unwrap();
    for metric in metrics {
        let name = metric["Name"].as_str().unwrap();
        assert!(line[name].is_number(), "{name} in {line:#}");
    }
    line
}

pub(crate) async fn a_refusal_is_a_line_that_is_counted(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    assert_eq!(edge.distribution.get("/told/a.jpg?w=x").await.by, By::ViewerRequest);
    let refused = line(&edge.node.child.said("found `x`").await);
    assert_eq!((&refused["Function"], &refused["Refused"]), (&"viewer-request".into(), &1.into()));
    assert_eq!(refused["status"], 400);
    assert_eq!(edge.distribution.get("/told/gone.jpg?w=40").await.status, 404);
    let refused = line(&edge.node.child.said("found none at").await);
    assert_eq!((&refused["Function"], &refused["Refused"]), (&"origin-response".into(), &1.into()));
    assert_eq!((&refused["Renders"], &refused["status"]), (&Value::Null, &404.into()));
}

pub(crate) async fn a_picture_is_a_line_that_is_counted(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("counted/a.jpg", photograph((160, 120))).await;
    let reply = edge.distribution.get("/counted/a.jpg?w=40").await;
    let told = line(&edge.node.child.said("/40w/default/counted/a.jpg").await);
    for name in ["Requests", "Renders", "Kept"] {
        assert_eq!(told[name], 1, "{name}");
    }
    // What did not happen is no metric, for each costs.
    for name in ["NotKept", "Refused", "Failed", "Unread"] {
        assert_eq!(told[name], Value::Null, "{name}");
    }
    assert_eq!(told["Bytes"], reply.body.len());
    assert_eq!((&told["key"], &told["outcome"]), (&"counted/a.jpg".into(), &"made".into()));
    for time in ["Time", "ReadTime", "DecodeTime", "EncodeTime", "KeepTime"] {
        assert!(told[time].as_f64().unwrap() > 0.0, "{time} in {told:#}");
    }
    // What is kept costs no line, and no code.
    assert_eq!(edge.distribution.get("/counted/a.jpg?w=40").await.by, By::Origin);
    let lines = edge.node.child.log();
    assert_eq!(lines.iter().filter(|line| line.contains("_aws")).count(), 1, "{lines:#?}");
}

pub(crate) async fn a_thousand_events_at_once_are_answered(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("crowd/a.jpg", photograph((160, 120))).await;
    let targets = (0..1000).map(|n| format!("/crowd/a.jpg?w={}", 10 + n % 100));
    let targets = targets.collect::<Vec<_>>();
    let replies = join_all(targets.iter().map(|target| edge.distribution.get(target))).await;
    for (reply, target) in replies.iter().zip(&targets) {
        assert_eq!(reply.status, 200, "{target}: {reply:#?}");
        let width = target.rsplit_once('=').unwrap().1.parse::<usize>().unwrap();
        assert_eq!(crate::pictures::size_of(&reply.body).0, width);
    }
    // Who asks while a variant is made waits for that one; who asks when CloudFront has looked already, but the variant
    // has come since, has it made once more, and it is put on a condition.
    let puts = scene.s3.record().all(Method::PUT);
    assert!((200..1000).contains(&puts), "{puts} puts of variants and markers");
    assert_eq!(edge.distribution.get("/crowd/a.jpg?w=10").await.by, By::Origin);
}

pub(crate) async fn a_process_that_was_frozen_goes_on(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("frost/a.jpg", photograph((160, 120))).await;
    assert_eq!(edge.distribution.get("/frost/a.jpg?w=40").await.status, 200);
    edge.node.child.freeze();
    // S3 hangs up meanwhile; nobody reads that.
    tokio::time::sleep(Duration::from_secs(2)).await;
    scene.s3.hang_up();
    tokio::time::sleep(Duration::from_secs(1)).await;
    edge.node.child.thaw();
    let reply = edge.distribution.get("/frost/a.jpg?w=41").await;
    assert_eq!((reply.status.as_u16(), &reply.by), (200, &By::OriginResponse));
    // In the middle of an event, too.
    let (reply, ()) = tokio::join!(edge.distribution.get("/frost/a.jpg?w=42"), async {
        tokio::time::sleep(Duration::from_millis(5)).await;
        edge.node.child.freeze();
        tokio::time::sleep(Duration::from_secs(1)).await;
        edge.node.child.thaw();
    });
    assert_eq!(reply.status, 200);
}

pub(crate) async fn a_panic_costs_one_event(scene: &Scene) {
    let edge = scene.edge(OPEN).await;
    scene.upload("fault/a.jpg", photograph((160, 120))).await;
    // The addons of these journeys panic where they are asked to; those of packages do not.
    for _ in 0..3 {
        let reply = edge.distribution.get("/fault/panic.jpg?w=40").await;
        assert!(matches!(reply.by, By::Failure(_)), "{reply:#?}");
        assert_eq!(edge.distribution.get("/fault/a.jpg?w=40").await.status, 200);
    }
    edge.node.child.said("as it was asked").await;
}

pub(crate) async fn a_package_that_cannot_be_opened_says_why(scene: &Scene) {
    scene.clear();
    for (policy, why) in [
        ("widht = 3", "sizewise.toml:1: `widht`"),
        ("[signing]\nkeys = [{ env = \"NO_SUCH_KEY\" }]", "NO_SUCH_KEY"),
    ] {
        for trigger in ["viewer-request", "origin-response"] {
            let package = scene.package(trigger, policy);
            let started = Node::start(&scene.node, &[(trigger, package.path())], &[]).await;
            let Err(error) = started.map(|_| ()) else { panic!("{policy}") };
            assert!(error.contains(why), "{trigger}: {error}");
        }
    }
    let nothing = Package::new("nothing").shim(&crate::scene::shim());
    let started = Node::start(&scene.node, &[("nothing", nothing.path())], &[]).await;
    assert!(started.map(|_| ()).unwrap_err().contains("addon.node"));
}
