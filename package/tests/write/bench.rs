//! The bench at which packages are made: a folder of what goes in, and the command.

use crate::elf::{addon, bootstrap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const SHIM: &str = "export const handler = () => {};\n";

/// A folder with an addon, a bootstrap, a shim and a policy.
pub(crate) struct Bench {
    pub(crate) folder: PathBuf,
}

impl Bench {
    pub(crate) fn new(name: &str, policy: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages-written").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let bench = Bench { folder };
        bench.put("lib.so", addon().bytes());
        bench.put("program", bootstrap().bytes());
        bench.put("shim.mjs", SHIM);
        bench.put("policy.toml", policy);
        bench
    }

    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn addon(&self) -> Command {
        let mut command = self.command("addon", "lib.so");
        command.args(["--shim", "shim.mjs", "--out", "out/edge.zip"]);
        command
    }

    pub(crate) fn bootstrap(&self) -> Command {
        let mut command = self.command("bootstrap", "program");
        command.args(["--out", "out/url.zip"]);
        command
    }

    pub(crate) fn grammar(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_package"));
        command.current_dir(&self.folder).args(["grammar", "--policy", "policy.toml"]);
        command
    }

    fn command(&self, verb: &str, program: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_package"));
        command.current_dir(&self.folder).args([verb, program]);
        command.args(["--policy", "policy.toml", "--most-bytes", "10000"]);
        command
    }

    /// All that lies below a folder, by the alphabet.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let mut names = Vec::new();
        let mut folders = vec![self.path(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => {
                        names.push(path.strip_prefix(&self.folder).unwrap().display().to_string())
                    }
                }
            }
        }
        names.sort();
        names
    }
}

/// What a command that is expected to succeed said.
pub(crate) fn said(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{command:?} ended with {status}: {stderr}");
    String::from_utf8(stdout).unwrap()
}

/// What a command that is expected to fail complained about.
pub(crate) fn complained(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert_eq!(status.code(), Some(1), "{command:?}");
    assert_eq!(String::from_utf8(stdout).unwrap(), "");
    let stderr = String::from_utf8(stderr).unwrap();
    stderr.strip_prefix("package: ").unwrap_or(&stderr).trim_end().to_owned()
}
