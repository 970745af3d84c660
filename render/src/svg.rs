//! SVG: text that says what is to be drawn. What is told here is read of it before anything is drawn.

mod root;
mod text;

pub(crate) use root::{EM, Root, UNSAID, behind};
pub(crate) use text::{head, text};

use crate::error::Error;

pub(crate) const NAME: &str = "SVG";

/// A broken one.
pub(crate) fn broken(what: impl ToString) -> Error {
    Error::broken(NAME, what)
}
