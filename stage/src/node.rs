//! Node, with what Lambda@Edge would load: packages, each a folder with an `index.mjs`, in one process.

mod package;
mod line;

pub use package::Package;

use crate::child::Child;
use crate::client::PATIENCE;
use crate::function::Function;
use async_trait::async_trait;
use line::Lines;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::timeout;

/// A process of Node that answers events.
pub struct Node {
    /// What it says, its memory, and how it is frozen and thawed.
    pub child: Child,
    /// From the start of the process until all packages were loaded.
    pub loaded: Duration,
    lines: Lines,
}

/// What a handler returned.
#[derive(Debug, Clone)]
pub struct Handled {
    pub answer: Value,
    /// How long the handler took, by Node's own clock.
    pub took: Duration,
}

/// One of the functions that a process has loaded, for a [`Distribution`](crate::Distribution).
#[derive(Clone)]
pub struct Handler {
    node: Arc<Node>,
    name: String,
}

const DRIVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/driver.mjs");

impl Node {
    /// Starts it with packages by their names, and with an environment that has nothing but this and what Lambda sets.
    /// Where a package cannot be loaded, this gives what it said.
    pub async fn start(
        program: &OsStr,
        packages: &[(&str, &Path)],
        environment: &[(String, String)],
    ) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut command = Command::new(program);
        command.arg(DRIVER).arg(listener.local_addr().unwrap().port().to_string());
        command.args(packages.iter().map(|(name, path)| format!("{name}={}", path.display())));
        command.env_clear().envs(SET).envs(environment.iter().cloned());
        let child = Child::start(&mut command);
        let connected = timeout(PATIENCE, listener.accept()).await;
        let (stream, _) = connected.map_err(|_| child.log().join("\n"))?.unwrap();
        let lines = Lines::over(stream);
        let ready = lines.answer(0).await.map_err(|why| with_log(&why, &child))?;
        match ready["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(Self { loaded: child.since.elapsed(), child, lines }),
        }
    }

    /// Has a function handle an event. As many may be under way at once as one likes.
    pub async fn handle(&self, name: &str, event: &Value) -> Result<Handled, String> {
        let asked = self.lines.ask(json!({ "function": name, "event": event }));
        let mut answer = asked.await.map_err(|why| with_log(&why, &self.child))?;
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(Handled {
                took: Duration::from_secs_f64(answer["ms"].as_f64().unwrap() / 1000.0),
                answer: answer["answer"].take(),
            }),
        }
    }

    /// One of its functions.
    pub fn handler(self: &Arc<Self>, name: &str) -> Handler {
        Handler { node: Arc::clone(self), name: name.to_owned() }
    }
}

#[async_trait]
impl Function for Handler {
    async fn call(&self, event: &Value) -> Result<Value, String> {
        Ok(self.node.handle(&self.name, event).await?.answer)
    }
}

/// What a script prints that is given a file.
pub fn printed(program: &OsStr, script: &Path, file: &Path) -> String {
    let told = Command::new(program).arg(script).arg(file).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap()
}

/// What Lambda@Edge sets, where it runs in Ireland.
const SET: [(&str, &str); 6] = [
    ("AWS_REGION", "eu-west-1"),
    ("AWS_DEFAULT_REGION", "eu-west-1"),
    ("AWS_LAMBDA_FUNCTION_NAME", "us-east-1.sizewise"),
    ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
    ("LAMBDA_TASK_ROOT", "/var/task"),
    ("TZ", ":UTC"),
];

fn with_log(why: &str, child: &Child) -> String {
    format!("{why}\n{}", child.log().join("\n"))
}
