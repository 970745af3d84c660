//! Answers: what the policy says of the headers and bodies that viewers get.

use crate::key::Key;
use serde::{Deserialize, Serialize};

/// How answers look.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// Cache-Control of variants. Default: a day in browsers, a year in the CDN, and a day in
    /// which an old one may be shown while a new one is fetched. A re-upload purges the CDN but
    /// no browser, so `immutable` is the operator's choice.
    pub cache_control: HeaderText,
    /// Cache-Control of refusals. Default: ten seconds, so that a mistake that is put right is
    /// soon forgotten, and one that is not costs little.
    pub error_cache_control: HeaderText,
    /// Origins whose pages may read the pixels; `*` is all of them. Default: none.
    pub cors_origins: Vec<CorsOrigin>,
    /// The key of a picture that is sent in place of a refusal. Default: none.
    pub fallback: Option<Key>,
    /// What becomes of a request that is for no picture by its name. Default: it passes.
    pub others: Others,
}

/// What becomes of a request that is for no picture by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Others {
    /// It goes on as if Sizewise were not there.
    #[default]
    Pass,
    /// It is refused.
    Refuse,
}

/// What can stand in a header: visible ASCII and spaces.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct HeaderText(String);

/// Where pages come from, as browsers name it: `https://example.com`, or `*` for anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct CorsOrigin(String);

impl HeaderText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CorsOrigin {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for HeaderText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.chars().find(|c| !matches!(c, ' '..='~')) {
            None => Ok(HeaderText(text)),
            Some(c) => Err(format!("expected visible ASCII, found U+{:04X}", u32::from(c))),
        }
    }
}

impl TryFrom<String> for CorsOrigin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_host = |host: &str| {
            let is_of_hosts = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
            !host.is_empty() && host.chars().all(is_of_hosts)
        };
        if text == "*" || host.is_some_and(is_host) {
            return Ok(CorsOrigin(text));
        }
        Err(format!("expected an origin such as `https://example.com`, or `*`, found `{text}`"))
    }
}

impl Default for Answers {
    fn default() -> Self {
        const VARIANTS: &str =
            "public, max-age=86400, s-maxage=31536000, stale-while-revalidate=86400";
        Answers {
            cache_control: HeaderText(VARIANTS.to_owned()),
            error_cache_control: HeaderText("public, max-age=10".to_owned()),
            cors_origins: Vec::new(),
            fallback: None,
            others: Others::Pass,
        }
    }
}
