//! Handlers in Node.

use serde_json::{Value, json};
use sizewise_stage::{Folder, Function, Node, Package};
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// What the scenes ask for, in one module.
const INDEX: &str = "
import { readFileSync } from 'node:fs';
const policy = readFileSync(import.meta.dirname + '/sizewise.toml', 'utf8');
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export const handler = async (event, context) => {
  if (event.throw) throw new RangeError(event.throw);
  if (event.reject) return Promise.reject('rejected');
  if (event.loop) return event.self = event;
  if (event.print) console.log(event.print), console.error(event.print);
  if (event.environment) return process.env;
  if (event.exit) process.exit(event.exit);
  if (event.wait) await wait(event.wait);
  return { event, policy, id: context.awsRequestId };
};
";

fn package() -> Package {
    Package::new("node").policy("# empty").key("first", "secret").file("index.mjs", INDEX)
}

async fn started(node: &OsStr, package: &Package) -> Node {
    Node::start(node, &[("only", package.path())], &[]).await.unwrap()
}

pub(crate) async fn handlers_answer_events(node: &OsString) {
    let [one, two] = [package(), package().policy("# another")];
    let packages = [("one", one.path()), ("two", two.path())];
    let node = Node::start(node, &packages, &[]).await.unwrap();
    let event = json!({ "text": "é \u{1F5BC} \n \u{2028}" });
    let handled = node.handle("one", &event).await.unwrap();
    assert_eq!((&handled.answer["event"], &handled.answer["policy"]), (&event, &json!("# empty")));
    assert_eq!(node.handle("two", &event).await.unwrap().answer["policy"], "# another");
    assert!(node.handle("three", &event).await.unwrap_err().contains("TypeError"));
    let handled = node.handle("one", &json!({ "wait": 50 })).await.unwrap();
    assert!(handled.took > Duration::from_millis(45) && handled.took < Duration::from_secs(5));
    assert!(node.loaded > Duration::ZERO);
    assert!(one.path().join("keys/first").exists());
}

pub(crate) async fn packages_are_made_of_copies(node: &OsString) {
    let built = package();
    let [shim, addon] = ["index.mjs", "sizewise.toml"].map(|name| built.path().join(name));
    let package = Package::new("copied").shim(&shim).addon(&addon).policy("# its own");
    std::fs::write(&shim, "built anew").unwrap();
    let node = started(node, &package).await;
    assert_eq!(node.handle("only", &json!({})).await.unwrap().answer["policy"], "# its own");
    let addon = std::fs::read_to_string(package.path().join("addon.node")).unwrap();
    assert_eq!(addon, "# empty");
}

pub(crate) async fn a_thousand_events_at_once(node: &OsString) {
    let package = package();
    let node = started(node, &package).await;
    let since = Instant::now();
    let long = "x".repeat(2000);
    let events = (0..1000).map(|number| json!({ "number": number, "wait": 300, "long": long }));
    let events = events.collect::<Vec<_>>();
    let handled = events.iter().map(|event| node.handle("only", event));
    let handled = futures_util::future::join_all(handled).await;
    for (event, handled) in events.iter().zip(handled) {
        assert_eq!(&handled.unwrap().answer["event"], event);
    }
    assert!(since.elapsed() < Duration::from_secs(20), "one waits for the other");
}

pub(crate) async fn what_is_thrown_is_an_error(node: &OsString) {
    let package = package();
    let node = started(node, &package).await;
    let thrown = node.handle("only", &json!({ "throw": "it cannot" })).await;
    assert_eq!(thrown.unwrap_err(), "RangeError: it cannot");
    assert_eq!(node.handle("only", &json!({ "reject": true })).await.unwrap_err(), "rejected");
    node.handle("only", &json!({})).await.unwrap();
}

pub(crate) async fn what_cannot_be_written_is_an_error(node: &OsString) {
    let package = package();
    let node = started(node, &package).await;
    let error = node.handle("only", &json!({ "loop": true })).await.unwrap_err();
    assert!(error.starts_with("TypeError: Converting circular structure"), "{error}");
}

