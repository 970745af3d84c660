//! Answers: what the policy says of the headers and bodies that viewers get.

use serde::{Deserialize, Serialize};

/// How answers look.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Answers {
    /// Cache-Control of variants. Default: a day in browsers, a year in the CDN, and a day in
    /// which an old one may be shown while a new one is fetched. A re-upload purges the CDN but
    /// no browser, so `immutable` is the operator's choice.
    pub cache_control: String,
    /// Cache-Control of refusals. Default: ten seconds, so that a mistake that is put right is
    /// soon forgotten, and one that is not costs little.
    pub error_cache_control: String,
    /// Origins whose pages may read the pixels; `*` is all of them. Default: none.
    pub cors_origins: Vec<String>,
    /// The key of a picture that is sent in place of a refusal. Default: none.
    pub fallback: Option<String>,
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

impl Default for Answers {
    fn default() -> Self {
        const VARIANTS: &str =
            "public, max-age=86400, s-maxage=31536000, stale-while-revalidate=86400";
        Answers {
            cache_control: VARIANTS.to_owned(),
            error_cache_control: "public, max-age=10".to_owned(),
            cors_origins: Vec::new(),
            fallback: None,
            others: Others::Pass,
        }
    }
}
