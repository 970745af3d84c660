//! What the policy gives as a list, or as one word for all there are.

use serde::Deserialize;

/// A word that stands for all there are, or a list.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a word or a list of words, found something else")]
pub(crate) enum WordOrList {
    Word(String),
    List(Vec<String>),
}

impl WordOrList {
    /// The list, or nothing where the word stands for all.
    pub(crate) fn list(self, all: &str) -> Result<Option<Vec<String>>, String> {
        match self {
            WordOrList::List(list) => Ok(Some(list)),
            WordOrList::Word(word) if word == all => Ok(None),
            WordOrList::Word(word) => Err(format!("expected \"{all}\" or a list, found `{word}`")),
        }
    }
}
