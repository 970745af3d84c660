//! Packages: what a function on AWS carries with it. At the edge there is no environment and no
//! disk but the package's own folder, so the policy lies in it, and beside it the keys that the
//! policy names.
//!
//! What comes in is that folder; what goes out is the policy, with its keys. Neither a key nor a
//! byte that might be part of one ever stands in an error.

mod layout;
mod text;
mod read;

pub use layout::key_file;
pub use layout::{ADDON, BOOTSTRAP, KEYS, MOST_POLICY_BYTES, MOST_SECRET_BYTES, POLICY, SHIM};
pub use read::{Contents, contents, policy};
pub use text::TextError;

use sizewise::PolicyError;

/// Why there is no policy to be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It says what no policy says, or names a key that is not there.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// It cannot be read.
    #[error(transparent)]
    Text(#[from] TextError),
    /// There is no such folder, which is not the same as a folder without a policy.
    #[error("{0}: expected a package's folder, found none")]
    NoFolder(String),
}
