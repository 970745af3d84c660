//! Trigger 2.

mod large;
mod places;
pub use large::redirected;
pub use places::{Error, Places};
