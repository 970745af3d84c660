//! Signatures: proof that the owner of a key wrote a URL, which opens what strangers may not ask.
//!
//! What is signed is the path as it is sent and, if there are parameters besides `signature`, a
//! `?` and these, each as it is sent, sorted, joined by `&`. The signature is the HMAC-SHA256 of
//! that in hex.

use crate::option::{Name, Spec};
use crate::percent::{decoded_query, hex_digit};
use crate::query::{Asked, Query};
use crate::refusal::{Found, Refusal};
use crate::time::unix_seconds;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::BTreeSet;
use std::fmt::{self, Debug, Write};

/// Where a signing key is, if it is not in the policy itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPlace<'a> {
    /// In the environment variable of this name.
    Env(&'a str),
    /// In the file at this path; a line break at its end is no part of the key.
    File(&'a str),
}

/// A key that URLs are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey(Box<[u8]>);

/// What an installation demands of signatures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signing {
    /// Any of these will do, so that a key can be changed while old URLs are still about.
    pub keys: Vec<SigningKey>,
    /// Whether every variant needs a signature.
    pub required: bool,
}

/// What a request's signature says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Somebody who has a key.
    KeyHolder,
    /// Anybody.
    Stranger,
}

/// The fewest bytes of a key that are not worth a warning: 128 bits.
pub(crate) const FEW_KEY_BYTES: usize = 16;

impl SigningKey {
    /// A key of these bytes, if there are any.
    pub fn new(secret: &str) -> Option<Self> {
        (!secret.is_empty()).then(|| SigningKey(secret.as_bytes().into()))
    }

    pub(crate) fn is_short(&self) -> bool {
        self.0.len() < FEW_KEY_BYTES
    }

    /// The signature of a URL, given as its path and its query without `signature`.
    pub fn sign(&self, path: &str, query: Query<'_>) -> String {
        let tag = self.mac(&signed_text(path, query)).finalize().into_bytes();
        tag.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("a string takes everything");
            hex
        })
    }

    fn mac(&self, text: &str) -> Hmac<Sha256> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        mac.expect("HMAC takes keys of any length").chain_update(text)
    }
}

/// A key is never shown.
impl Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey")
    }
}

impl Signing {
    /// Who wrote this URL; `asked` is what its query asks. A signature that is there must be
    /// right, also where none is required, and an end that is there must lie ahead.
    pub fn author(
        &self,
        path: &str,
        query: Query<'_>,
        asked: &Asked<'_>,
        now: u64,
    ) -> Result<Author, Refusal> {
        let author = match asked.value(Name::Signature) {
            None => Author::Stranger,
            Some(_) if self.keys.is_empty() => return Err(Refusal::NoKeys),
            Some(signature) => {
                self.verify(path, query, signature)?;
                Author::KeyHolder
            }
        };
        match asked.value(Name::Expires) {
            Some(text) => {
                let end = unix_seconds(text).ok_or_else(|| Refusal::value(Name::Expires, text))?;
                if end <= now { Err(Refusal::Expired(Found::new(text))) } else { Ok(author) }
            }
            None => Ok(author),
        }
    }

    fn verify(&self, path: &str, query: Query<'_>, signature: &str) -> Result<(), Refusal> {
        let tag = from_hex(signature).ok_or_else(|| no_signature(signature))?;
        refuse_repeats(query)?;
        let text = signed_text(path, query);
        // Every key is tried, and each in constant time: how long it takes tells nothing.
        let fits = |key: &SigningKey| key.mac(&text).verify_slice(&tag).is_ok();
        let has_fit = self.keys.iter().fold(false, |has_fit, key| has_fit | fits(key));
        if has_fit { Ok(()) } else { Err(Refusal::SignatureWrong) }
    }
}

/// What is no signature may be one but for a letter, and is written into logs: so only its beginning is shown.
fn no_signature(text: &str) -> Refusal {
    const SHOWN: usize = 8;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Refusal::value(Name::Signature, &format!("{}…", &text[..end])),
        None => Refusal::value(Name::Signature, text),
    }
}

/// The pairs are sorted before they are signed, so a signature says nothing of their order. Two
/// of a name could then change places, and another one would be the last, which wins.
fn refuse_repeats(query: Query<'_>) -> Result<(), Refusal> {
    let mut names = BTreeSet::new();
    for pair in query.pairs() {
        let decoded = decoded_query(pair.name);
        let name = Spec::named(&decoded).map_or(decoded, |spec| spec.name.into());
        if !names.insert(name.clone()) {
            return Err(Refusal::Repeated(Found::new(&name)));
        }
    }
    Ok(())
}

