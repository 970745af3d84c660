//! Who asks a distribution, and what.

use http::Method;

/// A viewer's request.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub method: Method,
    /// The path and the query, as they are sent.
    pub target: String,
    /// Names as they are sent, beside `Host` and `User-Agent`.
    pub headers: Vec<(String, String)>,
}

impl Viewer {
    pub fn new(method: Method, target: &str) -> Self {
        Self { method, target: target.to_owned(), headers: Vec::new() }
    }

    pub fn get(target: &str) -> Self {
        Self::new(Method::GET, target)
    }

    pub fn head(target: &str) -> Self {
        Self::new(Method::HEAD, target)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn path_and_query(&self) -> (&str, &str) {
        self.target.split_once('?').unwrap_or((&self.target, ""))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let header = headers.find(|(other, _)| other.eq_ignore_ascii_case(name));
        header.map(|(_, value)| value.as_str())
    }
}
