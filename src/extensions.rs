//! Extensions: which names are pictures'.

use crate::list::WordOrList;
use serde::Deserialize;

/// Which names are pictures', by what stands behind their last dot, in any case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WordOrList")]
pub enum Extensions {
    /// All of them.
    Any,
    /// These, in lower case; an empty one is that of names without a dot.
    Listed(Vec<String>),
}

/// What is a picture's unless the policy says otherwise.
pub(crate) const EXTENSIONS: [&str; 13] = [
    "jpg", "jpeg", "jfif", "png", "gif", "webp", "avif", "svg", "tif", "tiff", "bmp", "heic",
    "heif",
];

impl Extensions {
    /// Whether this one is a picture's, in any case.
    pub(crate) fn has(&self, extension: &str) -> bool {
        match self {
            Extensions::Any => true,
            Extensions::Listed(listed) => listed.iter().any(|e| e.eq_ignore_ascii_case(extension)),
        }
    }
}

impl Default for Extensions {
    fn default() -> Self {
        Extensions::Listed(EXTENSIONS.map(str::to_owned).to_vec())
    }
}

impl TryFrom<WordOrList> for Extensions {
    type Error = String;

    fn try_from(extensions: WordOrList) -> Result<Self, String> {
        let Some(words) = extensions.list("any")? else {
            return Ok(Extensions::Any);
        };
        if words.is_empty() {
            return Err("expected at least one extension, found none".to_owned());
        }
        match words.iter().find(|word| word.contains(['.', '/'])) {
            Some(word) => Err(format!("expected an extension without its dot, found `{word}`")),
            None => Ok(Extensions::Listed(words.iter().map(|w| w.to_ascii_lowercase()).collect())),
        }
    }
}
