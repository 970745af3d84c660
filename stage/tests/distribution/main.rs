//! A distribution does what CloudFront does, with functions of this process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod echo;
mod events;
mod wired;

use echo::echo;
use events::*;
use futures_util::FutureExt;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use sizewise_stage::cloudfront::{By, DOMAIN};
use sizewise_stage::s3::{CDN, Trouble};
use sizewise_stage::{
    Distribution, Function, Program, Runtime, S3, Scenes, Viewer, awaited, play, weed_program,
};
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use wired::*;

const BUCKET: &str = "pictures";

fn main() -> ExitCode {
    // As this, it starts itself.
    if let Ok(api) = std::env::var("AWS_LAMBDA_RUNTIME_API") {
        echo(&api);
    }
    tokio::runtime::Runtime::new().unwrap().block_on(played())
}

async fn played() -> ExitCode {
    let Some(weed) = weed_program("a distribution before a bucket") else {
        return ExitCode::SUCCESS;
    };
    let s3 = S3::start(&weed, &[BUCKET]).await;
    s3.upload(BUCKET, "a.jpg", "original", "image/jpeg").await;
    s3.upload(BUCKET, "200w/default/a.jpg", "variant", "image/jpeg").await;
    let mut scenes = Scenes::default();
    play!(scenes, &s3;
        without_functions_the_bucket_answers,
        a_request_is_told_as_cloudfront_tells_it,
        what_the_origin_answers_is_told_as_cloudfront_tells_it,
        a_request_that_comes_back_is_asked_of_the_origin,
        the_path_goes_as_it_is,
        a_function_may_answer_itself,
        an_untouched_answer_is_the_origins,
        a_body_takes_the_place_of_the_origins,
        headers_may_change_without_the_body,
        a_function_may_wait,
        head_has_no_body,
        what_may_be_kept_is_kept,
        one_is_sent_on_and_no_further_than_five_times,
        a_function_that_fails_is_an_error,
        an_answer_that_breaks_a_rule_fails_the_test,
        an_origin_that_does_not_answer_is_a_bad_gateway,
        a_function_url_is_asked_where_the_bucket_refuses,
        each_behaviour_asks_the_functions_that_it_has,
        it_turns_with_the_answers_that_the_group_names,
        it_keeps_under_what_the_policy_has_in_the_key,
    );
    scenes.ended()
}

fn distribution(s3: &S3) -> Distribution {
    s3.reset();
    Distribution::new(s3, BUCKET, |_, _| Vec::new())
}

/// The event's own request or response comes back.
fn untouched(what: &'static str) -> impl Function {
    move |event: &Value| Ok(event["Records"][0]["cf"][what].clone())
}

fn always(answer: Value) -> impl Function {
    move |_: &Value| Ok(answer.clone())
}

async fn without_functions_the_bucket_answers(s3: &S3) {
    let distribution = distribution(s3);
    let reply = distribution.get("/a.jpg?w=200").await;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (200, "original"));
    assert_eq!((reply.by.clone(), reply.path.as_str()), (By::Origin, "/a.jpg"));
    assert_eq!(reply.header("x-cache"), "Miss from cloudfront");
    let reply = distribution.get("/missing.jpg").await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_eq!(reply.header("x-cache"), "Error from cloudfront");
    assert!(s3.record().deeds.iter().all(|deed| deed.who == CDN));
}

/// What moves the options into the path.
fn rewriting() -> impl Function {
    |event: &Value| {
        let mut request = event["Records"][0]["cf"]["request"].clone();
        if request["querystring"] == "w=200" {
            request["uri"] = format!("/200w/default{}", request["uri"].as_str().unwrap()).into();
            request["querystring"] = "".into();
        }
        Ok(request)
    }
}

async fn a_request_that_comes_back_is_asked_of_the_origin(s3: &S3) {
    let distribution = distribution(s3).on_viewer_request(rewriting());
    let reply = distribution.get("/a.jpg?w=200").await;
    assert_eq!((reply.text().as_str(), reply.path.as_str()), ("variant", "/200w/default/a.jpg"));
    assert_eq!(distribution.get("/a.jpg").await.text(), "original");
}

