//! What is done where a variant is missing: the original is got, the variant made and kept. This is the only policy
//! about making in the house; every host calls it and adds nothing.
//!
//! An address comes in and a picture goes out, or a sentence that says why not. Failing to keep a variant never costs
//! the viewer the picture, and neither does a store that is down as long as the original can be read.
//!
//! Nothing here knows of requests, of headers or of who is asking.
//!
//! The modules stand in the order in which a missing variant meets them.

mod error;
mod originals;
mod flight;
mod queue;
mod making;
mod label;
mod index;
mod keeping;
mod patience;
mod house;
mod purge;

pub use error::Error;
pub use house::{Fulfilled, House, Tally};
pub use index::marked;
pub use keeping::Keeping;
pub use label::{CACHE_TAG_HEADER, Picture, cache_tag};
pub use making::{Known, Stages};
pub use originals::{Originals, Place};
pub use patience::Patience;
pub use purge::{Purged, Which};
pub use queue::{Crowd, Room};
