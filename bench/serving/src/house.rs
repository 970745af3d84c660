//! The house: who can be started, and how.

use crate::Outcome;
use crate::arguments::Arguments;
use crate::contestant::{Contestant, free};
use crate::machine;
use crate::photographs::Photographs;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) struct House {
    command: PathBuf,
    config: PathBuf,
    home: PathBuf,
}

/// Whether every request is worth a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Log {
    Quiet,
    Requests,
}

/// Where Debian has it, which is on nobody's path but root's.
const NGINX: &str = "/usr/sbin/nginx";

impl House {
    pub(crate) fn new(arguments: &Arguments) -> Outcome<Self> {
        // Servers are started elsewhere, so no path may hang on where this is.
        fs::create_dir_all(&arguments.home)?;
        let whole = |path: &Path| {
            fs::canonicalize(path).map_err(|error| format!("`{}`: {error}", path.display()))
        };
        Ok(Self {
            command: whole(&arguments.command)?,
            config: whole(&arguments.config)?,
            home: whole(&arguments.home)?,
        })
    }

    /// Sizewise, with a folder for its variants in which there are none yet.
    pub(crate) async fn sizewise(
        &self,
        photographs: &Photographs,
        variants: &str,
        log: Log,
    ) -> Outcome<Contestant> {
        let name = match log {
            Log::Quiet => "sizewise",
            Log::Requests => "sizewise, every request logged",
        };
        let address = free()?;
        let variants = emptied(&self.variants(variants))?;
        let mut command = Command::new(&self.command);
        command.arg("serve").args(["--listen", &address.to_string()]);
        command.args(["--log", if log == Log::Quiet { "warn" } else { "info" }]);
        command.arg("--config").arg(&self.config);
        command.arg("--originals").arg(located(&photographs.folder));
        command.arg("--variants").arg(located(&variants));
        let said = variants.with_extension("log");
        Contestant::start(name, address, &mut command, &said).await
    }

    /// Where one has its variants.
    pub(crate) fn variants(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    pub(crate) async fn ipx(&self, photographs: &Photographs) -> Outcome<Contestant> {
        let address = free()?;
        let mut command = Command::new("node");
        command.arg(self.home.join("peer/node_modules/ipx/bin/ipx.mjs")).arg("serve");
        command.arg("--dir").arg(&photographs.folder);
        command.args(["--hostname", &address.ip().to_string()]);
        command.args(["--port", &address.port().to_string()]);
        Contestant::start("ipx", address, &mut command, &self.home.join("ipx.log")).await
    }

    pub(crate) async fn sharp(&self, photographs: &Photographs) -> Outcome<Contestant> {
        let address = free()?;
        let mut command = Command::new("node");
        command.arg(self.home.join("peer/sharp.mjs")).arg(&photographs.folder);
        command.arg(address.port().to_string());
        Contestant::start("node + sharp", address, &mut command, &self.home.join("sharp.log")).await
    }

    /// nginx before a folder.
    pub(crate) async fn nginx(&self, folder: &Path, log: Log) -> Outcome<Contestant> {
        let (name, own) = match log {
            Log::Quiet => ("nginx", "nginx"),
            Log::Requests => ("nginx, every request logged", "nginx-logging"),
        };
        let address = free()?;
        let own = emptied(&self.home.join(own))?;
        let access_log = if log == Log::Quiet { "off" } else { "access.log" };
        let config = include_str!("../peer/nginx.conf")
            .replace("{ADDRESS}", &address.to_string())
            .replace("{FOLDER}", &folder.to_string_lossy())
            .replace("{ACCESS_LOG}", access_log);
        fs::write(own.join("nginx.conf"), config)?;
        let mut command = Command::new(nginx());
        command.args(["-c", "nginx.conf", "-e", "error.log", "-p"]).arg(&own);
        Contestant::start(name, address, &mut command, &own.join("said.log")).await
    }

    /// Who races, in sentences.
    pub(crate) fn versions(&self) -> Vec<String> {
        let ours = machine::first_line(&self.command, &["--version"]);
        let commit =
            machine::first_line("git", &["describe", "--always", "--dirty", "--exclude=*"]);
        let commit = commit.map_or_else(String::new, |commit| format!(", commit {commit}"));
        let mut versions = vec![format!("{}{commit}", ours.unwrap_or_else(|| "sizewise".into()))];
        let sharp = self.home.join("peer/sharp.mjs");
        versions.extend(machine::first_line("node", &[&*sharp.to_string_lossy()]));
        // It says it on the stream for errors.
        let ask = format!("{} -v 2>&1", nginx());
        versions.extend(machine::first_line("sh", &["-c", &ask]));
        versions
    }
}

fn nginx() -> &'static str {
    if Path::new(NGINX).exists() { NGINX } else { "nginx" }
}

/// A folder as a store's location.
fn located(folder: &Path) -> String {
    format!("folder:{}", folder.display())
}

/// A folder in which nothing is left of the race before.
fn emptied(folder: &Path) -> Outcome<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_owned())
}
