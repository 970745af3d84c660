//! Trigger 2: what to do when the origin has no such picture.
//!
//! It is done in two places, by the same house: inside CloudFront, where an event holds what the origin has said, and
//! behind it, where a Function URL is the second origin of a group. Nothing is decided here that is not decided
//! elsewhere: both stand before a [`Site`](sizewise_site::Site), and differ in how much they can carry.

mod places;
mod large;
mod told;
#[cfg(feature = "addon")]
pub mod addon;
pub mod edge;
#[cfg(feature = "url")]
pub mod url;
#[cfg(feature = "url")]
pub mod runtime;

use tracing_subscriber::filter::LevelFilter;

pub use large::redirected;
pub use places::{Error, Places};

/// From here on, what goes wrong is a line of JSON in the log. What becomes of requests is told by lines of their own, which
/// are counted as well.
pub fn log() {
    let lines = tracing_subscriber::fmt().with_max_level(LevelFilter::WARN).with_ansi(false);
    let lines = lines.json().flatten_event(true).with_target(false).log_internal_errors(false);
    // Whoever has begun a log already goes on with that.
    let _ = lines.try_init();
}
