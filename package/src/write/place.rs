//! Where a package is put: wholly or not at all.

use crate::Outcome;
use crate::parcel::{Item, Parcel};
use sizewise::Policy;
use sizewise_package::{ADDON, BOOTSTRAP, KEYS, POLICY, SHIM};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A package may hold keys, so on this machine it is its owner's alone.
const OWN_FOLDER: u32 = 0o700;
const OWN_FILE: u32 = 0o600;

/// The names that a package goes by.
pub(crate) struct Place {
    zip: PathBuf,
    folder: PathBuf,
    /// Where it is made, beside where it will be: from there it can be moved in one go.
    making: PathBuf,
}

impl Place {
    /// A place by the name of its zip, if a package may lie there.
    pub(crate) fn new(zip: &Path) -> Result<Self, String> {
        let name = zip.file_stem().filter(|_| zip.extension().is_some_and(|end| end == "zip"));
        let name = name.ok_or_else(|| {
            format!("expected a name such as `viewer-request.zip`, found `{}`", zip.display())
        })?;
        let place = Place {
            zip: zip.to_owned(),
            folder: zip.with_file_name(name),
            making: zip.with_file_name(format!(".{}.making", name.to_string_lossy())),
        };
        place.check_folder()?;
        Ok(place)
    }

    /// Puts the zip and the folder there, instead of those that were there.
    pub(crate) fn put(&self, zip: &[u8], parcel: &Parcel, policy: &Policy) -> Outcome<()> {
        let put = self.make(zip, parcel, policy).and_then(|()| Ok(self.move_made()?));
        let cleared = cleared(&self.making);
        put?;
        Ok(cleared?)
    }

    /// The folder's name is made from the zip's, and what lies there already may be something
    /// else: in this project's own folder, the sources of a trigger.
    fn check_folder(&self) -> Result<(), String> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries,
        };
        let strange = |found: String| {
            format!("{}: expected a package or nothing, found {found}", self.folder.display())
        };
        for entry in entries.map_err(|error| strange(error.to_string()))? {
            let name = entry.map_err(|error| strange(error.to_string()))?.file_name();
            if ![ADDON, BOOTSTRAP, KEYS, POLICY, SHIM].iter().any(|own| name == *own) {
                return Err(strange(format!("`{}`", name.to_string_lossy())));
            }
        }
        Ok(())
    }

    fn make(&self, zip: &[u8], parcel: &Parcel, policy: &Policy) -> Outcome<()> {
        let folder = self.making.join("folder");
        cleared(&self.making)?;
        fs::create_dir_all(&folder)?;
        permit(&self.making, OWN_FOLDER)?;
        permit(&folder, OWN_FOLDER)?;
        for item in parcel.items() {
            unpack(item, &folder)?;
        }
        // What a function will read is read once, by the same hand, before it is sent.
        if sizewise_package::policy(&folder)? != *policy {
            return Err("expected the policy that was packed, found another".into());
        }
        let file = self.making.join("zip");
        fs::write(&file, zip)?;
        Ok(permit(&file, OWN_FILE)?)
    }

    fn move_made(&self) -> io::Result<()> {
        match fs::rename(&self.folder, self.making.join("last")) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => fs::rename(self.making.join("folder"), &self.folder)?,
        }
        fs::rename(self.making.join("zip"), &self.zip)
    }
}

fn unpack(item: &Item, folder: &Path) -> io::Result<()> {
    let file = folder.join(&item.name);
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(&file, &item.bytes)?;
    permit(&file, item.mode)
}

fn cleared(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        cleared => cleared,
    }
}

#[cfg(unix)]
fn permit(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn permit(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}
