//! The policy of this host: read from a file, with the keys that it points to.

use sizewise::{KeyPlace, Policy};
use std::path::{Path, PathBuf};
use std::{env, error, fs};

/// Which policy holds.
#[derive(clap::Args)]
pub(crate) struct Config {
    /// The policy; every field has its default where none is given
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Config {
    pub(crate) fn policy(&self) -> Result<Policy, Box<dyn error::Error>> {
        self.policy_or("")
    }

    /// The policy that is given, or this one.
    pub(crate) fn policy_or(&self, text: &str) -> Result<Policy, Box<dyn error::Error>> {
        match &self.config {
            Some(file) => read(file),
            None => Ok(Policy::read("example", text, secret)?),
        }
    }
}

/// Reads a policy and the keys that it points to.
pub(crate) fn read(file: &Path) -> Result<Policy, Box<dyn error::Error>> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
    Ok(Policy::read(&name, &text, secret)?)
}

/// The text of a key that stands elsewhere.
fn secret(place: KeyPlace<'_>) -> Result<String, String> {
    match place {
        KeyPlace::Env(name) => env::var(name).map_err(|error| {
            // The error's own sentence has the value in it.
            let found = match error {
                env::VarError::NotPresent => "none",
                env::VarError::NotUnicode(_) => "one that is not UTF-8",
            };
            format!("expected the environment variable `{name}`, found {found}")
        }),
        KeyPlace::File(path) => fs::read_to_string(path)
            .map_err(|error| format!("expected a readable file at `{path}`, found {error}")),
    }
}
