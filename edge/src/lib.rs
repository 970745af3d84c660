//! CloudFront's tongue: what comes in is the text of an event that CloudFront sends to a trigger of
//! Lambda@Edge; what goes out is the HTTP request that it is about, and, of an HTTP response or a
//! path, the object that CloudFront is answered with. What it does not know of an event it carries
//! through.
//!
//! Beside it stand CloudFront's [own rules](RULES), so that an answer can be held against them
//! before CloudFront does, which says 502 to whoever breaks one, and [lines of the log](Told) that
//! CloudWatch counts.
//!
//! Nothing is decided here, nothing is fetched, and no input makes it panic.

mod event;
mod headers;
mod request;
mod origin;
mod answer;
mod problem;
mod rules;
mod told;
mod out;
mod guard;

pub use event::{Event, Trigger, Unreadable};
pub use guard::{Crashed, guarded};
pub use origin::{Places, Unplaced};
pub use problem::problem;
pub use request::Unfit;
pub use rules::{Broken, RULES, Rule, broken};
pub use told::{Told, Unit};
