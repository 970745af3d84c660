//! Scenes that share one stage, since setting it takes seconds. Each says how it went; one that fails does not keep the
//! others from being played.

use futures_util::FutureExt;
use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What is played, and how it went so far. The names that `cargo test` was given choose among the scenes.
#[derive(Debug)]
pub struct Scenes {
    wanted: Vec<String>,
    played: usize,
    failed: Vec<String>,
}

/// No scene may take longer.
const LONGEST: Duration = Duration::from_secs(180);

impl Default for Scenes {
    fn default() -> Self {
        let wanted = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
        Self { wanted, played: 0, failed: Vec::new() }
    }
}

impl Scenes {
    /// Plays one. Its name is what it claims.
    pub async fn play(&mut self, name: &str, scene: impl Future<Output = ()>) {
        if !self.wanted.is_empty() && !self.wanted.iter().any(|word| name.contains(word.as_str())) {
            return;
        }
        let since = Instant::now();
        let scene = tokio::time::timeout(LONGEST, AssertUnwindSafe(scene).catch_unwind());
        let end = match scene.await {
            Ok(Ok(())) => "ok",
            Ok(Err(_)) => "FAILED",
            Err(_) => "FAILED: it takes too long",
        };
        self.played += 1;
        if end != "ok" {
            self.failed.push(name.to_owned());
        }
        say(&format!("{} ... {end} ({:.0?})", name.replace('_', " "), since.elapsed()));
    }

    /// Whether nobody has chosen among them.
    pub fn are_all(&self) -> bool {
        self.wanted.is_empty()
    }

    /// What the process ends with.
    pub fn ended(self) -> ExitCode {
        say(&format!("\n{} scenes, failed: {:?}\n", self.played, self.failed));
        if self.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Plays scenes, functions that take a reference to the stage, one after the other:
/// `play!(scenes, &stage; a_plus_is_a_space, who_is_not_known_is_told_so)`.
#[macro_export]
macro_rules! play {
    ($scenes:expr, $stage:expr; $($scene:ident),+ $(,)?) => {
        $($scenes.play(stringify!($scene), $scene($stage)).await;)+
    };
}
