//! Names as paths: which file an object is, and never one outside of the folder.

use crate::Error;
use std::path::{Component, Path, PathBuf};

/// What only the store itself puts into the folder.
pub(super) const OWN: &str = ".sizewise";

/// The path of an object's file.
pub(super) fn path(root: &Path, name: &str) -> Result<PathBuf, Error> {
    let mut path = root.to_owned();
    for (index, segment) in name.split('/').enumerate() {
        match segment {
            _ if index == 0 && segment.eq_ignore_ascii_case(OWN) => {
                return Err(Error::Name("one of the folder's own"));
            }
            _ if is_plain(segment) => path.push(segment),
            _ => return Err(Error::Name("one that leads elsewhere")),
        }
    }
    Ok(path)
}

/// The name of the object that a file is; `path` is relative to the folder.
pub(super) fn name(path: &Path) -> Option<String> {
    let segments = path.components().map(|component| component.as_os_str().to_str());
    Some(segments.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Whether it is one name, and nothing that leads up, to the root or to a drive.
fn is_plain(segment: &str) -> bool {
    let mut components = Path::new(segment).components();
    let is_one = matches!(components.next(), Some(Component::Normal(one)) if one == segment);
    is_one && components.next().is_none() && !segment.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_file_and_every_file_a_name() {
        let root = Path::new("/root");
        for (object, file) in [
            ("a.jpg", "/root/a.jpg"),
            ("a b/é+1.jpg", "/root/a b/é+1.jpg"),
            ("_sizewise/a.jpg/400w/bw", "/root/_sizewise/a.jpg/400w/bw"),
            ("a/%/b", "/root/a/%/b"),
            ("a/%20", "/root/a/%20"),
            ("a/...", "/root/a/..."),
        ] {
            let found = path(root, object).unwrap();
            assert_eq!(found, Path::new(file));
            assert_eq!(name(found.strip_prefix(root).unwrap()).unwrap(), object);
        }
    }

    #[test]
    fn no_name_leads_out_of_the_folder_or_to_what_is_its_own() {
        for name in [
            "..",
            "../a",
            "a/../../b",
            ".",
            "a/./b",
            "a/..",
            ".sizewise/tmp/1",
            ".SizeWise/x",
            "a\0b",
        ] {
            assert!(matches!(path(Path::new("/root"), name), Err(Error::Name(_))), "{name}");
        }
    }
}
