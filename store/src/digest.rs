//! The tag of bytes: their MD5 in hex, which is what S3 gives an object that was put at once. So a picture has
//! the same tag wherever it is kept. It tells bytes apart and protects nothing.

use crate::object::ETag;
use md5::{Digest, Md5};
use std::fmt::Write;

/// The tag of these bytes.
pub fn tag(bytes: &[u8]) -> ETag {
    ETag::new(&hex(&Md5::digest(bytes)))
}

/// Bytes as they stand in names and headers.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes everything");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_the_md5_of_the_bytes() {
        // RFC 1321, A.5.
        assert_eq!(tag(b"message digest").as_str(), "f96b697d7cb7938d525a2f31aaf161d0");
    }
}
