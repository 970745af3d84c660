//! What the race is run on and by whom, for numbers mean nothing without it.

use std::path::Path;
use std::process::Command;
use std::{fs, thread};

/// The processor, and how many cores of it there are.
pub(crate) fn processor() -> String {
    let facts = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = facts.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("a processor that does not say its name", |(_, model)| model);
    match thread::available_parallelism() {
        Ok(cores) => format!("{}, {cores} cores", model.trim()),
        Err(_) => model.trim().to_owned(),
    }
}

/// The first line that a program prints. None where there is no such program.
pub(crate) fn first_line(program: impl AsRef<Path>, words: &[&str]) -> Option<String> {
    let output = Command::new(program.as_ref()).args(words).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.lines().next().map(str::to_owned)).flatten()
}
