//! Reading: from the folder of a package, and from the machine where one is packed.

use crate::layout::{MOST_POLICY_BYTES, MOST_SECRET_BYTES, POLICY, key_file};
use crate::{Error, text};
use sizewise::{KeyPlace, Policy};
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
pub(crate) fn unpacked(place: KeyPlace<'_>) -> Result<String, String> {
    match place {
        KeyPlace::Env(name) => env::var(name).map_err(|error| {
            // What an error of the standard library says of text that is none is the text.
            let found = match error {
                VarError::NotPresent => "none",
                VarError::NotUnicode(_) => "one that is not UTF-8",
            };
            format!("expected the environment variable `{name}`, found {found}")
        }),
        KeyPlace::File(path) => match text::read(Path::new(path), MOST_SECRET_BYTES) {
            Ok(Some(key)) => Ok(key),
            Ok(None) => Err(format!("expected a key in the file `{path}`, found no such file")),
            Err(error) => Err(error.to_string()),
        },
    }
}
