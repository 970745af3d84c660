//! A test that starts itself again, to be killed or to live in a place of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

const FOLDER: &str = "SIZEWISE_FOLDER_OF_A_TEST";

/// What follows the path of this program to run one of its tests.
fn arguments(test: &str) -> [&str; 3] {
    [test, "--exact", "--nocapture"]
}

/// The folder that this process was started for, if it is a child.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// The same test once more, for a folder.
pub(crate) fn child(test: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(arguments(test)).env(FOLDER, folder);
    command
}

/// The same, run by a shell that does something before it; the folder is `$0`.
pub(crate) fn child_after(before: &str, shell: &[&str], test: &str, folder: &Path) -> Command {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg("-c").arg(format!("{before} && exec \"$@\"")).arg(folder);
    command.arg(std::env::current_exe().unwrap()).args(arguments(test)).env(FOLDER, folder);
    command
}

/// A shell whose mounts nobody else sees.
pub(crate) const ALONE: &[&str] = &["unshare", "--map-root-user", "--mount", "--", "sh"];

/// Whether this machine lets a test mount something for itself.
pub(crate) fn may_mount(folder: &Path) -> bool {
    let mount = "mount -t tmpfs -o size=64k none \"$0\"";
    let tried = Command::new(ALONE[0]).args(&ALONE[1..]).arg("-c").arg(mount).arg(folder).output();
    tried.is_ok_and(|tried| tried.status.success())
}

/// Says something that is seen though the test does not fail.
#[expect(clippy::disallowed_methods, reason = "how a test was run must not go unheard")]
pub(crate) fn say(what: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{what}");
}
