//! Escapes: texts where only some letters may stand, as percent signs with hex digits behind.
//!
//! S3 itself gives notes that are not ASCII back as RFC 2047 has it, and other servers as they please. So ours are
//! ASCII before they are sent; and what others have written, which may have a percent sign anywhere, stays as it is
//! where it is no escape.

use std::fmt::Write;

/// A note as the value of a header. Spaces at its ends would be taken for the header's own.
pub(super) fn header(note: &str) -> String {
    let is_end = |at: usize| at == 0 || at + 1 == note.len();
    written(note, |at, byte| match byte {
        b'%' => false,
        b' ' => !is_end(at),
        _ => byte.is_ascii_graphic(),
    })
}

/// A name or a value within a query.
pub(super) fn query(text: &str) -> String {
    written(text, |_, byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

fn written(text: &str, stands: impl Fn(usize, u8) -> bool) -> String {
    text.bytes().enumerate().fold(String::new(), |mut written, (at, byte)| {
        match stands(at, byte) {
            true => written.push(char::from(byte)),
            false => write!(written, "%{byte:02X}").expect("a string takes everything"),
        }
        written
    })
}

/// A text with its escapes read, or as it is where they do not make one.
pub(super) fn read(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let escaped = if *first == b'%' { hex(behind) } else { None };
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// A key as lists have it, in which a plus sign is a space, as in forms.
pub(super) fn read_form(key: &str) -> String {
    read(&key.replace('+', " "))
}

fn hex(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_ascii_and_reads_the_same() {
        for note in
            ["", "a", " a b ", " ", "é", "100%", "%41", "\"0a-1\" é%", "日本\r\n🦀", "%%20%"]
        {
            let written = header(note);
            assert!(
                written.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()),
                "{written}"
            );
            assert_eq!(written.trim(), written);
            assert_eq!(read(&written), note);
        }
    }

    #[test]
    fn what_others_wrote_stays_as_it_is() {
        for note in ["100%", "%zz", "%4", "%FF", "=?UTF-8?Q?=C3=A9?=", "a+b", "%+1"] {
            assert_eq!(read(note), note);
        }
    }

    #[test]
    fn a_key_in_a_list_is_written_as_in_a_form() {
        assert_eq!(read_form("a+b%2B%C3%A9/100%25.jpg"), "a b+é/100%.jpg");
    }
}