async fn the_path_goes_as_it_is(s3: &S3) {
    let mut distribution = distribution(s3);
    s3.upload(BUCKET, "deep/a b.jpg", "space", "image/jpeg").await;
    distribution.origin.path = "/deep".to_owned();
    assert_eq!(distribution.get("/a+b.jpg").await.text(), "space");
    let lines = s3.record().deeds.into_iter().map(|deed| (deed.line, deed.key));
    let expected = ("GET /pictures/deep/a+b.jpg".to_owned(), "deep/a b.jpg".to_owned());
    assert_eq!(lines.collect::<Vec<_>>(), [expected]);
}

async fn a_function_may_answer_itself(s3: &S3) {
    let refused = json!({
        "status": "400",
        "statusDescription": "Bad Request",
        "headers": { "content-type": [{ "key": "Content-Type", "value": "application/json" }] },
        "body": "{}",
    });
    let reply = distribution(s3).on_viewer_request(always(refused)).get("/a.jpg?w=x").await;
    assert_eq!((reply.status.as_u16(), reply.text().as_str()), (400, "{}"));
    assert_eq!((reply.by.clone(), reply.header("content-length")), (By::ViewerRequest, "2"));
    assert!(s3.record().deeds.is_empty());
}

async fn an_untouched_answer_is_the_origins(s3: &S3) {
    let reply = distribution(s3).on_origin_response(untouched("response")).get("/a.jpg").await;
    assert_eq!((reply.by.clone(), reply.text().as_str()), (By::Origin, "original"));
    assert_eq!(reply.header("content-type"), "image/jpeg");
    assert_eq!(s3.record().count(Method::GET, "a.jpg"), 1);
}

async fn a_body_takes_the_place_of_the_origins(s3: &S3) {
    let made = json!({
        "status": "200",
        "statusDescription": "OK",
        "headers": {
            "content-type": [{ "key": "Content-Type", "value": "image/jpeg" }],
            "transfer-encoding": [{ "key": "Transfer-Encoding", "value": "chunked" }],
        },
        "bodyEncoding": "base64",
        "body": "/9j/4AA=",
    });
    let reply = distribution(s3).on_origin_response(always(made)).get("/missing.jpg").await;
    assert_eq!((reply.status.as_u16(), reply.body.as_ref()), (200, &[255, 216, 255, 224, 0][..]));
    assert_eq!((reply.by.clone(), reply.header("content-length")), (By::OriginResponse, "5"));
    assert_eq!(reply.header("transfer-encoding"), "");
}

async fn headers_may_change_without_the_body(s3: &S3) {
    let marked = |event: &Value| {
        let mut response = event["Records"][0]["cf"]["response"].clone();
        response["headers"]["x-marked"] = json!([{ "value": "yes" }]);
        Ok(response)
    };
    let reply = distribution(s3).on_origin_response(marked).get("/a.jpg").await;
    assert_eq!((reply.text().as_str(), reply.header("x-marked")), ("original", "yes"));
    assert_eq!(reply.by, By::OriginResponse);
}

async fn a_function_may_wait(s3: &S3) {
    let waits = awaited(|event: Value| async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok(event["Records"][0]["cf"]["response"].clone())
    });
    assert_eq!(distribution(s3).on_origin_response(waits).get("/a.jpg").await.text(), "original");
}

async fn head_has_no_body(s3: &S3) {
    let reply = distribution(s3).ask(&Viewer::head("/a.jpg")).await;
    assert_eq!((reply.status.as_u16(), reply.body.len()), (200, 0));
    assert_eq!(reply.header("content-length"), "8");
}

async fn what_may_be_kept_is_kept(s3: &S3) {
    let distribution = distribution(s3).on_viewer_request(rewriting()).caching();
    for by in [By::Origin, By::Cache, By::Cache] {
        let reply = distribution.get("/a.jpg?w=200").await;
        assert_eq!((&reply.by, reply.text().as_str()), (&by, "variant"));
    }
    assert_eq!(s3.record().count(Method::GET, "200w/default/a.jpg"), 1);
    let head = distribution.ask(&Viewer::head("/a.jpg?w=200")).await;
    assert_eq!((&head.by, head.header("content-length")), (&By::Cache, "7"));
    distribution.invalidate("/200w/*");
    assert_eq!(distribution.get("/a.jpg?w=200").await.by, By::Origin);
    let fleeting = json!({
        "status": "302",
        "headers": {
            "location": [{ "value": "/a.jpg" }],
            "cache-control": [{ "value": "no-store" }],
        },
    });
    let distribution = self::distribution(s3).on_origin_response(always(fleeting)).caching();
    for _ in 0..2 {
        assert_eq!(distribution.get("/b.jpg").await.by, By::OriginResponse);
    }
}

