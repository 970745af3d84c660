//! Reading: from the folder of a package, and on the machine where one is packed.

use crate::layout::{MOST_POLICY_BYTES, MOST_SECRET_BYTES, POLICY, key_file};
use crate::{Error, text};
use sizewise::{KeyPlace, Policy};
use std::collections::BTreeMap;
use std::env::{self, VarError};
use std::path::Path;

/// The policy of a package, which is the standard one where the package has none. A key that it
/// names lies in the package, or else where it says.
pub fn policy(folder: &Path) -> Result<Policy, Error> {
    let file = folder.join(POLICY);
    let Some(text) = text::read(&file, MOST_POLICY_BYTES)? else {
        return match folder.is_dir() {
            true => Ok(Policy::standard()),
            false => Err(Error::NoFolder(folder.display().to_string())),
        };
    };
    Ok(Policy::read(&file.display().to_string(), &text, |place| packed(folder, place))?)
}

/// What every package carries, whatever runs in it.
pub struct Contents {
    /// What the function will read.
    pub policy: Policy,
    /// The text of that.
    pub text: String,
    /// The keys that it names, by the files in which they will lie.
    pub keys: BTreeMap<String, String>,
}

/// A policy and its keys, as they are where one packs. Here a policy has been named, so there has
/// to be one.
pub fn contents(file: &Path) -> Result<Contents, Error> {
    let text = text::read(file, MOST_POLICY_BYTES)?;
    let text = text.ok_or_else(|| text::wrong(file, "a policy", "no such file"))?;
    let mut keys = BTreeMap::new();
    let policy = Policy::read(&file.display().to_string(), &text, |place| {
        let key = unpacked(place)?;
        keys.insert(key_file(place), key.clone());
        Ok(key)
    })?;
    Ok(Contents { policy, text, keys })
}

fn packed(folder: &Path, place: KeyPlace<'_>) -> Result<String, String> {
    let file = folder.join(key_file(place));
    match text::read(&file, MOST_SECRET_BYTES) {
        Ok(Some(key)) => Ok(key),
        Ok(None) => unpacked(place)
            .map_err(|message| format!("{message}, and no key at `{}`", file.display())),
        Err(error) => Err(error.to_string()),
    }
}

/// A key from where the policy says it is.
fn unpacked(place: KeyPlace<'_>) -> Result<String, String> {
    match place {
        KeyPlace::Env(name) => {
            // What the standard library says of text that is none is the text.
            let found = match env::var(name) {
                Ok(key) if key.len() as u64 <= MOST_SECRET_BYTES => return Ok(key),
                Ok(_) => "one that is too long for a key",
                Err(VarError::NotPresent) => "none",
                Err(VarError::NotUnicode(_)) => "one that is not UTF-8",
            };
            Err(format!("expected the environment variable `{name}`, found {found}"))
        }
        KeyPlace::File(path) => match text::read(Path::new(path), MOST_SECRET_BYTES) {
            Ok(Some(key)) => Ok(key),
            Ok(None) => Err(format!("expected a key in the file `{path}`, found no such file")),
            Err(error) => Err(error.to_string()),
        },
    }
}
