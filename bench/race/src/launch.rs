//! A small process that starts programs and weighs them.
//!
//! The race itself cannot: until a new program has been loaded, its memory is its parent's, and Linux counts that
//! as the child's peak. The race holds pictures; this process holds nothing, so its few megabytes are all that
//! no program can weigh less than.

use crate::line::{Answer, Outcome, Request, Weight, answer_all};
use std::process::{Command, Stdio};
use std::time::Instant;
use wait4::Wait4;

/// The verb that the race starts itself with.
pub(crate) const VERB: &str = "launch";

pub(crate) fn serve() -> Outcome<()> {
    answer_all(|request| match request {
        Request::Run { words } => run(&words).map(Answer::Ran),
        other => Err(format!("expected a program, found {other:?}").into()),
    })
}

fn run(words: &[String]) -> Outcome<Weight> {
    let (program, rest) = words.split_first().ok_or("expected a program, found no word")?;
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(rest)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| format!("`{program}`: {error}"))?;
    let end = child.wait4()?;
    let wall = start.elapsed();
    if !end.status.success() {
        return Err(format!("expected `{program}` to succeed, found {}", end.status).into());
    }
    let cpu = end.rusage.utime + end.rusage.stime;
    let [wall_ms, cpu_ms] = [wall, cpu].map(|time| time.as_secs_f64() * 1e3);
    Ok(Weight { wall_ms, cpu_ms, peak_bytes: end.rusage.maxrss })
}