async fn one_is_sent_on_and_no_further_than_five_times(s3: &S3) {
    let sent_to = |target: String| json!({ "status": "302", "headers": { "location": [{ "value": target }] } });
    let once = move |event: &Value| {
        let cf = &event["Records"][0]["cf"];
        Ok(match cf["response"]["status"].as_str() {
            Some("200") => cf["response"].clone(),
            _ => sent_to(format!("https://{DOMAIN}/a.jpg")),
        })
    };
    let distribution = distribution(s3).on_origin_response(once);
    assert_eq!(distribution.get("/missing.jpg").await.status, StatusCode::FOUND);
    let replies = distribution.follow(&Viewer::get("/missing.jpg")).await;
    let texts = replies.iter().map(|reply| (reply.status.as_u16(), reply.text().len()));
    assert_eq!(texts.last().unwrap(), (200, 8));
    assert_eq!(replies.len(), 2);
    let forever = self::distribution(s3).on_origin_response(always(sent_to("/b.jpg".to_owned())));
    let viewer = Viewer::get("/b.jpg");
    let failed = AssertUnwindSafe(forever.follow(&viewer)).catch_unwind().await.unwrap_err();
    assert!(failed.downcast_ref::<String>().unwrap().contains("expected an end of redirects"));
}

async fn a_function_that_fails_is_an_error(s3: &S3) {
    let failing = |_: &Value| Err("Error: it cannot".to_owned());
    let reply = distribution(s3).on_origin_response(failing).get("/a.jpg").await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(reply.by, By::Failure("Error: it cannot".to_owned()));
    assert_eq!(reply.header("x-cache"), "LambdaExecutionError from cloudfront");
}

async fn an_answer_that_breaks_a_rule_fails_the_test(s3: &S3) {
    s3.reset();
    let rules = |_: &Value, answer: &Value| match answer["status"].is_number() {
        true => vec!["a status is a string".to_owned()],
        false => Vec::new(),
    };
    let distribution = Distribution::new(s3, BUCKET, rules);
    let distribution = distribution.on_origin_response(always(json!({ "status": 200 })));
    let failed = AssertUnwindSafe(distribution.get("/a.jpg")).catch_unwind().await.unwrap_err();
    assert!(failed.downcast_ref::<String>().unwrap().contains("a status is a string"));
}

async fn an_origin_that_does_not_answer_is_a_bad_gateway(s3: &S3) {
    let distribution = distribution(s3);
    s3.next(Method::GET, Trouble::Dropped);
    assert_eq!(distribution.get("/a.jpg").await.status, StatusCode::BAD_GATEWAY);
    s3.next(Method::GET, Trouble::Refused(503, "SlowDown"));
    assert_eq!(distribution.get("/a.jpg").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

async fn a_function_url_is_asked_where_the_bucket_refuses(s3: &S3) {
    let program = std::env::current_exe().unwrap();
    let runtime = Arc::new(Runtime::start(&Program::new(program)).await);
    let distribution = distribution(s3).second(&runtime).on_viewer_request(rewriting());
    let reply = distribution.get("/a.jpg?w=200").await;
    assert_eq!((&reply.by, reply.text().as_str()), (&By::Origin, "variant"));
    let reply = distribution.get("/b%20c.jpg?w=200").await;
    assert_eq!((&reply.by, reply.status.as_u16()), (&By::Second, 200));
    let event = serde_json::from_slice::<Value>(&reply.body).unwrap();
    assert_eq!(event["rawPath"], "/200w/default/b%20c.jpg");
    assert_eq!(
        (&event["rawQueryString"], &event["headers"]["user-agent"]),
        (&json!(""), &json!("Amazon CloudFront"))
    );
    s3.next(Method::GET, Trouble::Refused(503, "SlowDown"));
    assert_eq!(distribution.get("/a.jpg").await.by, By::Second);
    let refused = distribution.ask(&Viewer::new(Method::DELETE, "/a.jpg")).await;
    assert_eq!((&refused.by, refused.status.as_u16()), (&By::Origin, 403));
}
