//! Programs that a stage needs and a machine may lack. Where one is missing, this is said where everybody sees it: also
//! a harness that swallows what tests print does not swallow what is written to the error stream itself.

use std::ffi::OsString;
use std::io::Write;
use std::process::{Command, Stdio};

/// The oldest Node that the shim is written for.
const NODE: u32 = 20;

/// SeaweedFS, which `WEED` is the path of. Without it, `what` is not run.
pub fn weed_program(what: &str) -> Option<OsString> {
    let program = std::env::var_os("WEED");
    if program.is_none() {
        not_run(what, "SeaweedFS: `make test` installs it and runs this");
    }
    program
}

/// Node, which `NODE` is the path of, or the one that `PATH` has. Without it, `what` is not run.
pub fn node_program(what: &str) -> Option<OsString> {
    let program = std::env::var_os("NODE").or_else(found).unwrap_or_else(|| "node".into());
    let asked = Command::new(&program).arg("--version").stdin(Stdio::null()).output();
    let version = asked.map(|asked| String::from_utf8_lossy(&asked.stdout).into_owned());
    let version = version.unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next();
    if major.and_then(|major| major.parse().ok()).is_some_and(|major: u32| major >= NODE) {
        return Some(program);
    }
    not_run(what, &format!("Node {NODE} or later, found {:?}", version.trim()));
    None
}

/// With its whole path, since who is started with it may have no `PATH`.
fn found() -> Option<OsString> {
    let folders = std::env::var_os("PATH")?;
    let mut programs = std::env::split_paths(&folders).map(|folder| folder.join("node"));
    programs.find(|program| program.is_file()).map(Into::into)
}

fn not_run(what: &str, lacks: &str) {
    let _ = writeln!(std::io::stderr(), "\nNOT RUN: {what}. It needs {lacks}.\n");
}
