//! Conditional requests and ranges, as RFC 9110 has them: which part of a file is sent, if any.

use super::reply;
use http::header::{
    IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, RANGE,
};
use http::{HeaderMap, HeaderName, Method};
use std::ops::Range;
use std::time::{Duration, SystemTime};

/// What a request is compared with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Current<'a> {
    /// Without quotes.
    pub(crate) etag: &'a str,
    pub(crate) modified: SystemTime,
    pub(crate) length: u64,
}

/// Which part is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// 200.
    Whole,
    /// 206.
    Some(Range<u64>),
    /// 304.
    NotModified,
    /// 412.
    PreconditionFailed,
    /// 416.
    Unsatisfiable,
}

impl Part {
    /// What the headers of a request ask for (RFC 9110, 13.2.2).
    pub(crate) fn asked(method: &Method, headers: &HeaderMap, current: Current<'_>) -> Self {
        match text(headers, &IF_MATCH) {
            Some(tags) if !matches(&tags, current.etag, Comparison::Strong) => {
                return Part::PreconditionFailed;
            }
            None if is_newer(headers, &IF_UNMODIFIED_SINCE, current) == Some(true) => {
                return Part::PreconditionFailed;
            }
            _ => {}
        }
        match text(headers, &IF_NONE_MATCH) {
            Some(tags) if matches(&tags, current.etag, Comparison::Weak) => {
                return Part::NotModified;
            }
            None if is_newer(headers, &IF_MODIFIED_SINCE, current) == Some(false) => {
                return Part::NotModified;
            }
            _ => {}
        }
        let range = text(headers, &RANGE).filter(|_| *method == Method::GET);
        match range.filter(|_| is_still_the_same(headers, current)) {
            Some(range) => part(&range, current.length),
            None => Part::Whole,
        }
    }
}

enum Comparison {
    Strong,
    Weak,
}

/// A header's lines as one list.
fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let mut lines = headers.get_all(name).iter().peekable();
    lines.peek()?;
    let lines = lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
    Some(lines.collect::<Vec<_>>().join(","))
}

/// Whether a list of tags has this one. A tag holds no quotes, so quotes tell where each one ends.
fn matches(tags: &str, etag: &str, comparison: Comparison) -> bool {
    if tags.trim() == "*" {
        return true;
    }
    let mut rest = tags;
    while let Some((before, quoted)) = rest.split_once('"') {
        let Some((tag, behind)) = quoted.split_once('"') else { return false };
        let is_weak = before.ends_with("W/");
        if tag == etag && !(is_weak && matches!(comparison, Comparison::Strong)) {
            return true;
        }
        rest = behind;
    }
    false
}

/// Whether the file is newer than a header says; nothing where it says nothing that can be read. Headers know no
/// parts of a second.
fn is_newer(headers: &HeaderMap, name: &HeaderName, current: Current<'_>) -> Option<bool> {
    let since = httpdate::parse_http_date(&text(headers, name)?).ok()?;
    Some(current.modified >= since + Duration::from_secs(1))
}

/// Whether parts that somebody has already are of the same file: he says so, or does not ask.
fn is_still_the_same(headers: &HeaderMap, current: Current<'_>) -> bool {
    match text(headers, &IF_RANGE) {
        None => true,
        Some(tag) if tag.contains('"') => matches(&tag, current.etag, Comparison::Strong),
        Some(date) => httpdate::parse_http_date(&date)
            .is_ok_and(|date| reply::date(date) == reply::date(current.modified)),
    }
}

