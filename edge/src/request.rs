//! The HTTP request that an event is about.

use crate::event::Event;
use crate::headers;
use http::uri::PathAndQuery;
use http::{Method, Request, Uri};
use sizewise::Found;
use std::borrow::Cow;
use std::fmt::Write;

/// Why the request of an event cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A method that is no word.
    #[error("expected a method such as GET, found {0}")]
    Method(Found),
    /// A path without a slash at its beginning.
    #[error("expected a path that begins with a slash, found {0}")]
    NoSlash(Found),
    /// A path and a query that no request line holds.
    #[error("expected a path and a query of at most {most} bytes, found {found}")]
    Long {
        /// The limit.
        most: usize,
        /// The length.
        found: usize,
    },
}

/// What the type of paths can hold: 65,535 bytes, the last of which it keeps for itself. CloudFront
/// stops at 8,191 characters.
const MOST: usize = (u16::MAX - 1) as usize;

impl Unfit {
    /// The status code that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Unfit::Method(_) | Unfit::NoSlash(_) => 400,
            Unfit::Long { .. } => 414,
        }
    }
}

impl Event {
    /// The request, so that it can be judged. What is returned to CloudFront is the event's own.
    pub fn request(&self) -> Result<Request<()>, Unfit> {
        let method = self.text("method");
        let unfit = |_| Unfit::Method(Found::new(method));
        let method = Method::from_bytes(method.as_bytes()).map_err(unfit)?;
        let mut request = Request::new(());
        *request.method_mut() = method;
        *request.uri_mut() = target(self.uri(), self.text("querystring"))?;
        *request.headers_mut() = headers::read(self.request.get("headers"));
        Ok(request)
    }
}

fn target(path: &str, query: &str) -> Result<Uri, Unfit> {
    if !path.starts_with('/') {
        return Err(Unfit::NoSlash(Found::new(path)));
    }
    let mut target = escaped(path, '?').into_owned();
    if !query.is_empty() {
        target.push('?');
        target.push_str(&escaped(query, '#'));
    }
    let found = target.len();
    let target = PathAndQuery::try_from(target);
    target.map(Uri::from).map_err(|_| Unfit::Long { most: MOST, found })
}

/// Text that a request line holds, and that means the same. CloudFront hands on what a viewer has
/// sent, spaces and quotes included, and a file of that name may stand in the bucket. Above all, a
/// `?` or `#` that is part of a path must not end it: another path would be judged than the one
/// that is fetched.
fn escaped(text: &str, end: char) -> Cow<'_, str> {
    let is_escaped = |c: char| {
        c.is_ascii_control() || matches!(c, ' ' | '"' | '#' | '<' | '>' | '`') || c == end
    };
    if !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for c in text.chars() {
        if is_escaped(c) {
            write!(whole, "%{:02X}", u32::from(c)).expect("a string takes everything");
        } else {
            whole.push(c);
        }
    }
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, query: &str, expected: &str) {
        assert_eq!(target(path, query).unwrap().to_string(), expected);
    }

    #[test]
    fn a_path_and_a_query_are_one_target() {
        check("/01.jpg", "", "/01.jpg");
        check("/01.jpg", "w=200&h=100", "/01.jpg?w=200&h=100");
        check("//other.example/01.jpg", "", "//other.example/01.jpg");
        check("/", "", "/");
    }

    #[test]
    fn what_a_request_line_cannot_hold_is_escaped() {
        check("/a b\"<>`\u{1}\u{7f}.jpg", "", "/a%20b%22%3C%3E%60%01%7F.jpg");
        check("/é\u{1f600}.jpg", "", "/é\u{1f600}.jpg");
        check("/01.jpg", "style=a b#c", "/01.jpg?style=a%20b%23c");
        check("/%zz%00.jpg", "a=%", "/%zz%00.jpg?a=%");
        check("/{a}|^\\[b].jpg", "?", "/{a}|^\\[b].jpg??");
    }

    #[test]
    fn no_part_of_a_path_ends_it() {
        check("/style.css#/400w/bw/01.jpg", "", "/style.css%23/400w/bw/01.jpg");
        check("/style.css?/01.jpg", "w=1", "/style.css%3F/01.jpg?w=1");
    }

    #[test]
    fn what_cannot_be_a_target_says_why() {
        for path in ["", "01.jpg", "*", "http://other.example/01.jpg", "?w=1", "#"] {
            let error = target(path, "").unwrap_err();
            assert_eq!((error.clone(), error.status()), (Unfit::NoSlash(Found::new(path)), 400));
        }
        let error = target("/", &"a".repeat(MOST)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a path and a query of at most 65534 bytes, found 65536"
        );
        assert_eq!(error.status(), 414);
    }
}
