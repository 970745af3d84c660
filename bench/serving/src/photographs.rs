//! Photographs: what is raced over. Each is large enough for every size that is asked, and its name is the same in
//! everybody's URL.

use crate::Outcome;
use crate::wish;
use sizewise_jpeg::Header;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) struct Photographs {
    pub(crate) folder: PathBuf,
    pub(crate) names: Vec<String>,
}

/// The JPEG files of a folder, by name. What does not fit is passed over, and said.
pub(crate) fn all_of(folder: &Path) -> Outcome<Photographs> {
    let folder =
        fs::canonicalize(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        match fitting(name, &path) {
            Ok(()) => names.push(name.to_owned()),
            Err(reason) => eprintln!("passed over: {name}: {reason}"),
        }
    }
    names.sort();
    match names.is_empty() {
        true => Err(format!("expected photographs, found none in `{}`", folder.display()).into()),
        false => Ok(Photographs { folder, names }),
    }
}

fn fitting(name: &str, path: &Path) -> Outcome<()> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let lower = name.to_ascii_lowercase();
    if !lower.ends_with(".jpg") && !lower.ends_with(".jpeg") {
        return Err("its name is not that of a JPEG".into());
    }
    if !name.chars().all(is_plain) {
        return Err("its name would be spelled differently in different URLs".into());
    }
    let file = fs::read(path)?;
    let header = Header::read(&file)?;
    let most = usize::from(wish::MOST);
    if header.width() < most || header.height() < most {
        return Err(format!("expected at least {most} pixels on each side").into());
    }
    Ok(())
}
