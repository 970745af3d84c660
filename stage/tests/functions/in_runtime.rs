//! Programs that speak the runtime API.

use serde_json::json;
use sizewise_stage::runtime::{Answered, url_event};
use sizewise_stage::{Program, Runtime, Scenes};
use std::path::PathBuf;
use std::time::{Duration, Instant};

pub(crate) async fn play(scenes: &mut Scenes) {
    sizewise_stage::play!(scenes, &std::env::current_exe().unwrap();
        a_buffered_answer_is_what_a_caller_gets,
        a_buffered_answer_has_six_megabytes_at_most,
        a_streamed_answer_arrives_whole,
        a_stream_that_breaks_off_is_an_error,
        an_error_is_told_in_the_programs_words,
        a_program_that_cannot_begin_says_why,
        a_program_that_ends_is_an_error,
        a_program_that_takes_too_long_is_an_error,
        events_wait_for_each_other,
        it_has_what_lambda_sets,
        what_took_how_long_is_known,
        a_frozen_program_goes_on,
        events_are_as_function_urls_write_them,
    );
}

async fn invoked(program: &PathBuf, event: serde_json::Value) -> Answered {
    Runtime::start(&Program::new(program)).await.invoke(&event).await
}

async fn a_buffered_answer_is_what_a_caller_gets(program: &PathBuf) {
    let runtime = Runtime::start(&Program::new(program)).await;
    let answer = runtime.invoke(&url_event("GET", "/a%20b.jpg", &[])).await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (200, "/a%20b.jpg"));
    assert!(!answer.is_streamed && answer.error.is_none());
    let answer = runtime.invoke(&json!({ "do": "base64" })).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_ref()), (201, &[255, 216, 255, 224, 0][..]));
    assert_eq!(answer.header("x-number"), "7");
    assert!(answer.sent > 50);
}

async fn a_buffered_answer_has_six_megabytes_at_most(program: &PathBuf) {
    let runtime = Runtime::start(&Program::new(program)).await;
    for (size, error) in [(6_291_556, None), (6_291_557, Some("Function.ResponseSizeTooLarge"))] {
        let answer = runtime.invoke(&json!({ "do": "size", "size": size })).await;
        assert_eq!(answer.error.as_ref().map(|(kind, _)| kind.as_str()), error);
        assert_eq!(answer.sent, size);
    }
}

async fn a_streamed_answer_arrives_whole(program: &PathBuf) {
    let answer = invoked(program, json!({ "do": "stream", "size": 20_000_000 })).await;
    assert!(answer.is_streamed && answer.error.is_none(), "{:?}", answer.error);
    assert_eq!(answer.header("content-type"), "image/png");
    assert_eq!(answer.header("set-cookie"), "a=b");
    assert_eq!(answer.body.len(), 20_000_000);
    assert!(answer.body.iter().enumerate().all(|(place, &byte)| byte == place as u8));
    assert!(answer.first + Duration::from_millis(30) < answer.took, "{answer:?}");
    let answer = invoked(program, json!({ "do": "stream", "size": 0 })).await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
}

async fn a_stream_that_breaks_off_is_an_error(program: &PathBuf) {
    let event = json!({ "do": "stream", "size": 1000, "trailer": "Runtime.BrokeOff" });
    assert_eq!(invoked(program, event).await.error.unwrap().0, "Runtime.BrokeOff");
}

async fn an_error_is_told_in_the_programs_words(program: &PathBuf) {
    let runtime = Runtime::start(&Program::new(program)).await;
    let answer = runtime.invoke(&json!({ "do": "fail" })).await;
    assert_eq!(answer.error, Some(("Made".to_owned(), "it cannot".to_owned())));
    assert_eq!(answer.status, 502);
    assert_eq!(runtime.invoke(&json!({ "rawPath": "/a" })).await.text(), "/a");
}

async fn a_program_that_cannot_begin_says_why(program: &PathBuf) {
    let runtime = Runtime::start(&Program::new(program).with("UNFIT", "1")).await;
    let answer = runtime.invoke(&json!({})).await;
    assert_eq!(answer.error, Some(("Runtime.Unfit".to_owned(), "no policy".to_owned())));
}

async fn a_program_that_ends_is_an_error(program: &PathBuf) {
    let since = Instant::now();
    let answer = invoked(program, json!({ "do": "exit" })).await;
    let (kind, words) = answer.error.unwrap();
    assert!(kind == "Runtime.ExitError" && words.contains("exit status: 7"), "{kind}: {words}");
    assert!(since.elapsed() < Duration::from_secs(10));
}