pub(crate) async fn what_is_printed_is_the_log(node: &OsString) {
    let package = package();
    let node = started(node, &package).await;
    node.handle("only", &json!({ "print": "{\"id\":1}" })).await.unwrap();
    node.child.said("{\"id\":1}").await;
    assert_eq!(node.child.lines(2).await, ["{\"id\":1}", "{\"id\":1}"]);
}

pub(crate) async fn it_has_the_environment_that_it_is_given_and_no_other(node: &OsString) {
    let package = package();
    let environment = [("AWS_ENDPOINT_URL_S3".to_owned(), "http://127.0.0.1:1".to_owned())];
    let node = Node::start(node, &[("only", package.path())], &environment).await.unwrap();
    let handled = node.handle("only", &json!({ "environment": true })).await.unwrap();
    let names = handled.answer.as_object().unwrap().keys().collect::<Vec<_>>();
    let expected = [
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL_S3",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_REGION",
        "LAMBDA_TASK_ROOT",
        "TZ",
    ];
    assert_eq!(names, expected);
}

pub(crate) async fn frozen_and_thawed_it_goes_on(node: &OsString) {
    let package = package();
    let node = started(node, &package).await;
    node.handle("only", &json!({})).await.unwrap();
    node.child.freeze();
    let event = json!({ "asked": "while it is frozen" });
    let handled = node.handle("only", &event);
    tokio::pin!(handled);
    timeout(Duration::from_millis(300), &mut handled).await.unwrap_err();
    node.child.thaw();
    assert_eq!(handled.await.unwrap().answer["event"], event);
}

pub(crate) async fn it_says_how_much_memory_it_has(node: &OsString) {
    let package = package();
    let node = started(node, &package).await;
    let [now, most] = [node.child.memory(), node.child.most_memory()];
    assert!(now > 10_000_000 && most >= now && most < 500_000_000, "{now} of {most}");
}

pub(crate) async fn a_package_that_cannot_be_loaded_says_why(node: &OsString) {
    let empty = Package::new("empty");
    let refused = Node::start(node, &[("only", empty.path())], &[]).await.err().unwrap();
    assert!(refused.contains("Cannot find module"), "{refused}");
    let without = Package::new("without").file("index.mjs", "export const other = 1;");
    let refused = Node::start(node, &[("only", without.path())], &[]).await.err().unwrap();
    assert_eq!(refused, "Error: expected a handler in only, found none");
    let thrown = Package::new("thrown").file("index.mjs", "throw new Error('no policy');");
    let refused = Node::start(node, &[("only", thrown.path())], &[]).await.err().unwrap();
    assert_eq!(refused, "Error: no policy");
}

pub(crate) async fn who_waits_is_told_that_it_has_ended(node: &OsString) {
    let package = package();
    let node = started(node, &package).await;
    let [waiting, ending] = [json!({ "wait": 20_000 }), json!({ "exit": 3 })];
    let waiting = node.handle("only", &waiting);
    let ending = node.handle("only", &ending);
    let (waiting, ending) = tokio::join!(waiting, ending);
    assert!(waiting.unwrap_err().contains("the process has ended"));
    ending.unwrap_err();
    node.handle("only", &json!({})).await.unwrap_err();
}

pub(crate) async fn it_ends_with_who_holds_it(node: &OsString) {
    let package = package();
    let node = started(node, &package).await;
    let process = format!("/proc/{}", node.child.id());
    let path = package.path().to_owned();
    // Also where it cannot hear.
    node.child.freeze();
    assert!(Path::new(&process).exists() && path.exists());
    drop((node, package));
    assert!(!Path::new(&process).exists() && !path.exists());
    let folder = Folder::new("gone");
    assert!(folder.path().exists());
}

pub(crate) async fn a_handler_is_a_function_for_a_distribution(node: &OsString) {
    let package = package();
    let node = Arc::new(started(node, &package).await);
    let handler: Box<dyn Function> = Box::new(node.handler("only"));
    let answer: Value = handler.call(&json!({ "a": 1 })).await.unwrap();
    assert_eq!(answer["event"]["a"], 1);
    assert_eq!(handler.call(&json!({ "throw": "no" })).await.unwrap_err(), "RangeError: no");
}
