//! The API by which Lambda hands events to a program and takes its answers, and a program that speaks it.

mod api;
mod answer;
mod state;
mod url;

pub use answer::Answered;
pub use url::url_event;

use crate::child::Child;
use crate::folder::Folder;
use serde_json::Value;
use state::State;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::AbortHandle;

/// What is started, and how.
#[derive(Debug, Clone)]
pub struct Program {
    pub path: PathBuf,
    pub arguments: Vec<String>,
    /// Beside what Lambda sets. Credentials stand here.
    pub environment: Vec<(String, String)>,
    /// Where it starts, and what `LAMBDA_TASK_ROOT` says. Default: an empty folder.
    pub folder: Option<PathBuf>,
    /// What it is told that it has, in megabytes. Nobody holds it to that. Default: 1,536.
    pub memory: u32,
    /// How long it may take for one event. After that, the caller is told so; the program is not ended. Default: 30 s.
    pub timeout: Duration,
}

/// A program that Lambda has started, with the API that it asks. As Lambda does, it gives it one event at a time; who
/// invokes it more often waits.
pub struct Runtime {
    /// What it says, its memory, and how it is frozen and thawed.
    pub child: Child,
    state: Arc<State>,
    api: AbortHandle,
    timeout: Duration,
    _folder: Folder,
}

/// What took how long, from the start of the process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Times {
    /// Until it first asked for an event.
    pub next: Option<Duration>,
    /// Until it had first answered one.
    pub response: Option<Duration>,
}

impl Program {
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self {
            path: path.as_ref().to_owned(),
            arguments: Vec::new(),
            environment: Vec::new(),
            folder: None,
            memory: 1536,
            timeout: Duration::from_secs(30),
        }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn with_all(mut self, environment: impl IntoIterator<Item = (String, String)>) -> Self {
        self.environment.extend(environment);
        self
    }

    fn command(&self, api: &str, folder: &Path) -> Command {
        let folder = self.folder.as_deref().unwrap_or(folder);
        let memory = self.memory.to_string();
        let set = [
            ("AWS_LAMBDA_RUNTIME_API", api),
            ("AWS_LAMBDA_FUNCTION_NAME", "sizewise"),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memory.as_str()),
            ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
            ("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/sizewise"),
            ("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[$LATEST]0123456789abcdef"),
            ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023"),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_DEFAULT_REGION", "eu-west-1"),
            ("_HANDLER", "bootstrap"),
            ("TZ", ":UTC"),
            ("LANG", "en_US.UTF-8"),
            ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ];
        let mut command = Command::new(&self.path);
        command.args(&self.arguments).env_clear().envs(set).env("LAMBDA_TASK_ROOT", folder);
        command.envs(self.environment.iter().cloned()).current_dir(folder);
        command
    }
}

impl Runtime {
    /// Starts the program. It need not be ready: the first event waits for it.
    pub async fn start(program: &Program) -> Self {
        let folder = Folder::new("runtime");
        let state = Arc::new(State::default());
        let (address, api) = api::open(Arc::clone(&state)).await;
        let child = Child::start(&mut program.command(&address, folder.path()));
        Self { child, state, api, timeout: program.timeout, _folder: folder }
    }

    /// Has it handle an event.
    pub async fn invoke(&self, event: &Value) -> Answered {
        let answer = self.state.invoke(event, self.timeout);
        let ended = async {
            loop {
                tokio::time::sleep(Duration::from_millis(20)).await;
                if let Some(status) = self.child.ended() {
                    break status;
                }
            }
        };
        tokio::select! {
            biased;
            answer = answer => answer,
            status = ended => {
                let log = self.child.log().join("\n");
                Answered::failed("Runtime.ExitError", &format!("{status}\n{log}"))
            }
        }
    }

    /// What took how long until now.
    pub fn times(&self) -> Times {
        self.state.times(self.child.since)
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.api.abort();
    }
}