fn signed_text(path: &str, query: Query<'_>) -> String {
    let is_signature = |name| decoded_query(name) == Name::Signature.spec().name;
    let mut pairs = query.pairs().filter(|pair| !is_signature(pair.name)).collect::<Vec<_>>();
    pairs.sort_unstable();
    let mut text = path.to_owned();
    for (index, pair) in pairs.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(pair.text);
    }
    text
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = <&[u8; 64]>::try_from(text.as_bytes()).ok()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/a.jpg";
    const QUERY: &str = "width=200&blur=5&expires=2000";

    fn key(secret: &str) -> SigningKey {
        SigningKey::new(secret).unwrap()
    }

    fn signing(secrets: &[&str]) -> Signing {
        Signing { keys: secrets.iter().map(|secret| key(secret)).collect(), required: false }
    }

    fn author(signing: &Signing, path: &str, query: &str) -> Result<Author, Refusal> {
        signing.author(path, Query(query), &Query(query).asked(), 1000)
    }

    #[test]
    fn a_signature_is_hmac_sha256_over_path_and_sorted_pairs() {
        // From: printf '/a.jpg?blur=5&width=200' | openssl dgst -sha256 -hmac secret
        assert_eq!(key("secret").sign(PATH, Query("width=200&blur=5")), OPENSSL_SAYS);
        assert_eq!(key("secret").sign(PATH, Query("blur=5&signature=x&&width=200")), OPENSSL_SAYS);
    }

    const OPENSSL_SAYS: &str = "7d658faac50c8a63fa88e7b4d0ba2ccdcf9b820ec2f5a1154a07e0631632c09d";

    #[test]
    fn any_changed_byte_breaks_a_signature() {
        let signing = signing(&["secret"]);
        let signature = key("secret").sign(PATH, Query(QUERY));
        let signed = format!("{QUERY}&signature={signature}");
        assert_eq!(author(&signing, PATH, &signed), Ok(Author::KeyHolder));
        for at in 1..PATH.len() {
            assert!(
                author(&signing, &changed(PATH, at), &signed).is_err(),
                "byte {at} of the path"
            );
        }
        for at in 0..signed.len() {
            let query = changed(&signed, at);
            // Without the parameter's name there is no signature: a stranger's request.
            let found = author(&signing, PATH, &query);
            assert_ne!(found, Ok(Author::KeyHolder), "{query}");
        }
    }

    fn changed(text: &str, at: usize) -> String {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] ^= 1;
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_order_of_pairs_does_not_matter_and_so_there_is_one_of_each() {
        let signing = signing(&["secret"]);
        let signature = key("secret").sign(PATH, Query("w=1&h=2"));
        let signed =
            |query: &str| author(&signing, PATH, &format!("{query}&signature={signature}"));
        assert_eq!(signed("w=1&h=2"), Ok(Author::KeyHolder));
        assert_eq!(signed("h=2&w=1"), Ok(Author::KeyHolder));
        for query in ["w=1&w=2", "w=1&width=2", "w=1&%77=2", "utm=1&utm=1", "signature=x&w=1"] {
            assert!(
                matches!(signed(query), Err(Refusal::Repeated(_) | Refusal::Value { .. })),
                "{query}"
            );
        }
    }

    #[test]
    fn two_keys_verify_at_once_and_a_third_does_not() {
        let signing = signing(&["new", "old"]);
        for (secret, expected) in [
            ("new", Ok(Author::KeyHolder)),
            ("old", Ok(Author::KeyHolder)),
            ("other", Err(Refusal::SignatureWrong)),
        ] {
            let query = format!("w=1&signature={}", key(secret).sign(PATH, Query("w=1")));
            assert_eq!(author(&signing, PATH, &query), expected);
        }
    }

    #[test]
    fn an_end_that_has_come_is_an_end_with_and_without_a_signature() {
        let signing = signing(&["secret"]);
        for (query, is_past) in [
            ("expires=1001", false),
            ("expires=1000", true),
            ("expires=19700101T001641Z", false),
            ("expires=19700101T001640Z", true),
        ] {
            let signature = key("secret").sign(PATH, Query(query));
            for query in [query.to_owned(), format!("{query}&signature={signature}")] {
                let found = author(&signing, PATH, &query);
                assert_eq!(matches!(found, Err(Refusal::Expired(_))), is_past, "{query}");
            }
        }
        assert!(matches!(author(&signing, PATH, "expires=soon"), Err(Refusal::Value { .. })));
    }

    #[test]
    fn a_signature_without_keys_is_not_passed_over() {
        assert_eq!(author(&signing(&[]), PATH, "signature=00"), Err(Refusal::NoKeys));
    }

    #[test]
    fn of_what_is_almost_a_signature_only_the_beginning_is_shown() {
        let signature = key("secret").sign(PATH, Query("w=1"));
        let refused = author(&signing(&["secret"]), PATH, &format!("w=1&signature={signature}x"));
        let sentence = refused.unwrap_err().to_string();
        assert!(sentence.ends_with(&format!("found `{}…`", &signature[..8])), "{sentence}");
    }

    #[test]
    fn a_key_is_never_shown() {
        assert!(!format!("{:?}", signing(&["hunter2"])).contains("hunter2"));
    }
}