/// One range of bytes. Several at once, and what cannot be read, count as not asked, which is permitted.
fn part(range: &str, length: u64) -> Part {
    let Some(range) = range.trim().strip_prefix("bytes=") else { return Part::Whole };
    let Some((from, to)) = range.trim().split_once('-') else { return Part::Whole };
    let number = |text: &str| match text {
        "" => Some(None),
        digits if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            Some(Some(digits.parse::<u64>().unwrap_or(u64::MAX)))
        }
        _ => None,
    };
    let (Some(from), Some(to)) = (number(from), number(to)) else { return Part::Whole };
    let range = match (from, to) {
        (None, None) => return Part::Whole,
        (None, Some(last)) => length.saturating_sub(last)..length,
        (Some(from), Some(to)) if to < from => return Part::Whole,
        (Some(from), to) => from..to.map_or(length, |to| to.saturating_add(1).min(length)),
    };
    if range.start < range.end { Part::Some(range) } else { Part::Unsatisfiable }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    /// Sun, 06 Nov 1994 08:49:37 GMT, and a part of a second.
    const MODIFIED: Duration = Duration::from_millis(784_111_777_250);

    fn check(headers: &[(&str, &str)], expected: &Part) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = name.parse::<HeaderName>().unwrap();
            map.append(name, HeaderValue::from_str(value).unwrap());
        }
        let modified = SystemTime::UNIX_EPOCH + MODIFIED;
        let current = Current { etag: "abc", modified, length: 1000 };
        assert_eq!(Part::asked(&Method::GET, &map, current), *expected, "{headers:?}");
    }

    #[test]
    fn a_tag_decides_before_a_date() {
        for tags in [
            "\"abc\"",
            "W/\"abc\"",
            "\"x\", \"abc\"",
            "\"x\",W/\"abc\",\"y\"",
            "*",
            "\"x,\", \"abc\"",
        ] {
            check(&[("if-none-match", tags)], &Part::NotModified);
        }
        for tags in ["\"abd\"", "abc", "\"ab\"", "\"", ""] {
            check(&[("if-none-match", tags)], &Part::Whole);
        }
        let same = ("if-modified-since", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[("if-none-match", "\"x\""), same], &Part::Whole);
        check(&[("if-none-match", "\"x\""), ("if-none-match", "\"abc\"")], &Part::NotModified);
    }

    #[test]
    fn a_date_is_a_whole_second() {
        for (date, expected) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", Part::NotModified),
            ("Sun, 06 Nov 1994 08:49:38 GMT", Part::NotModified),
            ("Sun, 06 Nov 1994 08:49:36 GMT", Part::Whole),
            ("yesterday", Part::Whole),
        ] {
            check(&[("if-modified-since", date)], &expected);
        }
    }

    #[test]
    fn who_wants_nothing_else_gets_nothing_else() {
        check(&[("if-match", "\"abc\"")], &Part::Whole);
        check(&[("if-match", "W/\"abc\"")], &Part::PreconditionFailed);
        check(&[("if-match", "\"x\"")], &Part::PreconditionFailed);
        let (before, same) = ("Sun, 06 Nov 1994 08:49:36 GMT", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[("if-unmodified-since", before)], &Part::PreconditionFailed);
        check(&[("if-unmodified-since", same)], &Part::Whole);
    }

    #[test]
    fn a_range_is_sent_and_several_are_not() {
        for (range, expected) in [
            ("bytes=0-0", Part::Some(0..1)),
            ("bytes=0-499", Part::Some(0..500)),
            ("bytes=500-", Part::Some(500..1000)),
            ("bytes=-100", Part::Some(900..1000)),
            ("bytes=-2000", Part::Some(0..1000)),
            ("bytes=900-5000", Part::Some(900..1000)),
            ("bytes=0-99999999999999999999999", Part::Some(0..1000)),
            ("bytes=1000-", Part::Unsatisfiable),
            ("bytes=-0", Part::Unsatisfiable),
            ("bytes=99999999999999999999999-", Part::Unsatisfiable),
            ("bytes=5-4", Part::Whole),
            ("bytes=0-1,5-9", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            check(&[("range", range)], &expected);
        }
    }

    #[test]
    fn a_range_of_another_file_is_the_whole_of_this_one() {
        let range = ("range", "bytes=0-9");
        for (tag, expected) in [
            ("\"abc\"", Part::Some(0..10)),
            ("\"x\"", Part::Whole),
            ("W/\"abc\"", Part::Whole),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Part::Some(0..10)),
            ("Sun, 06 Nov 1994 08:49:38 GMT", Part::Whole),
        ] {
            check(&[range, ("if-range", tag)], &expected);
        }
        check(&[range, ("if-none-match", "\"abc\"")], &Part::NotModified);
    }

    #[test]
    fn only_get_has_ranges() {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static("bytes=0-1"));
        let current = Current { etag: "abc", modified: SystemTime::UNIX_EPOCH, length: 9 };
        assert_eq!(Part::asked(&Method::HEAD, &headers, current), Part::Whole);
    }
}