async fn a_program_that_takes_too_long_is_an_error(program: &PathBuf) {
    let timeout = Duration::from_millis(300);
    let runtime = Runtime::start(&Program { timeout, ..Program::new(program) }).await;
    let answer = runtime.invoke(&json!({ "do": "sleep" })).await;
    assert_eq!(answer.error.unwrap().0, "Sandbox.Timedout");
}

async fn events_wait_for_each_other(program: &PathBuf) {
    let runtime = Runtime::start(&Program::new(program)).await;
    let events = (0..50).map(|number| json!({ "rawPath": format!("/{number}") }));
    let events = events.collect::<Vec<_>>();
    let answers = events.iter().map(|event| runtime.invoke(event));
    let answers = futures_util::future::join_all(answers).await;
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer.text(), format!("/{number}"));
    }
    assert_eq!(runtime.child.lines(50).await.len(), 50);
}

async fn it_has_what_lambda_sets(program: &PathBuf) {
    let asked =
        Program { memory: 512, ..Program::new(program) }.with("AWS_ACCESS_KEY_ID", "function");
    let runtime = Runtime::start(&asked).await;
    let answer = runtime.invoke(&json!({ "do": "environment" })).await;
    let all = serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap();
    assert_eq!(all["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], "512");
    assert_eq!((&all["_HANDLER"], &all["AWS_REGION"]), (&json!("bootstrap"), &json!("eu-west-1")));
    assert_eq!(all["AWS_ACCESS_KEY_ID"], "function");
    assert_eq!(all["LAMBDA_TASK_ROOT"], all.get("PWD").unwrap_or(&all["LAMBDA_TASK_ROOT"]).clone());
    assert!(all.get("CARGO_MANIFEST_DIR").is_none(), "nothing of this machine's own");
}

async fn what_took_how_long_is_known(program: &PathBuf) {
    let runtime = Runtime::start(&Program::new(program)).await;
    assert!(runtime.times().response.is_none());
    let answer = runtime.invoke(&json!({ "rawPath": "/a" })).await;
    let times = runtime.times();
    let [next, response] = [times.next.unwrap(), times.response.unwrap()];
    assert!(Duration::ZERO < next && next < response, "{times:?}");
    assert!(answer.first <= answer.took && answer.took < response);
    runtime.invoke(&json!({ "rawPath": "/a" })).await;
    assert_eq!(runtime.times().response, Some(response));
}

async fn a_frozen_program_goes_on(program: &PathBuf) {
    let runtime = Runtime::start(&Program::new(program)).await;
    runtime.invoke(&json!({ "rawPath": "/a" })).await;
    runtime.child.freeze();
    let event = json!({ "rawPath": "/b" });
    let invoked = runtime.invoke(&event);
    tokio::pin!(invoked);
    tokio::time::timeout(Duration::from_millis(300), &mut invoked).await.unwrap_err();
    runtime.child.thaw();
    assert_eq!(invoked.await.text(), "/b");
}

async fn events_are_as_function_urls_write_them(_: &PathBuf) {
    let headers = [
        ("Accept", "image/webp"),
        ("accept", "*/*"),
        ("User-Agent", "curl/8"),
        ("Cookie", "a=b; c=d"),
    ];
    let event = url_event("GET", "/a%20b/%C3%A9.jpg?w=200&style=b+w&w=%34", &headers);
    assert_eq!((&event["version"], &event["routeKey"]), (&json!("2.0"), &json!("$default")));
    assert_eq!(event["rawPath"], "/a%20b/%C3%A9.jpg");
    assert_eq!(event["requestContext"]["http"]["path"], event["rawPath"]);
    assert_eq!(event["rawQueryString"], "w=200&style=b w&w=%34");
    assert_eq!(event["queryStringParameters"], json!({ "w": "200,4", "style": "b w" }));
    assert_eq!(event["headers"]["accept"], "image/webp,*/*");
    assert_eq!(event["cookies"], json!(["a=b", "c=d"]));
    assert!(event["headers"].get("cookie").is_none());
    assert_eq!(event["requestContext"]["http"]["userAgent"], "curl/8");
    let plain = url_event("HEAD", "/", &[]);
    assert!(plain.get("queryStringParameters").is_none() && plain.get("cookies").is_none());
    assert_eq!(plain["requestContext"]["http"]["method"], "HEAD");
}
