//! What lies in a package, before it is one.

use sizewise_package::{Contents, POLICY};

/// What a function may have unzipped: Lambda says 250 MB, and means a little more.
pub(crate) const MOST_BYTES: u64 = 250_000_000;

/// The permissions of what is run.
const RUN: u32 = 0o755;

/// The permissions of what is read, by a user of Lambda's that is not the file's owner.
const READ: u32 = 0o644;

/// A file in a package.
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) mode: u32,
    pub(crate) bytes: Vec<u8>,
}

/// The files of a package, by the alphabet.
pub(crate) struct Parcel(Vec<Item>);

impl Item {
    pub(crate) fn program(name: &str, bytes: Vec<u8>) -> Self {
        Item { name: name.to_owned(), mode: RUN, bytes }
    }

    pub(crate) fn data(name: &str, bytes: Vec<u8>) -> Self {
        Item { name: name.to_owned(), mode: READ, bytes }
    }
}

/// The policy and its keys, as files.
pub(crate) fn carried(contents: &Contents) -> Vec<Item> {
    let mut items = vec![Item::data(POLICY, contents.text.clone().into_bytes())];
    for (name, key) in &contents.keys {
        items.push(Item::data(name, key.clone().into_bytes()));
    }
    items
}

impl Parcel {
    /// A parcel that Lambda can unpack.
    pub(crate) fn new(mut items: Vec<Item>) -> Result<Self, String> {
        items.sort_by(|one, other| one.name.cmp(&other.name));
        let parcel = Parcel(items);
        // Of a file that is too large, no more was read than shows it.
        match parcel.bytes() <= MOST_BYTES {
            true => Ok(parcel),
            false => Err(format!("expected at most {MOST_BYTES} bytes unzipped, found more")),
        }
    }

    pub(crate) fn items(&self) -> &[Item] {
        &self.0
    }

    /// All bytes of all files.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.iter().map(|item| item.bytes.len() as u64).sum()
    }
}
