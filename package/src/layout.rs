//! What lies where in a package: the one place that says it, to those who write and those who
//! read.

use sha2::{Digest, Sha256};
use sizewise::KeyPlace;
use std::fmt::Write;

/// What Node runs.
pub const SHIM: &str = "index.mjs";

/// What the shim loads.
pub const ADDON: &str = "addon.node";

/// What Lambda runs where there is no Node.
pub const BOOTSTRAP: &str = "bootstrap";

/// The policy; a package without one has the standard policy.
pub const POLICY: &str = "sizewise.toml";

/// The folder of the signing keys.
pub const KEYS: &str = "keys";

/// A policy of a thousand presets of 200 bytes each, and as much again for comments.
pub const MOST_POLICY_BYTES: u64 = 400_000;

/// HMAC-SHA256 hashes a key of more than 64 bytes down to 32, so this is room enough.
pub const MOST_SECRET_BYTES: u64 = 10_000;

/// Where in a package a key lies that the policy names. The name of a variable or a file may have
/// slashes, be longer than a file's name can be, or differ from another in case alone; its
/// SHA-256 is as good a name as any on every disk.
pub fn key_file(place: KeyPlace<'_>) -> String {
    let (kind, name) = match place {
        KeyPlace::Env(name) => ("env", name),
        KeyPlace::File(path) => ("file", path),
    };
    Sha256::digest(name).iter().fold(format!("{KEYS}/{kind}-"), |mut file, byte| {
        write!(file, "{byte:02x}").expect("a string takes everything");
        file
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_named_by_kind_and_sha256() {
        // From: printf SIGNING_KEY | sha256sum
        const SHA256SUM_SAYS: &str =
            "c5fa07229a69f3fca838d47285254aefb8fb35221ac423a33e005d7ec4fc5c04";
        assert_eq!(key_file(KeyPlace::Env("SIGNING_KEY")), format!("keys/env-{SHA256SUM_SAYS}"));
        assert_eq!(key_file(KeyPlace::File("SIGNING_KEY")), format!("keys/file-{SHA256SUM_SAYS}"));
    }

    #[test]
    fn no_name_leaves_the_folder_of_keys() {
        let long = "a/".repeat(5000);
        for name in ["", "../../etc/passwd", "/etc/passwd", "a\0b", "é", "C:\\k", ".", &long] {
            for place in [KeyPlace::Env(name), KeyPlace::File(name)] {
                let file = key_file(place);
                let name = file.strip_prefix("keys/").unwrap();
                assert!(name.len() <= 69, "{file}");
                assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{file}");
            }
        }
    }
}
