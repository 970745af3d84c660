//! Problems: what a viewer is told in place of a picture (RFC 9457), in the same words by every
//! host.

use std::fmt::Write;

/// The text of a problem, with the newline at its end that a terminal likes: what the status code
/// is called, and a sentence that a person can act on.
///
/// ```
/// let text = sizewise::problem(400, "Bad Request", "expected `fit` once, found it twice");
/// assert_eq!(
///     text,
///     r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"expected `fit` once, found it twice"}"#
///         .to_owned() + "\n",
/// );
/// ```
pub fn problem(status: u16, title: &str, sentence: &str) -> String {
    let (title, detail) = (quoted(title), quoted(sentence));
    format!(r#"{{"type":"about:blank","title":{title},"status":{status},"detail":{detail}}}"#)
        + "\n"
}

/// A string as JSON writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        let short = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '\0'..='\u{1f}' => {
                write!(quoted, "\\u{:04x}", u32::from(c)).expect("a string takes everything");
                continue;
            }
            _ => {
                quoted.push(c);
                continue;
            }
        };
        quoted.push_str(short);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn every_character_is_written_as_a_json_library_writes_it() {
        let all = (0..=0x2ff).chain(0x2000..=0x2100).filter_map(char::from_u32);
        for text in all.map(String::from).chain([String::new(), "\u{1f600}\u{ffff}".to_owned()]) {
            assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
        }
    }

    proptest! {
        // Nothing is written into the source tree.
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_problem_is_read_as_it_was_told(status: u16, title: String, sentence: String) {
            let told = serde_json::from_str::<Value>(&problem(status, &title, &sentence)).unwrap();
            let meant = json!({
                "type": "about:blank", "title": title, "status": status, "detail": sentence,
            });
            prop_assert_eq!(told, meant);
        }
    }
}
