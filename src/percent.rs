//! Percent-encoding: read once, and written one way.

use std::borrow::Cow;
use std::fmt::{self, Display};

/// Why a path cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Undecodable {
    /// A `%` without two hex digits after it: the offending piece.
    Escape(String),
    /// Bytes that are no UTF-8, which no object key can hold.
    NotUtf8,
}

/// A path, decoded once: what a proxy has encoded twice keeps its second coat.
pub(crate) fn decoded_path(path: &str) -> Result<Cow<'_, str>, Undecodable> {
    if !path.contains('%') {
        return Ok(Cow::Borrowed(path));
    }
    let (bytes, first_fault) = unescaped(path.as_bytes());
    if let Some(at) = first_fault {
        let piece = path.as_bytes()[at..].iter().take(3).copied().collect::<Vec<_>>();
        return Err(Undecodable::Escape(String::from_utf8_lossy(&piece).into_owned()));
    }
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| Undecodable::NotUtf8)
}

/// A name or value of a query, where `+` is a space. What cannot be decoded stays as it came:
/// the reader of the value then says what it expected.
pub(crate) fn decoded_query(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Cow::Borrowed(text);
    }
    let (bytes, _) = unescaped(text.replace('+', " ").as_bytes());
    Cow::Owned(String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned()))
}

/// The bytes meant, and where the first escape stands that is none (it is kept literally).
fn unescaped(text: &[u8]) -> (Vec<u8>, Option<usize>) {
    let mut bytes = Vec::with_capacity(text.len());
    let mut first_fault = None;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let escape = if byte == b'%' { text.get(at + 1).zip(text.get(at + 2)) } else { None };
        match escape.and_then(|(&high, &low)| Some(hex_digit(high)? << 4 | hex_digit(low)?)) {
            Some(meant) => {
                bytes.push(meant);
                at += 3;
            }
            None => {
                if byte == b'%' {
                    first_fault.get_or_insert(at);
                }
                bytes.push(byte);
                at += 1;
            }
        }
    }
    (bytes, first_fault)
}

/// The number that one hex digit of either case stands for.
pub(crate) fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// Text as it stands in a canonical path: everything but unreserved characters and `/` is
/// escaped. That includes `+`, which S3 reads as a space in a path.
pub(crate) struct Encoded<'a>(pub(crate) &'a str);

impl Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(|c| !is_plain(c)) {
            let (plain, from) = rest.split_at(at);
            f.write_str(plain)?;
            let (escaped, after) = from.split_at(from.chars().next().map_or(0, char::len_utf8));
            escaped.bytes().try_for_each(|byte| write!(f, "%{byte:02X}"))?;
            rest = after;
        }
        f.write_str(rest)
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_once() {
        for (path, expected) in [
            ("a.jpg", "a.jpg"),
            ("a%20b", "a b"),
            ("%C3%A9+1", "é+1"),
            ("a%2520b", "a%20b"),
            ("a%2fb", "a/b"),
        ] {
            assert_eq!(decoded_path(path).unwrap(), expected);
        }
    }

    #[test]
    fn a_path_that_cannot_be_decoded_says_where() {
        for (path, piece) in [("a%zz.jpg", "%zz"), ("a%4", "%4"), ("100%", "%"), ("%\u{e9}", "%é")]
        {
            assert_eq!(decoded_path(path), Err(Undecodable::Escape(piece.into())));
        }
        assert_eq!(decoded_path("%FF.jpg"), Err(Undecodable::NotUtf8));
    }

    #[test]
    fn a_query_keeps_what_it_cannot_decode() {
        for (text, expected) in
            [("a+b", "a b"), ("%2B", "+"), ("%zz", "%zz"), ("5%", "5%"), ("%FF", "%FF")]
        {
            assert_eq!(decoded_query(text), expected);
        }
    }

    #[test]
    fn all_but_unreserved_characters_and_slashes_are_written_as_escapes() {
        assert_eq!(Encoded("a b/é+1~_-.(x).jpg").to_string(), "a%20b/%C3%A9%2B1~_-.%28x%29.jpg");
    }
}
