//! A distribution goes as a template says, and no other way.

use super::{always, distribution, rewriting};
use serde_json::{Value, json};
use sizewise_stage::cloudfront::By;
use sizewise_stage::{Program, Runtime, S3, Viewer, Wiring};
use std::sync::Arc;

/// Drawings have a behaviour of their own, in which nobody is asked, and which never turns to a second origin.
fn template() -> Value {
    let path_alone = json!({
        "CookiesConfig": { "CookieBehavior": "none" },
        "HeadersConfig": { "HeaderBehavior": "none" },
        "QueryStringsConfig": { "QueryStringBehavior": "none" },
    });
    let mut with_more = path_alone.clone();
    with_more["QueryStringsConfig"]["QueryStringBehavior"] = "all".into();
    with_more["HeadersConfig"] = json!({ "HeaderBehavior": "whitelist", "Headers": ["Accept"] });
    let policy = |key: &Value| {
        json!({
            "Type": "AWS::CloudFront::CachePolicy",
            "Properties": { "CachePolicyConfig": { "ParametersInCacheKeyAndForwardedToOrigin": key } },
        })
    };
    json!({ "Resources": {
        "Path": policy(&path_alone),
        "More": policy(&with_more),
        "Distribution": {
            "Type": "AWS::CloudFront::Distribution",
            "Properties": { "DistributionConfig": {
                "CacheBehaviors": [
                    { "PathPattern": "/drawings/*.sv?", "TargetOriginId": "bucket", "CachePolicyId": { "Ref": "More" } },
                ],
                "DefaultCacheBehavior": {
                    "TargetOriginId": "group",
                    "CachePolicyId": { "Ref": "Path" },
                    "FunctionAssociations": [{ "EventType": "viewer-request" }],
                    "LambdaFunctionAssociations": [{ "EventType": "origin-response" }],
                },
                "OriginGroups": { "Items": [
                    { "Id": "group", "FailoverCriteria": { "StatusCodes": { "Items": [403], "Quantity": 1 } } },
                ] },
            } },
        },
    } })
}

pub(crate) async fn each_behaviour_asks_the_functions_that_it_has(s3: &S3) {
    let made = json!({ "status": "200", "headers": {}, "body": "made" });
    let distribution =
        distribution(s3).on_viewer_request(rewriting()).on_origin_response(always(made));
    let distribution = distribution.wired(Wiring::of(&template()));
    let reply = distribution.get("/a.jpg?w=200").await;
    assert_eq!((reply.path.as_str(), reply.calls.len()), ("/200w/default/a.jpg", 2));
    for path in ["/drawings/a.svg?w=200", "/drawings/b/c.svg?w=200"] {
        let reply = distribution.get(path).await;
        assert_eq!((reply.path.as_str(), reply.calls.len()), (path.trim_end_matches("?w=200"), 0));
    }
    for path in ["/drawings/a.svgz?w=200", "/drawings/a.sv?w=200", "/x/drawings/a.svg?w=200"] {
        assert_eq!(distribution.get(path).await.calls.len(), 2, "{path}");
    }
}

pub(crate) async fn it_turns_with_the_answers_that_the_group_names(s3: &S3) {
    let program = std::env::current_exe().unwrap();
    let runtime = Arc::new(Runtime::start(&Program::new(program)).await);
    let distribution = distribution(s3).second(&runtime).wired(Wiring::of(&template()));
    assert_eq!(distribution.get("/missing.jpg").await.by, By::Second);
    assert_eq!(distribution.get("/drawings/missing.svg").await.by, By::Origin);
    s3.next(http::Method::GET, sizewise_stage::s3::Trouble::Refused(503, "SlowDown"));
    assert_eq!(distribution.get("/missing.jpg").await.by, By::Origin);
}

pub(crate) async fn it_keeps_under_what_the_policy_has_in_the_key(s3: &S3) {
    let drawing = json!({ "status": "200", "headers": {}, "body": "drawing" });
    let distribution = distribution(s3).on_origin_response(always(drawing));
    let distribution = distribution.wired(Wiring::of(&template())).caching();
    let mut seen = Vec::new();
    s3.upload(super::BUCKET, "drawings/k.svg", "drawing", "image/svg+xml").await;
    for (target, accept) in [
        ("/k.jpg?v=1", "image/png"),
        ("/k.jpg?v=2", "image/webp"),
        ("/drawings/k.svg?v=1", "image/png"),
        ("/drawings/k.svg?v=2", "image/png"),
        ("/drawings/k.svg?v=2", "image/webp"),
        ("/drawings/k.svg?v=2", "image/webp"),
    ] {
        let reply = distribution.ask(&Viewer::get(target).with("Accept", accept)).await;
        seen.push(reply.by == By::Cache);
    }
    assert_eq!(seen, [false, true, false, false, false, true]);
}
